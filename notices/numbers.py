"""Document numbers: per issuer, code and year, without gaps and never twice."""

from django.db import transaction

from core import clock
from core.errors import Refused

from . import rules
from .models import NumberRaise, PaperNumber


def take(*, township, code, year):
    """The next number. Call inside the transaction that issues the paper: rolled back together, no gap is left."""
    counter = _locked(township, code, year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def _locked(township, code, year):
    PaperNumber.objects.get_or_create(township=township, code=code, year=year)
    return PaperNumber.objects.select_for_update().get(township=township, code=code, year=year)


@transaction.atomic
def raise_to(*, code, last, note, by):
    """Say up to which number this year's were given outside the portal; the next paper follows it. Only upwards."""
    if reason := rules.may_number(by):
        raise Refused(reason)
    counter = _locked(by.membership.place, code, clock.today().year)
    if last <= counter.last:
        raise Refused(f"{code}〔{counter.year}〕已用到 {counter.last} 号，只能往后调")
    NumberRaise.objects.create(counter=counter, was=counter.last, last=last, note=note, actor=by, at=clock.now())
    counter.last = last
    counter.save(update_fields=["last"])
    return counter


def overview(township, codes):
    """[(code, year, last)]: this year's of every code, though none was given yet, then earlier years'."""
    rows = PaperNumber.objects.filter(township=township)
    known = {(row.code, row.year): row.last for row in rows}
    year = clock.today().year
    known = {(code, year): 0 for code in codes} | known
    order = {code: place for place, code in enumerate(codes)}
    keys = sorted(known, key=lambda key: (-key[1], order.get(key[0], len(order)), key[0]))
    return [(code, year, known[code, year]) for code, year in keys]

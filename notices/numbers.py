"""Document numbers: per issuer, code and year, without gaps and never twice.

A number is held for a paper while its pages are set and painted, outside any lock, so that many papers are printed side
by side. It is settled in the transaction that issues the paper. A paper whose worker was killed finds its number held
for it; one that cannot be issued after all gives its number to the next.
"""

from django.db import transaction

from core import clock
from core.errors import Refused

from . import rules
from .enums import PaperState
from .models import NumberRaise, Paper, PaperNumber


@transaction.atomic
def take(*, township, code, year):
    """The next number. Call inside the transaction that uses it: rolled back together, no gap is left."""
    counter = _locked(township, code, year)
    number = _next(counter)
    _save(counter)
    return number


def short_of(town):
    """What the codes of a township's papers begin with: 云."""
    return (town.paper_code or town.short_name or town.name[:1]).removesuffix("政发") or town.name[:1]


SECRET = "政密"  # the code of papers about confidential cases ends so


def take_secret(*, township, year):
    """A document number for a paper that stands in no register, from a series of its own: 云政密〔2026〕3号.

    A number of the open series would leave a hole there that tells of the paper. Call inside the transaction that issues it.
    """
    code = f"{short_of(township)}{SECRET}"
    return f"{code}〔{year}〕{take(township=township, code=code, year=year)}号"


@transaction.atomic
def hold(*, paper, year):
    """The number of a paper about to be printed: the one held for it already, else the next."""
    counter = _locked(paper.township, paper.code, year)
    _free_orphans(counter, paper)
    if str(paper.pk) not in counter.held:
        counter.held[str(paper.pk)] = _next(counter)
    _save(counter)
    return counter.held[str(paper.pk)]


def settle(*, paper, year, number):
    """The paper goes out under the number held for it. Call inside the transaction that issues it; raises Refused."""
    counter = _locked(paper.township, paper.code, year)
    if counter.held.pop(str(paper.pk), None) != number:
        raise Refused("文号刚被另一次办理用去，请重试")
    _save(counter)


@transaction.atomic
def release(*, paper, year):
    """The paper is not issued after all: its number is the next one to be given."""
    counter = _locked(paper.township, paper.code, year)
    _give_back(counter, counter.held.pop(str(paper.pk), None))
    _save(counter)


def _next(counter):
    if counter.free:
        return counter.free.pop(0)
    counter.last += 1
    return counter.last


def _give_back(counter, number):
    if number is None:
        return
    counter.free = sorted([*counter.free, number])
    while counter.free and counter.free[-1] == counter.last:
        counter.free.pop()
        counter.last -= 1


def _free_orphans(counter, paper):
    """Numbers held for papers that were sent back or voided after their worker died."""
    others = set(counter.held) - {str(paper.pk)}
    signed = Paper.objects.filter(pk__in=others, state=PaperState.SIGNED) if others else ()
    for key in others - {str(row.pk) for row in signed}:
        _give_back(counter, counter.held.pop(key))


def _save(counter):
    counter.save(update_fields=["last", "held", "free"])


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
    """[(code, year, last)]: this year's of every code, though none was given yet, then earlier years'. No secret ones."""
    rows = PaperNumber.objects.filter(township=township).exclude(code__endswith=SECRET)
    known = {(row.code, row.year): row.last for row in rows}
    year = clock.today().year
    known = {(code, year): 0 for code in codes} | known
    order = {code: place for place, code in enumerate(codes)}
    keys = sorted(known, key=lambda key: (-key[1], order.get(key[0], len(order)), key[0]))
    return [(code, year, known[code, year]) for code, year in keys]

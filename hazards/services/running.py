"""Running numbers of a township's year, and one form sent twice."""

from django.db import IntegrityError, transaction
from django.db.models import Max

from core import clock
from core.errors import Refused, Stale
from places.models import Place


def create_numbered(model, *, township_id, token=None, **values):
    """(row, whether new) with the next number of the township and year; the same `token` gives the same row.

    The township's row is locked until the transaction ends, so two at once get two numbers.
    """
    Place.objects.select_for_update(no_key=True).get(pk=township_id)
    if token and (old := model.objects.filter(token=token).first()):
        return old, False
    year = clock.today().year
    last = model.objects.filter(township=township_id, year=year).aggregate(last=Max("running"))["last"] or 0
    with transaction.atomic():
        row = model.objects.create(township_id=township_id, year=year, running=last + 1, token=token, **values)
    return row, True


def create_or_refuse(make, said):
    """What `make` returns, or Refused when the database says there is one already."""
    try:
        return make()
    except IntegrityError:
        raise Refused(said) from None


def held(row, version=None):
    """The row anew, locked; Stale when it changed since `version` was shown. Call inside a transaction."""
    locked = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if version is not None and locked.version != version:
        last = locked.log.select_related("actor").last()
        did = f"{last.actor or '系统'}已{last.action_label}" if last else "内容已改动"
        raise Stale(f"这条记录刚被别人处理过（{did}），请核对后再提交")
    return locked

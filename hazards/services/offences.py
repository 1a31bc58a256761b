"""Keep the library of illegal acts."""

from django.db import transaction

from core import clock
from core.errors import refuse_if

from .. import rules_penalty as rules
from ..models import Offence
from .running import create_or_refuse


@transaction.atomic
def keep_offence(*, by, name, basis, sector=None, most_unit=None, most_person=None):
    refuse_if(rules.may_keep_offences(by), "" if name.strip() and basis.strip() else "请写明违法类型和处罚依据")
    values = {"sector": sector, "most_unit": most_unit, "most_person": most_person, "created_by": by}
    return create_or_refuse(
        lambda: _make(township_id=by.membership.place.township_code, name=name.strip(), basis=basis.strip(), **values),
        "这个违法类型已经登记",
    )


@transaction.atomic
def _make(**values):
    return Offence.objects.create(**values)


@transaction.atomic
def withdraw_offence(*, offence, by, note):
    """Cases that name it keep it."""
    row = Offence.objects.select_for_update(of=("self",)).get(pk=offence.pk)
    refuse_if(
        rules.may_keep_offences(by),
        "" if row.township_id else "平台自带的类型不能停用，可先登记本乡镇的同名类型再停用",
        "" if row.township_id in (None, by.membership.place.township_code) else "这不是本乡镇的类型库",
        "这个违法类型已经停用" if row.withdrawn_at else "",
        "" if note.strip() else "请写明停用原因",
    )
    row.withdrawn_at, row.withdrawn_reason = clock.now(), note.strip()[:200]
    row.save(update_fields=["withdrawn_at", "withdrawn_reason", "updated_at"])
    return row

"""What becomes known of a lead later: added to what was told, or put right; the log keeps what stood there before."""

from django.db import transaction
from django.utils import timezone

from core import clock
from core.encrypted import Closed
from core.errors import Refused, refuse_if
from core.workflow import advance

from .. import rules
from ..enums import LeadState
from ..models import Lead
from .leads import held
from .people import tell_handlers

# told in this order; of a name only its first character stays behind in the log
FACTS = ("person", "happened_on", "enterprise", "village", "campaign")


@transaction.atomic
def amend(*, lead, note, by, addition="", version=None, **facts):
    """Complete or correct an open lead. `facts` are columns of FACTS; None or "" leaves one as it is.

    What was told stays word for word: `addition` is put below it with day and name. `note` is the source of the change.
    """
    refuse_if(rules.may_handle(by, lead))
    row = held(lead, version)
    told = {name: value for name, value in facts.items() if value and value != getattr(row, name)}
    if not told and not addition.strip():
        raise Refused("没有改动，请填写补充情况，或修改要更正的内容")
    refuse_if(_wrong(row, told))
    said = "；".join(_changed(row, name, told[name]) for name in FACTS if name in told)
    if addition.strip():
        refuse_if("线索内容因密钥缺失打不开，不能补充，请先找回密钥" if isinstance(row.summary, Closed) else "")
        told["summary"] = f"{row.summary}\n{added(by)}{addition.strip()}"
        said = "；".join(filter(None, [said, "补充情况"]))
    return advance(lead, step_of(row), by=by, note=f"{said}。{note.strip()}", **told)


@transaction.atomic
def pass_on(*, lead, text, key):
    """Put below what was told what its source added since; who passed it on is kept with the tip alone."""
    row = held(lead)
    if row.state not in (LeadState.RECEIVED, LeadState.VERIFYING):
        raise Refused("线索已经结束，不能再补充")
    refuse_if("线索内容因密钥缺失打不开，不能补充，请先找回密钥" if isinstance(row.summary, Closed) else "")
    if row.summary.endswith(f"】{text.strip()}"):  # pressed twice
        return row
    told = f"{row.summary}\n【{timezone.localtime(clock.now()):%Y-%m-%d} 来源补充】{text.strip()}"
    advance(lead, step_of(row), by=None, note="来源补充情况", summary=told)
    tell_handlers(lead, f"涉亡线索 {lead.number} 有补充情况", f"told:{key}")
    return lead


def step_of(lead):
    """The step by which an open lead is amended in its state."""
    return "amend" if lead.state == LeadState.RECEIVED else "amend-verified"


def added(by):
    return f"【{timezone.localtime(clock.now()):%Y-%m-%d} {by.name}补充】"


def _wrong(row, told):
    village = told.get("village", row.village)
    firm = told.get("enterprise", row.enterprise)
    if village.township_code != row.village.township_code:
        return "只能改为本乡镇的村；属于其他乡镇的，请办理移交"
    if firm and firm.village_id != village.pk:
        return f"{firm.name}在{firm.village.name}，与所在村不一致，请一并更正"
    return ""


def _changed(row, name, value):
    label = Lead._meta.get_field(name).verbose_name
    if name == "person":
        return f"{label}{'更正' if row.person else '补充'}"
    before = getattr(row, name)
    return f"{label}“{before}”改为“{value}”" if before else f"{label}“{value}”"

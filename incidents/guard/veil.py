"""Names, ID numbers and phones in a case are covered on the screen until someone opens a field and says why."""

import re

from core.encrypted import Closed
from core.errors import Refused

from .. import access
from ..enums import AccessAction
from ..models import (
    Appointment,
    DeathReport,
    Exhibit,
    ExhibitLog,
    Interview,
    Lead,
    LeadLog,
    Settlement,
    Statement,
    Verification,
    VerificationLog,
    Victim,
    Visit,
)
from ..models.lead import NOT_KNOWN
from ..statements.enums import Matter
from .called import without_called
from .numbers import has_number, without_numbers

REASON_AT_LEAST = 4
NAMELESS = "还没有登记死亡人员姓名，内容全部隐去"

# kind → (rows of a lead, columns that may be opened); a column in WHOLE holds nothing but a name
KINDS = {
    "lead": (lambda lead: Lead.objects.filter(pk=lead.pk), ("person", "summary")),
    "round": (lambda lead: Verification.objects.filter(lead=lead), ("plan", "findings")),
    "talk": (
        lambda lead: Interview.objects.filter(verification__lead=lead),
        ("person", "relation", "place", "present", "text", "sign_note", "withdrawn_note"),
    ),
    "visit": (lambda lead: Visit.objects.filter(verification__lead=lead), ("place", "visitors", "met", "learnt")),
    "asked": (
        lambda lead: Appointment.objects.filter(verification__lead=lead), ("person", "relation", "place", "missed_note"),
    ),
    "note": (lambda lead: LeadLog.objects.filter(subject=lead), ("note",)),
    "round-note": (lambda lead: VerificationLog.objects.filter(subject__lead=lead), ("note",)),
    "exhibit": (
        lambda lead: Exhibit.objects.filter(lead=lead), ("title", "traits", "taken_in", "taken_from", "stored_in", "held_by"),
    ),
    "link": (lambda lead: ExhibitLog.objects.filter(subject__lead=lead), ("note",)),
    "settled": (lambda lead: Settlement.objects.filter(lead=lead), ("holds", "reason")),
}  # fmt: skip
WHOLE = {("lead", "person"), ("talk", "person"), ("asked", "person")}
# who gives evidence or speaks may be a unit or a post, which names nobody
UNITS = re.compile(
    r"现场|群众举报|.*(公司|单位|企业|医院|卫生院|殡仪馆|派出所|法院|局|委会|办公室|政府|厂|矿|站|保安|人员|家属|员工|工友|村民|负责人|安全员|人事员|值班员|驾驶员|会计|邻居|店主|医生|护士)"
)


def names_of(lead):
    """Names of the dead, the injured, the witnesses and who gave evidence, of a case and of the one before; longest first."""
    found = getattr(lead, "_names", None)
    if found is None:
        found = lead._names = names_among([lead])
    return found


def names_among(leads):
    """As `names_of`, of several cases at once."""
    keys = [lead.pk for lead in leads]
    before = [*keys, *(lead.former_id for lead in leads if lead.former_id)]
    people = [lead.person for lead in leads]
    people += Interview.objects.filter(verification__lead__in=before).values_list("person", flat=True)
    people += Appointment.objects.filter(verification__lead__in=keys).values_list("person", flat=True)
    people += Victim.objects.filter(accident__lead__in=keys).values_list("name", flat=True)
    people += _who_told(keys)
    known = {name.strip() for name in people if name and not isinstance(name, Closed)} - set(NOT_KNOWN)
    return sorted((name for name in known if len(name) > 1), key=len, reverse=True)


def _who_told(leads):
    """Who gave evidence, who spoke, whom it was about, and what they said the dead were called; no units and posts."""
    for text in Exhibit.objects.filter(lead__in=leads).values_list("taken_from", flat=True):
        yield from _names_in(text)
    for text in Visit.objects.filter(verification__lead__in=leads).values_list("met", flat=True):
        yield from _names_in(text)
    for text in DeathReport.objects.filter(lead__in=leads).values_list("names", flat=True):
        yield from _names_in(text)
    told = Statement.objects.filter(lead__in=leads).values_list("said_by", "about", "matter", "text")
    for said_by, about, matter, text in told:
        yield text if matter == Matter.NAME else ""
        for name in (said_by, about):
            yield from _names_in(name)


def _names_in(text):
    """卞秘安 of 卞秘安（公司保安）; nothing of 公司保安."""
    if text and not isinstance(text, Closed):
        yield from (part for part in re.split(r"[（(）)、，,；;\s]+", text) if part and not UNITS.fullmatch(part))


def covered_name(name):
    """卞＊; what is no name, or does not open, stays as it is."""
    text = (name or "").strip()
    return name if not text or text in NOT_KNOWN or isinstance(name, Closed) else f"{text[0]}＊"


def covered(text, names):
    """A text without the names and numbers that point at a person."""
    if not text or isinstance(text, Closed):
        return text
    for name in names:
        text = text.replace(name, f"{name[0]}＊")
    return without_called(without_numbers(text))


def knows_the_dead(lead):
    """Whether anybody has entered who died, so that the name is found in what was told."""
    entered = lead.person.strip() not in ("", *NOT_KNOWN)
    return entered or Victim.objects.filter(accident__lead=lead).exclude(name="").exists()


def tells(lead, text):
    """Whether there is anything in a text to be covered."""
    return covered(text, names_of(lead)) != text


def shown(lead, kind, row, column):
    """What the screen shows of a column, and whether anything is covered."""
    value = getattr(row, column)
    if (kind, column) == ("lead", "summary") and value and not isinstance(value, Closed) and not knows_the_dead(lead):
        return NAMELESS, True
    text = covered_name(value) if (kind, column) in WHOLE else covered(value, names_of(lead))
    return text, text != value


def find(lead, what):
    """(kind, row, column) of `talk-12-text`; None when the case has no such thing."""
    front, _, column = what.rpartition("-")
    kind, _, key = front.rpartition("-")
    rows, columns = KINDS.get(kind, (None, ()))
    if column not in columns:
        return None
    if kind == "lead":
        return kind, rows(lead).first(), column
    row = rows(lead).filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
    return (kind, row, column) if row else None


def label_of(row, column):
    return str(row._meta.get_field(column).verbose_name)


def wrong_reason(lead, reason):
    """Why this will not do as a reason; "" when it will. Without a lead (None) nobody's name is known."""
    if len(reason.strip()) < REASON_AT_LEAST:
        return f"请写明查看原因，至少 {REASON_AT_LEAST} 个字，例如：核对笔录"
    return wrong_words(reason, [lead] if lead else [])


def wrong_words(text, leads, what="原因"):
    """Why a text that is kept in the record of looks may not stay so: it names somebody of these cases; "" when it may."""
    if has_number(text) or any(name in text for name in names_among(leads)):
        return f"{what}会记入查阅记录，请不要写姓名、证件号和电话"
    return ""


def open_field(*, lead, row, column, reason, by):
    """The value of a column in full, for a reason that is kept with the look. `lead` was found in sight of `by`."""
    if not Lead.objects.visible_to(by).filter(pk=lead.pk).exists():
        raise Refused("你不是这条线索的经办人")
    if why := wrong_reason(lead, reason):
        raise Refused(why)
    access.log(lead=lead, by=by, action=AccessAction.OPENED, detail=f"{label_of(row, column)}：{reason.strip()}")
    return getattr(row, column)

"""Deciding who may verify a lead, handing it over, following receipt and answer."""

from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.models import seated
from core import clock
from core.errors import Refused, refuse_if
from core.workflow import advance, begin
from notices import numbers
from places.models import Place
from reminders.services import tell

from .. import rules, rules_referral
from ..models import Referral
from ..referral_enums import Competence, ReferralKind
from .leads import held
from .people import tell_handlers, tell_leaders

IN_PROGRESS = "同一事项正在向这个机关办理，请先登记它的结果"


@transaction.atomic
def decide_competence(*, lead, competence, by, body="", due_on=None, note="", version=None):
    """Say who verifies a lead; the time limit of that begins now. `body` names who it is when not the township."""
    row = held(lead, version)
    refuse_if(rules_referral.may_decide_competence(by, row), rules.wrong_limit(due_on, clock.today()))
    if competence != Competence.TOWNSHIP:
        refuse_if(rules_referral.wrong_body(body, town_of(row)))
    row.competence, row.competent_body = competence, "" if competence == Competence.TOWNSHIP else body.strip()
    row.due_on, row.version = due_on or row.due_on, row.version + 1
    row.save(update_fields=["competence", "competent_body", "due_on", "version", "updated_at"])
    said = row.get_competence_display() + (f"（{row.competent_body}）" if row.competent_body else "")
    begin(row, by=by, label="确定由谁核查", note=f"{said}；{note.strip()}".rstrip("；"))
    tell_handlers(row, f"涉亡线索 {row.number} 已确定由谁核查", f"competence:{row.version}", by)
    lead.refresh_from_db()
    return row


def town_of(lead):
    return Place.objects.get(code=lead.village.township_code)


@transaction.atomic
def refer(*, lead, kind, to_body, facts, by, materials="", key=None):
    """Prepare a paper to a body; the same `key` gives the same one."""
    if known := key and Referral.objects.filter(token=key).first():
        return known
    held(lead)
    refuse_if(
        rules_referral.may_refer(by, lead),
        rules_referral.wrong_body(to_body, town_of(lead), kind),
        "" if facts.strip() else "请写明基本情况",
    )
    values = {"kind": kind, "to_body": to_body.strip(), "facts": facts, "materials": materials, "token": key or None}
    try:
        with transaction.atomic():
            row = Referral.objects.create(lead=lead, created_by=by, **values)
    except IntegrityError:
        raise Refused(IN_PROGRESS) from None
    return begin(row, by=by, label=f"拟{row.get_kind_display()}")


@transaction.atomic
def step(*, referral, action, by, note="", version=None, **values):
    """Take one step of its way: send, receive, answer, return, withdraw. Days lie neither ahead nor before the sending.

    The first sending takes the document number, a paper sent again keeps it.
    """
    row = held(referral, version)
    refuse_if(_wrong_days(row, values), _wrong_limit(action, values))
    if action.startswith("change"):
        values, note = _changed(row, values, note)
    if action == "send":
        values["doc_number"] = row.doc_number or numbers.take_secret(township=town_of(row.lead), year=clock.today().year)
    try:
        with transaction.atomic():
            advance(referral, action, by=by, note=note, **values)
    except IntegrityError:
        raise Refused(IN_PROGRESS) from None
    if action == "send" and row.kind == ReferralKind.DISCIPLINE:
        _tell_discipline(row, by)
    if action in ("answer", "return"):
        for told in (tell_leaders, tell_handlers):
            told(row.lead, f"涉亡线索 {row.lead.number} 的移交事项有结果", f"referral:{row.pk}:{referral.version}", by)
    return referral


def _changed(row, values, note):
    """(what is written anew, the note that keeps what stood there)"""
    told = {name: text.strip() for name, text in values.items() if text.strip() and text.strip() != getattr(row, name)}
    refuse_if(
        "" if told else "没有改动，请填写要修改的内容",
        rules_referral.wrong_body(told["to_body"], town_of(row.lead), row.kind) if "to_body" in told else "",
    )
    before = [f"原{Referral._meta.get_field(name).verbose_name}：{getattr(row, name) or '无'}" for name in told]
    return told, "\n".join([note.strip(), *before]) if note.strip() else ""


def _tell_discipline(row, by):
    people = seated(row.lead.village.township_code, Role.DISCIPLINE)
    link = reverse("incidents:handed_one", args=[row.pk])
    tell(people=people, title="收到一件移交纪检监察的事项", key=f"handed:{row.pk}", about=row, link=link, by=by)


def _wrong_days(row, values):
    for name, day in values.items():
        if name.endswith("_on") and day:
            word = Referral._meta.get_field(name).verbose_name
            if day > clock.today():
                return f"{word}不能晚于今天"
            if name != "sent_on" and row.sent_on and day < row.sent_on:
                return f"{word}不能早于送出日期 {row.sent_on}"
    return ""


def _wrong_limit(action, values):
    if action != "send":
        return ""
    if not values.get("answer_by"):
        return "请填写答复期限，到期没有答复会提醒"
    return rules.wrong_limit(values["answer_by"], clock.today())

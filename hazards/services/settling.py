"""What is recorded beside the state: the double report, stop-work and its end, missing photos, treated as an accident."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import clock
from core.errors import Refused, refuse_if
from evidence.models import Attachment

from .. import rules
from ..enums import ControlKind, ReportTo
from ..enums_transfer import PenaltyKind
from ..models import AsAccident, Control, MajorReport, PastReport
from .loop import held
from .notes import write_line
from .penalties import no_power
from .people import tell_all_judges, tell_leaders, tell_rectifiers
from .registering import attach


@transaction.atomic
def report_major(*, hazard, by, to, receiver, held_at, reporter, means, receipt="", photos=(), note="", version=None):
    """Record one half of the double report: to the department with receipt or picture, to the congress with its minutes."""
    row = held(hazard, version)
    refuse_if(
        rules.may_report(by, row, to),
        "代单位上报必须写明原因" if rules.on_behalf(by) and not note.strip() else "",
        *_wrong_time(row, held_at),
    )
    refuse_if(_unproven(to, attach(row, photos, by=by, slot=to), receipt))
    MajorReport.objects.create(
        hazard=row, to=to, receiver=receiver.strip(), held_at=held_at, reporter=reporter.strip(), means=means.strip(),
        receipt=receipt.strip(), by=by, at=clock.now(),
    )  # fmt: skip
    label = ReportTo(to).label
    write_line(row, f"report_{to}", label, by=by, note=f"{receiver.strip()}，{means.strip()}。{note}".strip())
    tell_all_judges(row, f"hazard-report-{to}", f"{row.number} 已{label}", by=by)
    return row


def _wrong_time(row, held_at):
    return (
        "报告时间不能晚于现在" if held_at > clock.now() else "",
        "报告时间不能早于发现日期" if timezone.localdate(held_at) < row.found_on else "",
    )


def _unproven(to, shown, receipt):
    if to == ReportTo.CONGRESS:
        return "" if shown else "向职工代表大会报告须附会议纪要或签到的照片"
    return "" if shown or receipt.strip() else "向监管部门报告须填写回执编号，或附书面报告的照片"


TOLD = ("receiver", "held_at", "reporter", "means", "receipt")


@transaction.atomic
def correct_report(*, hazard, by, to, note, photos=(), version=None, **told):
    """Put an entered report right (`told` are its fields as they should read); how it stood is kept."""
    row = held(hazard, version)
    refuse_if(rules.may_correct_report(by, row, to), "" if note.strip() else "请写明更正原因")
    report = row.reports.get(to=to)
    told = {name: value.strip() if isinstance(value, str) else value for name, value in told.items()}
    changed = [name for name in TOLD if name in told and told[name] != getattr(report, name)]
    shown = attach(row, photos, by=by, slot=to)
    refuse_if("" if changed or shown else "请至少更正一项", *_wrong_time(row, told.get("held_at", report.held_at)))
    kept = {name: getattr(report, name) for name in ("to", "by", "at", *TOLD)}
    PastReport.objects.create(hazard=row, why=note.strip()[:300], ended_by=by, ended_at=clock.now(), **kept)
    for name in changed:
        setattr(report, name, told[name])
    report.by, report.at = by, clock.now()
    refuse_if(_unproven(to, Attachment.objects.of(row).filter(slot=to).exists(), report.receipt))
    report.save()
    words = "、".join(str(report._meta.get_field(name).verbose_name) for name in changed) or "凭据照片"
    label = f"更正“{ReportTo(to).label}”"
    write_line(row, f"correct_{to}", label, by=by, note=f"{words}：{note.strip()}")
    tell_all_judges(row, f"hazard-report-{to}-{report.at:%Y%m%d%H%M%S}", f"{row.number} 的双报告登记有更正", by=by)
    return row


@transaction.atomic
def impose(*, hazard, by, kind, scope, begun_at, version=None):
    """Stop work, take people out or shut a place while the hazard lasts."""
    row = held(hazard, version)
    refuse_if(
        rules.may_impose(by, row),
        "" if scope.strip() else "请写明停产、撤人的范围",
        "开始时间不能晚于现在" if begun_at > clock.now() else "",
        no_power_to_stop(row, timezone.localdate(begun_at)) if rules.orders_stop(by, kind) else "",
    )
    try:
        with transaction.atomic():
            Control.objects.create(hazard=row, kind=kind, scope=scope.strip(), begun_at=begun_at, by=by)
    except IntegrityError:
        raise Refused("这项措施正在执行，不必重复登记") from None
    label = ControlKind(kind).label
    write_line(row, "impose", label, by=by, note=scope.strip())
    tell_rectifiers(row, "hazard-control", f"{row.number} {label}：{scope.strip()[:40]}", by=by)
    return row


def no_power_to_stop(hazard, day):
    return no_power(hazard.village.township_code, PenaltyKind.STOP, day)


@transaction.atomic
def lift(*, hazard, by, control, note, version=None):
    """End a measure, saying why work may go on."""
    row = held(hazard, version)
    current = row.controls.select_for_update().filter(pk=control.pk).first()
    refuse_if(
        rules.may_lift(by, row),
        "这项措施已经解除" if current is None or current.lifted_at else "",
        "" if note.strip() else "解除措施必须写明理由",
    )
    current.lifted_at, current.lifted_by, current.lifted_reason = clock.now(), by, note.strip()[:300]
    current.save(update_fields=["lifted_at", "lifted_by", "lifted_reason"])
    write_line(row, "lift", f"解除{current.get_kind_display()}", by=by, note=note.strip())
    tell_rectifiers(row, "hazard-lifted", f"{row.number} 已解除{current.get_kind_display()}", by=by, body=note)
    return row


@transaction.atomic
def add_photos(*, hazard, by, photos, version=None):
    """Add pictures of how it was before, when none were taken at registering."""
    row = held(hazard, version)
    refuse_if(rules.may_add_photos(by, row))
    added = attach(row, photos, by=by, slot="before")
    if not added:
        raise Refused("请至少拍一张或选一张照片")
    write_line(row, "add_photos", "补充整改前照片", by=by, note=f"{added} 张")
    return row


@transaction.atomic
def treat_as_accident(*, hazard, by, facts, measures, duty, version=None):
    """Not on the unit's own list but proven major: handle it as an accident; leaders are told."""
    row = held(hazard, version)
    refuse_if(
        rules.may_treat_as_accident(by, row),
        "" if facts.strip() and measures.strip() and duty.strip() else "事实、处置意见、责任追究建议都要写明",
    )
    AsAccident.objects.create(
        hazard=row, facts=facts.strip(), measures=measures.strip(), duty=duty.strip(), by=by, at=clock.now()
    )
    write_line(row, "treat_as_accident", "漏排的重大隐患当作事故处置", by=by, note=facts.strip())
    tell_leaders(row, "hazard-as-accident", f"{row.number} 未列清单查实重大，当作事故处置", by=by, body=facts)
    return row


@transaction.atomic
def untreat_accident(*, hazard, by, note, version=None):
    """Take the finding back that it was left off the list; what was found stays in the log, leaders are told."""
    row = held(hazard, version)
    refuse_if(rules.may_untreat(by, row), "" if note.strip() else "撤销认定必须写明原因")
    found = row.as_accident
    said = f"{note.strip()}（原认定：{found.facts}；{found.measures}；{found.duty}）"
    found.delete()
    write_line(row, "untreat_accident", "撤销事故化处置", by=by, note=said)
    tell_leaders(row, "hazard-no-accident", f"{row.number} 撤销事故化处置", by=by, body=note)
    return row

"""What enterprises hold by themselves as a matter of course: most have done the last period of each of their levels, a few not."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from accounts.enums import Role
from enterprises.enums import Scale
from evidence.demo_hands import scribble
from evidence.models import Attachment
from evidence.photos import keep_signature
from hazards.services.registering import COPIED

from . import levels, record
from .enums import InspectionState, Kind, Part, Post
from .missed import last_over
from .models import CheckLevels, Inspection, InspectionLog, Signature, TeamMember
from .services.filling import SIGNATURE

FEW_HANDS = (Scale.MICRO, Scale.HOUSEHOLD)  # nobody there to hold a team's daily check
ONE_MISSES = 9  # of so many enterprises one lets a level pass
BEGUN, ENDED = time(8, 10), time(8, 40)
STEPS = (("begin", "开始检查", "open"), ("present", "填完，开始签名", "signing"), ("lock", "签名完毕，锁定", "signed"))


def load(demo):
    firms = [firm for town in demo.towns for firm in demo.firms[town.code] if firm.status == "operating"]
    officer = demo.people[demo.towns[0].code, Role.OFFICER][0]
    CheckLevels.objects.bulk_create(
        CheckLevels(enterprise=firm, kinds=[Kind.PRINCIPAL], set_by=officer) for firm in firms if firm.scale in FEW_HANDS
    )
    rows = [row for number, firm in enumerate(firms) for row in _checks(demo, number, firm)]
    rows = Inspection.objects.bulk_create(rows, batch_size=500)
    TeamMember.objects.bulk_create(
        [TeamMember(inspection=row, name=row.enterprise.principal, post=Post.LEAD) for row in rows], batch_size=500
    )
    _lock(rows, officer)


def _checks(demo, number, firm):
    """One for the last period of each level it holds, two of the principal's where the law asks for two."""
    kinds = [Kind.PRINCIPAL] if firm.scale in FEW_HANDS else levels.default_levels(firm)
    for place, kind in enumerate(kinds):
        if (number + place) % ONE_MISSES == 0:
            continue
        first, last = last_over(kind)
        days = (first + timedelta(days=6), last) if kind == Kind.PRINCIPAL and firm.high_risk else (last,)
        for day in days:
            yield _row(demo, firm, kind, day)


def _row(demo, firm, kind, day):
    done = timezone.make_aware(datetime.combine(day, ENDED))
    return Inspection(
        kind=kind, place=firm.village, enterprise=firm, agency=firm.name, held_on=day, begun=BEGUN, ended=ENDED,
        location="生产经营场所", opinions="没有发现问题。", state=InspectionState.SIGNED, sha256="0" * 64, signing_at=done, signed_at=done,
        created_at=done, created_by=demo.bosses.get(firm.pk) or demo.cadres[firm.village_id],
    )  # fmt: skip


def _lock(rows, officer):
    """Signatures under what each says, the log of its steps, the whole record with its hash."""
    drawn = keep_signature(scribble(3), by=officer)
    picture, signatures, logs = {name: getattr(drawn, name) for name in COPIED}, [], []
    drawn.delete()
    for row in rows:
        row.record = record.content(row)
        said = {"part": Part.INSPECTOR, "member": row.team.get(), "name": row.enterprise.principal, "at": row.signed_at}
        signatures.append(
            Signature(inspection=row, content_sha256=record.digest(row.record), collected_by=row.created_by, **said)
        )
        logs += [_line(row, *step) for step in STEPS]
    signatures = Signature.objects.bulk_create(signatures, batch_size=500)
    Attachment.objects.bulk_create([_drawn(one, picture) for one in signatures], batch_size=500)
    for row in rows:
        row.record = record.whole(row)
        row.sha256 = record.digest(row.record)
    Inspection.objects.bulk_update(rows, ["record", "sha256"], batch_size=200)
    InspectionLog.objects.bulk_create(logs, batch_size=500)


def _drawn(signature, picture):
    own = {"taken_at": signature.at, "uploaded_at": signature.at, "uploaded_by": signature.collected_by}
    return Attachment(owner=signature, slot=SIGNATURE, **(picture | own))


def _line(row, action, label, state):
    return InspectionLog(
        subject=row, actor=row.created_by, actor_title=row.created_by.title, action=action, action_label=label, to_state=state,
        at=row.signed_at,
    )  # fmt: skip

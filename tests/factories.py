"""Rows for tests: a small world of two townships, and makers with sensible defaults."""

import hashlib
import io
import itertools
from datetime import timedelta
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from accounts.enums import Role
from accounts.models import Membership, User
from campaigns.models import Assignment, Campaign, GroupMember, Phase, Submission, Task
from campaigns.services.circulars import add_circular
from checks.models import Check, Checklist, ChecklistVersion, Inspection, InspectionPlan, Item, PlanUnit, TeamMember
from core import reference
from core.models import ImportBatch, Job, SavedView
from enterprises.codes import check_character
from enterprises.models import Enterprise, Permit, Seat
from evidence.models import Attachment
from hazards.models import Case, Clause, Hazard, Penalty, Power, Standard, Trade, Transfer
from incidents.models import Handler, Lead, Pledge, PledgeText, Verification
from incidents.pledges.rules import SIGNERS
from notices import seal_pictures
from notices.models import Paper, PaperText, Receipt, Seal, SealKeeper, SealPicture
from places.models import Office, Place, Sector
from reminders.models import Message
from tests.pouring import poured

PASSWORD = "Qingxi-2026-ok"
_numbers = itertools.count(1)


def credit_code(number=None):
    body = f"91990100MA{number if number is not None else next(_numbers):07d}"
    return body + check_character(body)


def place(code, name, level="village", **fields):
    return Place.objects.get_or_create(code=code, defaults={"name": name, "level": level, **fields})[0]


def user(role=None, where=None, *, office=None, enterprise=None, villages=(), **fields):
    """A person with one seat (none without `role`)."""
    number = next(_numbers)
    fields = {"username": f"u{number}", "name": f"测试员{number:04d}", **fields}
    person = User(**fields)
    person.set_password(PASSWORD)
    person.save()
    if role:
        seat(person, role, where, office=office, enterprise=enterprise, villages=villages)
    return person


def seat(person, role, where, *, office=None, enterprise=None, villages=()):
    where = where or (enterprise.village if enterprise else office.township)
    row = Membership.objects.create(
        user=person, role=role, place=where, office=office, unit=enterprise.name if enterprise else ""
    )
    row.villages.set(villages)
    if role in SIGNERS:
        pledge(person, where)
    if enterprise:
        Seat.objects.create(membership=row, enterprise=enterprise)
    return row


def pledge(person, where, **fields):
    """A signed pledge on the text in force, so that cases about deaths open; `where` lies in the township."""
    text, _ = PledgeText.objects.get_or_create(
        township_id=where.township_code, replaced_at=None, defaults={"number": 1, "text": "保守秘密"}
    )
    values = {"user_title": "测试", "until": timezone.localdate() + timedelta(days=365)}
    return Pledge.objects.create(text=text, user=person, **(values | fields))


def enterprise(village, **fields):
    number = next(_numbers)
    defaults = {
        "name": f"试验企业{number}", "credit_code": credit_code(), "village": village, "principal": "季长河",
        "principal_phone": "13800000000", "sector": Sector.objects.get(code="metals"),
    }  # fmt: skip
    return Enterprise.objects.create(**{**defaults, **fields})


def campaign(township, **fields):
    today = timezone.localdate()
    defaults = {
        "township": township,
        "name": f"专项行动{next(_numbers)}",
        "starts_on": today,
        "state": "running",
        "looks_back": True,
    }
    return Campaign.objects.create(**{**defaults, **fields})


def task(of, **fields):
    return Task.objects.create(**{"campaign": of, "title": f"任务{next(_numbers)}", "deadline_kind": "standing", **fields})


def assignment(of_task, where, **fields):
    today = timezone.localdate()
    defaults = {"task": of_task, "campaign": of_task.campaign, "place": where, "period_starts_on": today, "due_on": today}
    return Assignment.objects.create(**{**defaults, **fields})


def hazard(village, **fields):
    defaults = {
        "number": f"YH{next(_numbers):06d}", "village": village, "location": "仓库东侧", "description": "灭火器压力不足",
        "sector": Sector.objects.get(code="fire"), "source": "village", "state": "found",
    }  # fmt: skip
    return Hazard.objects.create(**{**defaults, **fields})


def transfer(township, **fields):
    today = timezone.localdate()
    sent = {
        "year": today.year,
        "running": next(_numbers),
        "sent_at": timezone.now(),
        "receive_by": today,
        "answer_by": today,
    }
    given = {"kind": "duty", "matter": f"移送事项{next(_numbers)}", "facts": "情况"}
    to = {} if fields.get("to_office") or fields.get("to_body") else {"to_body": "县应急管理局"}
    return Transfer.objects.create(township=township, **(sent | given | to | fields))


def trade(township, **fields):
    defaults = {"name": f"新业态{next(_numbers)}", "what": "没有明确监管单位", "claim_by": timezone.localdate()}
    return Trade.objects.create(township=township, **(defaults | fields))


def power(township, **fields):
    defaults = {
        "kind": "fine",
        "from_on": timezone.localdate().replace(month=1, day=1),
        "document": f"试政发{next(_numbers)}号",
    }
    return Power.objects.create(township=township, **(defaults | fields))


def case(firm, **fields):
    village, number = firm.village, next(_numbers)
    where = {"village": village, "township_id": village.township_code, "year": timezone.localdate().year, "running": number}
    return Case.objects.create(**(where | {"enterprise": firm, "facts": f"违法事实{number}", "basis": "第一条"} | fields))


def penalty(of_case, by, **fields):
    defaults = {"target": "enterprise", "kind": "fine", "amount": 1000, "decided_on": timezone.localdate()}
    return Penalty.objects.create(**({"case": of_case, "by": by, "document": f"试罚{next(_numbers)}号"} | defaults | fields))


def clause(township=None, *, standard=None, **fields):
    """A clause of a standard of its own; national without a township."""
    number = next(_numbers)
    own = {"name": f"判定标准{number}", "document": f"试安{number}号", "trade": "试行范围", "township": township}
    defaults = {"number": f"第{number}条", "text": "现场没有监护人"}
    return Clause.objects.create(standard=standard or Standard.objects.create(**own), **(defaults | fields))


def lead(village, *, handlers=(), **fields):
    defaults = {
        "number": f"XS{next(_numbers):06d}",
        "village": village,
        "source": "petition",
        "summary": "反映有人在务工时死亡",
        "competence": "township",
    }
    row = Lead.objects.create(**{**defaults, **fields})
    for person in handlers:
        Handler.objects.create(lead=row, user=person)
    return row


def paper(township, **fields):
    defaults = {
        "township": township,
        "kind": "circular",
        "issuer": f"{township.name}人民政府",
        "code": "试政发",
        "title": "关于试验的通知",
    }
    row = Paper.objects.create(**{**defaults, **fields})
    PaperText.refresh(Paper.objects.filter(pk=row.pk))
    return row


def receipt(of_paper, where, **fields):
    return Receipt.objects.create(paper=of_paper, place=where, **fields)


def stamp(side=600, colour=(220, 20, 30, 255)):
    """PNG bytes of an invented round seal on nothing."""
    picture = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    draw, edge = ImageDraw.Draw(picture), side - 1
    draw.ellipse((0, 0, edge, edge), outline=colour, width=side // 20)
    draw.rectangle((side * 0.3, side * 0.45, side * 0.7, side * 0.55), fill=colour)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def seal(township, *, issuer=None, office=None, data=None, **fields):
    """A seal in use with its picture, as it is kept."""
    data = seal_pictures.checked(data or stamp())
    issuer = issuer or f"{township.name}{office.name if office else '人民政府'}"
    sha256 = hashlib.sha256(data).hexdigest()
    row = Seal.objects.create(township=township, office=office, issuer=issuer, sha256=sha256, **fields)
    SealPicture.objects.create(seal=row, kept=seal_pictures.sealed(data))
    return row


def keeper(township, person, **fields):
    """用印人, from today on without end."""
    return SealKeeper.objects.create(**{"township": township, "person": person, "from_on": timezone.localdate(), **fields})


def checklist(*texts, **item):
    """A published one-version checklist; yes/no items by default."""
    row = Checklist.objects.create(name=f"检查表{next(_numbers)}")
    version = ChecklistVersion.objects.create(checklist=row, number=1, published_at=timezone.now())
    for order, text in enumerate(texts or ("消防通道是否畅通",), 1):
        Item.objects.create(version=version, order=order, text=text, **item)
    return row


def check(of_list, where, **fields):
    version = of_list.versions.get()
    return Check.objects.create(**{"version": version, "place": where, "due_on": timezone.localdate(), **fields})


def inspection(place, by, *, team=(), **fields):
    """A visit by one person, with a list when `checklist` (a version) is given."""
    defaults = {
        "kind": "office",
        "place": place,
        "agency": "应急管理办公室",
        "begun": "09:00",
        "location": "厂区",
        "created_by": by,
    }
    row = Inspection.objects.create(**{**defaults, **fields})
    for order, name in enumerate(team or (by.name,)):
        who = by if name == by.name else None
        TeamMember.objects.create(inspection=row, user=who, name=name, post="member" if order else "lead", order=order)
    return row


def inspection_plan(place, *firms, **fields):
    today = timezone.localdate()
    defaults = {"place": place, "name": f"检查计划{next(_numbers)}", "year": today.year, "kinds": ["office", "spot"]}
    row = InspectionPlan.objects.create(**{**defaults, **fields})
    for firm in firms:
        PlanUnit.objects.create(plan=row, enterprise=firm)
    return row


def permit(firm, **fields):
    defaults = {"enterprise": firm, "village": firm.village, "kind": "licence", "name": f"许可证{next(_numbers)}"}
    return Permit.objects.create(**{**defaults, **fields})


def submission(of_assignment, by, **fields):
    defaults = {"assignment": of_assignment, "by": by, "text": "已完成", "held_on": timezone.localdate()}
    return Submission.objects.create(**{**defaults, **fields})


def circular(by, text, **fields):
    """A circular of the officer's township, read and waiting for review."""
    row = add_circular(text=text, source_name="来文.txt", by=by)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row


def phase(of_campaign, **fields):
    return Phase.objects.create(**{"campaign": of_campaign, "name": f"阶段{next(_numbers)}", **fields})


def member(of_campaign, **fields):
    return GroupMember.objects.create(**{"campaign": of_campaign, "role": "组长", "name": f"组员{next(_numbers)}", **fields})


def photo(owner=None, *, by=None, slot="", name="现场.png", **fields):
    """A small picture in evidence; without `owner` it still waits for its form."""
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "grey").save(out, "PNG")
    data = out.getvalue()
    about = {"owner": owner} if owner is not None else {}
    row = Attachment(
        **about, uploaded_by=by, slot=slot, name=name, mime="image/png", size=len(data),
        sha256=hashlib.sha256(data).hexdigest(), **fields,
    )  # fmt: skip
    row.file.save(f"{row.pk}.png", ContentFile(data), save=False)
    row.save()
    return row


def verification(of_lead, *, team=(), **fields):
    row = Verification.objects.create(lead=of_lead, **fields)
    row.team.set(team)
    return row


def job(by, **fields):
    return Job.objects.create(**{"kind": "core.import_check", "title": f"处理{next(_numbers)}", "created_by": by, **fields})


def batch(by, **fields):
    """An import of enterprises, checked and waiting for a yes."""
    defaults = {"kind": "enterprises", "name": f"台账{next(_numbers)}.xlsx", "state": "checked", "created_by": by}
    counts = {"new": 0, "changed": 0, "same": 0, "faulty": 0}
    return ImportBatch.objects.create(**{**defaults, "counts": counts, "params": {"seat": by.membership.pk}, **fields})


def message(to, **fields):
    number = next(_numbers)
    return Message.objects.create(**{"recipient": to, "key": f"试验:{number}", "title": f"消息{number}", **fields})


def saved_view(owner, **fields):
    defaults = {"owner": owner, "page": "enterprises:list", "name": f"视图{next(_numbers)}"}
    return SavedView.objects.create(**{**defaults, **fields})


@poured
def world():
    """Two townships of one county with villages, offices, enterprises and one person per role, and rows next door."""
    reference.load_all()
    w = SimpleNamespace()
    w.county = place("990101000000", "青禾县", "county")
    w.town = place("990101100000", "云溪镇", "township", short_name="云溪", paper_code="云政发")
    w.village = place("990101100201", "石桥村")
    w.village2 = place("990101100202", "柳湾村")
    w.other_town = place("990101101000", "白塔乡", "township", short_name="白塔", paper_code="白政发")
    w.other_village = place("990101101201", "北岭村")
    w.office = Office.objects.create(township=w.town, name="市场监督管理所")
    w.office.sectors.set(Sector.objects.filter(code__in=["special", "trade", "gas"]))
    w.safety_office = Office.objects.create(township=w.town, name="应急管理办公室", is_safety_office=True)
    w.other_office = Office.objects.create(township=w.other_town, name="应急管理办公室", is_safety_office=True)
    w.firm, w.firm2 = enterprise(w.village), enterprise(w.village2)
    w.other_firm = enterprise(w.other_village)
    w.officer = user(Role.OFFICER, w.town, office=w.safety_office)
    w.leader = user(Role.LEADER, w.town)
    w.department = user(Role.DEPARTMENT, w.town, office=w.office)
    w.liaison = user(Role.LIAISON, w.town, villages=[w.village])
    w.cadre = user(Role.CADRE, w.village)
    w.boss = user(Role.ENTERPRISE, w.village, enterprise=w.firm)
    w.discipline = user(Role.DISCIPLINE, w.town)
    w.supervisor = user(Role.SUPERVISOR, w.county)
    w.other_officer = user(Role.OFFICER, w.other_town, office=w.other_office)
    w.other_cadre = user(Role.CADRE, w.other_village)
    return w

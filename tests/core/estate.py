"""Three estates with a row of every model that has an address: one's own village, the next village, the next township.

Every row bears a secret word of its estate, so that a page which shows what it must not is caught by the word.
"""

import hashlib
import json
from datetime import timedelta
from types import SimpleNamespace

from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.enums import Role
from campaigns.models import Bylaw
from checks.models import (
    Alert,
    ChecklistVersion,
    Draw,
    ExpertOpinion,
    Finding,
    Item,
    RecheckLine,
    Signature,
    SpotBulletin,
    SpotReturn,
    Watch,
)
from enterprises.models import Board, Enterprise, Operator, TradeBoard
from hazards.models import (
    Batch,
    BatchItem,
    Hazard,
    LadderCase,
    Listing,
    Mark,
    Miss,
    MissedLook,
    Offence,
    TraceSheet,
    Trade,
    Twin,
)
from incidents.models import (
    Accident,
    Brief,
    Candidate,
    CaseLink,
    DeathReport,
    Exhibit,
    Export,
    Listed,
    NameList,
    NameMatch,
    Pledge,
    Poster,
    Reward,
    RewardBudget,
    RewardRule,
    Settlement,
    Statement,
    Tip,
    TipHandler,
    TipPhoto,
    TipSource,
    Victim,
)
from mandates.models import Chain, Fault, Mandate, Problem, ProblemSheet, Review, ReviewLine
from notices.models import Paper, SealUse
from places.models import Office, UnitAlias
from registers.models import Deduction, Report, Sending, SentFile
from routines.models import Demand, Gathering, Guide, OfficeReview
from tests import factories
from tests.enterprises import rows

PAPER = b"%PDF-1.7\n%paper\n"
# town words stand on rows the whole township sees; village words on rows of one village; lead words on deaths
TOWN, NEXT_VILLAGE, OWN_VILLAGE, NEXT_TOWN = "全镇甲子", "邻村乙丑", "本村丙寅", "邻乡丁卯"
VILLAGE_ONLY, DEATH, NEXT_DEATH = "村务戊辰", "涉亡己巳", "涉亡庚午"
TEXT = """{town}关于开展{word}专项行动的通知

各村、各站所：

现将有关事项通知如下。

一、重点任务
1.开展{word}隐患排查。责任单位：各村；完成时限：2026年12月15日

{town}人民政府
2026年11月2日
"""


def estates(w):
    """Adds w.own, w.beside (the next village) and w.away (the next township) to a world."""
    firms = ((w.firm, OWN_VILLAGE, w.office), (w.firm2, NEXT_VILLAGE, None), (w.other_firm, NEXT_TOWN, None))
    for firm, word, office in firms:
        sector = "trade" if office else "metals"
        Enterprise.objects.filter(pk=firm.pk).update(name=f"{word}机械厂", supervising_office=office, sector=sector)
        firm.refresh_from_db()
    w.cadre2 = factories.user(Role.CADRE, w.village2)
    w.boss2 = factories.user(Role.ENTERPRISE, w.village2, enterprise=w.firm2)
    w.other_boss = factories.user(Role.ENTERPRISE, w.other_village, enterprise=w.other_firm)
    staff = {"officer": w.officer, "handler": w.discipline}
    w.own = estate(w.firm, OWN_VILLAGE, TOWN, DEATH, cadre=w.cadre, boss=w.boss, **staff)
    w.beside = estate(w.firm2, NEXT_VILLAGE, TOWN, DEATH, cadre=w.cadre2, boss=w.boss2, **staff)
    staff = {"officer": w.other_officer, "handler": w.other_officer}
    w.away = estate(w.other_firm, NEXT_TOWN, NEXT_TOWN, NEXT_DEATH, cadre=w.other_cadre, boss=w.other_boss, **staff)
    return w


def estate(firm, word, wide, death, *, officer, cadre, boss, handler):
    """`word` stands on rows of the village, `wide` on rows of its township, `death` on leads."""
    village, town = firm.village, officer.membership.place
    e = SimpleNamespace(word=word, town=town, village=village, firm=firm, officer=officer, cadre=cadre, boss=boss)
    e.office = Office.objects.get(township=town, is_safety_office=True)
    e.seat = cadre.membership
    e.alias, _ = UnitAlias.objects.get_or_create(township=town, name=f"{wide}{word}站", defaults={"place": village})
    e.permit = factories.permit(firm, name=f"{word}许可证")
    _files(e)
    _campaign(e, wide)
    _duties(e)
    _papers(e, wide)
    e.hazard = factories.hazard(village, enterprise=firm, description=f"{word}护栏缺失")
    _transfers(e, wide)
    e.clause = factories.clause(town, text=f"{wide}没有辨识")
    e.hazard_photo = factories.photo(e.hazard, by=boss)
    _supervised(e, wide)
    _traced(e)
    _marked(e)
    _registers(e)
    _mandates(e, wide)
    _check(e, wide)
    _inspection(e, wide)
    _routines(e, wide)
    e.lead = factories.lead(village, summary=f"{death}{word}反映", enterprise=firm, handlers=[handler])
    e.handler = e.lead.handlers.get()
    e.ruling = factories.photo(e.lead, by=handler, slot="ruling")
    _told(e, death)
    e.export = Export.objects.create(town=town, kind="register", reason=f"{death}督导", created_by=handler)
    e.export.leads.add(e.lead)
    e.verification = factories.verification(e.lead, team=[handler], plan=f"{death}核查", findings=f"{death}情况")
    e.interview = e.verification.interviews.create(
        person=f"{death}谈话人", place="村委会", at=timezone.now(), present="甲、乙", text=f"{death}所说", by=handler
    )
    e.visit = e.verification.visits.create(
        place=f"{death}家中", at=timezone.now(), visitors="甲、乙", met=f"{death}家人", learnt=f"{death}所见", by=handler
    )
    e.appointment = e.verification.appointments.create(
        person=f"{death}约谈人", at=timezone.now(), where="other", place=f"{death}家中", by=handler
    )
    _proofs(e, death, handler)
    e.brief = Brief.objects.create(
        township=e.town, kind="regular", title=f"{word}情况", text=f"{word}情况", created_by=handler
    )
    e.pledge = Pledge.objects.filter(user=e.officer).get()
    e.pledge_text = e.pledge.text
    e.referral = e.lead.referrals.create(kind="police", to_body="青禾县公安局", facts=f"{death}移送", created_by=handler)
    discipline = {
        "kind": "discipline",
        "to_body": "镇纪委",
        "facts": "推诿不报",
        "state": "sent",
        "sent_on": timezone.localdate(),
    }
    e.handed = e.lead.referrals.create(created_by=handler, answer_by=timezone.localdate(), **discipline)
    _lists(e, death, handler)
    _death(e, word, death, handler)
    e.job = factories.job(officer, title=f"{word}作业")
    e.job.file.save("job.pdf", ContentFile(PAPER))
    e.papers_batch = factories.job(officer, title=f"{word}成批", kind="notices.batch", params={"act": "issue", "papers": []})
    e.batch = factories.batch(officer, name=f"{word}.xlsx", rows=_rows(word))
    e.message = factories.message(cadre, title=f"{word}消息", about=e.hazard)
    e.view = factories.saved_view(officer)
    e.upload = factories.photo(by=officer, name=f"{word}.png")
    if word == OWN_VILLAGE:
        factories.hazard(village, description=f"{VILLAGE_ONLY}村道塌方")
    return e


def _death(e, word, death, handler):
    """The accident behind the lead, a dead person, and a second case under the first."""
    now = timezone.now()
    told = {"place": f"{death}{word}车间", "course": f"{death}经过", "rule": "493-2024", "created_by": handler}
    accident = Accident.objects.create(lead=e.lead, happened_at=now, **told)
    e.victim = Victim.objects.create(accident=accident, name=f"{death}亡人", outcome="dead", died_at=now)
    e.death_report = DeathReport.objects.create(
        lead=e.lead, by_itself=False, happened_at=now, people=1, names=f"{death}亡人", created_by=e.cadre
    )
    second = factories.lead(e.village, summary=f"{death}又一件", handlers=[handler])
    e.case_link = CaseLink.objects.create(
        mother=e.lead, child=second, tie="crew", reason=f"{death}包工队", created_by=handler
    )


def _proofs(e, death, handler):
    """A piece of evidence on its way to another keeper, two statements that contradict each other, one settled matter."""
    told = {"kind": "document", "form": "copy", "amount": "1 页", "taken_at": timezone.now(), "state": "moving"}
    told |= dict.fromkeys(("second", "keeper", "receiver", "created_by"), handler) | {"offered_at": timezone.now()}
    words = {"title": f"{death}考勤", "taken_in": f"{death}门卫室", "taken_from": f"{death}门卫", "stored_in": "保密柜"}
    e.exhibit = Exhibit.objects.create(lead=e.lead, number=1, **told, **words)
    e.exhibit_photo = factories.photo(e.exhibit, by=handler)
    e.exhibit.log.create(actor=handler, action="offer", action_label="移交", to_state="moving", note=f"甲 → 乙；{death}保管")
    said = {"lead": e.lead, "said_by": f"{death}工友", "origin": "other", "matter": "deaths", "created_by": handler}
    e.statement, e.other_statement = (Statement.objects.create(count=count, **said) for count in (1, 2))
    e.settlement = Settlement.objects.create(
        lead=e.lead, matter="cause", sides="[]", outcome="none", reason=f"{death}无法确定", created_by=handler
    )


def _lists(e, death, handler):
    """Two lists of names with a pair that may be one person."""
    rows = []
    for kind in ("hospital", "staff"):
        told = {"kind": kind, "title": f"{death}名单", "provider": f"{death}单位", "state": "kept", "taken": 1}
        names = NameList.objects.create(township=e.town, destroy_on=timezone.localdate(), created_by=handler, **told)
        names.handlers.add(handler)
        rows.append(Listed.objects.create(names=names, line=2, facts=json.dumps({"name": f"{death}人", "village": death})))
    one, other = rows
    e.names = one.names
    e.name_match = NameMatch.objects.create(one=one.names, other=other.names)
    e.candidate = Candidate.objects.create(
        match=e.name_match, one=one, other=other, one_line=2, other_line=2, score=70, reasons=["name"], created_by=handler
    )


def _told(e, death):
    """A tip that proved true, who told it (a word of deaths), who may know, its photo and reward, the year's budget."""
    number, today = Tip.objects.count() + 1, timezone.localdate()
    said = {"text": f"{e.word}夜间排放", "where": f"{e.word}后墙", "happened": "昨夜", "unit": e.firm.name, "named": True}
    ended = {"state": "closed", "finding": "true", "closed_at": timezone.now(), "due_on": today}
    e.tip = Tip.objects.create(
        number=f"JB{number}", form_key=str(number), code_mark=str(number), place=e.village, kind="hazard", **said, **ended
    )
    TipSource.objects.create(tip=e.tip, name=f"{death}举报人", phone="13900000000")
    e.tip_handler = TipHandler.objects.create(tip=e.tip, user=e.officer, granted_by=e.officer)
    shown = factories.photo(e.tip, by=None)
    e.tip_photo = TipPhoto.objects.create(tip=e.tip, shown=shown, key="k", mime="image/png", size=1, sha256="1" * 64)
    rule = RewardRule.objects.filter(township=None).first()
    worth = {"basis": "fine", "fine": 1000, "amount": 3000, "year": today.year, "approve_by": today}
    said = {"where": f"{e.word}门口", "hung_on": timezone.localdate(), "created_by": e.boss}
    e.poster = Poster.objects.create(village=e.village, enterprise=e.firm, **said)
    e.reward = Reward.objects.create(
        tip=e.tip, number=f"JL{number}", township=e.town, rule=rule, created_by=e.officer, **worth
    )
    e.budget, _ = RewardBudget.objects.get_or_create(township=e.town, year=today.year, defaults={"amount": 9000})


def _files(e):
    """A row of the files, a board, a point of risk and a ticket of the enterprise."""
    number = f"T{Operator.objects.count():018d}"
    e.operator = rows.make("operators", e.firm, name=f"{e.word}焊工", number=number)
    e.board = Board.objects.filter(enterprise=e.firm).first() or rows.make("boards", e.firm, leader=f"{e.word}领导")
    e.trade_board, _ = TradeBoard.objects.get_or_create(
        township=e.town, office=e.office, sector=e.firm.sector, defaults={"leader": f"{e.town.name}领导", "duties": "检查"}
    )
    rows.make("duties", e.firm, content=f"{e.word}职责")
    rows.make("duties", e.firm, list_kind="deputy", content=f"{e.word}分管职责")
    e.point = rows.make("risks", e.firm, name=f"{e.word}风险点")
    e.ticket = rows.ticket(e.firm, e.operator, place=f"{e.word}车间")


def _supervised(e, wide):
    """A listing of the hazard, the enterprise on the ladder, and on a list nobody has approved yet."""
    today = timezone.localdate()
    town = {
        "hazard": e.hazard,
        "township": e.town,
        "reason": f"{e.word}久拖不改",
        "asked": "整改",
        "supervisor": "镇政府",
        "created_by": e.officer,
    }
    e.listing = Listing.objects.create(**town, state="listed", listed_at=timezone.now(), due_on=today)
    Hazard.objects.filter(pk=e.hazard.pk).update(due_on=today)
    e.laddered, _ = LadderCase.objects.get_or_create(place=e.village, enterprise=e.firm, defaults={"stepped_on": today})
    e.round = Batch.objects.create(township=e.town, kind="criticise", title=f"{wide}名单")
    e.entry = BatchItem.objects.create(batch=e.round, enterprise=e.firm, facts=f"{e.word}逾期")
    facts = {"kind": "cases", "title": f"{wide}案例", "approved_at": timezone.now(), "published_at": timezone.now()}
    e.published = Batch.objects.create(township=e.town, state="published", **facts)


def _traced(e):
    """A look back at the enterprise, as it was printed."""
    number, day = TraceSheet.objects.count() + 1, timezone.localdate()
    e.trace_sheet = TraceSheet(
        township=e.town, village=e.village, year=day.year, running=number, enterprise=e.firm, hazard=e.hazard, since=day,
        day=day, reason=f"{e.word}检出隐患", sha256="1" * 64, created_by=e.officer,
    )  # fmt: skip
    e.trace_sheet.file.save("trace.pdf", ContentFile(PAPER))
    e.miss = Miss.objects.create(hazard=e.hazard, village=e.village, enterprise=e.firm, days=3, soon=30)
    link = f"/hazards/{e.hazard.pk}/"
    MissedLook.objects.create(miss=e.miss, key=f"check:{e.miss.pk}", name=f"{e.word}查员", kind="自查", on=day, link=link)


def _marked(e):
    """What the enterprise wrote is marked, and its hazard has a second that may be the same."""
    e.second = factories.hazard(e.village, enterprise=e.firm, description=f"{e.word}护栏没有")
    e.twin = Twin.objects.create(one=e.hazard, other=e.second, likeness=0.9, rule_version=1)
    e.mark = Mark.objects.create(
        village=e.village, enterprise=e.firm, subject=e.hazard, field="result", reason="hollow", title=f"{e.word}整改情况",
        text=f"{e.word}已整改", link=f"/hazards/{e.hazard.pk}/", given_on=timezone.localdate(), rule_version=1,
    )  # fmt: skip


def _registers(e):
    """A month being counted and a deduction nobody has confirmed yet."""
    today = timezone.localdate()
    e.report = Report.objects.create(township=e.town, month=today.replace(day=1), campaign=e.campaign, created_by=e.officer)
    said = {"on": today, "points": 1, "reason": f"{e.word}整改不力", "proof": f"{e.word}通报"}
    e.deduction = Deduction.objects.create(township=e.town, village=e.village, created_by=e.officer, **said)
    sent = {"title": f"{e.word}登记表", "chosen": f"{e.word}全部", "sent_to": "县安委办", "rows": 1}
    e.sending = Sending.objects.create(township=e.town, kind="ten", created_by=e.officer, **sent)
    data = f"{e.word}一行".encode()
    e.sent_file = SentFile(
        sending=e.sending, slot="pdf", name="登记表.pdf", size=len(data), sha256=hashlib.sha256(data).hexdigest()
    )
    e.sent_file.file.save("sent.pdf", ContentFile(data), save=False)
    e.sent_file.save()


def _mandates(e, wide):
    """A list being written for the township's office, its three lists, a chain and a review."""
    today = timezone.localdate()
    number = Mandate.objects.count() + 1
    held = {"township": e.town, "office": e.office, "created_by": e.officer}
    e.mandate = Mandate.objects.create(number=number, valid_from=today, state="dropped", basis=f"{wide}办法", **held)
    e.duty = e.mandate.items.create(order=1, text=f"{wide}监管")
    days = {"period": f"{wide}上半年", "starts_on": today, "ends_on": today + timedelta(days=number), "due_on": today}
    e.three = ProblemSheet.objects.create(**held, **days)
    said = {"text": f"{wide}底数不清", "measures": "摸排", "responsible": "甲", "due_on": today}
    e.problem = Problem.objects.create(sheet=e.three, **held, **said)
    e.chain = Chain.objects.create(township=e.town, name=f"{wide}燃气{number}", created_by=e.officer)
    e.chain_link = e.chain.links.create(name="销售", lead=e.office, duties=f"{wide}检查")
    e.review = Review.objects.create(mandate=e.mandate, **held, **days)
    e.review_line = ReviewLine.objects.create(review=e.review, item=e.duty, did=f"{wide}已做")
    e.fault = Fault.objects.create(
        village=e.village, kind="slack", seen_on=today, facts=f"{wide}敷衍", person=f"{wide}干部", created_by=e.officer
    )


def _check(e, wide):
    """A self-check of the enterprise with a list of its township, and the same list being rewritten."""
    e.checklist = factories.checklist(f"{wide}是否张贴")
    e.checklist.township, e.checklist.name = e.town, f"{wide}检查表"
    e.checklist.save()
    e.check = factories.check(e.checklist, e.village, enterprise=e.firm)
    e.check_photo = factories.photo(e.check, by=e.boss, slot="signature")
    e.answered = e.check.version.items.get()
    e.version = ChecklistVersion.objects.create(checklist=e.checklist, number=2)
    e.item = Item.objects.create(version=e.version, order=1, text=f"{wide}是否更新")


def _transfers(e, wide):
    """A case decided against the enterprise, what was handed over of it, a new trade and a power of the township."""
    number = Trade.objects.count() + 1
    for _ in range(3):  # often enough for a proposal to close
        e.case = factories.case(e.firm, facts=f"{e.word}未批先建", state="decided", office=e.firm.supervising_office)
        factories.penalty(e.case, e.officer, document=f"{e.word}罚1号")
    e.transfer = factories.transfer(e.town, matter=f"{wide}移送", enterprise=e.firm, to_office=e.office, kind="power")
    e.trade = factories.trade(e.town, name=f"{wide}露营{number}")
    e.offence = Offence.objects.create(township=e.town, name=f"{wide}储油{number}", basis=f"{wide}办法")
    e.power = factories.power(e.town, document=f"{wide}赋权{number}号")


def _inspection(e, wide):
    """A visit that is over, with a finding and a signature; the unit sees it now."""
    by, version = e.officer, e.checklist.versions.get(number=1)
    kept = {"state": "signed", "sha256": "1" * 64, "record": "{}", "ended": "10:00", "signed_at": timezone.now()}
    e.inspection = factories.inspection(
        e.village, by, enterprise=e.firm, checklist=version, opinions=f"{e.word}整改", **kept
    )
    e.member = e.inspection.team.get()
    e.expert = e.inspection.team.create(name=f"{e.word}专家", post="expert", order=1)
    e.opinion = ExpertOpinion.objects.create(
        inspection=e.inspection, member=e.expert, post="高工", opinion=f"{e.word}要接地", created_by=by
    )
    e.line = RecheckLine.objects.create(inspection=e.inspection, hazard=e.hazard, note=f"{e.word}没有改")
    e.finding = Finding.objects.create(inspection=e.inspection, description=f"{e.word}地沟没有盖板", by=by)
    given = {"member": e.member, "name": by.name, "content_sha256": "1" * 64, "collected_by": by}
    e.signature = Signature.objects.create(inspection=e.inspection, part="inspector", **given)
    factories.photo(e.signature, by=by, slot="signature")
    figures = {
        "visits": [1, [e.inspection.pk], []],
        "problems": [1, [e.inspection.pk], []],
        "units": [1, [e.inspection.pk], []],
    }
    e.bulletin = SpotBulletin.objects.create(
        place=e.town, since=e.inspection.held_on, until=e.inspection.held_on, kinds=["office"], figures=figures,
        campaign=e.campaign, named=[f"e{e.firm.pk}"], created_by=by,
    )  # fmt: skip
    told = {"place": e.village, "reason": f"{e.word}反复出现隐患", "created_by": by}
    said = {"sampler": f"{wide}抽查组", "matter": f"{wide}通道堆货", "fed_on": e.inspection.held_on, "created_by": by}
    e.returned = SpotReturn.objects.create(
        place=e.village, enterprise=e.firm, answer_by=e.inspection.held_on, result="已清理", **said
    )
    e.watch, _ = Watch.objects.get_or_create(enterprise=e.firm, state="standing", defaults=told)
    happened = {"happened_on": e.inspection.held_on, "due_on": e.inspection.held_on, "accident": "fire", "created_by": by}
    e.alert = Alert.objects.create(
        township=e.town, where=f"{wide}园区", what="仓库起火", wrong="通道堵塞", points="通道是否畅通", **happened
    )
    e.alert.firms.set([e.firm])
    e.plan = factories.inspection_plan(e.town, e.firm, name=f"{e.word}检查计划{e.inspection.pk}")
    e.plan_unit = e.plan.units.get()
    lists = {"candidates": [[e.firm.pk, e.firm.name]], "inspectors": [[by.pk, by.name]], "result": [[e.firm.pk, [by.pk]]]}
    e.draw = Draw.objects.create(plan=e.plan, number=1, seed="1" * 32, want=1, each=1, sha256="1" * 64, by=by, **lists)


def _routines(e, wide):
    """A demand of the township, a meeting of the enterprise, a look of the office at its points and a guide."""
    today = timezone.localdate()
    asked = {"form": "warning", "holder": "enterprises", "every": "year", "since": today, "basis": f"{wide}文件"}
    e.demand = Demand.objects.create(township=e.town, name=f"{wide}警示教育", **asked)
    e.gathering = Gathering.objects.create(
        township=e.town, place=e.village, enterprise=e.firm, demand=e.demand, form="warning", title=f"{e.word}安全会",
        held_on=today, where="车间", created_by=e.boss,
    )  # fmt: skip
    e.gathering.attendees.create(name=f"{e.word}工人")
    said = {"held_on": today, "created_by": e.officer}
    e.office_review, _ = OfficeReview.objects.get_or_create(township=e.town, state="draft", defaults=said)
    e.point, _ = e.office_review.points.get_or_create(order=1, defaults={"name": "有机构", "demand": f"{wide}挂牌"})
    told = {"title": f"{wide}指南", "body": f"{wide}走访", "state": "in_force", "published_at": timezone.now()}
    e.guide, _ = Guide.objects.get_or_create(township=e.town, number=1, defaults=told)


def _rows(word):
    return [{"n": 2, "values": {"企业名称": word}, "verdict": "new", "faults": [], "changes": []}]


def _campaign(e, wide):
    e.campaign = factories.campaign(e.town, name=f"{wide}专项行动")
    e.phase = factories.phase(e.campaign, name=f"{wide}阶段")
    e.seat_in_group = factories.member(e.campaign, name=f"{wide}组员")
    e.task = factories.task(e.campaign, title=f"{wide}任务")
    e.bylaw = Bylaw.objects.create(
        place=e.village,
        enterprise=e.firm,
        name=f"{e.word}报告制度",
        gap="lacking",
        problem="没有",
        due_on=timezone.localdate(),
    )
    e.circular = factories.circular(e.officer, TEXT.format(town=e.town.name, word=wide))


def _duties(e):
    e.assignment = factories.assignment(e.task, e.village, enterprise=e.firm, state="submitted", submitted_at=timezone.now())
    e.submission = factories.submission(e.assignment, e.boss, text=f"{e.word}已经排查")
    e.answer_photo = factories.photo(e.submission, by=e.boss)


def _papers(e, wide):
    """An issued paper to one enterprise, with its stored bytes, and a draft."""
    number = Paper.objects.count() + 1
    issued = {"year": 2026, "number": number, "issued_on": timezone.localdate()}
    e.paper = factories.paper(e.town, title=f"{e.word}整改的通知", **issued)
    e.paper.sha256, e.paper.verify_code, e.paper.state = hashlib.sha256(PAPER).hexdigest(), f"CODE{number:06d}", "issued"
    e.paper.file.save("paper.pdf", ContentFile(PAPER), save=False)
    e.paper.save()
    e.receipt = factories.receipt(e.paper, e.village, enterprise=e.firm)
    e.draft = factories.paper(e.town, title=f"{e.word}起草")
    e.seal = factories.seal(e.town, issuer=f"{e.town.name}{e.word}办公室{number}")
    e.keeper = factories.keeper(e.town, factories.user(Role.OFFICER, e.town, name=f"{wide}用印人"))
    SealUse.objects.create(paper=e.paper, seal=e.seal, by=e.keeper.person, at=timezone.now(), note=f"{e.word}印发")


# what an address names, by its parameter or by (view, parameter): the row of an estate
ROWS = {
    "firm_id": "firm", "enterprise_id": "firm", "permit_id": "permit", "office_id": "office", "person_id": "cadre",
    "seat_id": "seat", "hazard_id": "hazard", "clause_id": "clause",
    "transfer_id": "transfer", "trade_id": "trade", "power_id": "power", "case_id": "case",
    "campaign_id": "campaign", "bylaw_id": "bylaw", "circular_id": "circular", "phase_id": "phase",
    "task_id": "task", "member_id": "seat_in_group", "assignment_id": "assignment", "paper_id": "paper", "receipt_id": "receipt",
    "report_id": "report", "deduction_id": "deduction", "sending_id": "sending",
    "fault_id": "fault", "mandate_id": "mandate", "duty_id": "duty", ("mandates:sheet", "sheet_id"): "three",
    ("mandates:problem_add", "sheet_id"): "three",
    ("mandates:sheet_urge", "sheet_id"): "three", ("mandates:sheet_pdf", "sheet_id"): "three",
    ("mandates:sheet_step", "sheet_id"): "three", "problem_id": "problem", "chain_id": "chain", "chain_link_id": "chain_link",
    "review_id": "review", "line_id": "review_line",
    "listing_id": "listing", "round_id": "round", "entry_id": "entry", ("hazards:batch_pdf", "round_id"): "published",
    ("hazards:ladder_case", "case_id"): "laddered", ("hazards:ladder_paper", "case_id"): "laddered",
    ("hazards:ladder_step", "case_id"): "laddered", ("hazards:ladder_accountability", "case_id"): "laddered",
    "sheet_id": "trace_sheet", "offence_id": "offence", "miss_id": "miss", "mark_id": "mark", "twin_id": "twin",
    ("incidents:death_receipt", "receipt_id"): "death_report", "victim_id": "victim", "link_id": "case_link",
    "names_id": "names", "match_id": "name_match", "candidate_id": "candidate",
    "lead_id": "lead", "export_id": "export", "handler_id": "handler", "verification_id": "verification", "interview_id": "interview",
    "appointment_id": "appointment", "visit_id": "visit",
    "referral_id": "referral", "exhibit_id": "exhibit", "statement_id": "statement", "settlement_id": "settlement",
    "pledge_id": "pledge", "text_id": "pledge_text",
    ("incidents:handed_one", "referral_id"): "handed", ("incidents:handed_step", "referral_id"): "handed", "brief_id": "brief",
    ("incidents:handed_print", "referral_id"): "handed",
    "check_id": "check", "job_id": "job",
    "batch_id": "batch", "message_id": "message", "view_id": "view", "file_id": "hazard_photo", "upload_id": "upload",
    "alias_id": "alias", "list_id": "checklist", "version_id": "version", "item_id": "item",
    "seal_id": "seal", "keeper_id": "keeper", "row_id": "operator", "ticket_id": "ticket",
    ("enterprises:board_renew", "row_id"): "board", "trade_board_id": "trade_board", "board_id": "board",
    "tip_id": "tip", "reward_id": "reward", "photo_id": "tip_photo", "poster_id": "poster", ("tips:handler_end", "handler_id"): "tip_handler",
    ("incidents:names_handler_end", "user_id"): "officer",
    "inspection_id": "inspection", "finding_id": "finding", ("checks:recheck", "line_id"): "line", "signature_id": "signature",
    "bulletin_id": "bulletin", "watch_id": "watch", "return_id": "returned", "alert_id": "alert",
    "demand_id": "demand", "gathering_id": "gathering", "points_id": "office_review", "point_id": "point", "guide_id": "guide",
    "plan_id": "plan", "unit_id": "plan_unit",
    "draw_id": "draw", ("checks:member_drop", "member_id"): "member", ("checks:opinion_new", "member_id"): "expert", "opinion_id": "opinion",
    ("campaigns:photo", "photo_id"): "answer_photo", ("hazards:photo", "photo_id"): "hazard_photo",
    ("hazards:thumb", "photo_id"): "hazard_photo", ("checks:photo", "photo_id"): "check_photo",
    ("notices:batch", "job_id"): "papers_batch", ("notices:batch_retry", "job_id"): "papers_batch",
    ("notices:batch_print", "job_id"): "papers_batch",
    ("notices:edit", "paper_id"): "draft", ("notices:edit_trial", "paper_id"): "draft",
    ("notices:wording_renew", "paper_id"): "draft", ("notices:recipients", "paper_id"): "draft",
}  # fmt: skip
# parameters that name no row: a word of the program
WORDS = {
    ("core:import_upload", "kind"): "enterprises", ("core:import_template", "kind"): "enterprises",
    ("enterprises:files_register", "kind"): "operators", ("enterprises:files_short", "kind"): "drills",
    ("enterprises:files_urge", "kind"): "drills",
    ("enterprises:files_group", "group"): "people", ("enterprises:file_new", "kind"): "operators",
    ("enterprises:file", "kind"): "operators", ("enterprises:file_edit", "kind"): "operators",
    ("enterprises:file_withdraw", "kind"): "operators", ("enterprises:file_whole", "kind"): "operators",
    ("enterprises:file_print", "kind"): "operators",
    ("enterprises:fire_step", "action"): "cancel", ("enterprises:scan", "code"): "NOSUCHCODE",
    ("enterprises:trade_board_step", "action"): "hang",
    ("campaigns:item_add", "kind"): "tasks", ("campaigns:item", "kind"): "tasks", ("campaigns:item_act", "kind"): "tasks",
    ("campaigns:item", "item_id"): lambda e: e.circular.review["tasks"][0]["id"],
    ("campaigns:item_act", "item_id"): lambda e: e.circular.review["tasks"][0]["id"],
    ("campaigns:item_act", "act"): "settle",
    ("campaigns:bylaw_step", "action"): "revise",
    ("campaigns:doubt", "number"): 0, ("campaigns:step", "action"): "conclude", ("campaigns:judge", "action"): "accept",
    ("hazards:listing_step", "action"): "revoke", ("hazards:listing_part", "key"): "trace",
    ("hazards:case_paper", "kind"): "enterprise", ("hazards:miss_step", "action"): "dismiss", ("hazards:misses_by", "what"): "units",
    ("hazards:mark_step", "action"): "dismiss", ("hazards:twin_step", "action"): "same",
    ("hazards:ladder_step", "action"): "lift", ("hazards:batch_step", "action"): "withdraw",
    ("mandates:list_step", "action"): "drop", ("mandates:sheet_step", "action"): "cancel",
    ("mandates:problem_step", "action"): "drop", ("mandates:review_step", "action"): "cancel",
    ("mandates:fault_step", "action"): "drop",
    ("registers:big_check_send", "kind"): "ten", ("registers:cross_rows", "side"): "place",
    ("registers:sent_file", "file_id"): lambda e: e.sent_file.pk,
    ("registers:report_step", "action"): "drop", ("registers:deduction_step", "action"): "revoke",
    ("hazards:step", "action"): "cancel", ("hazards:transfer_step", "action"): "receive",
    ("hazards:trade_step", "action"): "claim", ("hazards:case_step", "action"): "publish", ("hazards:slip", "kind"): "plan",
    ("incidents:brief_step", "action"): "submit", ("incidents:exhibit_step", "action"): "refuse",
    ("incidents:ruling", "file_id"): lambda e: e.ruling.pk,
    ("incidents:exhibit_handover", "number"): 1, ("incidents:exhibit_file", "file_id"): lambda e: e.exhibit_photo.pk,
    ("incidents:exhibit_sound", "file_id"): lambda e: e.exhibit_photo.pk,
    ("incidents:settle", "key"): lambda e: f"deaths-statement-{min(str(e.statement.pk), str(e.other_statement.pk))}",
    ("incidents:handed_step", "action"): "receive", ("incidents:verification_step", "action"): "confirm",
    ("incidents:referral_step", "action"): "send", ("incidents:candidate_step", "action"): "doubt",
    ("hazards:public", "code"): lambda e: e.village.township_code,
    ("tips:new", "code"): lambda e: e.village.pk, ("tips:hang_place", "code"): lambda e: e.village.pk,
    ("tips:poster", "code"): lambda e: e.village.pk,
    ("tips:budget", "year"): lambda e: e.budget.year, ("tips:step", "action"): "reopen", ("tips:reward_step", "action"): "refuse",
    ("incidents:export_step", "action"): "refuse", ("notices:step", "action"): "withdraw", ("reminders:ladder_edit", "name"): "hazard",
    ("notices:wording_edit", "kind"): "order", ("notices:wording_sample", "kind"): "order",
    ("notices:wording_restore", "kind"): "order", ("notices:wording_restore", "number"): 0,
    ("notices:verify", "code"): "NOSUCHCODE", ("checks:act", "action"): "accept", ("checks:item_act", "action"): "up",
    ("checks:answer", "item_id"): lambda e: e.answered.pk, ("checks:inspection_answer", "item_id"): lambda e: e.answered.pk,
    ("checks:inspection_act", "action"): "cancel", ("checks:return_step", "action"): "cancel", ("checks:alert_step", "action"): "drop",
    ("routines:gathering_step", "action"): "drop", ("routines:review_step", "action"): "drop",
    ("routines:guide_step", "action"): "publish",
}  # fmt: skip


def sample(view, parameter, e):
    """What fills one parameter of an address: a row's key or a word; LookupError when nobody has said."""
    word = WORDS.get((view, parameter))
    if word is not None:
        return word(e) if callable(word) else word
    if row := row_named(view, parameter):
        return getattr(e, row).pk
    raise LookupError(f"{view} <{parameter}>")


def row_named(view, parameter):
    """Which row of an estate a parameter names; "" when it is a word of the program."""
    if (view, parameter) in WORDS:
        return ""
    return ROWS.get((view, parameter)) or ROWS.get(parameter, "")

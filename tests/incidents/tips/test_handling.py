"""Every action in every state by every role; what an accepted tip becomes; who may know the tipster."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from core import clock
from core.errors import Refused, Stale
from evidence.models import Attachment
from hazards.models import Hazard
from incidents import chain, moments
from incidents import services as lead_services
from incidents.custody import checking, told
from incidents.models import AccessChain, AccessLog, Lead, Tip, TipHandler, TipLog, TipNote, TipOpening
from incidents.tips import outlets, services
from incidents.tips.deadlines import due_tips
from incidents.tips.settings import keep_settings, settings_of
from reminders.models import Message
from tests import factories

from ..conftest import as_user, later
from .conftest import COMMENT, NAME, PHONE, PLACE, STORY, picture, sent, tip_in

STATES = ["received", "running", "handed", "closed", "dismissed"]
ACTIONS = ["accept", "dismiss", "hand_over", "extend", "close", "reopen", "note", "name_handler", "sort"]
ROLES = [
    "officer",
    "second",
    "leader",
    "third",
    "fourth",
    "liaison",
    "cadre",
    "boss",
    "supervisor",
    "other_officer",
    "other_leader",
]
DECIDERS = {"officer", "second", "leader", "third"}  # the third is named
FROM = {
    "accept": {"received"}, "dismiss": {"received"}, "hand_over": {"received", "running"}, "extend": {"running"},
    "close": {"running", "handed"}, "reopen": {"closed", "dismissed"}, "note": set(STATES), "name_handler": set(STATES),
    "sort": set(STATES),
}  # fmt: skip
BY = {"extend": {"leader"}, "reopen": {"leader"}, "name_handler": {"leader"}}


def act(w, tip, action, by):
    acts = {
        "accept": lambda: services.accept(tip=tip, by=by),
        "dismiss": lambda: services.dismiss(tip=tip, note="不在本镇", by=by),
        "hand_over": lambda: services.hand_over(tip=tip, handed_to="县应急管理局", note="属其职责", by=by),
        "extend": lambda: services.extend(tip=tip, note="须检测", by=by),
        "close": lambda: services.close(tip=tip, finding="untrue", note="现场没有发现", by=by),
        "reopen": lambda: services.reopen(tip=tip, note="有新情况", by=by),
        "note": lambda: services.note(tip=tip, text="请补充", by=by),
        "name_handler": lambda: services.name_handler(tip=tip, user=w.fourth, by=by),
        "sort": lambda: services.sort(tip=tip, kind="concealed", note="反映有人死亡", by=by),
    }
    return acts[action]()


def snapshot():
    return list(Tip.objects.values()), TipLog.objects.count(), TipNote.objects.count(), TipHandler.objects.count()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_in_every_state_by_every_role(w, state, action):
    tip = tip_in(w, state)
    services.name_handler(tip=tip, user=w.third, by=w.leader)
    before = snapshot()
    may = BY.get(action, DECIDERS) if state in FROM[action] else set()
    for role in ROLES:
        point = transaction.savepoint()
        if role in may:
            act(w, Tip.objects.get(pk=tip.pk), action, getattr(w, role))
            assert snapshot() != before, role
        else:
            with pytest.raises(Refused):
                act(w, Tip.objects.get(pk=tip.pk), action, getattr(w, role))
            assert snapshot() == before, role
        transaction.savepoint_rollback(point)


def test_officers_see_no_tip_about_a_hidden_accident_until_named(w):
    tip, _ = sent(w, kind="concealed")
    seen = lambda person: Tip.objects.visible_to(person).filter(pk=tip.pk).exists()  # noqa: E731
    assert seen(w.leader) and not any(seen(person) for person in (w.officer, w.third, w.supervisor, w.other_leader))
    handler = services.name_handler(tip=tip, user=w.officer, by=w.leader)
    assert seen(w.officer)
    services.end_handler(handler=handler, by=w.leader, reason="调离")
    assert not seen(w.officer)


def test_an_accepted_tip_becomes_a_hazard_once_in_words_of_the_office_with_bare_photos(w):
    tip, _ = sent(w, files=[picture()])
    services.accept(
        tip=tip,
        by=w.officer,
        outlet="hazard",
        village=w.village,
        enterprise=w.firm,
        text="仓库内废液没有收集",
        where="仓库北侧",
    )
    hazard = Hazard.objects.get()
    assert (tip.became_number, tip.state) == (hazard.number, "running") and str(hazard.pk) in tip.became_link
    assert (hazard.source, hazard.found_by, hazard.enterprise) == ("tip", "群众举报", w.firm)
    assert Attachment.objects.of(hazard).count() == 1
    again = outlets.get("hazard").open(
        tip=tip, by=w.officer, village=w.village, enterprise=None, text="又一次", where="", photos=[]
    )
    assert again[0] == hazard.number and Hazard.objects.count() == 1


def test_a_tip_about_a_hidden_accident_becomes_a_lead_and_never_a_hazard(w):
    tip, _ = sent(w, kind="concealed")
    with pytest.raises(Refused, match="应当立为涉亡线索"):
        services.accept(tip=tip, by=w.leader, outlet="hazard", village=w.village, text="有人死亡")
    services.accept(tip=tip, by=w.leader, outlet="lead", village=w.village, text="有人在厂内死亡没有上报", where="车间")
    lead = Lead.objects.get()
    assert (lead.source, tip.became_number) == ("tip", lead.number) and lead.summary.startswith("有人在厂内死亡")


def test_a_tip_put_among_hidden_accidents_is_read_by_leaders_and_handlers_alone(w):
    tip = sent(w)[0]
    officer, address = as_user(w.officer), reverse("tips:step", args=[tip.pk, "sort-received"])
    unsaid = officer.post(address, {"kind": "concealed", "note": ""})
    assert "note" in unsaid.context["form"].errors and Tip.objects.get().kind == "hazard"
    answer = officer.post(address, {"kind": "concealed", "note": "说的是有人死亡"})
    assert answer.url == reverse("tips:list") and tip.number not in officer.get(answer.url).content.decode()
    assert officer.get(reverse("tips:detail", args=[tip.pk])).status_code == 404
    tip.refresh_from_db()
    line = tip.log.get(action="sort-received")
    assert (tip.kind, tip.state, line.actor) == ("concealed", "received", w.officer)
    assert line.note == "“事故隐患”改为“瞒报、谎报事故”：说的是有人死亡"
    assert Message.objects.filter(key__startswith=f"tip:{tip.pk}:sorted", recipient=w.leader).exists()
    services.name_handler(tip=tip, user=w.third, by=w.leader)
    with pytest.raises(Refused, match="由乡镇领导更改类别"):
        services.sort(tip=tip, kind="other", note="不是死亡", by=w.third)
    services.sort(tip=tip, kind="other", note="不是死亡", by=w.leader)
    assert Tip.objects.visible_to(w.officer).filter(pk=tip.pk).exists()


def test_a_tip_that_became_a_lead_counts_among_hidden_accidents(w):
    tip = sent(w)[0]
    services.accept(tip=tip, by=w.officer, outlet="lead", village=w.village, text="有人在厂内死亡没有上报")
    assert tip.kind == "concealed" and not Tip.objects.visible_to(w.officer).exists()


@pytest.mark.parametrize("name", ["detail", "step"])
def test_what_was_told_of_a_hidden_accident_is_covered_until_a_reason_is_given(w, name):
    tip = sent(w, kind="concealed", unit="某建材厂", files=[picture()])[0]
    services.add(tip=tip, text="后来又听说一件")
    told = [STORY, PLACE, "某建材厂", *(["后来又听说一件", "照片 1"] if name == "detail" else [])]
    address = reverse(f"tips:{name}", args=[tip.pk] + (["dismiss"] if name == "step" else []))
    leader = as_user(w.leader)
    text = leader.get(address).content.decode()
    assert not [word for word in told if word in text]
    short = leader.post(address, {"open": "1", "reason": "看"}).content.decode()
    assert "至少 4 个字" in short and STORY not in short
    text = leader.post(address, {"open": "1", "reason": "决定是否受理"}).content.decode()
    assert not [word for word in told if word not in text]
    opened = AccessLog.objects.filter(action="opened", user=w.leader, detail__contains=tip.number)
    assert [line.detail for line in opened] == [f"举报 {tip.number} 内容：决定是否受理"]
    assert Tip.objects.get().state == "received" and STORY not in leader.get(address).content.decode()


def test_photos_of_a_tip_reach_the_verifiers_bare_and_for_a_reason(w):
    tip = sent(w, kind="concealed", files=[picture(), picture()])[0]
    services.accept(tip=tip, by=w.leader, outlet="lead", village=w.village, text="有人死亡没有上报")
    lead = Lead.objects.get()
    files = list(Attachment.objects.of(lead).order_by("name"))
    assert [row.name for row in files] == ["来源照片1.jpg", "来源照片2.jpg"]
    assert {(row.uploaded_by, row.taken_at, row.latitude) for row in files} == {(None, None, None)}
    for row in files:
        with row.file.open("rb") as stream:
            assert COMMENT.encode() not in (data := stream.read()) and b"SECRETPHONE" not in data
    lead_services.name_handler(lead=lead, user=w.third, by=w.leader)
    verifier, address = as_user(w.third), reverse("incidents:ruling", args=[lead.pk, files[0].pk])
    assert address in verifier.get(reverse("incidents:detail", args=[lead.pk])).content.decode()
    assert "data:image/jpeg" not in verifier.get(address).content.decode()
    assert "data:image/jpeg" in verifier.post(address, {"reason": "核对现场照片"}).content.decode()
    assert as_user(w.officer).get(address).status_code == 404
    assert verifier.get(reverse("evidence:file", args=[files[0].pk])).status_code in (403, 404)


def test_what_the_tipster_added_reaches_the_verifiers_and_nobody_learns_from_whom(w):
    tip = sent(w, kind="concealed")[0]
    services.accept(tip=tip, by=w.leader, outlet="lead", village=w.village, text="有人死亡没有上报")
    lead = Lead.objects.get()
    lead_services.name_handler(lead=lead, user=w.third, by=w.leader)
    leader, address = as_user(w.leader), reverse("tips:pass_on", args=[tip.pk])
    assert address not in leader.get(reverse("tips:detail", args=[tip.pk])).content.decode()
    assert leader.get(address).status_code == 302  # nothing was added yet
    services.add(tip=tip, text="我看见车牌")
    assert address in leader.get(reverse("tips:detail", args=[tip.pk])).content.decode()
    assert "举报人的姓名或电话" in leader.post(address, {"text": f"{NAME}看见车牌"}).content.decode()
    for _ in range(2):
        assert leader.post(address, {"text": "当晚有一辆面包车离开"}).status_code == 302
    lead.refresh_from_db()
    assert lead.summary.endswith("来源补充】当晚有一辆面包车离开") and lead.summary.count("面包车") == 1
    line = lead.log.get(action="amend")
    assert (line.actor, line.note) == (None, "来源补充情况")
    (message,) = Message.objects.filter(key__startswith=f"lead:{lead.pk}:told", recipient=w.third)
    assert (
        message.title == f"涉亡线索 {lead.number} 有补充情况"
        and tip.number not in message.title + message.body + message.link
    )
    lead_services.dismiss(lead=lead, note="不在本镇", by=w.leader)
    with pytest.raises(Refused, match="线索已经结束"):
        services.pass_on(tip=tip, text="又有补充", by=w.leader)


def test_a_tip_speaks_from_when_it_came_in_not_from_when_it_was_accepted(w):
    came = clock.now() - timedelta(days=2)
    tip, _ = sent(w, kind="concealed")
    Tip.objects.filter(pk=tip.pk).update(received_at=came)
    tip.refresh_from_db()
    own = factories.lead(w.village, source="self-check", received_at=clock.now() - timedelta(days=1), enterprise=w.firm)
    services.accept(tip=tip, by=w.leader, outlet="lead", village=w.village, enterprise=w.firm, text="有人死亡没有上报")
    lead = Lead.objects.get(source="tip")
    own.links_down.create(child=lead, tie="enterprise", reason="同一企业", created_by=w.leader)
    assert lead.received_at == came and moments.standing(moments.of(own)) == moments.Standing.AFTER


@pytest.mark.parametrize("word", [NAME, PHONE])
def test_the_tipster_goes_along_nowhere(w, word):
    tip, _ = sent(w)
    acts = [
        lambda: services.accept(tip=tip, by=w.officer, outlet="hazard", village=w.village, text=f"{word}反映的废液"),
        lambda: services.accept(tip=tip, by=w.officer, outlet="lead", village=w.village, text="死亡", where=word),
        lambda: services.hand_over(tip=tip, by=w.officer, handed_to="县局", note=f"联系{word}"),
        lambda: services.dismiss(tip=tip, by=w.officer, note=f"{word}说的不清楚"),
        lambda: services.note(tip=tip, by=w.officer, text=f"{word}您好"),
    ]
    for do in acts:
        with pytest.raises(Refused, match="举报人的姓名或电话"):
            do()
    assert not Hazard.objects.exists() and not Lead.objects.exists()


def test_days_follow_the_settings_and_the_extension_comes_once(w):
    keep_settings(w.town.pk, settings_of(w.town.pk) | {"answer_within": 20, "extend_by": 5})
    tip = sent(w)[0]
    services.accept(tip=tip, by=w.officer)
    assert tip.due_on == later(20)
    services.extend(tip=tip, note="须检测", by=w.leader)
    assert tip.due_on == later(25) and tip.extended
    with pytest.raises(Refused, match="已经延长过一次"):
        services.extend(tip=tip, note="再延", by=w.leader)


def test_what_is_due_names_the_number_only_and_goes_up_to_the_leaders(w):
    tip = sent(w)[0]
    (due,) = due_tips(clock.today(), later(60))
    assert due.title == f"举报 {tip.number} 的受理决定" and set(due.people) == {w.officer, w.second}
    assert set(due.ladder[0]) == {w.leader, w.leader2}
    services.accept(tip=tip, by=w.officer)
    services.name_handler(tip=tip, user=w.third, by=w.leader)
    (due,) = due_tips(clock.today(), later(60))
    assert due.title.endswith("的答复") and due.people == [w.third]
    services.close(tip=tip, by=w.third, finding="true", note="已整改")
    assert not list(due_tips(clock.today(), later(90)))


def test_two_decide_at_once_and_the_second_is_told(w):
    tip = sent(w)[0]
    version = tip.version
    services.accept(tip=tip, by=w.officer, version=version)
    with pytest.raises((Stale, Refused)):
        services.dismiss(tip=Tip.objects.get(pk=tip.pk), note="不受理", by=w.second, version=version)


def test_only_a_named_handler_with_a_reason_opens_the_identity_and_every_try_is_kept(w):
    tip = sent(w)[0]
    for person in (w.leader, w.officer, w.third):
        with pytest.raises(Refused, match="只有乡镇领导指定的经办人"):
            services.open_identity(tip=tip, by=person, reason="想看一看")
    handler = services.name_handler(tip=tip, user=w.third, by=w.leader)
    with pytest.raises(Refused, match="写明打开的理由"):
        services.open_identity(tip=tip, by=w.third, reason=" 看 ")
    assert services.open_identity(tip=tip, by=w.third, reason="核实现场位置").phone == PHONE
    services.end_handler(handler=handler, by=w.leader, reason="调离")
    with pytest.raises(Refused):
        services.open_identity(tip=tip, by=w.third, reason="再看一次")
    whats = list(TipOpening.objects.order_by("pk").values_list("what", flat=True))
    assert whats == ["refused"] * 4 + ["identity", "refused"]
    with pytest.raises(RuntimeError):
        TipOpening.objects.first().delete()


def test_a_person_of_elsewhere_is_not_named(w):
    with pytest.raises(Refused, match="只能是本乡镇"):
        services.name_handler(tip=sent(w)[0], user=w.other_officer, by=w.leader)
    assert not Message.objects.filter(recipient=w.other_officer).exists()


def lines(tip=None):
    """(who, act, what) of the record of looks, in order."""
    rows = AccessLog.objects.filter(lead=None).order_by("number")
    rows = rows.filter(detail__contains=tip.number) if tip else rows
    return [(row.user, row.action, row.detail.rpartition("：")[2]) for row in rows]


def test_every_look_at_a_tip_and_its_tipster_stands_in_the_record_of_looks(w):
    tip = sent(w, files=[picture()])[0]
    page, handler = reverse("tips:detail", args=[tip.pk]), services.name_handler(tip=tip, user=w.third, by=w.leader)
    as_user(w.third).get(page)
    services.open_identity(tip=tip, by=w.third, reason="核实现场位置")
    services.open_photo(row=tip.originals.get(), by=w.third, reason="核对拍摄时间")
    with pytest.raises(Refused):
        services.open_identity(tip=tip, by=w.leader, reason="想看一看")
    services.end_handler(handler=handler, by=w.leader, reason="调离")
    assert [line[:2] for line in lines(tip)] == [
        (w.leader, "named"), (w.third, "view"), (w.third, "opened"), (w.third, "opened"), (w.leader, "refused"), (w.leader, "unnamed"),
    ]  # fmt: skip
    assert as_user(w.third).get(page).status_code == 404 and lines()[-1][:2] == (w.third, "refused")
    assert as_user(w.cadre).get(page).status_code == 403 and lines()[-1][:2] == (w.cadre, "refused")
    said = str(list(AccessLog.objects.values_list("detail", flat=True)))
    assert not [word for word in (NAME, PHONE, "核实现场位置", "想看一看", "调离") if word in said]
    assert chain.breaks(AccessChain.objects.get(town=w.town)) == []


def test_a_handler_is_named_until_a_day_and_taken_off_by_whom_and_why(w):
    tip = sent(w, kind="concealed")[0]
    page, leader = reverse("tips:detail", args=[tip.pk]), as_user(w.leader)
    form = {"user": w.third.pk, "until": later(200)}
    answer = leader.post(reverse("tips:handler_add", args=[tip.pk]), form, follow=True)
    assert "授权最长 180 天" in answer.content.decode() and not tip.handlers.exists()
    leader.post(reverse("tips:handler_add", args=[tip.pk]), form | {"until": later(3)})
    assert as_user(w.third).get(page).status_code == 200
    with clock.at(clock.now() + timedelta(days=4)):
        assert not Tip.objects.visible_to(w.third).exists()
        with pytest.raises(Refused):
            services.open_identity(tip=tip, by=w.third, reason="核实现场位置")
    leader.post(reverse("tips:handler_add", args=[tip.pk]), form | {"until": later(9)})  # prolonged
    handler = tip.handlers.get()
    assert handler.until == later(9)
    end = reverse("tips:handler_end", args=[tip.pk, handler.pk])
    leader.post(end)
    assert tip.handlers.current().exists()
    assert as_user(w.third).post(end, {"reason": "x调离"}).status_code == 403
    leader.post(end, {"reason": "岗位调整"})
    handler.refresh_from_db()
    assert (handler.ended_by, handler.ended_why) == (w.leader, "岗位调整") and "岗位调整" in leader.get(
        page
    ).content.decode()


def test_changed_settings_leave_a_line_and_unchanged_ones_none(w):
    form = settings_of(w.town.pk)
    for days in (7, 10):
        as_user(w.officer).post(reverse("tips:settings"), form | {"decide_within": days})
    assert lines() == [(w.officer, "work", "受理期限 7→10")]


def _lead_with_photos(w, count=2):
    """(tip, lead) with two handlers of the lead who know nothing of the tip."""
    tip = sent(w, kind="concealed", files=[picture() for _ in range(count)])[0]
    services.accept(tip=tip, by=w.leader, outlet="lead", village=w.village, text="有人死亡没有上报")
    lead = Lead.objects.get()
    for person in (w.third, w.fourth):
        lead_services.name_handler(lead=lead, user=person, by=w.leader)
    return tip, lead


def test_photos_of_a_tip_are_taken_into_evidence_by_two_and_nobody_learns_from_whom(w):
    tip, lead = _lead_with_photos(w)
    files = {row.pk: row.sha256 for row in Attachment.objects.of(lead)}
    verifier, address = as_user(w.third), reverse("incidents:exhibit_told", args=[lead.pk])
    for page in ("detail", "exhibits"):
        assert address in verifier.get(reverse(f"incidents:{page}", args=[lead.pk])).content.decode()
    form = verifier.get(address).context["form"]
    for original in tip.originals.all():
        assert original.sha256[:16] in form.initial["traits"]
    given = {"second": w.fourth.pk, "stored_in": "平台内加密保存", "traits": form.initial["traits"], "form_token": "once"}
    assert "取证不得少于" in verifier.post(address, given | {"second": ""}).content.decode() and not lead.exhibits.exists()
    for _ in range(2):
        answer = verifier.post(address, given)
    exhibit = lead.exhibits.get()
    assert answer.url == reverse("incidents:exhibit", args=[lead.pk, exhibit.pk])
    assert (exhibit.keeper, exhibit.second, exhibit.kind, exhibit.amount) == (w.third, w.fourth, "photo", "2 张")
    link = exhibit.log.get()
    assert dict(link.files) == {str(key): code for key, code in files.items()} and "群众举报 → " in link.note
    assert [row.name for row in exhibit.files.order_by("name")] == ["证据1-1.jpg", "证据1-2.jpg"]
    assert checking.check(exhibit) == [] and not Attachment.objects.of(lead).exists()
    assert lead.accesses.filter(action="custody", user=w.third).count() == 1
    said = f"{exhibit.title}{exhibit.traits}{exhibit.taken_in}{exhibit.taken_from}{link.note}"
    assert not [word for word in (tip.number, NAME, PHONE, STORY) if word in said]
    page = verifier.get(answer.url).content.decode()
    assert "群众举报" in page and address not in verifier.get(reverse("incidents:detail", args=[lead.pk])).content.decode()
    with pytest.raises(Refused, match="已经登记为证据"):
        told.take(lead=lead, second=w.third, by=w.fourth, stored_in="柜")
    assert as_user(w.officer).get(address).status_code == 404


def test_a_tip_taken_on_again_brings_no_photo_twice(w):
    tip, lead = _lead_with_photos(w, count=1)
    told.take(lead=lead, second=w.fourth, by=w.third, stored_in="柜")
    services.close(tip=tip, finding="true", note="已查处", by=w.leader)
    services.reopen(tip=tip, note="有新的说法", by=w.leader)
    services.accept(tip=tip, by=w.leader, outlet="lead", village=w.village, text="有人死亡没有上报")
    assert Lead.objects.get() == lead and not Attachment.objects.of(lead).exists()

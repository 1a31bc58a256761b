"""会签: asked, agreed, returned; signed only when all have agreed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.errors import Refused
from notices import countersign, services, sheets
from notices.models import Countersign, Paper
from tests import factories

from .conftest import as_user, circular, in_state, text_of


def at_desk(w, people=True, offices=True):
    """A reviewed paper sent to the leader and the market office."""
    paper = in_state(w, "reviewed", circular(w, units=[w.village]))
    given = {"people": [w.leader] if people else [], "offices": [w.office] if offices else []}
    countersign.ask(paper=paper, by=w.officer, **given)
    return Paper.objects.get(pk=paper.pk)


def post(w, role, name, paper, **data):
    return as_user(getattr(w, role)).post(reverse(f"notices:{name}", args=[paper.pk]), data, follow=True)


def page(w, role, paper):
    return as_user(getattr(w, role)).get(reverse("notices:detail", args=[paper.pk])).content.decode()


def test_the_officer_asks_leaders_and_offices_and_they_are_told(w):
    paper = in_state(w, "reviewed")
    data = {"people": [w.leader.pk], "offices": [w.office.pk]}
    answer = post(w, "officer", "countersign", paper, **data)
    assert "已送 2 方会签" in answer.content.decode()
    assert "没有新的会签人" in post(w, "officer", "countersign", paper, **data).content.decode()
    assert paper.countersigns.count() == 2
    assert w.leader.inbox.filter(title__startswith="请会签").count() == 1
    assert w.department.inbox.filter(title__startswith="请会签").count() == 1
    assert w.leader.name in paper.log.get(action="consult").note


def test_nobody_signs_before_all_have_agreed(w):
    paper = at_desk(w)
    for agreed, left in ((w.leader, w.office.name), (w.department, "")):
        with pytest.raises(Refused, match="没有会签"):
            services.sign(paper=paper, by=w.leader)
        countersign.agree(paper=paper, by=agreed)
        assert left in Paper.workflow.refusal(paper, "sign", w.leader)
    assert services.sign(paper=paper, by=w.leader).state == "signed"
    rows = list(paper.countersigns.values_list("agreed_by", flat=True))
    assert rows == [w.leader.pk, w.department.pk] and paper.log.filter(action="agree").count() == 2


def test_an_opinion_stands_on_the_page_in_the_record_and_on_the_sheet(w):
    paper = at_desk(w)
    post(w, "department", "agree", paper, said=" 第二条改为月底前。 ")
    assert "第二条改为月底前。" in page(w, "officer", paper)
    assert paper.log.get(action="agree").note == f"{w.office.name}：第二条改为月底前。"
    assert "同意。第二条改为月底前。" in text_of(sheets.countersign_sheet(paper))


def test_too_long_an_opinion_is_refused_with_the_limit(w):
    paper = at_desk(w)
    assert "会签意见最多 200 字，现在 201 字" in post(w, "department", "agree", paper, said="长" * 201).content.decode()
    assert paper.countersigns.waiting().count() == 2


def test_who_agreed_by_mistake_takes_it_back_until_the_paper_is_signed(w):
    paper = at_desk(w, people=False)
    assert "你没有会签过" in post(w, "department", "retract", paper).content.decode()
    post(w, "department", "agree", paper, said="可以")
    assert "撤回我的会签" in page(w, "department", paper) and "撤回我的会签" not in page(w, "officer", paper)
    assert "还请你会签" in post(w, "department", "retract", paper).content.decode()
    assert paper.countersigns.waiting().get().said == ""
    post(w, "department", "agree", paper)
    services.sign(paper=paper, by=w.leader)
    assert "不能撤回会签" in post(w, "department", "retract", paper).content.decode()
    assert not paper.countersigns.waiting().exists()


def test_over_the_web_signing_too_early_is_refused_with_the_names(w):
    paper = at_desk(w, people=False)
    answer = as_user(w.leader).post(reverse("notices:step", args=[paper.pk, "sign"]))
    assert answer.status_code == 403 and f"还有{w.office.name}没有会签" in answer.content.decode()
    assert ">签发<" not in page(w, "leader", paper)


def test_an_office_opens_the_paper_agrees_and_keeps_it_in_sight(w):
    paper = at_desk(w)
    assert "请你会签" in page(w, "department", paper)
    assert "已会签同意" in post(w, "department", "agree", paper).content.decode()
    assert "请你会签" not in page(w, "department", paper)


def test_a_return_needs_a_reason_goes_to_the_writer_and_voids_every_word(w):
    paper = at_desk(w)
    countersign.agree(paper=paper, by=w.leader)
    assert "必须写明原因" in post(w, "department", "give_back", paper, note=" ").content.decode()
    answer = post(w, "department", "give_back", paper, note="第三条与职责不符")
    assert answer.status_code == 200 and "已退回起草人" in answer.content.decode()
    paper.refresh_from_db()
    assert paper.state == "draft" and not paper.countersigns.standing().exists()
    assert paper.log.get(action="object").note == "第三条与职责不符"
    message = w.officer.inbox.get(title__startswith="会签退回")
    assert "第三条与职责不符" in message.body and w.office.name in message.body
    assert not Paper.objects.visible_to(w.department).filter(pk=paper.pk).exists()


def test_after_a_return_the_new_text_is_asked_for_anew(w):
    paper = at_desk(w)
    countersign.give_back(paper=paper, by=w.leader, note="重写")
    services.review(paper=paper, by=w.officer)
    assert countersign.ask(paper=paper, people=[w.leader], by=w.officer) == 1
    assert w.leader.inbox.filter(title__startswith="请会签").count() == 2


def test_what_is_sent_back_before_signing_loses_its_countersignatures(w):
    paper = at_desk(w, offices=False)
    countersign.agree(paper=paper, by=w.leader)
    services.send_back(paper=paper, by=w.officer, note="错字")
    assert not Countersign.objects.standing().exists()


def test_agreeing_twice_leaves_one_word_and_the_second_is_told(w):
    paper = at_desk(w)
    post(w, "leader", "agree", paper)
    assert "你已经会签" in post(w, "leader", "agree", paper).content.decode()
    assert paper.log.filter(action="agree").count() == 1


@pytest.mark.parametrize("role", ["liaison", "cadre", "boss", "other_officer", "other_cadre"])
@pytest.mark.parametrize("name", ["countersign", "agree", "give_back"])
def test_who_does_not_see_the_paper_gets_404(w, role, name):
    assert post(w, role, name, at_desk(w)).status_code == 404


@pytest.mark.parametrize("role", ["leader", "discipline", "supervisor", "department"])
def test_only_the_safety_office_asks(w, role):
    answer = post(w, role, "countersign", at_desk(w), people=[w.leader.pk])
    assert answer.status_code == 403 and "由应急办送会签" in answer.content.decode()


@pytest.mark.parametrize("role", ["officer", "discipline"])
def test_nobody_answers_for_another(w, role):
    paper = at_desk(w)
    assert "没有请你会签" in post(w, role, "agree", paper).content.decode()
    with pytest.raises(Refused, match="没有请你会签"):
        countersign.agree(paper=paper, by=getattr(w, role))
    assert paper.countersigns.waiting().count() == 2


def test_a_second_leader_does_not_answer_for_the_first(w):
    paper, other = at_desk(w, offices=False), factories.user("leader", w.town)
    with pytest.raises(Refused, match="没有请你会签"):
        countersign.agree(paper=paper, by=other)


def test_people_of_others_and_nonsense_are_not_asked(w):
    paper = in_state(w, "reviewed")
    stranger = factories.user("leader", w.other_town)
    data = {"people": [stranger.pk, w.cadre.pk, "x", "9" * 30], "offices": [w.other_office.pk, "-1"]}
    assert "没有新的会签人" in post(w, "officer", "countersign", paper, **data).content.decode()
    assert not paper.countersigns.exists()


@pytest.mark.parametrize("state", ["draft", "signed", "issued"])
def test_only_a_reviewed_paper_is_sent_round(w, state):
    paper = in_state(w, state)
    with pytest.raises(Refused, match="不能送会签"):
        countersign.ask(paper=paper, people=[w.leader], by=w.officer)
    assert "送会签</summary>" not in page(w, "officer", paper)


def test_an_office_not_asked_does_not_see_the_draft(w):
    paper = at_desk(w, offices=False)
    assert as_user(w.department).get(reverse("notices:detail", args=[paper.pk])).status_code == 404


def test_the_page_costs_the_same_for_one_and_for_three(w, django_assert_num_queries):
    one, three = at_desk(w, offices=False), in_state(w, "reviewed", circular(w, units=[w.village]))
    more = [factories.user("leader", w.town) for _ in range(2)]
    countersign.ask(paper=three, people=[w.leader, *more], by=w.officer)
    client = as_user(w.officer)
    client.get(reverse("notices:detail", args=[one.pk]))
    with CaptureQueriesContext(connection) as seen:
        client.get(reverse("notices:detail", args=[one.pk]))
    with django_assert_num_queries(len(seen)):
        client.get(reverse("notices:detail", args=[three.pk]))

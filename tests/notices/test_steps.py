"""Every state × every step × every role."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from core.errors import Refused
from notices import services
from notices.models import Paper, Receipt
from tests import factories

from .conftest import ROLES, as_user, circular, in_state, issued

STATES = ("draft", "reviewed", "signed", "issued", "withdrawn")
# step → (states it starts from, roles that may, state it leads to)
TABLE = {
    "review": (("draft",), ("officer",), "reviewed"),
    "send_back": (("reviewed", "signed"), ("officer", "leader"), "draft"),
    "sign": (("reviewed",), ("leader",), "signed"),
    "withdraw": (("draft", "reviewed", "signed", "issued"), ("officer", "leader"), "withdrawn"),
    "seal": (("signed",), (), "signed"),  # whoever was named for it: test_seals
    "issue": (("signed",), ("officer",), "issued"),
    "consult": (("reviewed",), ("officer",), "reviewed"),
    "agree": (("reviewed",), (), "reviewed"),  # whoever was asked: test_countersign
    "retract": (("reviewed",), (), "reviewed"),  # whoever agreed: test_countersign
    "object": (("reviewed",), (), "draft"),
    "supersede": (("issued",), ("officer", "leader"), "withdrawn"),  # by the issue of another: test_replacing
}
BUTTONS = ("review", "send_back", "sign", "withdraw", "issue")
STAFF = ("officer", "leader", "discipline", "supervisor")


def test_the_table_is_the_workflow():
    steps = Paper.workflow.steps
    assert {name: (step.sources, step.target) for name, step in steps.items()} == {
        name: (sources, target) for name, (sources, _, target) in TABLE.items()
    }


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
def test_a_step_is_open_exactly_to_its_roles_in_its_states(w, state, role):
    paper = in_state(w, state)
    open_steps = {step.action for step in Paper.workflow.open_to(paper, getattr(w, role))}
    assert open_steps == {name for name, (sources, roles, _) in TABLE.items() if state in sources and role in roles}


def post(w, role, paper, action, note="有误"):
    name = "notices:issue" if action == "issue" else "notices:step"
    args = [paper.pk] if action == "issue" else [paper.pk, action]
    return as_user(getattr(w, role)).post(reverse(name, args=args), {"note": note})


@pytest.mark.parametrize("action", BUTTONS)
@pytest.mark.parametrize("role", ROLES)
def test_over_the_web_strangers_get_404_and_the_wrong_seat_403_with_the_reason(w, role, action):
    paper = in_state(w, TABLE[action][0][0])
    answer = post(w, role, paper, action)
    if role not in STAFF:
        assert answer.status_code == 404
    elif role not in TABLE[action][1]:
        assert answer.status_code == 403
        assert Paper.workflow.steps[action].rule(getattr(w, role), paper) in answer.content.decode()
    else:
        assert answer.status_code == 302
    paper.refresh_from_db()
    done = role in TABLE[action][1] and action != "issue"
    assert paper.state == (TABLE[action][2] if done else TABLE[action][0][0])


WRONG = [(action, state) for action in BUTTONS for state in STATES if state not in TABLE[action][0]]


@pytest.mark.parametrize(("action", "state"), WRONG)
def test_in_a_wrong_state_nothing_moves_and_the_page_says_why(w, action, state):
    paper, role = in_state(w, state), TABLE[action][1][0]
    lines = paper.log.count()
    answer = post(w, role, paper, action)
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    paper.refresh_from_db()
    assert (paper.state, paper.log.count()) == (state, lines)
    assert said == [f"当前状态是“{paper.get_state_display()}”，不能{Paper.workflow.steps[action].label}"]


@pytest.mark.parametrize("action", ["send_back", "withdraw"])
def test_sending_back_and_withdrawing_need_a_reason(w, action):
    paper = in_state(w, "reviewed")
    with pytest.raises(Refused, match="必须写明原因"):
        getattr(services, action)(paper=paper, by=w.leader, note="  ")
    post(w, "leader", paper, action, note="")
    paper.refresh_from_db()
    assert paper.state == "reviewed"


def test_an_unknown_step_is_not_found(w):
    paper = circular(w)
    assert as_user(w.officer).post(reverse("notices:step", args=[paper.pk, "issue"])).status_code == 404
    for action in ("burn", "supersede", "agree", "retract", "object", "consult"):
        assert as_user(w.officer).post(reverse("notices:step", args=[paper.pk, action])).status_code == 404
    assert as_user(w.officer).get(reverse("notices:step", args=[paper.pk, "review"])).status_code == 405


def test_signing_twice_leaves_one_signature(w):
    paper = in_state(w, "reviewed")
    post(w, "leader", paper, "sign")
    post(w, "leader", paper, "sign")
    paper.refresh_from_db()
    assert (paper.state, paper.signer, paper.log.filter(action="sign").count()) == ("signed", w.leader, 1)


def test_the_log_tells_who_did_what_in_which_seat(w):
    paper = issued(w)
    assert list(paper.log.values_list("action", "actor", "actor_title")) == [
        ("begin", w.officer.pk, w.officer.title), ("review", w.officer.pk, w.officer.title),
        ("sign", w.leader.pk, w.leader.title), ("issue", w.officer.pk, w.officer.title),
    ]  # fmt: skip


def test_the_page_tells_who_did_what_when_and_why(w):
    paper = in_state(w, "withdrawn")
    page = as_user(w.officer).get(reverse("notices:detail", args=[paper.pk])).content.decode()
    timeline = "".join(page.split("办理记录")[1].split("</ul>")[0].split())
    for line in paper.log.all():
        said = f"{timezone.localtime(line.at):%Y-%m-%d%H:%M}</time><b>{line.action_label}</b>{line.actor}"
        assert "".join(said.split()) in timeline and line.note in timeline


def test_an_officer_of_another_township_may_do_nothing_even_by_the_service(w):
    paper = in_state(w, "signed")
    other_leader = factories.user("leader", w.other_town)
    for act in (
        lambda: services.issue(paper=paper, by=w.other_officer),
        lambda: services.withdraw(paper=paper, by=other_leader, note="有误"),
        lambda: services.address(paper=paper, units=[w.other_village], by=w.other_officer),
        lambda: services.revise(paper=paper, title="改", content={}, by=w.other_officer),
    ):
        with pytest.raises(Refused, match="不是本乡镇"):
            act()


def test_withdrawing_an_issued_paper_tells_its_recipients_and_stops_receipts(w):
    paper = in_state(w, "withdrawn")
    assert w.cadre.inbox.filter(title__startswith="公文作废").count() == 1
    receipt = paper.receipts.get(office=None)
    with pytest.raises(Refused, match="作废"):
        services.sign_receipt(receipt=receipt, by=w.cadre)
    assert Receipt.objects.get(pk=receipt.pk).state == "sent"


def test_withdrawing_a_draft_tells_nobody(w):
    services.withdraw(paper=circular(w), by=w.officer, note="不发了")
    assert not w.cadre.inbox.exists()


def test_recipients_are_fixed_once_a_paper_is_out(w):
    paper = issued(w)
    for act in (
        lambda: services.address(paper=paper, units=[w.village2], by=w.officer),
        lambda: services.unaddress(paper=paper, receipt=paper.receipts.first(), by=w.officer),
    ):
        with pytest.raises(Refused, match="不能再改收文单位"):
            act()
    assert paper.receipts.count() == 2

"""Listed supervision: who may take which step in which state, what the record shows, the public list."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core import clock
from core.errors import Refused
from core.workdays import add_workdays
from hazards import listing_days, parts
from hazards.models import Hazard, Listing
from hazards.services import supervision as services
from hazards.settings_supervision import keep_listing_settings
from notices.models import Paper
from reminders.models import Message

from .conftest import found, graded, in_state, later, planned, reported
from .supervising import LISTING_STATES, listed, listing_in, major, mended, proposed
from .test_views import as_user

ROLES = ("officer", "leader", "department", "liaison", "cadre", "boss", "discipline", "supervisor")
# (action, state) → the roles that may
MAY = {
    ("approve", "proposed"): {"leader"}, ("decline", "proposed"): {"leader"}, ("take_back", "proposed"): {"officer"},
    ("revoke", "listed"): {"leader"},
}  # fmt: skip


def url(name, *args):
    return reverse(f"hazards:{name}", args=args)


# the table


@pytest.mark.parametrize("state", LISTING_STATES)
def test_each_step_is_open_to_those_it_belongs_to_and_to_nobody_else(w, state):
    listing = listing_in(w, state)
    for action in Listing.workflow.steps:
        for role in ROLES:
            allowed = role in MAY.get((action, state), set())
            assert (not Listing.workflow.refusal(listing, action, getattr(w, role))) == allowed, (action, role)


@pytest.mark.parametrize("role", ROLES)
def test_removal_is_the_leaders_once_accepted_on_site(w, role):
    listing = mended(w, listed(w))
    assert (not Listing.workflow.refusal(listing, "remove", getattr(w, role))) == (role == "leader")


def test_a_listing_runs_from_proposal_to_removal_and_tells_people(w):
    listing = listed(w)
    assert listing.state == "listed" and listing.due_on == listing.hazard.due_on and listing.listed_at
    assert Message.objects.filter(recipient=w.boss, title__contains="已挂牌督办").exists()
    assert Message.objects.filter(recipient=w.leader, title__contains="提请挂牌督办").exists()
    services.decide(listing=mended(w, listing), action="remove", by=w.leader)
    listing.refresh_from_db()
    assert listing.state == "removed" and listing.removed_at
    labels = list(listing.log.values_list("action_label", flat=True))
    assert labels == ["提请挂牌", "批准挂牌", "摘牌"]
    assert listing.hazard.log.filter(action="listing_remove").exists()


def test_it_is_not_removed_before_the_acceptance_on_site(w):
    listing = listed(w)
    with pytest.raises(Refused, match="还没有验收销号"):
        services.decide(listing=listing, action="remove", by=w.leader)
    closed = mended(w, listing)
    closed.hazard.acceptances.update(on_site=False)
    with pytest.raises(Refused, match="没有现场验收通过的记录"):
        services.decide(listing=closed, action="remove", by=w.leader)


@pytest.mark.parametrize("state", ["draft", "found", "rectifying", "reported", "closed", "cancelled"])
def test_an_ordinary_or_settled_hazard_is_not_proposed(w, state):
    with pytest.raises(Refused):
        proposed(w, in_state(w, state))
    assert not Listing.objects.exists()


def test_who_proposes_does_not_approve_it_himself(w):
    listing = services.propose(hazard=major(w), by=w.leader, reason="急", asked="整改", supervisor="镇政府")
    with pytest.raises(Refused, match="提请人不能自己批准"):
        services.decide(listing=listing, action="approve", by=w.leader)


def test_a_hazard_is_listed_once_at_a_time_and_again_after_it_was_dropped(w):
    first = proposed(w)
    with pytest.raises(Refused, match="已经提请"):
        proposed(w, first.hazard)
    services.decide(listing=first, action="decline", by=w.leader, note="暂不挂牌")
    assert proposed(w, first.hazard).pk != first.pk


@pytest.mark.parametrize("action", ["decline", "revoke"])
def test_a_refusal_must_be_explained(w, action):
    listing = proposed(w) if action == "decline" else listed(w)
    with pytest.raises(Refused, match="必须写明原因"):
        services.decide(listing=listing, action=action, by=w.leader, note=" ")


def test_the_longer_limit_of_the_hazard_is_that_of_the_listing(w):
    from hazards.services import ask_extension, decide_extension

    hazard = planned(w, major(w, due_on=later(60)), due_on=later(60))
    listing = listed(w, hazard)
    asked = ask_extension(hazard=hazard, by=w.boss, until=later(90), reason="设备未到")
    decide_extension(extension=asked, by=w.officer, granted=True)
    page = as_user(w.officer).get(url("listing", listing.pk)).content.decode()
    assert f"{later(90):%Y-%m-%d}" in page and "已延期" in page


# days


def test_filing_publication_and_acceptance_have_their_days(w):
    listing = listed(w)
    days = {day.label: day for day in listing_days.days_of(listing)}
    today = clock.today()
    assert days["备案"].due_on == add_workdays(today, 3) and days["公示"].due_on == add_workdays(today, 5)
    assert days["现场验收"].due_on == listing.hazard.due_on + timedelta(days=10)


def test_acceptance_is_due_from_the_request_when_that_is_earlier(w):
    listing = listed(w)
    reported(w, planned(w, Hazard.objects.get(pk=listing.hazard_id)))
    listing = Listing.objects.get(pk=listing.pk)
    assert {d.label: d.due_on for d in listing_days.days_of(listing)}["现场验收"] == clock.today() + timedelta(days=10)


def test_the_township_sets_the_days(w):
    keep_listing_settings(w.town.pk, {"file_within": 1, "publish_within": 2, "rectify_within": 30, "accept_within": 7})
    days = [day.due_on for day in listing_days.days_of(listed(w))]
    assert days[:2] == [add_workdays(clock.today(), 1), add_workdays(clock.today(), 2)]


@pytest.mark.parametrize("limit, within, wanted", [(60, 30, 30), (20, 30, 20), (60, 90, 60)])
def test_a_listed_hazard_is_mended_within_the_usual_days_unless_its_limit_is_shorter(w, limit, within, wanted):
    keep_listing_settings(w.town.pk, {"file_within": 3, "publish_within": 5, "rectify_within": within, "accept_within": 10})
    listing = listed(w, planned(w, major(w, due_on=later(limit)), due_on=later(limit)))
    assert {day.label: day.due_on for day in listing_days.days_of(listing)}["整改"] == later(wanted)
    due = list(listing_days.due_listings(later(wanted), later(wanted)))
    assert [one.people for one in due if one.title.endswith("整改")] == ([[w.boss]] if wanted < limit else [])


def test_what_is_due_is_reminded_to_the_office_until_it_is_done(w):
    listing = listed(w)
    reach = lambda: list(listing_days.due_listings(clock.today(), clock.today() + timedelta(days=14)))  # noqa: E731
    assert [due.title[-2:] for due in reach()] == ["备案", "公示"]
    assert reach()[0].people == [w.officer] and reach()[0].ladder == [[w.leader]]
    services.file_listing(listing=listing, by=w.officer, filed_on=clock.today(), filed_with="县应急局 3 号")
    services.publish_listing(listing=listing, by=w.officer, published_on=clock.today())
    assert reach() == []


def test_nothing_is_due_before_it_is_listed_or_after_it_ended(w):
    proposed(w)
    assert listing_days.days_of(Listing.objects.get()) == []
    assert not list(listing_days.due_listings(clock.today(), later(60)))


# filing, publication, parts


@pytest.mark.parametrize("role", ROLES)
def test_only_the_office_files_and_publishes(w, role):
    listing = listed(w)
    for act in (
        lambda by: services.file_listing(listing=listing, by=by, filed_on=clock.today(), filed_with="县局"),
        lambda by: services.publish_listing(listing=listing, by=by, published_on=clock.today()),
    ):
        if role == "officer":
            act(w.officer)
            with pytest.raises(Refused, match="已经"):
                act(w.officer)
        else:
            with pytest.raises(Refused, match="由应急办登记"):
                act(getattr(w, role))


def test_a_day_before_the_listing_or_in_the_future_is_refused(w):
    listing = listed(w)
    for day, said in ((clock.today() - timedelta(days=1), "不能早于挂牌日期"), (later(1), "不能晚于今天")):
        with pytest.raises(Refused, match=said):
            services.publish_listing(listing=listing, by=w.officer, published_on=day)


@pytest.mark.parametrize("text", ["电话 13912345678 举报", "身份证 11010119900307123X 的工人", "季长河私拉电线"])
def test_what_names_a_person_is_not_made_public(w, text):
    listing = listed(w, graded(w, found(w, description=text), grade="major", at_once=False))
    with pytest.raises(Refused, match="公布的内容不能写"):
        services.publish_listing(listing=listing, by=w.officer, published_on=clock.today())


def shown(listing):
    return {row.part.key: row for row in parts.parts_of(Listing.objects.get(pk=listing.pk))}


def test_there_are_one_two_three_four_and_one_parts(w):
    groups = [part.group for part in parts.PARTS]
    assert [groups.count(g) for g in ("一闭环", "两移交", "三公开", "四考核", "一追溯")] == [1, 2, 3, 4, 1]
    assert not any(row.done for row in shown(listed(w)).values())


def test_the_record_itself_shows_the_loop_and_the_publications(w):
    listing = listed(w)
    assert shown(listing)["loop"].words == "待报方案"
    services.publish_listing(listing=listing, by=w.officer, published_on=clock.today())
    services.decide(listing=mended(w, listing), action="remove", by=w.leader)
    done = {key for key, row in shown(listing).items() if row.done}
    assert done == {"loop", "listing", "result"}


def test_a_transfer_that_was_received_shows_itself(w):
    from hazards.models import Transfer

    listing = listed(w)
    given = {"year": 2026, "kind": "hazard", "matter": "粉尘", "facts": "粉尘堆积", "sent_at": timezone.now()}
    days = {"receive_by": later(3), "answer_by": later(9)}
    row = Transfer.objects.create(township=w.town, running=1, hazard=listing.hazard, to_office=w.office, **given, **days)
    assert not shown(listing)["to-office"].done
    row.received_at = timezone.now()
    row.save()
    assert shown(listing)["to-office"].done and not shown(listing)["to-body"].done


def test_a_part_is_ticked_once_with_evidence_and_taken_back_with_a_reason(w):
    listing = listed(w)
    tick = lambda **v: services.tick(listing=listing, by=w.officer, done_on=clock.today(), **v)  # noqa: E731
    tick(key="trace", evidence="问责通报〔2026〕1 号")
    assert shown(listing)["trace"].by == w.officer
    with pytest.raises(Refused, match="已经登记"):
        tick(key="trace", evidence="再次")
    with pytest.raises(Refused, match="自动认定"):
        tick(key="loop", evidence="已闭环")
    with pytest.raises(Refused, match="请写明依据"):
        tick(key="unit", evidence=" ")
    with pytest.raises(Refused, match="必须写明原因"):
        services.untick(listing=listing, by=w.officer, key="trace", note="")
    services.untick(listing=listing, by=w.officer, key="trace", note="文号写错")
    assert not shown(listing)["trace"].done
    assert listing.log.filter(note__contains="文号写错").filter(note__contains="问责通报〔2026〕1 号").exists()


# the paper


def test_the_notice_begins_from_the_record_and_twice_is_the_same(w):
    listing = listed(w)
    paper = services.draft_notice(listing=listing, by=w.officer)
    assert services.draft_notice(listing=listing, by=w.officer) == paper and Paper.objects.count() == 1
    content = paper.content
    assert content["matters"] == f"{listing.hazard.location}：{listing.hazard.description}"
    assert (content["due_on"], content["asked"]) == (listing.hazard.due_on.isoformat(), "按方案整改")
    assert paper.kind == "listing" and paper.receipts.get().enterprise == w.firm


def test_a_notice_made_void_can_be_begun_anew(w):
    from notices import services as papers

    listing = listed(w)
    first = services.draft_notice(listing=listing, by=w.officer)
    papers.withdraw(paper=first, by=w.officer, note="写错")
    assert services.draft_notice(listing=listing, by=w.officer) != first


@pytest.mark.parametrize("state", ["proposed", "dropped", "revoked"])
def test_what_is_not_listed_gets_no_notice(w, state):
    with pytest.raises(Refused):
        services.draft_notice(listing=listing_in(w, state), by=w.officer)


def test_a_form_of_the_notice_opens_with_what_was_begun(w):
    paper = services.draft_notice(listing=listed(w), by=w.officer)
    answer = as_user(w.officer).get(reverse("notices:edit", args=[paper.pk]))
    assert answer.status_code == 200 and answer.context["form"]["supervisor"].value() == "云溪镇人民政府"

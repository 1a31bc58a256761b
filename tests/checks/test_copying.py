"""Self-checks answered on signed paper by enterprises without an account: who enters them, who reads them, how they count."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Membership
from checks import counted, services, unheard
from checks.models import Answer, Check
from checks.services import copying
from checks.services.filling import papers_of
from checks.sight import may_read_answers
from core import clock
from core.errors import Refused
from evidence.access import may_see
from evidence.models import Attachment
from incidents.models import AccessLog, Lead, Pledge
from tests import factories

from .conftest import a_check, fill, fresh, hand_in, photo_id, picture, secret_check

SECRET = "前年一名装卸工被压伤后去世"


@pytest.fixture
def w(w):
    """The second firm has no account; its village has the liaison too."""
    Membership.objects.get(user=w.liaison).villages.add(w.village2)
    w.second = factories.user("officer", w.town, office=w.safety_office)
    return w


def owed(w, secret=False, **fields):
    return (secret_check if secret else a_check)(w, firm=w.firm2, **fields)


def sheet(check, value="yes", note=""):
    return {item.pk: ({"number": "3", "text": "无"}.get(item.kind, value), note) for item in check.version.items.all()}


def worst(check):
    """Each item answered with what makes a lead."""
    return {item.pk: (item.bad_answer if item.kind == "yes-no" else "1", SECRET) for item in check.version.items.all()}


def copied(check, by, answers=None, **values):
    given = {"name": "季长河", "signed_on": clock.today(), "scans": [photo_id(by)]} | values
    return copying.copy(check=check, answers=answers or sheet(check), by=by, **given)


@pytest.mark.parametrize("who", ["liaison", "officer"])
def test_office_and_liaison_enter_it_and_it_counts_as_heard_on_paper(w, who):
    by, check = getattr(w, who), owed(w)
    row = copied(check, by)
    assert (row.state, row.signed_name, row.submitted_by, row.paper_on) == ("submitted", "季长河", by, clock.today())
    assert row.on_paper == f"纸质，{by.name}录入"
    line = unheard.by_village(unheard.of_enterprises(w.officer)).get(place_id=w.village2.pk)
    assert (line["waiting"], line["submitted"], line["paper"]) == (0, 1, 1)
    assert row.log.last().action_label == "录入纸质自查" and row.log.last().actor == by


@pytest.mark.parametrize("who", ["leader", "cadre", "boss", "department", "discipline", "supervisor", "other_officer"])
@pytest.mark.parametrize("secret", [False, True])
def test_nobody_else_does(w, client, who, secret):
    check, by = owed(w, secret), getattr(w, who)
    with pytest.raises(Refused):
        copied(check, by)
    client.force_login(by)
    assert client.get(reverse("checks:copy", args=[check.pk])).status_code in (403, 404)
    assert not Check.objects.to_copy(by).exists()


@pytest.mark.parametrize("secret", [False, True])
def test_who_has_an_account_answers_alone(w, client, secret):
    check = (secret_check if secret else a_check)(w)
    for by in (w.officer, w.liaison):
        with pytest.raises(Refused, match="只替没有账号的企业"):
            copied(check, by)
        client.force_login(by)
        assert client.get(reverse("checks:copy", args=[check.pk])).status_code == 404
    Membership.objects.filter(user=w.boss).update(ended_at=clock.now())
    assert copied(check, w.officer).state == "submitted"


def test_a_liaison_enters_for_the_own_villages_only(w):
    check = owed(w)
    Membership.objects.get(user=w.liaison).villages.remove(w.village2)
    with pytest.raises(Refused):
        copied(check, w.liaison)


@pytest.mark.parametrize("who", ["liaison", "officer", "second"])
def test_what_was_entered_about_deaths_is_hidden_at_once_from_who_entered_it(w, client, who):
    by, check = getattr(w, who), owed(w, secret=True)
    row = copied(check, by, worst(check))
    scan = papers_of(row).get()
    assert not may_read_answers(by, row) and not may_see(scan, by)
    assert may_read_answers(w.leader, row) and not may_see(scan, w.leader)
    client.force_login(by)
    shown = client.get(reverse("checks:detail", args=[row.pk]))
    assert shown.status_code == (404 if who == "liaison" else 200) and SECRET not in shown.content.decode()
    assert client.get(reverse("evidence:file", args=[scan.pk])).status_code in (403, 404)
    assert client.get(reverse("checks:copy", args=[row.pk])).status_code == 404
    client.force_login(w.leader)
    shown = client.post(reverse("checks:detail", args=[row.pk]), {"reason": "核对填报内容"}).content.decode()
    assert SECRET in shown and 'alt="签名原件"' in shown and f"纸质，{by.name}录入" in shown


def test_a_lead_that_came_of_paper_bears_who_read_it(w):
    check = owed(w, secret=True)
    copied(check, w.liaison, worst(check))
    leads = Lead.objects.filter(source="self-check")
    assert leads.exists()
    assert {(line.user, line.detail) for line in AccessLog.objects.filter(lead__in=leads)} == {(w.liaison, "录入纸质自查")}


@pytest.mark.parametrize("who", ["officer", "liaison"])
def test_without_a_pledge_nobody_enters_a_confidential_sheet_and_the_way_to_sign_is_shown(client, w, who):
    by, secret = getattr(w, who), owed(w, secret=True)
    Pledge.objects.filter(user=by).delete()
    with pytest.raises(Refused, match="保密承诺书"):
        copied(secret, by)
    client.force_login(by)
    page = client.get(reverse("checks:copy", args=[secret.pk]))
    assert page.status_code == 403 and reverse("incidents:pledge") in page.content.decode()
    assert AccessLog.objects.get(user=by).detail == "未签保密承诺书"
    assert client.get(reverse("incidents:pledge")).status_code == 200
    factories.pledge(by, w.town)
    assert client.get(reverse("checks:copy", args=[secret.pk])).status_code == 200
    assert copied(owed(w), by).state == "submitted"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"scans": []}, "上传签名的纸质表"),
        ({"name": " "}, "填写签名人"),
        ({"signed_on": clock.today() + timedelta(days=1)}, "到今天之间"),
        ({"signed_on": clock.today() - timedelta(days=9)}, "到今天之间"),
        ({"signed_on": None}, "签名日期"),
    ],
)
def test_a_faulty_sheet_is_refused_whole(w, values, reason):
    check = owed(w)
    with pytest.raises(Refused, match=reason):
        copied(check, w.officer, **values)
    assert fresh(check).state == "sent" and not Answer.objects.exists()


def test_a_sheet_with_a_gap_is_refused(w):
    check = owed(w)
    answers = sheet(check)
    answers[next(iter(answers))] = ("", "")
    with pytest.raises(Refused, match="照纸质表补齐"):
        copied(check, w.officer, answers)


def test_another_person_accepts_it(w):
    row = copied(owed(w), w.officer)
    with pytest.raises(Refused, match="由他人审核"):
        services.accept(check=row, by=w.officer)
    assert services.accept(check=row, by=w.second).state == "accepted"
    assert services.accept(check=copied(owed(w, secret=True), w.officer), by=w.leader).state == "accepted"
    campaign = factories.campaign(w.town)
    row = copied(owed(w, campaign=campaign), w.officer)
    services.accept(check=row, by=w.leader)
    assert list(counted.unanswered(w.officer, campaign)) == []


def test_sent_back_it_is_entered_again_or_answered_on_a_phone_and_the_old_scan_is_gone(w):
    row = copied(owed(w), w.officer)
    first = papers_of(row).get()
    services.send_back(check=row, note="签名看不清", by=w.second)
    again = copied(fresh(row), w.officer)
    assert papers_of(again).count() == 1 and papers_of(again).get() != first
    services.send_back(check=again, note="请企业自己填", by=w.second)
    boss = factories.user("enterprise", w.village2, enterprise=w.firm2)
    done = hand_in(fill(fresh(again), boss), boss)
    assert done.paper_on is None and done.on_paper == "" and not papers_of(done).exists()


def test_a_hazard_that_came_of_paper_does_not_show_the_sheet(w):
    check = owed(w)
    row = copied(check, w.officer, sheet(check, "no"))
    hazards = [answer.hazard for answer in row.answers.exclude(hazard=None)]
    assert hazards and not any(Attachment.objects.of(hazard).exists() for hazard in hazards)


def test_entered_twice_the_second_is_told_who_was_first(w):
    check = owed(w)
    copied(check, w.officer)
    with pytest.raises(Refused, match=f"已由{w.officer.name}于"):
        copied(check, w.liaison)


def test_the_page_lists_enters_and_says_what_is_wrong(w, client):
    check = owed(w, secret=True)
    client.force_login(w.liaison)
    listed = client.get(reverse("checks:copies"))
    assert listed.context["total"] == 1 and w.firm2.name in listed.content.decode()
    assert client.get(reverse("checks:copies"), {"late": 1}).context["total"] == 0
    to = reverse("checks:copy", args=[check.pk])
    form = {f"v-{pk}": value for pk, (value, _) in sheet(check, "no").items()}
    form |= {"name": "季长河", "signed_on": clock.today().isoformat()}
    shown = client.post(to, form).content.decode()
    assert "请上传签名的纸质表照片或扫描件" in shown
    lacking = client.post(to, {**form, f"v-{next(iter(sheet(check)))}": "", "files": picture()})
    assert "invalid-feedback" in lacking.content.decode() and fresh(check).state == "sent"
    assert client.post(to, {**form, "files": picture()}).status_code == 302
    assert fresh(check).zero_report and papers_of(fresh(check)).count() == 1
    assert client.get(reverse("checks:copies")).context["total"] == 0


def test_the_register_and_the_unheard_say_paper(w, client):
    copied(owed(w), w.liaison)
    client.force_login(w.officer)
    assert f"纸质，{w.liaison.name}录入" in client.get(reverse("checks:list")).content.decode()
    shown = client.get(reverse("checks:unheard")).content.decode()
    assert "其中纸质" in shown and reverse("checks:copies") in shown


def test_nobody_finds_what_they_copied_among_what_they_have_to_judge(w):
    row = copied(owed(w), w.officer)
    waits = lambda by: list(Check.objects.visible_to(by).to_judge(by))  # noqa: E731
    assert (waits(w.officer), waits(w.second), waits(w.leader)) == ([], [row], [])
    Membership.objects.filter(user=w.second).update(ended_at=clock.now())
    assert waits(w.leader) == [row] and services.accept(check=row, by=w.leader).state == "accepted"

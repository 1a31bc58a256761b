"""Concluding: within the township's powers, one of two at once, never from a stale page."""

import pytest
from django.db import IntegrityError, transaction

from core import clock
from core.errors import Refused, Stale
from incidents import services
from incidents.models import Lead
from incidents.services import referrals

from .conftest import ABOVE, as_user, concluded, conclusion_form, confirmed, later, opened, reported, scanned, url


@pytest.mark.parametrize("conclusion", ["not-accident", "written-off", "concealed"])
@pytest.mark.parametrize(
    "given",
    [
        {},
        {"authority": "青禾县应急管理局"},
        {"number": "青应急〔2026〕3号"},
        {"authority": " ", "number": " "},
        {"authority": "青禾县应急管理局", "number": "口头通知"},
        {"authority": "云溪镇人民政府", "number": "云政发〔2026〕3号"},
    ],
)
def test_conclusions_above_the_township_need_a_higher_authority_and_its_number(w, conclusion, given):
    lead = confirmed(w).lead
    with pytest.raises(Refused, match="超出乡镇权限|文号应有|由上级机关认定"):
        services.conclude(lead=lead, conclusion=conclusion, note="x", by=w.leader, **given)
    lead.refresh_from_db()
    assert (lead.state, lead.conclusion) == ("verifying", "")


@pytest.mark.parametrize("conclusion", ["not-accident", "written-off", "concealed"])
def test_with_authority_and_number_they_are_recorded(w, conclusion):
    lead = concluded(w, None, conclusion, **ABOVE)
    lead.refresh_from_db()
    assert (lead.state, lead.conclusion, lead.deciding_number) == ("concluded", conclusion, "青政函〔2026〕9号")


@pytest.mark.parametrize("conclusion", ["refuted", "doubtful", "accident"])
def test_within_its_powers_a_township_decides_itself(w, conclusion):
    assert concluded(w, None, conclusion).deciding_authority == ""


@pytest.mark.parametrize("given", [{}, {"deciding_authority": "县政府"}, {"deciding_number": "青政函〔2026〕9号"}])
@pytest.mark.parametrize("conclusion", ["not-accident", "written-off", "concealed"])
def test_the_database_itself_refuses_a_conclusion_beyond_powers(w, conclusion, given):
    lead = opened(w)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lead.objects.filter(pk=lead.pk).update(conclusion=conclusion, **given)


def test_the_database_itself_wants_a_conclusion_of_what_is_concluded(w):
    lead = opened(w)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lead.objects.filter(pk=lead.pk).update(**{"state": "concluded"})


def test_whoever_concludes_second_reads_who_was_first_and_what(w):
    lead = confirmed(w).lead
    mine, theirs = Lead.objects.get(pk=lead.pk), Lead.objects.get(pk=lead.pk)
    services.conclude(lead=mine, conclusion="refuted", note="查否", by=w.leader, version=mine.version)
    with pytest.raises(Refused, match=f"{w.leader.name}已先作出结论“查否”，您的结论没有记录"):
        services.conclude(lead=theirs, conclusion="accident", note="属实", by=w.leader2, version=theirs.version)
    lead.refresh_from_db()
    assert lead.conclusion == "refuted" and lead.log.filter(action="conclude").count() == 1


def test_a_page_opened_before_a_change_is_stale(w):
    row = reported(w)
    opened_at = row.version
    services.send_back(verification=row, note="补充", by=w.leader)
    services.report(verification=row, findings="新", proposal="accident", by=w.officer)
    with pytest.raises(Stale, match=f"{w.officer.name}已提交核查报告"):
        services.confirm(verification=row, by=w.leader2, version=opened_at)
    lead = opened(w)
    with pytest.raises(Stale):
        services.dismiss(lead=lead, note="x", by=w.leader, version=lead.version + 1)


def application(w, lead, *actions):
    row = services.refer(lead=lead, kind="write-off", to_body="青禾县人民政府", facts="经过", by=w.officer)
    values = {
        "send": {"sent_on": clock.today(), "answer_by": later(9)},
        "answer": {"answered_on": clock.today(), "answer": "同意核销", "answer_number": "青政函〔2026〕9号"},
        "receive": {"received_on": clock.today(), "receipt": "收发室"},
        "return": {"note": "缺材料"},
        "withdraw": {"note": "改写"},
    }
    for action in actions:
        referrals.step(referral=row, action=action, by=w.officer, **values[action])
    return row


def write_off(w, lead, **given):
    return services.conclude(
        lead=lead, conclusion="written-off", note="据批复", by=w.leader, scans=scanned(w), **ABOVE, **given
    )


@pytest.mark.parametrize(
    ("actions", "goes"),
    [
        (None, False), ((), False), (("send",), True), (("send", "receive"), True), (("send", "answer"), True),
        (("send", "return"), False), (("send", "withdraw"), False),
    ],
)  # fmt: skip
def test_a_death_is_written_off_only_once_it_was_applied_for(w, actions, goes):
    lead = confirmed(w).lead
    if actions is not None:
        application(w, lead, *actions)
    if goes:
        assert write_off(w, lead).conclusion == "written-off"
        assert "没有报送" not in lead.log.last().note
    else:
        with pytest.raises(Refused, match="还没有报送核销申请"):
            write_off(w, lead)
        lead.refresh_from_db()
        assert (lead.state, lead.conclusion) == ("verifying", "")


def test_an_application_of_another_kind_or_case_does_not_count(w):
    lead, other = confirmed(w).lead, opened(w)
    application(w, other, "send")
    row = services.refer(lead=lead, kind="upward", to_body="青禾县人民政府", facts="经过", by=w.officer)
    referrals.step(referral=row, action="send", by=w.officer, sent_on=clock.today(), answer_by=later(9))
    with pytest.raises(Refused, match="还没有报送核销申请"):
        write_off(w, lead)


@pytest.mark.parametrize("direct", ["", "   ", "直接"])
def test_without_an_application_a_real_reason_is_said(w, direct):
    with pytest.raises(Refused, match="还没有报送核销申请"):
        write_off(w, confirmed(w).lead, direct=direct)


def test_what_was_decided_above_without_an_application_is_kept_with_its_number(w):
    lead = write_off(w, confirmed(w).lead, direct="上级直接认定")
    assert lead.log.get(action="conclude").note == "据批复（没有报送核销申请：上级直接认定，青政函〔2026〕9号）"


def test_a_reason_without_the_number_does_not_do(w):
    with pytest.raises(Refused, match="必须填写认定文号"):
        services.conclude(
            lead=confirmed(w).lead, conclusion="written-off", note="x", by=w.leader, authority="青禾县人民政府",
            direct="上级直接认定", scans=scanned(w),
        )  # fmt: skip


def test_the_form_asks_for_the_reason_only_while_nothing_was_sent(w):
    lead, client = confirmed(w).lead, as_user(w.leader)
    form = conclusion_form(lead, "written-off", **ABOVE, photos=scanned(w))
    page = client.post(url("conclude", lead), form)
    assert "direct" in page.context["form"].errors
    application(w, lead, "send")
    assert "direct" not in client.get(url("conclude", lead)).context["form"].fields
    assert (
        client.post(url("conclude", lead), form | {"row_version": Lead.objects.get(pk=lead.pk).version}).status_code == 302
    )

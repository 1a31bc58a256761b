"""Concluding: within the township's powers, one of two at once, never from a stale page."""

import pytest
from django.db import IntegrityError, transaction

from core.errors import Refused, Stale
from incidents import services
from incidents.models import Lead

from .conftest import ABOVE, concluded, confirmed, opened, reported


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

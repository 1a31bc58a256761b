"""Two ledgers of the same hazards: totals that agree, differences that are found, who is told, the bulletin."""

import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import Membership
from core import clock
from core.errors import Refused
from hazards.models import Hazard
from notices.models import Paper
from places.models import Office, Sector
from registers import cross
from registers.services import cross as services
from reminders.models import Message
from tests import factories

from .months import as_user, hazard
from .test_lists import text_of

LONG_AGO = timedelta(days=30)


@pytest.fixture
def w(w):
    """Both villages have somebody, and the firm's own office is on record."""
    w.cadre2 = factories.user("cadre", w.village2)
    w.trade = Sector.objects.get(code="trade")
    return w


def agreed(w, **fields):
    """A hazard both ledgers agree on: its village's, of an office that supervises its trade."""
    return hazard(w, **{"office": w.office, "sector": w.trade, "found": clock.today()} | fields)


def kinds(w, row):
    found = cross.differing(cross.seen(w.officer)).filter(pk=row.pk).first()
    return [kind.key for kind in cross.kinds_of(found)] if found else []


def test_one_both_ledgers_agree_on_is_no_difference(w):
    assert kinds(w, agreed(w)) == []


def test_without_an_office_the_trade_ledger_lacks_it(w):
    assert kinds(w, agreed(w, office=None)) == ["no_office"]


def test_an_office_that_does_not_supervise_the_trade(w):
    assert kinds(w, agreed(w, sector=Sector.objects.get(code="metals"))) == ["not_its_trade"]


def test_the_safety_office_may_hold_any_trade(w):
    assert kinds(w, agreed(w, office=w.safety_office, sector=Sector.objects.get(code="metals"))) == []


def test_another_office_than_the_firm_is_registered_with(w):
    w.firm.supervising_office = w.safety_office
    w.firm.save()
    assert kinds(w, agreed(w)) == ["other_office"]
    assert kinds(w, agreed(w, office=w.safety_office)) == []


def test_another_village_than_the_firm_is_registered_in(w):
    assert kinds(w, agreed(w, village=w.village2)) == ["other_village"]


@pytest.mark.parametrize(
    ("state", "differs"), [("sent", True), ("handled", True), ("withdrawn", False), ("answered", False)]
)
def test_handed_over_to_another_office_while_under_way(w, state, differs):
    row = agreed(w)
    factories.transfer(w.town, hazard=row, to_office=w.safety_office, from_office=w.office, state=state)
    assert kinds(w, row) == (["handed_over"] if differs else [])


def test_handed_over_to_the_office_on_record_agrees(w):
    row = agreed(w)
    factories.transfer(w.town, hazard=row, to_office=w.office, from_office=w.safety_office)
    assert kinds(w, row) == []


@pytest.mark.parametrize("gone", ["ended", "locked"])
def test_a_village_where_nobody_answers(w, gone):
    row = agreed(w)
    if gone == "ended":
        Membership.objects.filter(pk=w.cadre.membership.pk).update(ended_at=timezone.now())
    else:
        w.cadre.is_active = False
        w.cadre.save()
    assert kinds(w, row) == ["nobody_there"]


@pytest.mark.parametrize(("ago", "differs"), [(LONG_AGO, True), (timedelta(days=1), False)])
def test_reported_done_but_not_accepted_in_time(w, ago, differs):
    row = agreed(w, state="reported", reported_at=clock.now() - ago)
    assert kinds(w, row) == (["done_not_accepted"] if differs else [])


@pytest.mark.parametrize("state", ["closed", "draft", "cancelled"])
def test_what_is_over_or_not_yet_there_is_no_difference(w, state):
    closed = {"closed": clock.today()} if state == "closed" else {"state": state}
    assert kinds(w, agreed(w, office=None, **closed)) == []


def test_a_hazard_may_differ_in_several_ways(w):
    assert kinds(w, agreed(w, office=None, village=w.village2)) == ["no_office", "other_village"]
    counted = cross.counts(cross.seen(w.officer))
    assert counted["n_no_office"] == counted["n_other_village"] == 1 and counted["n_handed_over"] == 0


def test_both_ledgers_add_up_to_the_same(w):
    agreed(w, grade="major")
    agreed(w, office=None, found=clock.today() - timedelta(days=60))
    agreed(w, firm=w.firm2, closed=clock.today())
    rows = cross.seen(w.officer)
    places, trades = cross.by_place(rows), cross.by_trade(rows)
    assert cross.summed(places) == cross.summed(trades) == {"total": 3, "open": 2, "major": 1, "late": 1, "closed": 1}
    assert [(line["name"], line["total"]) for line in trades] == [(w.office.name, 2), (None, 1)]
    assert [(line["name"], line["total"]) for line in places] == [(w.village.name, 2), (w.village2.name, 1)]


def test_a_station_compares_its_own(w):
    agreed(w)
    agreed(w, office=w.safety_office, sector=Sector.objects.get(code="metals"))
    assert cross.summed(cross.by_place(cross.seen(w.department)))["total"] == 1


def told(person):
    return list(Message.objects.filter(recipient=person, title__contains="条块").values_list("title", flat=True))


def urge(w, by=None):
    rows = cross.differing(cross.seen(w.officer))
    return services.urge(rows=rows, by=by or w.officer)


def test_who_must_mend_is_told_once_a_day(w):
    row = agreed(w, state="reported", reported_at=clock.now() - LONG_AGO)
    assert (urge(w).fresh, urge(w).fresh) == (1, 0)
    assert told(w.department) == [f"条块台账不一致：{row.number} 状态不一致"] and told(w.officer) == []


def test_what_the_safety_office_must_mend_goes_to_it(w):
    agreed(w, office=None)
    assert urge(w).people == 1 and len(told(w.officer)) == 1 and told(w.department) == []


def test_an_office_without_people_falls_to_the_safety_office(w):
    empty = Office.objects.create(township=w.town, name="粮站")
    empty.sectors.add(w.trade)
    agreed(w, office=empty, state="reported", reported_at=clock.now() - LONG_AGO)
    urge(w)
    assert len(told(w.officer)) == 1


def test_a_transfer_not_received_is_urged_where_it_lies(w):
    station = Office.objects.create(township=w.town, name="粮站")
    station.sectors.add(w.trade)
    row = agreed(w, office=station)
    factories.transfer(w.town, hazard=row, to_office=w.office, from_office=station)
    urge(w)
    assert told(w.department) == [f"条块台账不一致：{row.number} 移送未落地"] and told(w.officer) == []


def test_nothing_to_urge_and_nobody_else_urges(w):
    with pytest.raises(Refused, match="没有需要"):
        urge(w)
    agreed(w, office=None)
    with pytest.raises(Refused, match="应急办"):
        urge(w, by=w.leader)


def test_the_bulletin_tells_of_each_village_and_office(w):
    late = agreed(w, grade="major", found=clock.today() - timedelta(days=40))
    agreed(w, grade="ordinary")
    quarter = (clock.today().month + 2) // 3
    paper = services.draft_bulletin(by=w.officer, year=clock.today().year, quarter=quarter)
    lines = paper.content["body"].splitlines()
    assert "石桥村\t1\t1\t1\t0" in lines and f"{w.office.name}\t1\t1\t1\t0" in lines and lines.count("合计\t1\t1\t1\t0") == 2
    assert any(late.description in line and w.firm.name in line for line in lines)
    again = services.draft_bulletin(by=w.officer, year=clock.today().year, quarter=quarter)
    assert again.pk == paper.pk and Paper.objects.count() == 1


def test_a_quarter_that_has_not_begun_has_no_bulletin(w):
    with pytest.raises(Refused, match="没有开始"):
        services.draft_bulletin(by=w.officer, year=clock.today().year + 1, quarter=1)


def page(person, query=""):
    return as_user(person).get(f"/registers/cross/{query}")


def test_the_page_counts_and_lists_and_each_number_opens_its_rows(w):
    agreed(w)
    agreed(w, office=None)
    answer = page(w.officer)
    (name, cells), *_ = answer.context["places"]
    assert name == w.village.name and cells[0][0] == 2 and answer.context["total"] == 1
    listed = as_user(w.officer).get(cells[0][1])
    assert listed.context["total"] == 2
    assert page(w.officer, "?kind=other_village").context["total"] == 0
    assert page(w.officer, f"?village={w.village2.pk}").context["place_sums"][0] == 0


def test_a_number_of_a_narrowed_ledger_opens_just_those_rows(w):
    agreed(w, grade="major")
    agreed(w)
    (_, cells), *_ = page(w.officer, "?grade=major").context["trades"]
    for number, url in cells:
        assert not url or as_user(w.officer).get(url).context["total"] == number


def test_the_page_asks_the_same_however_many_rows(w):
    def queries():
        with CaptureQueriesContext(connection) as found:
            page(w.officer)
        return len(found)

    agreed(w, office=None)
    queries()
    one = queries()
    for _ in range(3):
        agreed(w, office=None)
    assert queries() == one


def test_urging_from_the_page(w):
    agreed(w, office=None)
    answer = as_user(w.officer).post("/registers/cross/urge/", follow=True)
    assert "已催办 1 条差异" in answer.content.decode()
    assert as_user(w.leader).post("/registers/cross/urge/").status_code == 403
    Hazard.objects.update(office=w.office, sector=w.trade)
    assert "没有需要催办" in as_user(w.officer).post("/registers/cross/urge/", follow=True).content.decode()


def test_the_bulletin_from_the_page(w):
    quarter = (clock.today().month + 2) // 3
    answer = as_user(w.officer).post("/registers/cross/bulletin/", {"quarter": quarter})
    assert answer.status_code == 302 and Paper.objects.get().kind == "bulletin"
    assert as_user(w.officer).post("/registers/cross/bulletin/", {"quarter": "5"}).status_code == 403
    assert as_user(w.leader).post("/registers/cross/bulletin/", {"quarter": quarter}).status_code == 403


def test_rows_without_an_office_open_from_their_number(w):
    row = agreed(w, office=None)
    agreed(w)
    *_, (name, cells) = page(w.officer).context["trades"]
    assert name == "未明确站所" and cells[0][0] == 1
    listed = as_user(w.officer).get(cells[0][1])
    assert [one.pk for one in listed.context["page"]] == [row.pk]


def test_a_number_narrowed_by_office_opens_only_that_offices_rows(w):
    agreed(w)
    agreed(w, office=w.safety_office)
    (_, cells), *_ = page(w.officer, f"?office={w.office.pk}").context["places"]
    assert cells[0][0] == 1 and as_user(w.officer).get(cells[0][1]).context["total"] == 1


def test_both_ledgers_are_exported_and_printed_with_their_sums(w):
    agreed(w, grade="major")
    agreed(w, office=None)
    agreed(w, firm=w.firm2)
    client = as_user(w.officer)
    sheet = load_workbook(io.BytesIO(client.get("/registers/cross/workbook/?grade=ordinary").content)).active
    lines = [[item.value for item in line] for line in sheet.iter_rows(min_row=2)]
    assert ["块（按村）", w.village.name, 1, 1, 0, 0, 0] in lines and ["条（按站所）", "未明确站所", 1, 1, 0, 0, 0] in lines
    assert [line[2] for line in lines if line[1] == "合计"] == [2, 2]
    words = text_of(client.get("/registers/cross/pdf/").content)
    assert "块（按村）" in words and w.office.name in words and words.count("合计") == 2 and "未明确站所" in words


@pytest.mark.parametrize(("side", "first"), [("place", "石桥村"), ("trade", "石桥村")])
def test_the_rows_of_a_ledger_leave_as_a_workbook(w, side, first):
    agreed(w, firm=w.firm2)
    agreed(w)
    sheet = load_workbook(io.BytesIO(as_user(w.officer).get(f"/registers/cross/rows/{side}/").content)).active
    heads = {item.value: item.column for item in sheet[1]}
    assert sheet.max_row == 3 and {sheet.cell(n, heads["监管站所"]).value for n in (2, 3)} == {w.office.name}
    if side == "place":
        assert sheet.cell(2, heads["所在村"]).value == first
    assert as_user(w.officer).get("/registers/cross/rows/planet/").status_code == 404


@pytest.mark.parametrize("role", ["cadre", "liaison"])
def test_a_village_and_its_liaison_find_their_own_rows_only(w, role):
    agreed(w, description="护栏缺失")
    agreed(w, firm=w.firm2, description="锅炉超期")
    person = getattr(w, role)
    answer = page(person)
    assert answer.status_code == 200 and [name for name, _ in answer.context["places"]] == [w.village.name]
    assert "催办" not in answer.content.decode() and '/registers/"' not in answer.content.decode()
    client = as_user(person)
    words = text_of(client.get("/registers/cross/pdf/").content)
    assert w.village2.name not in words
    sheet = load_workbook(io.BytesIO(client.get("/registers/cross/rows/place/").content)).active
    assert sheet.max_row == 2
    assert "/registers/cross/" in client.get("/hazards/").content.decode()


def test_a_campaigns_ledger_counts_what_a_check_for_several_found(w, monkeypatch):
    row, campaign = agreed(w), factories.campaign(w.town)
    agreed(w)
    monkeypatch.setattr("hazards.counting._sources", [(lambda of: [[row.pk]] if of == campaign else [], None)])
    assert page(w.officer, f"?campaign={campaign.pk}").context["place_sums"][0] == 1


def test_an_enterprise_has_no_ledgers(w):
    answer = page(w.boss)
    assert answer.status_code == 403 and "条块台账供" in answer.content.decode()

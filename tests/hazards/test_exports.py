"""The smaller registers as workbooks: what each row says, and nothing of the next township."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core import clock
from hazards.public_sheet import trades_sheet
from hazards.services import supervision
from tests import factories

from .supervising import batch_in, listing_in
from .test_trades import asked, in_state
from .test_views import as_user


def exported(user, name, **query):
    answer = as_user(user).get(reverse(f"hazards:{name}"), query | {"export": "xlsx"})
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return [list(row) for row in load_workbook(io.BytesIO(data)).active.iter_rows(min_row=2, values_only=True)]


def test_new_trades_by_their_filter(w):
    in_state(w, "decided")
    asked(w, name="换电柜")
    factories.trade(w.other_town)
    rows = exported(w.officer, "trades")
    assert {row[0] for row in rows} == {"露营营地", "换电柜"}
    ((name, _, office, *_, state),) = exported(w.officer, "trades", state="decided")
    assert (name, office, state) == ("露营营地", w.office.name, "已裁定")


def test_the_sheet_to_claim_trades_on_is_printed_for_who_sees_them(w, monkeypatch):
    in_state(w, "decided")
    asked(w, name="换电柜")
    url = reverse("hazards:trades_pdf")
    assert url in as_user(w.department).get(reverse("hazards:trades")).content.decode()
    assert as_user(w.department).get(url).content[:5] == b"%PDF-"
    assert as_user(w.boss).get(url).status_code in (200, 403)
    said = {}
    monkeypatch.setattr("hazards.views_transfer.trades_sheet", lambda rows, place: said.update(rows=list(rows)) or b"%PDF-")
    for user, query, names in (
        (w.officer, {"state": "asked"}, ["换电柜"]), (w.officer, {}, ["换电柜", "露营营地"]), (w.boss, {}, []),
    ):  # fmt: skip
        as_user(user).get(url, query)
        assert sorted(row.name for row in said["rows"]) == sorted(names)
    assert trades_sheet([], w.town)[:5] == b"%PDF-"


def test_firms_punished_often(w):
    for _ in range(3):
        factories.penalty(factories.case(w.firm, state="decided"), w.officer)
        factories.penalty(factories.case(w.other_firm, state="decided"), w.officer)
    ((name, code, _, principal, half, year),) = exported(w.officer, "closures")
    assert (name, code, principal, half, year) == (w.firm.name, w.firm.credit_code, w.firm.principal, 3, 3)


def test_firms_punished_often_are_looked_for(w):
    for _ in range(3):
        factories.penalty(factories.case(w.firm, state="decided"), w.officer)
    url, client = reverse("hazards:closures"), as_user(w.officer)
    for query, found in (
        ({"q": w.firm.name}, 1),
        ({"q": "无此企业"}, 0),
        ({"village": w.village2.name}, 0),
        ({"sector": w.firm.sector_id}, 1),
    ):
        assert client.get(url, query).context["page"].total == found, query
    assert "没有符合条件的企业" in client.get(url, {"q": "无此企业"}).content.decode()


@pytest.mark.parametrize(
    "query, documents",
    [
        ({"force": "1"}, {"现行1号"}),
        ({"force": "0"}, {"过期2号", "未来3号"}),
        ({"kind": "fine"}, {"过期2号"}),
        ({"q": "现行"}, {"现行1号"}),
    ],
)
def test_powers_are_looked_for(w, query, documents):
    today = clock.today()
    factories.power(w.town, kind="stop", document="现行1号", from_on=today)
    factories.power(
        w.town, kind="fine", document="过期2号", from_on=today - timedelta(days=9), to_on=today - timedelta(days=1)
    )
    factories.power(w.town, kind="stop", document="未来3号", from_on=today + timedelta(days=1))
    page = as_user(w.officer).get(reverse("hazards:powers"), query).context["page"]
    assert {row.document for row in page} == documents


def test_powers(w):
    factories.power(w.town, kind="stop", document="青政发〔2026〕3号")
    factories.power(w.other_town)
    ((town, kind, _, _, document, *_),) = exported(w.leader, "powers")
    assert (town, kind, document) == (w.town.name, "责令停产停业", "青政发〔2026〕3号")


@pytest.mark.parametrize("who, may", [("officer", True), ("discipline", True), ("boss", False), ("cadre", False)])
def test_published_lists_are_exported_at_the_office(w, who, may):
    batch, listing = batch_in(w, "published"), listing_in(w, "listed")
    supervision.publish_listing(listing=listing, by=w.officer, published_on=clock.today())
    client = as_user(getattr(w, who))
    for name, said in (("batches_public", batch.title), ("listings_public", listing.hazard.description)):
        page = client.get(reverse(f"hazards:{name}"))
        assert page.context["export"] is may
        if may:
            assert any(said in str(row) for row in exported(getattr(w, who), name))

"""What hangs on the wall: the board whose code opens the right page for who scans, the four colours, the cards."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.middleware import SEAT
from checks.services import planning
from core import clock
from enterprises.models import Board
from enterprises.papers.views import areas_of
from tests import factories
from tests.checks.conftest import a_check
from tests.enterprises import rows


@pytest.fixture
def board(w):
    return rows.make("boards", w.firm, duties="每季度检查一次")


def scan(client, board):
    return client.get(reverse("enterprises:scan", args=[board.code]))


def pages_of(answer):
    return PdfReader(io.BytesIO(answer.content)).pages


def size_of(page):
    """(width, height) in millimetres."""
    return tuple(round(float(side) * 25.4 / 72) for side in (page.mediabox.width, page.mediabox.height))


def test_a_stranger_reads_the_board_and_nothing_else(client, w, board):
    rows.make("operators", w.firm)
    body = scan(client, board).content.decode()
    assert w.firm.name in body and "尹国良" in body and "12350" in body and "登录" in body
    for secret in (w.firm.principal_phone, board.official_phone, w.firm.credit_code, "裘永泉", f"/enterprises/{w.firm.pk}/"):
        assert secret not in body


@pytest.mark.parametrize("code", ["nothing", "1", "0" * 40])
def test_a_wrong_code_leads_nowhere(client, w, board, code):
    assert client.get(reverse("enterprises:scan", args=[code])).status_code == 404


def test_codes_say_nothing_of_each_other(w):
    codes = [rows.make("boards", firm).code for firm in (w.firm, w.firm2, w.other_firm)]
    assert len(set(codes)) == 3 and all(len(code) == 40 for code in codes)
    assert len({code[:6] for code in codes}) == 3


# who may report a hazard, who may inspect
OFFERED = [
    ("officer", True, True), ("cadre", True, True), ("liaison", True, True), ("boss", True, True), ("leader", False, True),
    ("supervisor", False, True), ("discipline", False, False),
]  # fmt: skip


@pytest.mark.parametrize(("role", "reports", "inspects"), OFFERED)
def test_who_works_here_starts_from_the_plate(client, w, board, role, reports, inspects):
    client.force_login(getattr(w, role))
    body = scan(client, board).content.decode()
    assert f'href="/enterprises/{w.firm.pk}/"' in body
    assert (f"/hazards/new/?enterprise={w.firm.pk}" in body) == reports
    assert (f"/checks/inspections/new/?enterprise={w.firm.pk}" in body) == inspects
    assert ("申请动火" in body) == ("带队检查" in body) == (role == "boss")
    if inspects:
        assert client.get(reverse("checks:inspection_new"), {"enterprise": w.firm.pk}).status_code == 200


REPORTED = {"grade": "ordinary", "due_on": clock.today(), "reported_at": clock.now()}


def offered(client, w, board, who):
    client.force_login(getattr(w, who))
    return [label for label, *_ in scan(client, board).context["actions"]]


def test_the_firm_comes_to_its_waiting_self_check(client, w, board):
    row = a_check(w, firm=w.firm)
    assert any(label.startswith("填写自查") for label in offered(client, w, board, "boss"))
    assert not any(label.startswith("填写自查") for label in offered(client, w, board, "officer"))
    type(row).objects.filter(pk=row.pk).update(state="submitted")
    assert not any(label.startswith("填写自查") for label in offered(client, w, board, "boss"))


def test_an_office_comes_to_the_open_unit_of_its_plan(client, w, board):
    plan = planning.new_plan(name="年度检查", year=clock.today().year, quarter=0, kinds=["office"], by=w.officer)
    planning.add_units(plan=plan, scope=planning.Scope(), by=w.officer, only=[w.firm.pk])
    assert offered(client, w, board, "officer")[0] == "按计划检查：年度检查"
    assert "按计划检查：年度检查" not in offered(client, w, board, "cadre")
    planning.withdraw(plan=plan, reason="调整", by=w.officer)
    assert "按计划检查：年度检查" not in offered(client, w, board, "officer")


def test_judges_come_to_hazards_that_wait_for_acceptance(client, w, board):
    row = factories.hazard(w.village, enterprise=w.firm, description="配电箱无盖", state="reported", **REPORTED)
    assert "验收隐患：配电箱无盖" in offered(client, w, board, "officer")
    assert "验收隐患：配电箱无盖" not in offered(client, w, board, "boss")
    type(row).objects.filter(pk=row.pk).update(state="cancelled")
    assert "验收隐患：配电箱无盖" not in offered(client, w, board, "officer")


def test_the_forms_after_a_scan_know_the_enterprise(client, w, board):
    client.force_login(w.cadre)
    for form in ("/hazards/new/", "/checks/inspections/new/"):
        assert w.firm.name in client.get(form, {"enterprise": w.firm.pk}).content.decode()
        for strange in (w.firm2, w.other_firm):
            assert strange.name not in client.get(form, {"enterprise": strange.pk}).content.decode()
    assert client.get("/hazards/new/", {"enterprise": "x"}).status_code == 200


@pytest.mark.parametrize("role", ["other_officer", "other_cadre"])
def test_people_of_elsewhere_are_strangers(client, w, board, role):
    client.force_login(getattr(w, role))
    answer = scan(client, board)
    assert answer.status_code == 200 and f"/enterprises/{w.firm.pk}/" not in answer.content.decode()


def test_the_seat_chosen_in_the_header_counts(client, w, board):
    """A person whose second seat sees the enterprise is no stranger in it."""
    both = factories.user("cadre", w.other_village)
    seat = factories.seat(both, "cadre", w.village)
    client.force_login(both)
    assert "查看企业档案" not in scan(client, board).content.decode()
    session = client.session
    session[SEAT] = seat.pk
    session.save()
    assert "查看企业档案" in scan(client, board).content.decode()


def test_a_renewed_code_shuts_out_the_old_plate(client, w, board):
    old = board.code
    client.force_login(w.officer)
    client.post(reverse("enterprises:board_renew", args=[w.firm.pk, board.pk]))
    board.refresh_from_db()
    assert board.code != old and scan(client, board).status_code == 200
    assert client.get(reverse("enterprises:scan", args=[old])).status_code == 404


@pytest.mark.parametrize(("role", "status"), [("boss", 403), ("cadre", 403), ("other_officer", 404)])
def test_only_the_office_renews(client, w, board, role, status):
    client.force_login(getattr(w, role))
    assert client.post(reverse("enterprises:board_renew", args=[w.firm.pk, board.pk])).status_code == status
    assert Board.objects.get().code == board.code


def test_a_withdrawn_board_is_shut(client, w, board):
    from enterprises.files.services import withdraw_row

    withdraw_row(row=board, reason="企业关闭", by=w.officer)
    assert scan(client, board).status_code == 404


def test_the_code_is_not_told_by_pages_or_history(client, w, board):
    client.force_login(w.officer)
    client.post(reverse("enterprises:board_renew", args=[w.firm.pk, board.pk]))
    board.refresh_from_db()
    body = client.get(reverse("enterprises:file", args=[w.firm.pk, "boards", board.pk])).content.decode()
    assert board.code not in body and w.officer.name in body


def test_the_plate_is_one_page_with_the_code_of_the_board(client, w, board, monkeypatch):
    import segno

    made, real = [], segno.make
    monkeypatch.setattr(segno, "make", lambda text, **options: made.append(text) or real(text, **options))
    client.force_login(w.officer)
    pages = pages_of(client.get(reverse("enterprises:plate", args=[w.firm.pk])))
    text = pages[0].extract_text()
    assert len(pages) == 1 and size_of(pages[0]) == (210, 297)
    assert w.firm.name in text and "尹国良" in text and w.town.name in text
    assert made[0].endswith(f"/enterprises/scan/{board.code}/")


def test_no_board_no_plate_and_none_of_others(client, w, board):
    client.force_login(w.officer)
    for firm in (w.firm2, w.other_firm):
        assert client.get(reverse("enterprises:plate", args=[firm.pk])).status_code == 404


@pytest.mark.parametrize(("name", "size"), [("risk_sheet", (297, 210)), ("risk_sheet_a3", (420, 297))])
def test_the_four_colours_come_on_landscape_sheets(client, w, name, size):
    rows.make("risks", w.firm)
    rows.make("risks", w.firm, name="成品库", colour="blue", area="库房")
    client.force_login(w.boss)
    page = pages_of(client.get(reverse(f"enterprises:{name}", args=[w.firm.pk])))[0]
    text = page.extract_text()
    assert size_of(page) == size and "喷漆房" in text and "红（重大风险）" in text and text.count("0 处") == 2


def test_every_point_has_a_card(client, w):
    for name in ("喷漆房", "配电室", "行车"):
        rows.make("risks", w.firm, name=name, phone="13900005678")
    client.force_login(w.boss)
    pages = pages_of(client.get(reverse("enterprises:risk_cards", args=[w.firm.pk])))
    assert len(pages) == 3 and size_of(pages[0]) == (210, 148)
    assert {name for page in pages for name in ("喷漆房", "配电室", "行车") if name in page.extract_text()} == {
        "喷漆房",
        "配电室",
        "行车",
    }


def test_without_points_there_is_nothing_to_print(client, w):
    rows.make("risks", w.firm2)
    client.force_login(w.boss)
    for name in ("risk_sheet", "risk_cards"):
        assert client.get(reverse(f"enterprises:{name}", args=[w.firm.pk])).status_code == 404
    tab = client.get(reverse("enterprises:files_group", args=[w.firm.pk, "risks"])).content.decode()
    assert "打印" not in tab


def test_an_area_is_as_grave_as_its_gravest_point(w):
    made = [
        rows.make("risks", w.firm, colour=c, area=a)
        for c, a in (("red", "甲"), ("orange", "乙"), ("blue", "甲"), ("yellow", "乙"))
    ]
    points = sorted(made, key=lambda p: ["red", "orange", "yellow", "blue"].index(p.colour))
    assert [(area["name"], area["colour"], len(area["points"])) for area in areas_of(points)] == [
        ("甲", "red", 2),
        ("乙", "orange", 2),
    ]

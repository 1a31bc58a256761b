"""The files of an enterprise: every kind through the same pages, and what each of them demands."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from core import clock
from core.errors import Refused
from enterprises.enums import Standing
from enterprises.files import kinds, services
from enterprises.files.forms import form_of
from enterprises.models import Contract, Enterprise, Operator, Pledge, RiskPoint
from enterprises.models.risks import colour_of
from tests import factories
from tests.enterprises import rows

SLUGS = [kind.slug for kind in kinds.kinds()]
DAY = timedelta(days=1)


def enter(client, person):
    client.force_login(person)
    return client


def pages_of(slug, row):
    kind = kinds.kind_of(slug)
    return [
        reverse("enterprises:files_register", args=[slug]),
        reverse("enterprises:files_group", args=[row.enterprise_id, kind.group.slug]),
        reverse("enterprises:file", args=[row.enterprise_id, slug, row.pk]),
    ]


@pytest.mark.parametrize("slug", SLUGS)
def test_the_office_keeps_a_row_and_finds_it_everywhere(client, w, slug):
    enter(client, w.officer)
    given = rows.sent(slug)
    answer = client.post(reverse("enterprises:file_new", args=[w.firm.pk, slug]), given)
    row = kinds.kind_of(slug).model.objects.get()
    assert answer.status_code == 302 and row.enterprise == w.firm and row.village == w.village
    assert row.created_by == w.officer and row.history.get().history_user == w.officer
    for page in pages_of(slug, row):
        assert client.get(page).status_code == 200, page
    assert str(row.pk) in client.get(pages_of(slug, row)[1]).content.decode()


@pytest.mark.parametrize("slug", SLUGS)
def test_the_head_keeps_own_files_except_the_board(client, w, slug):
    enter(client, w.boss)
    answer = client.post(reverse("enterprises:file_new", args=[w.firm.pk, slug]), rows.sent(slug))
    assert answer.status_code == (403 if slug == "boards" else 302)
    elsewhere = client.post(reverse("enterprises:file_new", args=[w.firm2.pk, slug]), rows.sent(slug))
    assert elsewhere.status_code == 404
    assert kinds.kind_of(slug).model.objects.filter(enterprise=w.firm2).count() == 0


@pytest.mark.parametrize("slug", SLUGS)
def test_rows_of_others_are_out_of_sight(client, w, slug):
    mine, beside, away = (rows.make(slug, firm) for firm in (w.firm, w.firm2, w.other_firm))
    enter(client, w.boss)
    page = client.get(reverse("enterprises:files_register", args=[slug])).context["page"]
    assert list(page) == [mine]
    for row in (beside, away):
        assert client.get(reverse("enterprises:file", args=[row.enterprise_id, slug, row.pk])).status_code == 404
        crossed = reverse("enterprises:file", args=[w.firm.pk, slug, row.pk])
        assert client.get(crossed).status_code == 404
    enter(client, w.officer)
    assert set(client.get(reverse("enterprises:files_register", args=[slug])).context["page"]) == {mine, beside}


@pytest.mark.parametrize("slug", SLUGS)
def test_a_cadre_reads_and_is_refused_with_a_reason(client, w, slug):
    row = rows.make(slug, w.firm)
    enter(client, w.cadre)
    assert client.get(reverse("enterprises:file", args=[w.firm.pk, slug, row.pk])).status_code == 200
    for name in ("file_edit", "file_withdraw"):
        answer = client.post(reverse(f"enterprises:{name}", args=[w.firm.pk, slug, row.pk]), {"note": "错"})
        assert answer.status_code == 403 and "应急办" in answer.content.decode()
    row.refresh_from_db()
    assert row.withdrawn_at is None


@pytest.mark.parametrize("slug", SLUGS)
def test_a_row_is_withdrawn_once_and_with_a_reason(w, slug):
    row = rows.make(slug, w.firm)
    with pytest.raises(Refused, match="原因"):
        services.withdraw_row(row=row, reason="  ", by=w.boss)
    services.withdraw_row(row=row, reason="登错了", by=w.boss)
    assert not type(row).objects.kept().exists() and row.history.first().history_user == w.boss
    with pytest.raises(Refused, match="已经撤回"):
        services.withdraw_row(row=row, reason="再来", by=w.boss)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_form_without_anything_is_sent_back_with_chinese_words(client, w, slug):
    enter(client, w.officer)
    form = client.post(reverse("enterprises:file_new", args=[w.firm.pk, slug]), {"row_version": "1"}).context["form"]
    assert form.errors and not kinds.kind_of(slug).model.objects.exists()
    assert all(any("\u4e00" <= c <= "\u9fff" for c in e) for errors in form.errors.values() for e in errors)


@pytest.mark.parametrize("slug", SLUGS)
def test_lists_ask_as_often_for_three_rows_as_for_one(client, w, slug):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    enter(client, w.officer)
    counts = []
    for _ in range(3):
        firm = factories.enterprise(w.village)
        rows.make(slug, firm)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("enterprises:files_register", args=[slug]))
        counts.append(len(asked))
    assert len(set(counts[1:])) == 1 and counts[0] >= counts[-1] - 1


def test_every_field_named_in_a_declaration_exists_and_none_is_forgotten():
    for kind in kinds.kinds():
        own = {f.name for f in kind.model._meta.concrete_fields if f.editable} - {"id"}
        assert set(kind.fields) | set(kind.office) == own, kind.slug
        assert set(kind.columns) <= own and set(kind.masked) | set(kind.search) | set(kind.known) <= own, kind.slug


def test_a_stale_form_is_told_and_overwrites_nothing(client, w):
    row = rows.make("drills", w.firm)
    type(row).objects.filter(pk=row.pk).update(version=3, place="北门")
    enter(client, w.boss)
    given = rows.sent("drills", place="南门", row_version=1)
    page = client.post(reverse("enterprises:file_edit", args=[w.firm.pk, "drills", row.pk]), given)
    assert "刚被别人改过" in page.content.decode() and type(row).objects.get().place == "北门"


def test_an_edit_is_shown_with_who_and_what_but_without_the_number(client, w):
    row = rows.make("operators", w.firm)
    services.keep_row(row=row, firm=w.firm, by=w.boss)
    enter(client, w.boss)
    given = rows.sent("operators", number="T99999919990101777X", hired_by="卓海燕", row_version=row.version)
    client.post(reverse("enterprises:file_edit", args=[w.firm.pk, "operators", row.pk]), given)
    body = client.get(reverse("enterprises:file", args=[w.firm.pk, "operators", row.pk])).content.decode()
    assert "招用人：季长河 → 卓海燕" in body and w.boss.name in body
    assert "T99999919990101777X" not in body and "T33010119800101001X" not in body and "（已更新）" in body


def test_the_whole_number_is_for_the_office_and_the_enterprise(client, w, caplog):
    row = rows.make("operators", w.firm)
    address = reverse("enterprises:file_whole", args=[w.firm.pk, "operators", row.pk])
    for person in (w.officer, w.boss):
        assert enter(client, person).post(address).content.decode() == row.number
    assert enter(client, w.cadre).post(address).status_code == 403
    assert row.number not in caplog.text


def test_the_export_masks_the_number_for_the_village(client, w):
    row = rows.make("operators", w.firm)
    sheets = {}
    for name in ("officer", "cadre"):
        data = enter(client, getattr(w, name)).get(
            reverse("enterprises:files_register", args=["operators"]), {"export": "xlsx"}
        )
        sheets[name] = cells_of(data.content)
    assert row.number in sheets["officer"] and row.number not in sheets["cadre"]
    assert w.firm.credit_code in sheets["cadre"] and "有效" in sheets["cadre"]


def cells_of(data):
    import io

    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return " ".join(str(cell) for line in book.get_sheet_by_index(0).to_python() for cell in line)


def test_photos_prove_a_row_and_are_seen_with_it(client, w):
    photo = factories.photo(by=w.boss)
    enter(client, w.boss)
    client.post(
        reverse("enterprises:file_new", args=[w.firm.pk, "drills"]), rows.sent("drills") | {"photos": [str(photo.pk)]}
    )
    address = reverse("evidence:file", args=[photo.pk])
    answer = enter(client, w.officer).get(address)
    assert answer.status_code == 200
    answer.close()
    stranger = factories.user("enterprise", w.village2, enterprise=w.firm2)
    assert enter(client, stranger).get(address).status_code == 404


def test_the_rows_follow_an_enterprise_to_another_village(client, w):
    made = [rows.make(slug, w.firm) for slug in SLUGS]
    ticket = rows.ticket(w.firm, made[SLUGS.index("operators")])
    from enterprises.services import keep

    w.firm.village = w.village2
    keep(firm=w.firm, by=w.officer)
    for row in [*made, ticket]:
        row.refresh_from_db()
        assert row.village == w.village2


def test_the_department_judges_what_was_handed_in_and_nothing_else(client, w):
    Enterprise.objects.filter(pk=w.firm.pk).update(supervising_office=w.office)
    pledge, drill = rows.make("pledges", w.firm), rows.make("drills", w.firm)
    enter(client, w.department)
    given = rows.sent("pledges", rating="fair", opinion="补充措施", person="别人", row_version=pledge.version)
    assert client.post(reverse("enterprises:file_edit", args=[w.firm.pk, "pledges", pledge.pk]), given).status_code == 302
    pledge.refresh_from_db()
    assert (pledge.rating, pledge.opinion, pledge.person) == ("fair", "补充措施", "季长河")
    assert client.get(reverse("enterprises:file_edit", args=[w.firm.pk, "drills", drill.pk])).status_code == 403


def test_the_head_cannot_judge_the_own_pledge(client, w):
    pledge = rows.make("pledges", w.firm)
    given = rows.sent("pledges", rating="good", row_version=pledge.version)
    enter(client, w.boss).post(reverse("enterprises:file_edit", args=[w.firm.pk, "pledges", pledge.pk]), given)
    assert Pledge.objects.get().rating == ""


@pytest.mark.parametrize("left", [-40, -1, 0, 15, 30, 31, 200, None])
@pytest.mark.parametrize("number", ["", "T330101"])
@pytest.mark.parametrize("gone", [None, -1, 0, 9])
def test_what_is_said_of_a_certificate_is_what_the_filter_finds(w, left, number, gone):
    if number and left is None:
        return
    today = clock.today()
    row = rows.make(
        "operators", w.firm, number=number, expires_on=None if left is None else today + left * DAY,
        left_on=None if gone is None else today + gone * DAY,
    )  # fmt: skip
    found = [s for s in Standing if Operator.objects.of_standing(s).exists()]
    assert found == [row.standing]


@pytest.mark.parametrize("verdict", ["", "fit", "unfit"])
@pytest.mark.parametrize("left", [-3, 3, 300, None])
@pytest.mark.parametrize("handled", [False, True])
def test_what_is_said_of_a_contract_is_what_the_filter_finds(w, verdict, left, handled):
    today = clock.today()
    extra = {"qualification": "有", "agreement": "有", "duties": "有", "checked_on": today}
    extra |= {"handling": "清退", "handled_on": today} if handled else {}
    row = rows.make("contracts", w.firm, verdict=verdict, expires_on=None if left is None else today + left * DAY, **extra)
    assert [s for s in Standing if Contract.objects.of_standing(s).exists()] == [row.standing]


def test_who_was_hired_without_certificate_is_shown_with_who_answers(client, w):
    row = rows.make("operators", w.firm, number="", expires_on=None, hired_by="卓明达")
    enter(client, w.officer)
    assert list(
        client.get(reverse("enterprises:files_register", args=["operators"]), {"standing": "mend"}).context["page"]
    ) == [row]
    body = client.get(reverse("enterprises:file", args=[w.firm.pk, "operators", row.pk])).content.decode()
    assert "无证上岗" in body and "由招用人 卓明达 负责" in body


@pytest.mark.parametrize(
    ("slug", "fields", "said"),
    [
        ("operators", {"expires_on": ""}, "有证书编号的要填有效期"),
        ("operators", {"hired_by": ""}, "请填写"),
        ("operators", {"issued_on": "2099-01-01"}, "有效期不能早于发证日期"),
        ("contracts", {"verdict": "fit", "checked_on": "2026-01-01"}, "资质、协议、职责齐全才能判为合格"),
        ("contracts", {"verdict": "unfit"}, "有排查结论的要填排查日期"),
        ("contracts", {"handled_on": "2026-01-01"}, "处理完成的要写明怎样处理"),
        ("risks", {"colour": ""}, "请填可能性和后果，或直接选风险等级"),
        ("risks", {"likelihood": "3"}, "可能性和后果要一起填"),
        ("risks", {"likelihood": "9", "severity": "1"}, "填 1 至 5"),
        ("risks", {"phone": "12345"}, "手机"),
        ("expenses", {"amount": "0"}, "金额要大于 0"),
        ("filings", {"received_on": "2020-01-01", "sent_on": "2026-01-01"}, "备案日期不能早于报送日期"),
        ("drills", {"people": "-3"}, "0"),
        ("exams", {"year": "3"}, "年度要写四位数的年份"),
        ("pledges", {"year": "2999"}, "年度要写四位数的年份"),
    ],
)
def test_bad_input_is_told_in_plain_words(client, w, slug, fields, said):
    enter(client, w.officer)
    page = client.post(reverse("enterprises:file_new", args=[w.firm.pk, slug]), rows.sent(slug, **fields))
    assert page.status_code == 200 and said in page.content.decode()
    assert not kinds.kind_of(slug).model.objects.exists()


def test_the_same_certificate_policy_promise_or_board_is_not_kept_twice(client, w):
    enter(client, w.officer)
    for slug, said in (
        ("operators", "已经登记过"),
        ("insurance", "已经登记过"),
        ("pledges", "已经交过"),
        ("boards", "已有责任公示牌"),
    ):
        client.post(reverse("enterprises:file_new", args=[w.firm.pk, slug]), rows.sent(slug))
        page = client.post(reverse("enterprises:file_new", args=[w.firm.pk, slug]), rows.sent(slug))
        assert page.status_code == 200 and said in page.content.decode(), slug
        assert kinds.kind_of(slug).model.objects.count() == 1


@pytest.mark.parametrize(
    ("score", "colour"),
    [(1, "blue"), (5, "blue"), (6, "yellow"), (11, "yellow"), (12, "orange"), (19, "orange"), (20, "red"), (25, "red")],
)
def test_the_colour_follows_from_the_score(score, colour):
    assert colour_of(score) == colour


def test_a_score_overrules_the_colour_that_was_chosen(client, w):
    enter(client, w.boss)
    client.post(
        reverse("enterprises:file_new", args=[w.firm.pk, "risks"]),
        rows.sent("risks", likelihood=2, severity=2, colour="red"),
    )
    assert RiskPoint.objects.get().colour == "blue"


def test_a_form_asks_only_what_the_person_may_write(w):
    kind = kinds.kind_of("pledges")
    asked = {
        name: set(form_of("pledges")(user=getattr(w, name), kind=kind).fields) - {"row_version", "files"}
        for name in ("officer", "boss", "department", "cadre")
    }
    assert asked["boss"] == set(kind.fields) and asked["department"] == set(kind.office)
    assert asked["officer"] == set(kind.fields + kind.office) and asked["cadre"] == set()


def test_an_unknown_kind_or_tab_is_not_found(client, w):
    enter(client, w.officer)
    for name, args in (
        ("files_register", ["nothing"]),
        ("files_short", ["violations"]),
        ("files_group", [w.firm.pk, "nothing"]),
    ):
        assert client.get(reverse(f"enterprises:{name}", args=args)).status_code == 404


def test_the_standing_changes_with_the_day(w):
    row = rows.make("insurance", w.firm, starts_on=date(2026, 1, 1), expires_on=date(2026, 12, 31))
    from datetime import datetime

    from django.utils import timezone

    said = {}
    for day in (date(2026, 6, 1), date(2026, 12, 15), date(2027, 1, 1)):
        with clock.at(timezone.make_aware(datetime(day.year, day.month, day.day, 12))):
            said[day] = row.standing
    assert list(said.values()) == [Standing.GOOD, Standing.NEAR, Standing.OVER]


def short_of(client, slug, **asked):
    page = client.get(reverse("enterprises:files_short", args=[slug]), asked)
    return [row.pk for row in page.context["page"].object_list]


def test_who_gave_no_promise_and_who_gave_no_account_are_listed_apart(client, w):
    rows.make("pledges", w.firm)
    rows.make("pledges", w.firm2, pledge_kind="account")
    client.force_login(w.officer)
    assert short_of(client, "pledges") == [w.firm.pk, w.firm2.pk]
    assert short_of(client, "pledges", gap="account") == [w.firm.pk]
    assert short_of(client, "pledges", gap="promise") == [w.firm2.pk]
    rows.make("pledges", w.firm, pledge_kind="account")
    assert short_of(client, "pledges") == [w.firm2.pk]


def test_who_has_not_looked_into_contractors_this_year_is_listed(client, w):
    client.force_login(w.officer)
    assert short_of(client, "contracts", gap="unseen") == []
    row = rows.make("contracts", w.firm)
    rows.make("contracts", w.firm2, checked_on=clock.today())
    rows.make("contracts", w.firm2, party="旧队", expires_on=clock.today() - timedelta(days=1))
    assert short_of(client, "contracts", gap="unseen") == [w.firm.pk]
    type(row).objects.filter(pk=row.pk).update(checked_on=clock.today())
    assert short_of(client, "contracts", gap="unseen") == []
    type(row).objects.filter(pk=row.pk).update(checked_on=clock.today().replace(month=1, day=1) - timedelta(days=1))
    assert short_of(client, "contracts", gap="unseen") == [w.firm.pk]

"""一企一档表 and one row of a file on paper."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from enterprises.files.kinds import kinds
from tests import factories
from tests.enterprises import rows


def text_of(answer):
    assert answer["Content-Type"] == "application/pdf"
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split())


def sheet(client, firm):
    return client.get(reverse("enterprises:sheet", args=[firm.pk]))


def test_the_sheet_of_an_enterprise_says_what_its_files_say(client, w):
    made = {kind.slug: rows.make(kind.slug, w.firm) for kind in kinds()}
    rows.make("drills", w.firm2, subject="邻厂演练")
    rows.ticket(w.firm, made["operators"])
    rows.ticket(w.firm, made["operators"], place="已关处", state="closed")
    factories.hazard(w.village, enterprise=w.firm, description="配电箱无盖")
    factories.hazard(w.village, enterprise=w.firm, description="早已取消", state="cancelled")
    client.force_login(w.officer)
    text = text_of(sheet(client, w.firm))
    for said in (
        "一企一档表",
        w.firm.name,
        "季长河",
        "青禾财险",
        "车间火灾",
        "喷漆房",
        "裘永泉",
        "二车间东侧",
        "配电箱无盖",
    ):
        assert said in text, said
    for other in ("邻厂演练", "已关处", "早已取消", w.firm.principal_phone, "T33010119800101001X", "13900001234"):
        assert other not in text, other
    assert all(kind.label in text for kind in kinds())


def test_the_sheet_tells_what_is_short(client, w):
    client.force_login(w.boss)
    text = text_of(sheet(client, w.firm))
    assert "未达标：主要负责人每年签一次承诺书、述职一次" in text
    rows.make("pledges", w.firm)
    rows.make("pledges", w.firm, pledge_kind="account")
    assert "未达标：主要负责人每年签一次承诺书" not in text_of(sheet(client, w.firm))


def test_the_sheet_names_what_is_empty_in_one_line(client, w):
    rows.make("drills", w.firm)
    client.force_login(w.officer)
    text = text_of(sheet(client, w.firm))
    empty = text.split("没有登记：")[1]
    assert text.count("没有登记：") == 1 and "三违查处" in empty and "应急演练" not in empty


@pytest.mark.parametrize("who", ["other_officer", "other_cadre"])
def test_the_sheet_of_others_is_out_of_sight(client, w, who):
    client.force_login(getattr(w, who))
    row = rows.make("drills", w.firm)
    assert sheet(client, w.firm).status_code == 404
    assert client.get(reverse("enterprises:file_print", args=[w.firm.pk, "drills", row.pk])).status_code == 404


def printed(client, firm, slug, row):
    return text_of(client.get(reverse("enterprises:file_print", args=[firm.pk, slug, row.pk])))


PAPERS = [
    ("pledges", "承诺书", "落实责任"), ("guardians", "重大危险源包保责任人公示", "柏志远"), ("drills", "应急演练记录", "疏散用时3分钟"),
    ("training", "培训档案", "三级教育"), ("insurance", "安责险", "PZ2026001"), ("operators", "特种作业人员", "裘永泉"),
]  # fmt: skip


@pytest.mark.parametrize(("slug", "title", "said"), PAPERS)
def test_a_row_of_a_file_is_printed(client, w, slug, title, said):
    client.force_login(w.boss)
    text = printed(client, w.firm, slug, rows.make(slug, w.firm))
    assert text.startswith(title) and said in text and "签名" in text
    assert "T33010119800101001X" not in text


def test_an_account_bears_its_own_name(client, w):
    client.force_login(w.boss)
    assert printed(client, w.firm, "pledges", rows.make("pledges", w.firm, pledge_kind="account")).startswith("安全述职")


def test_the_trainings_of_a_person_are_one_paper(client, w):
    first = rows.make("training", w.firm)
    rows.make("training", w.firm, topic="班组长再培训")
    rows.make("training", w.firm, person="温家兴", topic="别人的培训")
    rows.make("training", w.firm2, topic="别厂的培训")
    client.force_login(w.boss)
    text = printed(client, w.firm, "training", first)
    assert "三级教育" in text and "班组长再培训" in text and "别人的培训" not in text and "别厂的培训" not in text

"""自查承诺表: what it says, who prints it, and the blank one for who has no account."""

import pytest
from django.test import Client
from django.urls import reverse

from checks import commitment_sheet
from circulars.layout import Table
from incidents.models import AccessLog
from tests import factories

from .conftest import a_check, fresh, secret_check, submitted


def as_user(user):
    client = Client()
    client.force_login(user)
    return client


def words(document):
    return "\n".join(
        "\n".join("|".join(row) for row in block.rows) if isinstance(block, Table) else block.text
        for block in document.blocks
    )


def paper(person, check, name="commitment"):
    return as_user(person).get(reverse(f"checks:{name}", args=[check.pk]))


def test_it_says_questions_answers_and_the_zero_report_above_the_drawn_name(w):
    check = fresh(submitted(w, secret_check(w), value="no"))
    text = words(commitment_sheet.document_of(check))
    assert w.firm.name in text and "作零报告" in text and "愿意承担相应责任" in text
    for item in check.version.items.all():
        assert item.text in text
    assert "|否|" in text and commitment_sheet.signature_line(check) in text
    assert commitment_sheet.pdf(check)[:5] == b"%PDF-"


def test_with_something_to_report_it_is_no_zero_report(w):
    check = fresh(submitted(w, value="no"))
    text = words(commitment_sheet.document_of(check))
    assert "有 2 项需要报告，已如实填报" in text and "零报告" not in text


def test_the_unit_prints_its_confidential_sheet_and_nobody_else(w):
    check = submitted(w, secret_check(w), value="no")
    answer = paper(w.boss, check)
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store" and b"".join(answer)[:5] == b"%PDF-"
    line = AccessLog.objects.get(user=w.boss)
    assert (line.action, line.detail, line.lead) == ("print", f"自查承诺表（第 {check.pk} 份）", None)
    assert [paper(person, check).status_code for person in (w.officer, w.leader, w.liaison, w.cadre)] == [403, 403, 404, 404]
    assert "自查承诺表" in page(w.boss, check) and "commitment.pdf" not in page(w.leader, check)
    other = factories.user("enterprise", w.village2, enterprise=w.firm2)
    assert paper(other, check).status_code == 404


def page(person, check):
    return as_user(person).get(reverse("checks:detail", args=[check.pk])).content.decode()


def test_an_open_sheet_is_printed_by_who_reads_it_once_it_is_signed(w):
    check = a_check(w)
    assert paper(w.boss, check).status_code == 403
    submitted(w, check)
    assert [paper(person, check).status_code for person in (w.boss, w.officer)] == [200, 200]
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("secret", [True, False])
def test_a_blank_one_is_for_enterprises_without_an_account(w, secret):
    make = secret_check if secret else a_check
    check = make(w, firm=w.firm2)
    text = words(commitment_sheet.blank_of(check))
    assert "□是　□否" in text and "□没有需要报告的情况，作零报告" in text and "年　　月　　日" in text
    assert paper(w.officer, check, "commitment_blank").status_code == 200
    assert f"/checks/{check.pk}/paper/blank.pdf" in as_user(w.officer).get(reverse("checks:copies")).content.decode()
    assert paper(w.officer, make(w), "commitment_blank").status_code == 404
    assert paper(w.boss, check, "commitment_blank").status_code == 403

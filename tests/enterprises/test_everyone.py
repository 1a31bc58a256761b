"""全员责任制 of a year: posted with a photo, trained, examined; who is short of which, and the sheet on the wall."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from pypdf import PdfReader

from core import clock
from enterprises.files import everyone
from enterprises.files.kinds import kind_of
from enterprises.models import Enterprise
from tests import factories

from .rows import make

PAGE = reverse("enterprises:duties")


def figures(w, firm):
    row = everyone.with_duties(Enterprise.objects.all(), clock.today().year).get(pk=firm.pk)
    return row.posts, row.posted_on, row.taught, row.examined


def complete(w, firm):
    duty = make("duties", firm, published_on=clock.today(), where="厂门口")
    factories.photo(duty, by=w.boss)
    make("training", firm, person="温家兴", on_duties=True)
    make("exams", firm)
    return duty


def test_posting_counts_with_its_photo_only(w):
    duty = make("duties", w.firm, published_on=clock.today())
    assert figures(w, w.firm) == (1, None, 0, 0)
    assert w.firm in kind_of("duties").short_of(Enterprise.objects.all())
    factories.photo(duty, by=w.boss)
    assert figures(w, w.firm)[1] == clock.today()
    assert w.firm not in kind_of("duties").short_of(Enterprise.objects.all())


def test_other_lists_other_trainings_and_other_years_do_not_count(w):
    other = make("duties", w.firm, list_kind="special", published_on=clock.today())
    factories.photo(other, by=w.boss)
    make("training", w.firm)
    last = clock.today() - timedelta(days=366)
    make("training", w.firm, person="柏志远", on_duties=True, trained_on=last)
    make("exams", w.firm, year=last.year)
    assert figures(w, w.firm) == (0, None, 0, 0)


@pytest.mark.parametrize(("short", "found"), [("1", 1), ("posted", 1), ("taught", 1), ("examined", 1), ("", 2)])
def test_the_list_and_its_gaps(client, w, short, found):
    complete(w, w.firm)
    client.force_login(w.officer)
    page = client.get(PAGE, {"short": short})
    assert page.context["page"].total == found
    assert client.get(PAGE, {"short": short, "export": "xlsx"}).status_code == 200


def test_an_enterprise_sees_itself(client, w):
    client.force_login(w.boss)
    text = client.get(PAGE).content.decode()
    assert w.firm.name in text and w.firm2.name not in text and "没有公示照片" in text


def test_the_sheet_says_who_was_trained_and_examined(client, w):
    complete(w, w.firm)
    client.force_login(w.boss)
    answer = client.get(reverse("enterprises:duties_sheet", args=[w.firm.pk]))
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert all(word in text for word in ("温家兴", "班前检查", "24 学时", "合格"))
    assert client.get(reverse("enterprises:duties_sheet", args=[w.firm2.pk])).status_code == 404


def test_who_failed_must_be_dealt_with(w):
    row = kind_of("exams").model(
        enterprise=w.firm,
        village=w.village,
        year=2026,
        post="焊工",
        person="裘永泉",
        examined_on=clock.today(),
        outcome="unfit",
    )
    with pytest.raises(ValidationError, match="怎样处理"):
        row.full_clean()


def listed(client, firm, query=""):
    return client.get(reverse("enterprises:duty_lists", args=[firm.pk]) + query)


def words_of(answer):
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")


def test_lists_of_deputies_and_of_special_work_print_as_one_paper(w, client):
    client.force_login(w.boss)
    assert listed(client, w.firm).status_code == 404
    make("duties", w.firm, content="全员的一条")
    assert listed(client, w.firm).status_code == 404
    make("duties", w.firm, list_kind="deputy", post="分管生产副经理", holder="柏志远", content="每月带队检查")
    make("duties", w.firm, list_kind="special", post="有限空间", holder="颜文斌", content="先通风后作业")
    words = words_of(listed(client, w.firm))
    assert all(word in words for word in ("分管负责人职责清单", "每月带队检查", "专项工作清单", "先通风后作业", "颜文斌"))
    assert "全员的一条" not in words
    assert "先通风后作业" not in words_of(listed(client, w.firm, "?list=deputy"))
    tab = client.get(reverse("enterprises:files_group", args=[w.firm.pk, "public"])).content.decode()
    assert reverse("enterprises:duty_lists", args=[w.firm.pk]) in tab

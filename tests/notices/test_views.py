"""The register, the editor, the list of recipients."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from core.errors import Refused, Stale
from notices import services
from notices.models import Paper
from tests import factories

from .conftest import BODY, as_user, circular, in_state, issued, order, urging

TITLE = "云溪镇人民政府关于做好汛期安全工作的通知"


def form(**fields):
    return {"title": TITLE, "body": BODY, "copied_to": "", "printer": "云溪镇应急管理办公室", **fields}


def words(answer):
    return answer.content.decode()


# the register


def test_work_in_hand_stands_before_what_is_issued_and_the_newest_first(w):
    old, draft = issued(w, order(w)), circular(w)
    Paper.objects.filter(pk=old.pk).update(issued_on="2026-01-05")
    new = issued(w, urging(w))
    page = as_user(w.officer).get(reverse("notices:list"))
    assert list(page.context["page"]) == [draft, new, old]


def test_the_register_tells_how_many_signed(w):
    paper = issued(w)
    services.sign_receipt(receipt=paper.receipts.select_related("paper").get(office=None), by=w.cadre)
    assert "1 / 2" in words(as_user(w.officer).get(reverse("notices:list")))


def test_a_unit_sees_the_state_of_its_own_copy_as_cards(w):
    paper = issued(w)
    page = words(as_user(w.cadre).get(reverse("notices:list")))
    assert "card-line" in page and paper.doc_number in page and "未读" in page and "1 / 2" not in page


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 4), ("?state=draft", 1), ("?state=issued", 2), ("?state=withdrawn", 1), ("?kind=order", 1), ("?kind=urging", 1),
        ("?q=取暖", 2), ("?q=没有这个", 0), ("?year=2012", 0),
    ],
)  # fmt: skip
def test_the_filter_finds(w, query, count):
    circular(w)
    in_state(w, "withdrawn")
    issued(w, order(w))
    issued(w, urging(w))
    assert as_user(w.officer).get(reverse("notices:list") + query).context["total"] == count


@pytest.mark.parametrize("query", ["state=bogus", "kind=%00", "year=abc", "page=zzz", "q=" + "号" * 300, "unsigned=x"])
def test_a_strange_filter_breaks_nothing(w, query):
    assert as_user(w.officer).get(f"{reverse('notices:list')}?{query}").status_code == 200


def test_a_document_number_finds_its_paper(w):
    paper = issued(w)
    issued(w)
    page = as_user(w.officer).get(reverse("notices:list"), {"q": paper.doc_number})
    assert list(page.context["page"]) == [paper]


def test_the_register_of_papers_sent_is_a_workbook(w):
    paper = issued(w)
    answer = as_user(w.officer).get(reverse("notices:list"), {"export": "xlsx"})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert rows[0][:2] == ("文号", "标题") and rows[1][:2] == (paper.doc_number, paper.title)


@pytest.mark.parametrize("role", ["officer", "cadre"])
def test_a_list_costs_the_same_queries_for_one_row_and_for_three(w, role, django_assert_num_queries):
    client = as_user(getattr(w, role))
    issued(w)
    client.get(reverse("notices:list"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("notices:list"))
    issued(w), issued(w)
    with django_assert_num_queries(len(one)):
        client.get(reverse("notices:list"))


def test_a_page_costs_the_same_queries_for_one_recipient_and_for_three(w, django_assert_num_queries):
    few, many = circular(w, units=[w.village]), circular(w, units=[w.village, w.office, w.firm])
    client = as_user(w.officer)
    client.get(reverse("notices:detail", args=[few.pk]))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("notices:detail", args=[few.pk]))
    with django_assert_num_queries(len(one)):
        client.get(reverse("notices:detail", args=[many.pk]))


def test_empty_lists_say_what_will_stand_there(w):
    assert "还没有公文" in words(as_user(w.officer).get(reverse("notices:list")))
    assert "还没有收到公文" in words(as_user(w.boss).get(reverse("notices:list")))
    assert "没有符合条件的公文" in words(as_user(w.officer).get(reverse("notices:list") + "?q=x"))


# the editor


def test_a_circular_is_written_and_changed(w):
    client = as_user(w.officer)
    page = client.get(reverse("notices:new"))
    assert page.context["form"]["printer"].value() == "云溪镇应急管理办公室"
    answer = client.post(reverse("notices:new"), form(), follow=True)
    paper = Paper.objects.get()
    assert (paper.title, paper.state, paper.code, paper.issuer) == (TITLE, "draft", "云政发", "云溪镇人民政府")
    assert "已保存" in words(answer)
    client.post(
        reverse("notices:edit", args=[paper.pk]),
        form(body="各村：\n改了。", copied_to="县安委办", row_version=paper.version),
    )
    paper.refresh_from_db()
    assert (paper.content["body"], paper.content["copied_to"], paper.version) == ("各村：\n改了。", "县安委办", 2)


def test_the_same_form_sent_twice_makes_one_paper(w):
    for _ in range(2):
        as_user(w.officer).post(reverse("notices:new"), form(form_token="abc"))
    as_user(w.officer).post(reverse("notices:new"), form(form_token="def"))
    assert Paper.objects.count() == 2


def test_a_stale_form_is_told_and_overwrites_nothing(w):
    paper = circular(w)
    services.revise(paper=paper, title="别人改过的标题的通知", content=paper.content, by=w.officer)
    answer = as_user(w.officer).post(reverse("notices:edit", args=[paper.pk]), form(row_version=1))
    assert "刚被别人改过" in words(answer) and "别人改过的标题" in words(answer)
    assert Paper.objects.get(pk=paper.pk).title == "别人改过的标题的通知"


def test_the_service_refuses_a_stale_paper_too(w):
    paper = circular(w)
    services.revise(paper=Paper.objects.get(pk=paper.pk), title="新的通知", content={}, by=w.officer)
    with pytest.raises(Stale):
        services.revise(paper=paper, title="旧的通知", content={}, by=w.officer)


@pytest.mark.parametrize("state", ["reviewed", "signed", "issued", "withdrawn"])
def test_only_a_draft_is_changed(w, state):
    paper = in_state(w, state)
    answer = as_user(w.officer).post(reverse("notices:edit", args=[paper.pk]), form(row_version=paper.version))
    assert answer.status_code == 403 and "请先退回修改" in words(answer)
    with pytest.raises(Refused, match="请先退回修改"):
        services.revise(paper=paper, title=TITLE, content={}, by=w.officer)


@pytest.mark.parametrize("make", [order, urging])
def test_what_comes_from_the_registers_is_not_edited_by_hand(w, make):
    answer = as_user(w.officer).get(reverse("notices:edit", args=[make(w).pk]))
    assert answer.status_code == 403 and "作废后重新制作" in words(answer)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": ""}, "请填写"), ({"title": "通" * 121}, "标题最多 120 字"), ({"body": ""}, "请填写"),
        ({"body": "长" * 60_001}, "60000"), ({"copied_to": "长" * 201}, "200"), ({"printer": "长" * 41}, "40"),
    ],
)  # fmt: skip
def test_bad_input_is_said_and_kept_on_the_page(w, fields, said):
    answer = as_user(w.officer).post(reverse("notices:new"), form(**fields))
    assert answer.status_code == 200 and said in words(answer) and not Paper.objects.exists()


def test_blanks_in_a_title_are_dropped(w):
    as_user(w.officer).post(reverse("notices:new"), form(title="关于 检查\u3000的通知"))
    assert Paper.objects.get().title == "关于检查的通知"


def test_what_cannot_be_printed_is_saved_and_said_at_once(w):
    answer = as_user(w.officer).post(reverse("notices:new"), form(body="各村：\n😀"), follow=True)
    assert "已保存，但还不能排版" in words(answer) and Paper.objects.count() == 1


@pytest.mark.parametrize("role", ["leader", "department", "cadre", "boss", "discipline", "supervisor"])
def test_only_the_safety_office_drafts(w, role):
    answer = as_user(getattr(w, role)).post(reverse("notices:new"), form())
    assert answer.status_code == 403 and "只有应急办可以起草公文" in words(answer)
    with pytest.raises(Refused):
        circular(w, by=getattr(w, role))
    assert not Paper.objects.exists()


def test_markup_in_a_paper_is_shown_as_text(w):
    paper = circular(w, body="各村：\n<script>alert(1)</script>")
    assert "<script>alert" not in words(as_user(w.officer).get(reverse("notices:detail", args=[paper.pk])))


# recipients


def recipients(paper):
    return reverse("notices:recipients", args=[paper.pk])


def test_villages_offices_and_an_enterprise_are_added_and_taken_off(w):
    paper = circular(w, units=[])
    client = as_user(w.officer)
    data = {"villages": [w.village.pk, w.village2.pk], "offices": [w.office.pk], "enterprise": w.firm.pk}
    assert "已加入 4 个收文单位" in words(client.post(recipients(paper), data, follow=True))
    assert "没有新的收文单位" in words(client.post(recipients(paper), data, follow=True))
    first = paper.receipts.first()
    client.post(reverse("notices:remove_recipient", args=[paper.pk, first.pk]))
    assert paper.receipts.count() == 3


@pytest.mark.parametrize(
    "data",
    [
        lambda w: {"villages": [w.other_village.pk]}, lambda w: {"offices": [w.other_office.pk]},
        lambda w: {"enterprise": w.other_firm.pk}, lambda w: {"villages": ["' OR 1"], "offices": ["x", "-1"]},
        lambda w: {"enterprise": "abc"},
    ],
)  # fmt: skip
def test_units_of_others_and_nonsense_are_not_added(w, data):
    paper = circular(w, units=[])
    answer = as_user(w.officer).post(recipients(paper), data(w), follow=True)
    assert answer.status_code == 200 and not paper.receipts.exists()


def test_a_receipt_of_another_paper_is_not_removed_here(w):
    mine, other = circular(w), circular(w)
    receipt = other.receipts.first()
    answer = as_user(w.officer).post(reverse("notices:remove_recipient", args=[mine.pk, receipt.pk]))
    assert answer.status_code == 404 and other.receipts.count() == 2


def test_after_issue_the_list_is_closed_and_the_page_says_so(w):
    paper = issued(w)
    client = as_user(w.officer)
    answer = client.post(recipients(paper), {"villages": [w.village2.pk]}, follow=True)
    assert "不能再改收文单位" in words(answer)
    client.post(reverse("notices:remove_recipient", args=[paper.pk, paper.receipts.first().pk]))
    assert paper.receipts.count() == 2


def test_what_cannot_be_done_is_not_offered(w):
    paper = circular(w)
    page = words(as_user(w.leader).get(reverse("notices:detail", args=[paper.pk])))
    assert ">核稿<" not in page and ">签发<" not in page and "编号印发" not in page
    services.review(paper=paper, by=w.officer)
    assert ">签发<" in words(as_user(w.leader).get(reverse("notices:detail", args=[paper.pk])))


def test_a_signed_paper_without_recipients_is_sent_to_choose_them(w):
    paper = in_state(w, "signed", circular(w, units=[]))
    page = words(as_user(w.officer).get(reverse("notices:detail", args=[paper.pk])))
    assert "先选定收文单位" in page and 'name="due_on"' not in page


def test_a_paper_whose_content_is_broken_still_opens(w):
    paper = factories.paper(w.town, kind="order", content={})
    assert as_user(w.officer).get(reverse("notices:detail", args=[paper.pk])).status_code == 200


@pytest.mark.parametrize("name", ["merged", "issue", "urge", "sign_receipt", "remove_recipient"])
def test_what_changes_things_is_not_done_by_looking(w, name):
    paper = circular(w)
    args = {
        "merged": [], "sign_receipt": [paper.receipts.first().pk], "remove_recipient": [paper.pk, paper.receipts.first().pk],
    }.get(name, [paper.pk])  # fmt: skip
    assert as_user(w.officer).get(reverse(f"notices:{name}", args=args)).status_code == 405


def test_a_draft_begun_from_the_record_says_what_is_still_to_fill_in(w):
    content = {"reason": "隐患逾期未整改", "bring": "整改情况说明"}
    paper = services.draft(kind="talk", title="安全生产约谈通知书", content=content, by=w.officer)
    to = reverse("notices:detail", args=[paper.pk])
    page = words(as_user(w.officer).get(to))
    assert "还没有填：被约谈人、约谈日期、约谈时间、约谈地点。" in page and "继续填写" in page
    assert "继续填写" not in words(as_user(w.leader).get(to))
    refused = words(as_user(w.officer).get(reverse("notices:preview", args=[paper.pk]), follow=True))
    assert "还没有填：被约谈人" in refused and "作废后重新制作" not in refused
    person = {"person": "村委会主任", "day": "2099-03-05", "time": "09:30", "where": "镇政府"}
    Paper.objects.filter(pk=paper.pk).update(content=content | person)
    page = words(as_user(w.officer).get(to))
    assert "村委会主任" in page and "还没有填" not in page

"""A suggested mend changes the text, the text is read anew, and what people changed stays."""

import pytest
from django.urls import reverse

from campaigns import mending, review
from campaigns.models import Circular
from campaigns.services import circulars
from circulars import read
from core.errors import Refused

FAULTY = """关于做好窑厂检查的通知
柳政发[2026]第07号
各村、各窑厂：
经研究，，现通知如下：
一、重点任务
（一）查窑体。各村3月31日前查完。（责任单位：各村；完成时限：3月31日前）
（二）查电 线。派出所逐户登记造册，，不漏一户。（责任单位：派出所；完成时限：长期坚持）
（三）查仓库。（责任单位：供电所；完成时限：4月30日前）
二、组织领导
组长：汪守田  镇长
成员：柏小禾  应急办主任
柳镇人民政府
2026年3月2日
"""


@pytest.fixture
def circular(w):
    return circulars.add_circular(text=FAULTY, source_name="", by=w.officer)


def doubts(row, code=""):
    return [d for d in row.reading["finding_details"] if mending.may_mend(d) and code in d["code"]]


def mend(w, row, found):
    count = circulars.mend(circular=row, by=w.officer, wanted={mending.name_of(d) for d in found})
    row.refresh_from_db()
    return count


def edit(w, row, item_id, **values):
    circulars.change(
        circular=row,
        by=w.officer,
        edit=lambda d: review.update(d, "tasks", item_id, values, review.item_of(d, "tasks", item_id)["v"]),
    )
    row.refresh_from_db()


def test_one_mend_changes_its_words_only_and_its_doubt_is_gone(w, circular):
    number = doubts(circular, "doc-number")[0]
    assert mend(w, circular, [number]) == 1
    assert circular.text == FAULTY.replace("柳政发[2026]第07号", "柳政发〔2026〕7号")
    assert not doubts(circular, "doc-number") and circular.review["head"]["doc_number"] == "柳政发〔2026〕7号"


def test_all_mends_at_once_leave_nothing_to_mend(w, circular):
    assert mend(w, circular, doubts(circular)) == 4
    assert not doubts(circular) and "查电线" in circular.text and "，，" not in circular.text


def test_edits_removals_additions_and_order_outlive_a_mend(w, circular):
    ids = [task["id"] for task in circular.review["tasks"]]
    edit(w, circular, ids[1], title="查电线（含临时用电）", units=[{"name": "供电所", "role": "lead", "span": None}])

    def more(draft):
        review.move(draft, "tasks", ids[2], -1)
        review.remove(draft, "members", draft["members"][1]["id"])
        review.add(draft, "tasks", {**review.blank_task(), "title": "复查"})

    circulars.change(circular=circular, by=w.officer, edit=more)
    circular.refresh_from_db()
    mend(w, circular, doubts(circular))
    draft = circular.review
    assert [task["title"] for task in draft["tasks"]] == ["查窑体", "查仓库", "查电线（含临时用电）", "复查"]
    assert [task["id"] for task in draft["tasks"]][:3] == [ids[0], ids[2], ids[1]]
    assert draft["tasks"][2]["units"][0]["name"] == "供电所"
    assert [member["name"] for member in draft["members"]] == ["汪守田"]


def test_places_follow_the_changed_text(w, circular):
    edit(w, circular, circular.review["tasks"][1]["id"], title="查线路")
    mend(w, circular, doubts(circular))
    for task in circular.review["tasks"]:
        start, end = task["span"]
        assert circular.text[start:end].startswith(("查窑体", "查电线", "查仓库"))
        for unit in task["units"]:
            assert circular.text[slice(*unit["span"])] == unit["name"]


def test_what_nobody_touched_is_read_anew(w, circular):
    mend(w, circular, doubts(circular, "broken-spaces"))
    assert circular.review["tasks"][1]["title"] == "查电线"


def test_a_doubt_handled_before_stays_handled(w, circular):
    handled = next(n for n, d in enumerate(circular.reading["finding_details"]) if d["code"] == "doubled-punctuation")
    place = circular.reading["finding_details"][handled]["message"]
    circulars.change(circular=circular, by=w.officer, edit=lambda d: review.toggle_handled(d, handled))
    circular.refresh_from_db()
    mend(w, circular, doubts(circular, "doc-number"))
    found = circular.reading["finding_details"]
    assert [found[n]["message"] for n in circular.review["handled"]] == [place]


def test_meanings_said_by_people_are_kept(w, circular):
    name = next(name for name, key in circular.review["names"].items() if not key or name == "派出所")
    circulars.say_unit(circular=circular, name=name, key="group:offices", by=w.officer)
    circular.refresh_from_db()
    mend(w, circular, doubts(circular))
    assert circular.review["names"][name] == "group:offices"


def test_a_stale_page_mends_nothing_else(w, circular):
    old = doubts(circular, "broken-spaces")
    mend(w, circular, doubts(circular, "doc-number"))
    with pytest.raises(Refused, match="刷新"):
        mend(w, circular, old)


def test_the_button_mends_and_the_page_comes_back(w, circular, login):
    client = login(w.officer)
    page = client.get(reverse("campaigns:review", args=[circular.pk])).content.decode()
    assert page.count(">按建议修改<") == 4 and "4 处都按建议修改" in page and "建议删去" in page
    found = mending.name_of(doubts(circular)[0])
    answer = client.post(reverse("campaigns:mend", args=[circular.pk]), {"doubt": found}, follow=True)
    assert "已按建议修改 1 处" in answer.content.decode()
    assert Circular.objects.get().text != FAULTY


def test_who_may_not_review_may_not_mend(w, circular, login):
    url = reverse("campaigns:mend", args=[circular.pk])
    found = {"doubt": mending.name_of(doubts(circular)[0])}
    assert login(w.leader).post(url, found).status_code == 403
    assert login(w.cadre).post(url, found).status_code == 404
    assert Circular.objects.get().text == FAULTY


def test_overlapping_mends_are_made_once():
    edits = mending.Mends(
        [
            {"code": "a", "span": [2, 5], "mend": "x"},
            {"code": "b", "span": [4, 6], "mend": "y"},
            {"code": "c", "span": [7, 8], "mend": None},
        ]
    )
    assert edits.apply("0123456789") == "01x56789"
    assert edits.move(9) == 7


class Words:
    def meaning(self, name):
        return ""


def test_a_mend_that_changes_nothing_else_keeps_the_draft_as_it_was():
    old = review.new_draft(read(FAULTY).to_json(), Words())
    mends = mending.Mends([])
    assert mending.carry(old, old, review.new_draft(read(FAULTY).to_json(), Words()), mends) == {**old, "removed": None}

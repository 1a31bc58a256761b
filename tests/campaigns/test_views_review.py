"""From the pasted text to the campaign, on the screens."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.models import Campaign, Circular
from campaigns.services import circulars
from core.errors import Refused
from places.models import UnitAlias


@pytest.fixture
def circular(w, notice):
    return circulars.add_circular(text=notice, source_name="", by=w.officer)


@pytest.fixture
def client(w, login):
    return login(w.officer)


def url(name, circular, *args):
    return reverse(f"campaigns:{name}", args=[circular.pk, *args])


def task_data(circular, n=0, **fields):
    item = circular.review["tasks"][n]
    return item, {"v": item["v"], "title": item["title"], "units": "各村", "kind": "date", "due_on": "2026-12-20", **fields}


def test_every_page_of_the_review_opens(client, circular):
    html = client.get(url("review", circular)).content.decode()
    assert "取暖用火" in html and "data-items" in html
    for kind in ("head", "phases", "tasks", "members"):
        first = circular.review["head"] if kind == "head" else circular.review[kind][0]
        assert "<form" in client.get(url("item", circular, kind, first["id"])).content.decode()


def test_paste_twice_makes_one_circular(client, notice):
    answers = [client.post(reverse("campaigns:new"), {"text": notice, "form_token": "a1"}) for _ in range(2)]
    assert answers[0].status_code == 302 and answers[0].url == answers[1].url and Circular.objects.count() == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_files_are_read_in_either_encoding(client, notice, encoding):
    client.post(reverse("campaigns:new"), {"file": SimpleUploadedFile("通知.txt", notice.encode(encoding))})
    assert "百日攻坚" in Circular.objects.get().review["head"]["name"]


def fake_docx():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return out.getvalue()


@pytest.mark.parametrize(
    "name, data, words",
    [
        ("表.docx", fake_docx(), "Excel"),
        ("空.txt", b" \n", "空"),
        ("图.docx", b"\x89PNG\r\n\x1a\n0000", "图片"),
        ("坏.docx", b"PK\x03\x04xx", "损坏"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_on_the_form(client, name, data, words):
    page = client.post(reverse("campaigns:new"), {"file": SimpleUploadedFile(name, data)})
    assert page.status_code == 200 and words in page.content.decode() and not Circular.objects.exists()


def test_neither_or_both_ways_at_once_are_told_and_the_words_stay(client):
    assert "请粘贴正文" in client.post(reverse("campaigns:new"), {"text": " "}).content.decode()
    both = client.post(reverse("campaigns:new"), {"text": "各村抓好落实", "file": SimpleUploadedFile("a.txt", b"abc")})
    assert "只能选一种" in both.content.decode() and "各村抓好落实" in both.content.decode()


def test_an_edited_task_survives_a_reload(client, circular):
    item, data = task_data(circular, title="逐户排查取暖用火", units="各村、派出所")
    answer = client.post(url("item", circular, "tasks", item["id"]), data)
    assert "逐户排查取暖用火" in answer.content.decode() and "review-bar" in answer.content.decode()
    circular.refresh_from_db()
    saved = circular.review["tasks"][0]
    assert saved["due_on"] == "2026-12-20" and [unit["name"] for unit in saved["units"]] == ["各村", "派出所"]
    assert "派出所" in circular.review["names"]


@pytest.mark.parametrize(
    "fields, words",
    [
        ({"due_on": ""}, "必须填写完成期限"),
        ({"kind": "recurring", "every": ""}, "必须选择频次"),
        ({"dropped": "on"}, "必须写明原因"),
        ({"title": ""}, "请填写"),
        ({"due_on": "2026-02-30"}, "日期"),
    ],
)
def test_what_is_wrong_with_a_task_is_told_in_its_form(client, circular, fields, words):
    item, data = task_data(circular, **fields)
    html = client.post(url("item", circular, "tasks", item["id"]), data).content.decode()
    circular.refresh_from_db()
    assert "is-editing" in html and words in html and circular.review["tasks"][0]["v"] == 1


def test_a_stale_form_does_not_overwrite_the_item(client, circular):
    item, data = task_data(circular, title="先写的")
    client.post(url("item", circular, "tasks", item["id"]), data)
    page = client.post(url("item", circular, "tasks", item["id"]), {**data, "title": "后写的"})
    circular.refresh_from_db()
    html = page.content.decode()
    assert "刚被别人改过：任务 现在是“先写的”。你填写的内容已保留" in html and 'value="后写的"' in html
    assert circular.review["tasks"][0]["title"] == "先写的"


def test_a_name_said_once_is_remembered_for_the_township_only(w, client, circular, notice):
    text = notice.replace("市场监督管理所", "综合服务中心")
    first = circulars.add_circular(text=text, source_name="", by=w.officer)
    assert first.review["names"]["综合服务中心"] == ""
    client.post(url("review_unit", first), {"name": "综合服务中心", "key": f"office:{w.office.pk}"})
    again = circulars.add_circular(text=text, source_name="", by=w.officer)
    next_door = circulars.add_circular(text=text, source_name="", by=w.other_officer)
    assert (
        again.review["names"]["综合服务中心"] == f"office:{w.office.pk}" and next_door.review["names"]["综合服务中心"] == ""
    )
    assert UnitAlias.objects.get().township == w.town


@pytest.mark.parametrize("key", ["", "group:nobody", "place:990101101201", "office:0", "office:x"])
def test_a_name_cannot_mean_what_the_township_does_not_have(client, circular, key):
    assert client.post(url("review_unit", circular), {"name": "各村", "key": key}).status_code == 403
    assert not UnitAlias.objects.exists()


def test_items_are_added_moved_confirmed_and_removed(client, circular):
    client.post(url("item_add", circular, "tasks"))
    client.post(url("item_act", circular, "tasks", circular.review["tasks"][3]["id"], "settle"))
    client.post(url("item_act", circular, "tasks", circular.review["tasks"][0]["id"], "down"))
    client.post(url("item_act", circular, "members", circular.review["members"][0]["id"], "remove"))
    draft = Circular.objects.get(pk=circular.pk).review
    assert len(draft["tasks"]) == 5 and len(draft["members"]) == 2
    assert draft["tasks"][1]["id"] == circular.review["tasks"][0]["id"] and draft["tasks"][3]["settled"]


def test_an_added_item_opens_in_its_form(client, circular):
    html = client.post(url("item_add", circular, "tasks")).content.decode()
    assert html.count("data-opened") == 1 and 'value="新任务"' in html


@pytest.mark.parametrize("kind, word", [("members", "name"), ("tasks", "title"), ("phases", "name")])
def test_a_removed_item_leaves_a_way_back_until_the_next_step(client, circular, kind, word):
    item = circular.review[kind][-1]
    removed = client.post(url("item_act", circular, kind, item["id"], "remove")).content.decode()
    way_back = url("item_act", circular, kind, item["id"], "restore")
    assert f"已移除“{item[word]}”" in removed and way_back in removed
    again = client.post(way_back).content.decode()
    kept = [row[word] for row in Circular.objects.get(pk=circular.pk).review[kind]]
    assert way_back not in again and kept == [row[word] for row in circular.review[kind]]


def test_a_new_unit_name_asks_at_once_what_it_means(client, circular):
    item, data = task_data(circular, units="各村、巡防中队")
    html = client.post(url("item", circular, "tasks", item["id"]), data).content.decode()
    assert 'id="units"' in html and html.count("巡防中队") > 1


def test_creating_twice_makes_one_campaign(client, circular):
    first, second = client.post(url("create", circular)), client.post(url("create", circular))
    campaign = Campaign.objects.get()
    assert first.url == second.url == reverse("campaigns:detail", args=[campaign.pk])
    assert (campaign.phases.count(), campaign.tasks.count(), campaign.members.count()) == (3, 4, 3)
    assert campaign.tasks.exclude(units=None).count() == 4 and campaign.log.count() == 1
    assert (
        client.get(first.url).status_code == client.get(reverse("campaigns:dispatch", args=[campaign.pk])).status_code == 200
    )


def test_after_that_the_review_is_closed_and_leads_to_the_campaign(w, client, circular):
    campaign = circulars.create_campaign(circular=circular, by=w.officer)
    assert client.get(url("review", circular)).url == reverse("campaigns:detail", args=[campaign.pk])
    assert client.post(url("item_add", circular, "tasks")).status_code == 403
    with pytest.raises(Refused):
        circulars.change(circular=circular, by=w.officer, edit=lambda draft: None)


def test_a_phase_that_ends_before_it_begins_stops_the_campaign(w, client, circular):
    circulars.change(circular=circular, by=w.officer, edit=lambda draft: draft["phases"][0].update(ends_on="2020-01-01"))
    assert client.post(url("create", circular)).url == url("review", circular) and not Campaign.objects.exists()


def test_a_circular_laid_aside_leaves_the_list(client, circular):
    client.post(url("lay_aside", circular), {"note": "与上月来文重复"})
    circular.refresh_from_db()
    assert circular.withdrawn_reason == "与上月来文重复"
    assert client.get(reverse("campaigns:list")).context["in_review"].count() == 0


def test_a_circular_laid_aside_is_neither_reviewed_nor_made_a_campaign(client, circular):
    client.post(url("lay_aside", circular), {"note": "与上月来文重复"})
    page = client.get(url("review", circular))
    assert page.status_code == 403 and "这份来文已搁置：与上月来文重复" in page.content.decode()
    client.post(url("create", circular))
    assert client.post(url("item_add", circular, "tasks")).status_code == 403 and not Campaign.objects.exists()


@pytest.mark.parametrize(
    "who, status", [("leader", 403), ("supervisor", 403), ("cadre", 404), ("department", 404), ("other_officer", 404)]
)
def test_others_do_not_review(w, login, circular, who, status):
    client = login(getattr(w, who))
    assert client.get(url("review", circular)).status_code == status
    assert client.post(url("item_add", circular, "tasks")).status_code == status

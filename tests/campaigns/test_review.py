"""The draft under review as plain data."""

import pytest

from campaigns import review
from circulars import read
from core.errors import Refused, Stale


class Words:
    """A dictionary that knows villages only."""

    def meaning(self, name):
        return "group:villages" if "村" in name else ""


@pytest.fixture
def draft(notice):
    return review.new_draft(read(notice).to_json(), Words())


def test_the_reading_becomes_a_draft(draft):
    assert draft["head"]["name"] == "云溪镇冬季安全生产百日攻坚行动" and draft["head"]["starts_on"] == "2026-11-05"
    assert [phase["starts_on"] for phase in draft["phases"]] == ["2026-11-05", "2026-11-16", "2027-02-01"]
    assert [task["kind"] for task in draft["tasks"]] == ["date", "recurring", "date", "standing"]


def test_a_cadence_beats_standing_and_standing_alone_is_proposed_quarterly(draft):
    meeting, firms = draft["tasks"][1], draft["tasks"][3]
    assert meeting["every"] == "month" and not review.open_question(meeting)
    assert firms["every"] == "quarter" and "请确认" in review.open_question(firms)


def test_a_task_is_proposed_for_the_phase_in_which_it_falls_due(draft):
    assert draft["tasks"][0]["phase"] == draft["phases"][1]["id"] and draft["tasks"][3]["phase"] == ""


def test_names_nobody_explained_are_listed_once(draft):
    assert review.unknown_names(draft) and "各村" not in review.unknown_names(draft)
    for task in draft["tasks"]:
        task["dropped"] = True
    assert review.unknown_names(draft) == []


@pytest.mark.parametrize("kind, raw", [("vague", "尽快"), ("relative", "3日内"), ("conditional", "发现后"), ("", "")])
def test_what_gives_no_day_stays_a_question(kind, raw):
    found, due_on, every = review._deadline({"kind": kind, "raw": raw}, {})
    assert (due_on, every) == ("", "") and review.open_question(
        {"dropped": False, "settled": False, "kind": found, "due_on": "", "every": ""}
    )


def test_an_item_written_by_another_meanwhile_is_not_overwritten(draft):
    item = draft["tasks"][0]
    review.update(draft, "tasks", item["id"], {"title": "甲"}, 1)
    with pytest.raises(Stale):
        review.update(draft, "tasks", item["id"], {"title": "乙"}, 1)
    assert item["title"] == "甲"


def test_two_people_may_edit_two_items(draft):
    first, second = draft["tasks"][:2]
    review.update(draft, "tasks", first["id"], {"title": "甲"}, 1)
    review.update(draft, "tasks", second["id"], {"title": "乙"}, 1)
    assert [first["title"], second["title"]] == ["甲", "乙"]


def test_what_was_removed_last_comes_back_where_it_stood(draft):
    before = [dict(task) for task in draft["tasks"]]
    phase = draft["phases"][1]
    review.remove(draft, "phases", phase["id"])
    assert draft["tasks"][0]["phase"] == "" and phase not in draft["phases"]
    review.restore(draft, "phases", phase["id"])
    assert draft["phases"][1] is phase and draft["tasks"] == before


def test_a_task_put_elsewhere_meanwhile_keeps_its_new_phase(draft):
    first, second = draft["phases"][:2]
    review.remove(draft, "phases", second["id"])
    draft["tasks"][0]["phase"] = first["id"]
    review.restore(draft, "phases", second["id"])
    assert draft["tasks"][0]["phase"] == first["id"]


def test_only_the_item_removed_last_comes_back_and_once(draft):
    first, second = (task["id"] for task in draft["tasks"][:2])
    review.remove(draft, "tasks", first)
    review.remove(draft, "tasks", second)
    with pytest.raises(Refused):
        review.restore(draft, "tasks", first)
    review.restore(draft, "tasks", second)
    with pytest.raises(Refused):
        review.restore(draft, "tasks", second)
    assert [task["id"] for task in draft["tasks"]].count(second) == 1


def test_items_move_within_their_list(draft):
    ids = [task["id"] for task in draft["tasks"]]
    review.move(draft, "tasks", ids[0], -1)
    assert [task["id"] for task in draft["tasks"]] == ids
    review.move(draft, "tasks", ids[0], 1)
    assert [task["id"] for task in draft["tasks"]][:2] == [ids[1], ids[0]]


def test_a_removed_phase_leaves_its_tasks(draft):
    phase = draft["phases"][1]["id"]
    review.remove(draft, "phases", phase)
    assert all(task["phase"] != phase for task in draft["tasks"]) and len(draft["tasks"]) == 4
    with pytest.raises(Refused, match="已被移除"):
        review.item_of(draft, "phases", phase)


def test_new_items_never_take_a_used_id(draft):
    review.remove(draft, "tasks", draft["tasks"][-1]["id"])
    added = review.add(draft, "tasks", review.blank_task())
    assert len({task["id"] for task in draft["tasks"]}) == len(draft["tasks"]) and added["v"] == 1


def test_doubts_are_marked_and_opened_again(draft):
    review.toggle_handled(draft, 2)
    assert draft["handled"] == [2]
    review.toggle_handled(draft, 2)
    assert draft["handled"] == []


def test_all_standing_duties_are_confirmed_at_once(draft):
    assert review.settle_standing(draft) == 1 and review.summary(draft)["open"] == 0


def test_a_draft_without_name_or_start_makes_no_campaign(draft):
    assert review.obstacles(draft) == []
    draft["head"] |= {"name": "", "starts_on": ""}
    assert len(review.obstacles(draft)) == 2


@pytest.mark.parametrize(
    "title, name",
    [
        ("关于印发《白塔乡燃气安全整治工作方案》的通知", "白塔乡燃气安全整治"),
        ("关于开展冬季防火工作的通知", "冬季防火工作"),
        ("安全生产十条措施", "安全生产十条措施"),
        ("关于落实防溺水八项措施的实施方案", "落实防溺水八项措施"),
        ("方案", "方案"),
        ("", ""),
    ],
)
def test_a_campaign_is_called_after_its_paper(title, name):
    assert review.campaign_name(title) == name


def test_a_text_that_is_no_circular_still_gives_a_draft():
    draft = review.new_draft(read("今天天气很好。").to_json(), Words())
    assert draft["tasks"] == [] and review.obstacles(draft)


@pytest.mark.parametrize(
    "title, text, called",
    [
        ("6月底前", "6月底前，完成窑厂登记。逐窑造册。", "6月底前，完成窑厂登记"),
        ("2026年底前", "2026年底前，退出土窑。", "2026年底前，退出土窑"),
        ("查窑体", "查窑体。6月底前完成。", "查窑体"),
        ("6月底前", "", "6月底前"),
    ],
)
def test_a_task_is_not_called_by_its_limit_alone(title, text, called):
    draft = review.new_draft({"tasks": [{"title": title, "text": text}]}, Words())
    assert draft["tasks"][0]["title"] == called

"""A notice composed from a campaign, read as any other circular is, gives the same campaign: over many made at random."""

import random
from datetime import date, timedelta

import pytest

from campaigns.enums import DeadlineKind, Every
from campaigns.models import GroupMember, Phase, Task, TaskUnit
from campaigns.services import circulars, composing
from tests import factories

SEASONS, MATTERS = ["冬季", "夏季", "岁末年初", "汛期"], ["取暖安全", "消防安全", "燃气安全", "危化品安全", "建筑施工安全"]
ENDS = ["专项整治行动", "百日攻坚行动", "集中整治", "隐患排查治理"]
PHASES = ["动员部署阶段", "自查自改阶段", "排查整治阶段", "督导检查阶段", "巩固提升阶段"]
DONE = ["召开动员会，明确分工", "对照清单逐项自查", "逐户逐企排查，建立台账", "总结经验，健全长效机制"]
ACTS, THINGS = (
    ["开展", "落实", "加强", "推进"],
    ["取暖用火隐患排查", "企业主体责任", "燃气经营场所检查", "从业人员培训", "应急演练"],
)
MORE = ["逐户登记造册，不漏一户。", "发现隐患立即整改，限期销号。", "做到底数清、情况明。", ""]
UNITS = [
    "各村",
    "各站所",
    "市场监督管理所",
    "应急管理办公室",
    "石桥村",
    "柳湾村",
    "派出所",
    "规划建设办公室",
    "各生产经营单位",
]
NAMES = ["闻立秋", "祁远山", "戚小满", "季长河", "鲍国良", "温如春", "柏小禾", "汪守田", "司徒远", "池文"]
POSTS = ["镇党委书记", "镇长", "副镇长", "应急办主任", "派出所所长", "市场监督管理所所长", "石桥村党支部书记"]


def made(town, seed):
    """A campaign with phases, tasks of every kind, units in their roles and a group, none of it the same twice."""
    pick = random.Random(seed)
    starts_on = date(2026, pick.randint(1, 11), pick.randint(1, 28))
    name = pick.choice(SEASONS) + pick.choice(MATTERS) + pick.choice(ENDS)
    campaign = factories.campaign(
        town, name=name, goal=pick.choice(["", "坚决防范遏制各类事故。"]), state="draft", starts_on=starts_on,
        ends_on=starts_on + timedelta(days=pick.randint(60, 180)),
    )  # fmt: skip
    _phases(campaign, pick)
    for number in range(pick.randint(1, 14)):
        _task(campaign, pick, number)
    _group(campaign, pick)
    return campaign


def _phases(campaign, pick):
    count, day = pick.choice([0, 2, 3, 4]), campaign.starts_on
    for number, name in enumerate(sorted(pick.sample(PHASES, count), key=PHASES.index), 1):
        last = campaign.ends_on if number == count else day + timedelta(days=pick.randint(5, 14))
        Phase.objects.create(
            campaign=campaign, order=number, name=name, starts_on=day, ends_on=last, text=pick.choice(DONE) + "。"
        )
        day = last + timedelta(days=1)


def _task(campaign, pick, number):
    kind = pick.choice([DeadlineKind.DATE, DeadlineKind.RECURRING, DeadlineKind.STANDING])
    limit = {
        DeadlineKind.DATE: {"due_on": campaign.starts_on + timedelta(days=pick.randint(10, 60))},
        DeadlineKind.RECURRING: {"every": pick.choice(Every.values), "times": pick.choice([1, 1, 2, 3])},
        DeadlineKind.STANDING: {"every": Every.QUARTER},
    }[kind]
    title = f"{pick.choice(ACTS)}{pick.choice(THINGS)}"
    task = Task.objects.create(
        campaign=campaign, order=number, title=title, text=pick.choice(MORE), deadline_kind=kind, settled=True, **limit
    )
    names = pick.sample(UNITS, pick.randint(1, 4))
    split = pick.choice([len(names), 1])
    for at, name in enumerate(names):
        TaskUnit.objects.create(task=task, name=name, role="lead" if at < split else pick.choice(["joint", "supervise"]))


def _group(campaign, pick):
    people = pick.sample(NAMES, pick.choice([0, 3, 6, 9]))
    for number, name in enumerate(people):
        role = "组长" if number == 0 else "副组长" if number < 3 else "成员"
        GroupMember.objects.create(campaign=campaign, order=number, role=role, name=name, post=pick.choice(POSTS))


def issued(campaign):
    """The whole text as it goes out: number, addressees, letter, signature, scheme."""
    title, body = composing.notice(campaign)
    letter, scheme = body.split(f"\n{composing.BREAK}\n")
    town = f"{campaign.township}人民政府"
    return f"{title}\n云政发〔2026〕9号\n各村、各站所：\n{letter}\n{town}\n2026年1月1日\n{scheme}\n"


def told(campaign):
    """Everything of a campaign that its notice says, as plain values."""
    tasks = campaign.tasks.filter(dropped=False).prefetch_related("units")
    return {
        "campaign": (campaign.name, campaign.starts_on, campaign.ends_on),
        "phases": [(row.name, row.starts_on, row.ends_on) for row in campaign.phases.all()],
        "tasks": [(row.title, row.deadline_kind, row.due_on, row.every, row.times) for row in tasks],
        "units": [sorted((unit.role, unit.name) for unit in row.units.all()) for row in tasks],
        "members": [(row.role, row.name, row.post) for row in campaign.members.filter(left_on=None)],
    }


def read_back(w, campaign):
    row = circulars.add_circular(text=issued(campaign), source_name="", by=w.officer)
    return circulars.create_campaign(circular=row, by=w.officer), row


@pytest.mark.parametrize("seed", range(60))
def test_what_is_written_reads_back_as_the_same_campaign(w, seed):
    campaign = made(w.town, seed)
    again, _ = read_back(w, campaign)
    assert told(again) == told(campaign)


def test_another_date_unit_or_person_would_be_told(w):
    """The comparison sees each kind of difference."""
    campaign = made(w.town, 3)
    said = told(campaign)
    campaign.tasks.update(title="开展别的检查")
    assert told(campaign)["tasks"] != said["tasks"]
    TaskUnit.objects.filter(task__campaign=campaign).update(name="别的单位")
    assert told(campaign)["units"] != said["units"]


@pytest.mark.parametrize("seed", range(0, 60, 4))
def test_a_campaign_that_was_read_is_written_in_the_same_words_again(w, seed):
    campaign = made(w.town, seed)
    campaign.goal = ""  # a reading keeps no goal
    again, _ = read_back(w, campaign)
    assert composing.notice(again) == composing.notice(campaign)


@pytest.mark.parametrize("seed", range(0, 60, 5))
def test_an_old_clerk_has_nothing_to_say_against_it(w, seed):
    _, row = read_back(w, made(w.town, seed))
    doubts = [doubt["message"] for doubt in row.reading["finding_details"]]
    assert doubts == []

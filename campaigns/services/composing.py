"""A campaign in the words of a notice: the covering letter and, behind it, the scheme it issues.

The sentence patterns are those the reader of circulars knows, so that the notice read back gives the same campaign.
"""

import re

from circulars.layout import cn_date

from ..enums import DeadlineKind, UnitRole

ORDINALS = "一二三四五六七八九十"
BREAK = "———"  # the scheme begins a page of its own
WORDS = {UnitRole.LEAD: "牵头单位", UnitRole.JOINT: "配合单位", UnitRole.SUPERVISE: "督促单位"}
TAIL = re.compile(r"[（(]?(?:(?:责任|牵头|配合|督促)单位|完成时限)[:：].*$", re.S)


def notice(campaign):
    """(title, body) of the notice that issues the campaign's scheme."""
    scheme = f"{campaign.name}实施方案"
    title = f"{campaign.township}人民政府关于印发《{scheme}》的通知"
    return title, "\n".join([_cover(scheme), BREAK, scheme, *_scheme(campaign)])


def _cover(scheme):
    return f"现将《{scheme}》印发给你们，请结合实际认真贯彻落实。"


def _scheme(campaign):
    yield f"为扎实开展{campaign.name}，结合我镇实际，制定本方案。".replace("我镇", f"我{campaign.township.name[-1]}")
    parts = [
        ("工作目标", [campaign.goal] if campaign.goal else []),
        ("时间安排", list(_times(campaign))),
        ("重点任务", list(_tasks(campaign))),
        ("组织领导", list(_group(campaign))),
    ]
    for ordinal, (heading, rows) in zip(ORDINALS, [part for part in parts if part[1]], strict=False):
        yield f"{ordinal}、{heading}"
        yield from rows


def _times(campaign):
    phases = list(campaign.phases.all())
    staged = f"，分{_count(len(phases))}个阶段进行" if phases else ""
    if campaign.ends_on:
        yield f"从{cn_date(campaign.starts_on)}起至{cn_date(campaign.ends_on)}止{staged}。"
    else:
        yield f"从{cn_date(campaign.starts_on)}开始{staged}。"
    for number, phase in enumerate(phases, 1):
        ends = [cn_date(day) for day in (phase.starts_on, phase.ends_on) if day]
        when = f"（{'至'.join(ends)}）" if ends else ""
        yield f"（{_count(number)}）{phase.name}{when}。{_ended(phase.text)}"


def _count(number):
    """Numbers to 99 as headings write them."""
    tens, ones = divmod(number, 10)
    return f"{ORDINALS[tens - 1] if tens > 1 else ''}{'十' if tens else ''}{ORDINALS[ones - 1] if ones else ''}"


def _ended(text):
    text = "".join(text.split("\n")).strip()
    return text if not text or text[-1] in "。！？" else f"{text.rstrip('；;，,、')}。"


def _tasks(campaign):
    tasks = campaign.tasks.filter(dropped=False).prefetch_related("units")
    for number, task in enumerate(tasks, 1):
        tail = "；".join(filter(None, [*_units(task), limit_of(task)]))
        yield f"{number}.{task.title.rstrip('。')}。{_ended(_own_text(task))}{tail and f'（{tail}）'}"


def _own_text(task):
    """What the task says besides title, units and limit, which the words it was read from bear too."""
    return TAIL.sub("", task.text.removeprefix(task.title)).lstrip("。：: ")


def _units(task):
    """责任单位：…, or each role by its own word where others than the leading units are named."""
    groups = {role: [unit.name for unit in task.units.all() if unit.role == role] for role in WORDS}
    if not groups[UnitRole.JOINT] and not groups[UnitRole.SUPERVISE]:
        return [f"责任单位：{'、'.join(groups[UnitRole.LEAD])}"] if groups[UnitRole.LEAD] else []
    return [f"{WORDS[role]}：{'、'.join(names)}" for role, names in groups.items() if names]


def limit_of(task):
    """完成时限：… as the kind of deadline is written; "" where there is none."""
    if task.deadline_kind == DeadlineKind.DATE:
        return f"完成时限：{cn_date(task.due_on)}前"
    if task.deadline_kind == DeadlineKind.RECURRING:
        return f"完成时限：{task.get_every_display()}至少{_times_word(task.times)}次"
    if task.deadline_kind == DeadlineKind.STANDING:
        return "完成时限：长期坚持"
    return f"完成时限：{task.deadline_raw}" if task.deadline_raw else ""


def _times_word(times):
    return "两" if times == 2 else _count(times)


def _group(campaign):
    members = [member for member in campaign.members.all() if not member.left_on]
    if not members:
        return
    yield f"成立{campaign.name}领导小组，统筹推进各项工作。"
    role = None
    for member in members:
        yield f"{'' if member.role == role else member.role + '：'}{member.name}　{member.post}".strip("　")
        role = member.role

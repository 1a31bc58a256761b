"""The draft of a campaign under review: made from a reading, edited item by item, kept as plain data in the circular.

Every item (phase, task, member) has an id ("t3") that also names its words in the source, and a version of its own,
so that two officers may edit different items at the same time.
"""

import re

from circulars.units import canonical
from core.errors import Refused, Stale

from .enums import DeadlineKind, Every

KINDS = {"phases": "p", "tasks": "t", "members": "m"}
_PAPER_WORDS = re.compile(r"^关于(?:印发|开展|做好)?《?|》?(?:的通知)?$|(?:实施|工作|活动)?方案》?(?:的通知)?$")
LABELS = {"head": "基本情况", "phases": "阶段", "tasks": "任务", "members": "领导小组成员"}


def new_draft(reading, dictionary):
    """A draft from a reading's JSON; `dictionary.meaning(name)` proposes what the units' names mean."""
    draft = {"head": _head(reading), "phases": [], "tasks": [], "members": [], "names": {}, "handled": [], "next": 0}
    for phase in reading.get("phases", []):
        add(
            draft,
            "phases",
            {key: phase.get(key) or "" for key in ("name", "starts_on", "ends_on", "text")},
            phase.get("span"),
        )
    for task in reading.get("tasks", []):
        add(draft, "tasks", _task(draft, task), task.get("span"))
    for member in reading.get("members", []):
        add(draft, "members", {key: member.get(key) or "" for key in ("role", "name", "post")}, member.get("span"))
    know_names(draft, dictionary)
    return draft


def _head(reading):
    period = reading.get("period") or {}
    name = campaign_name(reading.get("scheme_title") or reading.get("title") or "")
    return {
        "id": "head",
        "v": 1,
        "name": name[:120],
        "goal": "",
        "doc_number": (reading.get("doc_number") or "")[:60],
        "starts_on": period.get("starts_on") or reading.get("issued_on") or "",
        "ends_on": period.get("ends_on") or "",
    }


def campaign_name(title):
    """What a campaign is called after its paper: 关于印发《…实施方案》的通知 → …"""
    inner = re.search(r"《(.+)》", title)
    return _PAPER_WORDS.sub("", inner.group(1) if inner else title).strip().removesuffix("的") or title


def _task(draft, task):
    limit = task.get("deadline") or {}
    cadence = next((c for c in task.get("cadences", []) if c.get("every")), {})
    kind, due_on, every = _deadline(limit, cadence)
    return {
        "number": (task.get("number") or "")[:20],
        "section": (task.get("section") or "")[:80],
        "title": _called(task)[:120],
        "text": task.get("text") or "",
        "kind": kind,
        "due_on": due_on,
        "every": every,
        "raw": (limit.get("raw") or cadence.get("raw") or "")[:120],
        "times": limit.get("times") or cadence.get("times") or 1,
        "settled": False,
        "evidence": False,
        "dropped": False,
        "reason": "",
        "phase": _phase_at(draft, task.get("span"), due_on),
        "units": [
            {"name": unit["name"], "role": unit.get("role", "lead"), "span": unit.get("span")}
            for unit in task.get("unit_details", [])
        ],
        "limit_span": limit.get("span"),
    }


_ONLY_WHEN = re.compile(r"^(?:20\d\d年)?[\d一二三四五六七八九十]*[月季度年上下半旬日底末前]*(?:之前|前|起|内)$")


def _called(task):
    """An item called by its first clause, 6月底前, is called by what is to be done then."""
    title, text = task.get("title") or "", task.get("text") or ""
    if not _ONLY_WHEN.match(title):
        return title
    return re.split(r"[。；;\n（(]", text, maxsplit=1)[0] or title


def _deadline(limit, cadence):
    """(kind, due_on, every): a date stands; a cadence beats 长期坚持; 长期坚持 alone is proposed as quarterly evidence."""
    kind, every = limit.get("kind", ""), limit.get("every") or cadence.get("every") or ""
    if kind == DeadlineKind.DATE and limit.get("due_on"):
        return kind, limit["due_on"], ""
    if every in Every.values:
        return DeadlineKind.RECURRING.value, "", every
    if kind == DeadlineKind.STANDING:
        return kind, "", Every.QUARTER.value
    return (kind if kind in (DeadlineKind.RELATIVE, DeadlineKind.CONDITIONAL) else DeadlineKind.VAGUE.value), "", ""


def _phase_at(draft, span, due_on):
    """The phase whose words hold the task's, else (as a proposal) the first one in which it falls due."""
    inside = (p for p in draft["phases"] if span and p["span"] and p["span"][0] <= span[0] and span[1] <= p["span"][1])
    during = (p for p in draft["phases"] if due_on and (p["starts_on"] or due_on) <= due_on <= (p["ends_on"] or ""))
    return next((phase["id"] for phase in [*inside, *during]), "")


def know_names(draft, dictionary):
    """Propose a meaning for every unit name that has none yet."""
    for task in draft["tasks"]:
        for unit in task["units"]:
            plain = canonical(unit["name"])
            draft["names"][plain] = draft["names"].get(plain) or dictionary.meaning(unit["name"])


def add(draft, kind, values, span=None):
    """A new item at the end; returns it."""
    draft["next"] += 1
    item = {"id": f"{KINDS[kind]}{draft['next']}", "v": 1, "span": span, **values}
    draft[kind].append(item)
    return item


def item_of(draft, kind, item_id):
    """One item; Refused when somebody removed it meanwhile."""
    if kind == "head":
        return draft["head"]
    found = next((item for item in draft[kind] if item["id"] == item_id), None)
    if found is None:
        raise Refused("这一项已被移除，请刷新页面")
    return found


def update(draft, kind, item_id, values, version):
    """Write a form's values into an item unless somebody else wrote meanwhile."""
    item = item_of(draft, kind, item_id)
    if version != item["v"]:
        raise Stale("这一项刚被别人改过")
    item.update(values)
    item["v"] += 1
    return item


def remove(draft, kind, item_id):
    """Take an item out; the last one taken is kept, with the tasks of a phase, so that it can come back."""
    item = item_of(draft, kind, item_id)
    tasks = [task for task in draft["tasks"] if task["phase"] == item_id]
    at = draft[kind].index(item)
    draft[kind].remove(item)
    for task in tasks:
        task["phase"] = ""
    draft["removed"] = {"kind": kind, "at": at, "item": item, "tasks": [task["id"] for task in tasks]}


def restore(draft, kind, item_id):
    """Put back where it stood what was removed last."""
    removed = draft.get("removed")
    if not removed or removed["kind"] != kind or removed["item"]["id"] != item_id:
        raise Refused("只能恢复最近移除的一项，请重新添加")
    draft[kind].insert(removed["at"], removed["item"])
    for task in draft["tasks"]:
        if task["id"] in removed["tasks"] and not task["phase"]:
            task["phase"] = item_id
    draft["removed"] = None


def move(draft, kind, item_id, step):
    """One place up (-1) or down (+1); at the end nothing moves."""
    rows = draft[kind]
    at = rows.index(item_of(draft, kind, item_id))
    to = min(max(at + step, 0), len(rows) - 1)
    rows.insert(to, rows.pop(at))


def settle_standing(draft):
    """Confirm the proposed cadence of every standing duty at once; returns how many."""
    waiting = [task for task in draft["tasks"] if task["kind"] == DeadlineKind.STANDING and open_question(task)]
    for task in waiting:
        task["settled"], task["v"] = True, task["v"] + 1
    return len(waiting)


def toggle_handled(draft, number):
    """Mark a doubt as handled, or open again."""
    handled = set(draft["handled"])
    draft["handled"] = sorted(handled ^ {number})


def open_question(task):
    """What must still be decided about a task's deadline, in words; "" when settled."""
    if task["dropped"] or task["settled"]:
        return ""
    if task["kind"] == DeadlineKind.DATE:
        return "" if task["due_on"] else "要填完成期限"
    if task["kind"] == DeadlineKind.RECURRING:
        return "" if task["every"] else "要选频次"
    if task["kind"] == DeadlineKind.STANDING:
        return "“长期坚持”：建议每季度报一次，请确认"
    return "期限不明，请填日期或频次"


def unknown_names(draft):
    """Names of units in use whose meaning nobody has said."""
    used = {canonical(unit["name"]) for task in draft["tasks"] if not task["dropped"] for unit in task["units"]}
    return [name for name, key in draft["names"].items() if not key and name in used]


def obstacles(draft):
    """Why no campaign can be made of the draft yet."""
    found = [] if draft["head"]["name"] else ["还没有填名称"]
    return found if draft["head"]["starts_on"] else [*found, "还没有填开始日期"]


def summary(draft):
    """Counts for the bar above the items."""
    tasks = [task for task in draft["tasks"] if not task["dropped"]]
    return {
        "tasks": len(tasks),
        "dropped": len(draft["tasks"]) - len(tasks),
        "phases": len(draft["phases"]),
        "members": len(draft["members"]),
        "open": sum(bool(open_question(task)) for task in tasks),
        "unitless": sum(not task["units"] for task in tasks),
        "unknown": len(unknown_names(draft)),
        "standing": sum(t["kind"] == DeadlineKind.STANDING and bool(open_question(t)) for t in tasks),
        "obstacles": obstacles(draft),
    }


def settle(draft, item_id):
    """Confirm the proposed cadence of one standing duty."""
    task = item_of(draft, "tasks", item_id)
    if task["kind"] == DeadlineKind.STANDING:
        task["settled"], task["v"] = True, task["v"] + 1


def blank_task():
    """A task that stands in no text."""
    return {
        "number": "",
        "section": "",
        "title": "新任务",
        "text": "",
        "kind": DeadlineKind.VAGUE.value,
        "due_on": "",
        "every": "",
        "raw": "",
        "times": 1,
        "settled": False,
        "evidence": False,
        "dropped": False,
        "reason": "",
        "phase": "",
        "units": [],
        "limit_span": None,
    }

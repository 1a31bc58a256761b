"""What the demonstration's hazards have beside their state: clauses, reports of major ones, acceptances, recurrences."""

from datetime import timedelta

from .enums import HazardState, ReportTo
from .models import Acceptance, AsAccident, Clause, ClauseUse, Control, HazardLog, MajorReport
from .services.recurrence import likeness

SIX_PARTS = {
    "goals": "期限内消除隐患，经现场验收合格后恢复使用",
    "materials": "按清单备齐更换的部件和应急器材，专人保管",
    "bodies": "成立治理小组，主要负责人任组长，安全管理员负责现场",
    "safety": "治理期间停用相关设备，设警戒线，专人看守",
}
NEAR = 0.1  # share of common pairs of characters from which a clause fits the words
KINDS = ("stop-part", "evacuate", "shut")


def clause_of(story):
    """The clause of the trade, in force on the day found, whose words are nearest; None where none is near."""
    row = story.hazard
    if not hasattr(story.demo, "clauses"):
        story.demo.clauses = {}
    if row.sector_id not in story.demo.clauses:
        rows = Clause.objects.filter(standard__sector=row.sector_id, standard__township=None).select_related("standard")
        story.demo.clauses[row.sector_id] = list(rows)
    held = [clause for clause in story.demo.clauses[row.sector_id] if clause.standard.holds_on(row.found_on)]
    rated = [(likeness(row.description, clause.text), -clause.pk, clause) for clause in held]
    near, _, clause = max(rated, default=(0, 0, None))
    return clause if near >= NEAR else None


def judge(story):
    """Judge a major hazard by a clause; returns the basis in words."""
    clause = clause_of(story)
    if clause is None:
        return "对照本行业重大事故隐患判定标准"
    story.beside.append(
        ClauseUse(
            hazard=story.hazard, clause=clause, cite=clause.cite, text=clause.text, by=story.judge, at=story.moments[-1]
        )
    )
    return clause.cite


def report(story):
    """The double report of a major hazard, the day its plan is handed in."""
    row, at = story.hazard, story.moments[-1]
    office = str(row.office or "应急管理办公室")
    halves = [(ReportTo.DEPARTMENT, office, "书面报告")]
    if row.enterprise_id:
        halves.append((ReportTo.CONGRESS, "职工代表大会", "职工代表大会"))
    for to, receiver, means in halves:
        story.beside.append(
            MajorReport(
                hazard=row, to=to, receiver=receiver, held_at=at, reporter=row.responsible, means=means,
                receipt=f"收{at:%m%d}号", by=story.unit, at=at,
            )
        )  # fmt: skip
        story.note_line(f"report_{to}", ReportTo(to).label, story.unit, f"{receiver}，{means}。")


def acceptance(story, passed, note=""):
    row, major = story.hazard, story.major
    story.beside.append(
        Acceptance(
            hazard=row, passed=passed, on_site=major, held_at=story.moments[-1], place=row.location if major else "",
            people=f"{story.judge.name}、{story.cadre.name}" if major else story.judge.name, note=note, by=story.judge,
        )
    )  # fmt: skip


def stop_work(story):
    """Work stopped where a major hazard is still being mended."""
    story.beside.append(
        Control(
            hazard=story.hazard, kind=KINDS[story.hazard.found_on.day % 3],
            scope=f"{story.hazard.location}及相邻作业点", begun_at=story.moments[-1], by=story.judge,
        )
    )  # fmt: skip
    story.note_line("impose", "停产撤人措施", story.judge, story.hazard.location)


def link(stories):
    """Link what came back in the same unit in the same words after it was closed; the rows changed."""
    firsts, changed = {}, []
    for story in stories:
        row = story.hazard
        key = (row.enterprise_id, row.village_id, row.description)
        first = firsts.setdefault(key, row)
        if first is row or first.state != HazardState.CLOSED or first.closed_at > story.moments[0]:
            continue
        row.first = first
        row.occurrence = 2 + sum(other.first is first for other in changed)
        note = f"与 {first.number} 同类，第 {row.occurrence} 次发现"
        line = {"action": "recur", "action_label": "标记复发", "from_state": story.start, "to_state": story.start}
        seen = {"actor": story.judge, "actor_title": story.judge.title, "at": story.moments[0]}
        story.lines.insert(1, HazardLog(subject=row, note=note, **line, **seen))
        row.version += 1
        changed.append(row)
    return changed


def keep(stories):
    """Write all rows kept beside the hazards, one statement a table."""
    rows = [row for story in stories for row in story.beside]
    for model in (ClauseUse, MajorReport, Acceptance, Control):
        model.objects.bulk_create([row for row in rows if isinstance(row, model)])
    _one_as_accident(stories)


def _one_as_accident(stories):
    """The newest major hazard that somebody else found and that is being mended."""
    fitting = [
        story
        for story in stories
        if story.major and story.hazard.source in ("inspection", "tip") and story.hazard.state == HazardState.RECTIFYING
    ]
    for story in fitting[-1:]:
        AsAccident.objects.create(
            hazard=story.hazard, facts="检查时查实，单位隐患清单和上月自查表均未列入",
            measures="比照事故组织调查，停用相关场所，限期治理", duty="约谈主要负责人，列入重点检查名单",
            by=story.judge, at=story.moments[-1] + timedelta(minutes=30),
        )  # fmt: skip

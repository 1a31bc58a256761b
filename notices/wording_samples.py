"""An invented paper of each kind, to see how its standing sentences print. Days follow the day of looking."""

from datetime import timedelta

from core import clock

from .enums import PaperKind
from .kinds import KINDS
from .models import Paper

UNIT = "某某公司"
BODY = "一、事项\n这里是正文。\n二、要求\n这里是正文。"
CONTENTS = {
    "circular": {"body": f"各村，各站所：\n{BODY}"},
    "issuing": {"scheme_title": "冬季消防安全整治工作方案", "scheme": BODY},
    "bulletin": {"body": f"各村，各站所：\n{BODY}"},
    "request": {"to": "县人民政府", "body": BODY},
    "account": {"to": "县人民政府", "body": BODY},
    "letter": {"to": "县应急管理局", "body": "这里是正文。"},
    "minutes": {"mark": "某某镇会议纪要", "where": "二楼会议室", "chair": "某某", "body": BODY, "present": "某某、某某"},
    "order": {"hazards": "一车间：配电箱前堆放木料\n仓库：安全出口上锁", "inspectors": "某某、某某"},
    "urging": {"unit": UNIT},
    "listing": {"matters": "仓库与宿舍连通，没有分隔", "asked": "搬出住宿人员，砌筑防火分隔。", "supervisor": "镇应急管理办公室"},
    "tip": {"matters": "低温冻裂管线", "advice": "停用设备放空存水"},
    "talk": {"person": "某某（主要负责人）", "reason": "重大事故隐患逾期未整改", "time": "09:30", "where": "二楼会议室"},
    "recheck": {"findings": "安全出口已打开", "verdict": "全部整改合格", "inspectors": "某某、某某"},
    "transfer": {"to": "县公安局", "matter": "一农户无证储存烟花", "facts": "现场存放十箱。", "materials": "现场照片3张"},
    "report": {"to": "县应急管理局", "inspectors": "某某、某某", "body": BODY},
    "slip": {"about": "《关于开展检查的通知》", "asked": "联络人"},
    "inspection": {
        "unit": UNIT, "place": "一车间", "begun": "09:00", "ended": "10:30", "principal": "某某（厂长）",
        "inspectors": "某某 YX0001\n某某 YX0002", "found": "安全出口上锁", "opinions": "责令限期整改。",
    },
    "interview": {
        "place": "村委会", "begun": "09:00", "ended": "10:00", "askers": "某某、某某", "recorder": "某某", "person": "某某",
        "told": "听清楚了。", "talk": "问：请说说当时的情况。\n答：当时我在一车间。",
    },
}  # fmt: skip


def sample(kind, *, town, issuer, texts):
    """A paper of the kind, never saved, that says `texts`."""
    today, ahead = clock.today().isoformat(), (clock.today() + timedelta(days=15)).isoformat()
    content = dict(CONTENTS[kind])
    if kind == PaperKind.URGING:
        content |= {"tasks": [["报送台账", today]]}
    days = {"due_on": ahead, "reply_by": ahead, "day": ahead, "held_on": today, "checked_on": today, "found_on": today}
    content |= {name: value for name, value in days.items() if _asks(kind, name)}
    row = KINDS[kind]
    title = row.title or (
        f"关于印发《{content['scheme_title']}》的通知" if kind == PaperKind.ISSUING else f"关于某项工作的{row.label}"
    )
    return Paper(
        kind=kind, township=town, issuer=issuer, title=title, content=content,
        wording={"number": 0, "texts": texts},
    )  # fmt: skip


def _asks(kind, name):
    form = KINDS[kind].form
    return name in form.base_fields if form else name == "due_on"

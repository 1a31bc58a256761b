"""The checklists every installation starts with, in the project's own words. A township copies them to change them."""

from django.db import transaction
from django.db.models import Max

from core import clock

from .enums import Audience, BadAnswer, ItemKind, LeadsTo
from .library import load_library
from .models import Checklist, ChecklistVersion, Item

# three questions asked of every unit; "yes" opens a confidential lead. The name is shown in messages and says nothing.
THREE_QUESTIONS = (
    "2012年11月以来，有没有人在你单位（本村）干活、值班或者上下班接送途中因事故去世？包括临时工、外包人员和实习学生。",
    "2012年11月以来，有没有因干活出事去世的情况私下赔钱了结，或者晚报、没有报？",
    "你是否知道别的单位、工地或个人有过因干活出事去世而没有报的情况？",
)
QUESTION_HELP = (
    "答“是”的，请在说明里写清时间、地点、人员和处理经过。",
    "答“是”的，请写清什么时候、怎么处理的、谁经手。",
    "答“是”的，请写清你知道的单位、时间和人。填写内容保密。",
)
FIRE_AND_GAS = (
    ("消防通道", "门前和院内的消防车通道没有堆物、没有停车", "看大门口、院内主路和楼梯口"),
    ("消防通道", "疏散出口、安全门随时能从里面打开，没有上锁", "逐个推一推"),
    ("消防通道", "楼梯间、走廊没有堆放杂物和电动车", ""),
    ("消防器材", "灭火器数量够、压力指针在绿区、没有过期", "看压力表和瓶身日期"),
    ("消防器材", "消火栓或水缸、水桶有水能用，水带没有破损", "打开看一看"),
    ("消防器材", "应急照明灯和出口指示灯断电后能亮", "按一下测试钮"),
    ("用电", "电线没有乱拉乱接、没有裸露，插座没有发黑发烫", ""),
    ("用电", "配电箱周围半米内没有堆放可燃物，漏电保护器按下能跳闸", "按一下试验钮"),
    ("用电", "电动车、电瓶没有放在屋内和通道里充电", ""),
    ("用电", "取暖器、烤火炉离开可燃物一米以上，人走断电断火", ""),
    ("燃气", "用气的屋子装了可燃气体报警器，按测试钮能响", "不用气选“不适用”"),
    ("燃气", "液化气瓶没有放在地下室、卧室和密闭的屋子里", "不用气选“不适用”"),
    ("燃气", "连接软管没有老化开裂，不超过两米，没有穿墙穿门", "不用气选“不适用”"),
    ("燃气", "气瓶从持证的供应站购买，瓶身有检验标记，没有过期", "不用气选“不适用”"),
)


def load_checklists():
    """Shipped once; a list that is there stays as it is until its release grows."""
    _load("three-questions", "用工情况三项核实", Audience.BOTH, True, _questions(), release=3)
    _load("fire-and-gas", "消防和燃气安全自查表", Audience.BOTH, False, _fire_and_gas())
    load_library()


def _questions():
    leads = (LeadsTo.LEAD, LeadsTo.LEAD, LeadsTo.OTHERS)
    for text, help_text, leads_to in zip(THREE_QUESTIONS, QUESTION_HELP, leads, strict=True):
        yield {
            "group": "三项核实", "text": text, "help": help_text, "bad_answer": BadAnswer.YES, "photo_when_bad": False,
            "leads_to": leads_to,
        }  # fmt: skip


def _fire_and_gas():
    for group, text, help_text in FIRE_AND_GAS:
        yield {"group": group, "text": text, "help": help_text}
    yield _record("在岗（常住）人数", ItemKind.NUMBER, "只填数字")
    yield _record("今天检查的人和陪同人", ItemKind.TEXT, "写姓名")


def _record(text, kind, help_text):
    return {
        "group": "检查记录", "text": text, "help": help_text, "kind": kind, "bad_answer": BadAnswer.NEVER,
        "photo_when_bad": False, "leads_to": LeadsTo.NOTHING,
    }  # fmt: skip


@transaction.atomic
def _load(key, name, audience, confidential, items, release=1):
    defaults = {"name": name, "audience": audience, "confidential": confidential, "release": release}
    row, fresh = Checklist.objects.get_or_create(key=key, defaults=defaults)
    if fresh or row.release < release:
        Checklist.objects.filter(pk=row.pk).update(release=release)
        number = (row.versions.aggregate(last=Max("number"))["last"] or 0) + 1
        version = ChecklistVersion.objects.create(checklist=row, number=number, published_at=clock.now())
        Item.objects.bulk_create(Item(version=version, order=n, **values) for n, values in enumerate(items, 1))

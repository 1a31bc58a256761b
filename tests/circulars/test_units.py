"""Many spellings, one unit."""

import pytest

from circulars import read
from circulars.units import canonical, is_unit, kind_of

ONE_UNIT = {
    "各村": ["各行政村", "全镇各村", "本乡各村", "各村委会", "各村民委员会", "各村党支部", "各村“两委”", "辖区各村"],
    "各村(社区)": ["各村（社区）", "各村居", "各村（居）", "村（居）委会", "各村（居、社区）"],
    "各站所": ["各站办所", "各站（所）", "镇直各部门", "镇属各单位", "乡直各单位"],
    "负有安全监管职责的站所": ["镇负有安全监管职责的站所", "各负有安全监管职责的站所", "负有安全生产监督管理职责的站办所"],
    "各生产经营单位": ["各企业", "辖区企业", "全镇各类企业", "企业主要负责人"],
    "镇政府": ["在镇政府", "镇人民政府", "本镇人民政府"],
    "乡政府": ["乡 政府", "乡人民政府"],
    "镇党委": ["中共镇委", "镇党委会"],
    "镇纪委": ["镇纪委监委", "镇纪检监察组"],
    "街道办事处": ["街道办"],
    "应急办": [
        "镇应急办",
        "镇应急管理办公室",
        "应急管理站",
        "安监站",
        "云溪镇应急管理办公室",
        "街道应急管理科",
        "应急管理所",
    ],
    "安委办": ["镇安委办", "镇安委会办公室", "镇安全生产委员会办公室"],
    "派出所": ["镇派出所", "公安派出所", "云溪镇派出所"],
    "市场监管所": ["市场监督管理所", "镇市监所"],
    "自然资源所": ["国土所", "镇国土资源所"],
    "综合行政执法队": ["综合执法队", "镇综合行政执法大队"],
    "农业综合服务中心": ["农业服务中心", "镇农业综合服务中心"],
    "规划建设办": ["规划建设办公室", "镇规划建设办"],
    "中心校": ["镇中心校", "中心学校"],
    "石桥村": ["石桥村委会", "石桥村村民委员会", "石桥村民委员会", "石桥村党支部", "石桥村两委"],
    "县应急局": ["县应急管理局"],
    "县住建局": ["县住房和城乡建设局"],
}


@pytest.mark.parametrize(
    ("spelling", "same"), [(s, name) for name, spellings in ONE_UNIT.items() for s in [name, *spellings]]
)
def test_spellings_become_one(spelling, same):
    assert canonical(spelling) == same


@pytest.mark.parametrize("name", ["村镇建设办", "城镇建设办", "石塘村", "沿河各村", "相关村", "领导小组办公室", "县公安局"])
def test_names_that_are_no_other_spelling_stay_as_they_are(name):
    assert canonical(name) == name


def test_the_normal_form_is_stable():
    for name in ONE_UNIT:
        assert canonical(canonical(name)) == canonical(name)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("各村", "villages"),
        ("各行政村", "villages"),
        ("村（居）委会", "villages"),
        ("各村“两委”", "villages"),
        ("各站所", "offices"),
        ("镇级相关部门", "offices"),
        ("镇安委会各成员单位", "offices"),
        ("机关各科室", "offices"),
        ("负有安全监管职责的站所", "safety-offices"),
        ("有监管职责的站所", "safety-offices"),
        ("各生产经营单位", "enterprises"),
        ("各工贸企业", "enterprises"),
        ("镇域各企业", "enterprises"),
        ("危化企业", "enterprises"),
        ("各建筑施工企业", "enterprises"),
        ("各施工单位", "enterprises"),
        ("各烟花爆竹经营单位", "enterprises"),
        ("高危行业企业", "high-risk"),
        ("各高危企业", "high-risk"),
        ("镇政府", "township-government"),
        ("镇党委政府", "township-government"),
        ("镇党委", "party-committee"),
        ("镇纪委监委", "discipline"),
        ("派出所", "named"),
        ("石桥村", "named"),
        ("沿河各村", "named"),
    ],
)
def test_a_name_tells_whom_it_stands_for(name, kind):
    assert kind_of(name) == kind


def test_words_that_name_no_unit_are_told_apart():
    assert is_unit("供电所")
    assert not is_unit("尽快落实到位")


TASK = (
    "关于检查窑厂的通知\n各村：\n一、任务\n（一）查窑体。逐窑登记造册。{who}\n"
    "（二）查电线。逐户登记。\n柳镇人民政府\n2026年3月2日\n"
)


@pytest.mark.parametrize(
    ("who", "units"),
    [
        (
            "（牵头单位：应急办；配合单位：派出所、各村；督促单位：镇安委办）",
            [("应急办", "lead"), ("派出所", "joint"), ("各村", "joint"), ("镇安委办", "supervise")],
        ),
        ("（应急办牵头，派出所、供电所配合）", [("应急办", "lead"), ("派出所", "joint"), ("供电所", "joint")]),
        ("（责任单位：应急办，配合单位：各村）", [("应急办", "lead"), ("各村", "joint")]),
        ("（应急办、各村）", [("应急办", "lead"), ("各村", "lead")]),
        ("【应急办、各村】", [("应急办", "lead"), ("各村", "lead")]),
        ("由应急办牵头，派出所配合。", [("应急办", "lead"), ("派出所", "joint")]),
        (
            "（应急办牵头，各站所按职责分工负责，镇纪委督促，6月底前完成）",
            [("应急办", "lead"), ("各站所", "joint"), ("镇纪委", "supervise")],
        ),
        ("（责任单位：镇应急办和派出所）", [("镇应急办", "lead"), ("派出所", "lead")]),
        ("（应急办派出所市场监管所）", [("应急办", "lead"), ("派出所", "lead"), ("市场监管所", "lead")]),
        ("（责任单位：镇应急办 派出所）", [("镇应急办", "lead"), ("派出所", "lead")]),
        ("（责任单位：应急办各村）", [("应急办", "lead"), ("各村", "lead")]),
        ("（责任单位：应急办/派出所）", [("应急办", "lead"), ("派出所", "lead")]),
        ("（责任单位：应急办；派出所）", [("应急办", "lead"), ("派出所", "lead")]),
        ("（责任单位：县公安局交警大队）", [("县公安局交警大队", "lead")]),
        ("（责任单位：县住房和城乡建设局）", [("县住房和城乡建设局", "lead")]),
        (
            "（责任单位：各村（社区）、各站所及辖区企业）",
            [("各村（社区）", "lead"), ("各站所", "lead"), ("辖区企业", "lead")],
        ),
        ("（应急办会同派出所、各村负责）", [("应急办", "lead"), ("派出所", "joint"), ("各村", "joint")]),
        ("（牵头：应急办；配合：各村；督导：镇纪委）", [("应急办", "lead"), ("各村", "joint"), ("镇纪委", "supervise")]),
        ("（应急办牵头，派出所配合，各村具体落实）", [("应急办", "lead"), ("派出所", "joint"), ("各村", "joint")]),
    ],
)
def test_roles_are_kept_however_they_are_said(who, units):
    task = read(TASK.format(who=who)).tasks[0]
    assert [(unit.name, unit.role) for unit in task.units] == units


@pytest.mark.parametrize("who", ["（含烟囱、窑门）", "（见下表）", "（重点检查裂缝，做好记录）", "【重点】", "（2024年版）"])
def test_a_bracket_that_names_no_unit_gives_none(who):
    assert read(TASK.format(who=who)).tasks[0].units == []


@pytest.mark.parametrize(
    ("words", "units"),
    [
        ("各村（社区）要逐窑登记。", ["各村（社区）"]),
        ("派出所、供电所应当逐户查看。", ["派出所", "供电所"]),
        ("请应急办于3月底前登记。", []),
        ("各村主要负责人要亲自到场。", []),
        ("窑主要备足沙土。", []),
        ("你镇要逐窑登记。", []),
        ("裂缝必须登记。", []),
    ],
)
def test_where_nobody_is_named_by_label_the_first_sentence_tells_who(words, units):
    text = TASK.format(who="").replace("逐窑登记造册。", words)
    assert [unit.name for unit in read(text).tasks[0].units] == units


def test_in_a_division_of_work_the_heading_names_who():
    text = TASK.format(who="").replace("任务", "任务分工").replace("查窑体", "派出所、各村").replace("查电线", "查看电线")
    assert [[unit.name for unit in task.units] for task in read(text).tasks] == [["派出所", "各村"], []]

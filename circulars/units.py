"""Names of units: many spellings, one unit."""

from __future__ import annotations

import re

_BLANK = re.compile(r"\s+")
_LEAD = re.compile(r"^(?:在(?=镇|乡|各|街道)|由)")
_TAIL = re.compile(r"(?:等(?:相关|有关)?(?:部门|单位|站所)?|主要负责人|负责人|负责|牵头|配合|按职责分工|落实)+$")
_SAFETY = re.compile(r"负有(?:安全生产|安全|行业)?(?:监督管理|监管|安全监管|安全生产监督管理|安全生产监管)+职责")
_OFFICE_WORD = r"(?:站所|站\(所\)|站办所|办\(站所\)|部门|办所|单位|科室|职能部门|机构|行业部门)"
_KINDS = (
    ("safety-offices", re.compile(r"(?:负有|有|具有).{0,14}(?:监管|监督管理).{0,2}职责")),
    (
        "villages",
        re.compile(
            r"^(?:各|全[镇乡]各?|本[镇乡]各?|[镇乡]属?各|辖区内?各?)?(?:行政村|村(?:\((?:社区|居|居、社区)\))?"
            r"|村居|村社区|社区"
            r"|村委会|村民委员会|村党支部|村级|村组|居委会|村委|村两委|居\(村\)委会|村\(居\)民?委员?会|村党组织)$"
        ),
    ),
    (
        "high-risk",
        re.compile(
            r"^(?:各|辖区内?各?|全[镇乡]|有关|相关|本[镇乡])*高(?:危|风险)(?:行业"
            r"|领域)*(?:生产经营单位|企业|单位)$"
        ),
    ),
    (
        "enterprises",
        re.compile(
            r"^(?:各|辖区内?|[镇乡]域|全[镇乡]|有关|相关|重点|本[镇乡])*(?:类|行业领域|重点行业|工贸"
            r"|规上|规模以上|中小|小微|危化品?|矿山|工业|生产|在建)*(?:生产经营建设单位|生产经营单位|生产经营企业|企业|公司|经营单位|经营户|经营主体"
            r"|企事业单位|厂矿)(?:主体)?$"
        ),
    ),
    (
        "enterprises",
        re.compile(
            r"^(?:各|辖区内?|[镇乡]域|全[镇乡]|有关|相关|本[镇乡])+[\u4e00-\u9fff、]{0,12}"
            r"(?:企业|公司|工厂|厂矿|经营户|商户|加油站|工地|(?:生产|经营|施工|建设|运输|使用|储存|销售)单位)$"
        ),
    ),
    ("party-committee", re.compile(r"^(?:[镇乡]|街道|党委|党工委)*(?:党委|党工委|党委会)$|(?:镇|乡)(?:党)?委$")),
    ("discipline", re.compile(r"纪委|纪检|监察|纪工委")),
    ("township-government", re.compile(r"^[镇乡]党委、?(?:[镇乡])?(?:人民)?政府$")),
    ("township-government", re.compile(r"^(?:本)?(?:[镇乡](?:人民)?政府|街道办事处|街道办|政府|人民政府)$")),
    (
        "offices",
        re.compile(
            rf"^(?:[镇乡](?:直|属|级)?|机关|街道)?(?:安委会)?(?:各|相关|有关)*(?:成员|职能|行业主管"
            rf"|行业监管)?{_OFFICE_WORD}$"
        ),
    ),
    (
        "offices",
        re.compile(
            rf"^(?:各|全[镇乡]各?|[镇乡](?:属|直)?各?|有关|相关|街道各|相关职能|行业主管"
            rf"|行业监管)*{_OFFICE_WORD}$|^(?:各|有关|相关)+.{{0,6}}{_OFFICE_WORD}$|^[镇乡]直(?:各)?(?:单位|部门|站所)$"
        ),
    ),
)
_UNIT_END = re.compile(
    r"(?:政府|委|局|办|所|站|中心|部门|单位|企业|村|社区|公司|办公室|委员会|大队|中队|支队|总队|厅|院|校|园区|街道|乡镇|镇|乡|部|科|处|队|会|专班|组|户|业主|机构|县|区|市|旗|场|厂|矿"
    r"|集团|银行|协会|网格|网格员|人员|干部|负责人|班子|店|库|社|段|公安|消防|供电|水利|法院|检察院|商会|分局|家长|两委|主体|\))$"
)


def canonical(name: str) -> str:
    """The normal form of a unit's name: 在镇政府, 镇人民政府, 镇政府 → 镇政府; blanks and titles of duty dropped."""
    bare = _TAIL.sub("", _LEAD.sub("", _BLANK.sub("", name).translate(_WIDTH).strip("。，、；：")))
    safety = _SAFETY.search(bare)
    if safety:
        above = bare.endswith("部门") and not bare.startswith(("镇", "乡"))
        return "负有安全监管职责的" + ("部门" if above else "站所")
    return _same(bare) or _shorter(bare) or name.strip()


def _shorter(bare: str) -> str:
    """Without its own township, in its short form: 云溪镇规划建设办公室 → 规划建设办, 县应急管理局 → 县应急局."""
    for long, short in _LONG:
        bare = bare.replace(long, short)
    village = _OWN_VILLAGE.match(bare)
    if village:
        return village.group("name")
    bare = _OWN_TOWNSHIP.sub("", bare)
    bare = re.sub(r"^(?:镇|乡|街道)(?=安委[会办])", "", bare)
    bare = re.sub(r"(?<=[\u4e00-\u9fff]{2})办公室$", "办", bare) if len(bare) <= 14 and "小组" not in bare else bare
    return _same(bare) or bare


_WIDTH = str.maketrans("（）", "()", "“”\"'‘’")
# 云溪镇林业站 and 镇林业站 are 林业站: inside one township its own name says nothing.
_OWN_TOWNSHIP = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,3})?(?<![城村乡集])(?:镇|乡|街道)(?=[\u4e00-\u9fff()]{2,}(?:办|站"
    r"|所|中心|队|院|校|科|办公室)$)"
)
_OWN_VILLAGE = re.compile(
    r"^(?P<name>(?![各全本有相辖])[\u4e00-\u9fff]{1,5}?(?:村|社区))(?:[村居]?民?委员?会|村委"
    r"|党支部|党总支|两委)$"
)
_LONG = (
    ("应急管理局", "应急局"),
    ("住房和城乡建设局", "住建局"),
    ("住房城乡建设局", "住建局"),
    ("市场监督管理局", "市场监管局"),
    ("自然资源和规划局", "自然资源局"),
    ("交通运输局", "交通局"),
    ("工业和信息化局", "工信局"),
    ("卫生健康局", "卫健局"),
    ("卫生健康委员会", "卫健委"),
    ("发展和改革局", "发改局"),
    ("发展和改革委员会", "发改委"),
    ("文化和旅游局", "文旅局"),
    ("文化广电和旅游局", "文旅局"),
    ("安全生产委员会", "安委会"),
    ("安委会办公室", "安委办"),
    ("综合行政执法局", "综合执法局"),
)
_SAME = (
    (re.compile(r"^(?:本)?([镇乡])(?:人民)?政府$"), r"\1政府"),
    (re.compile(r"^(?:中共)?([镇乡])(?:党委|委|党委会|委员会)$"), r"\1党委"),
    (re.compile(r"^([镇乡])(?:纪委监委|纪委|纪检监察|纪委办|纪检委|监委|纪检监察组|纪检)$"), r"\1纪委"),
    (re.compile(r"^街道(?:办事处|办)$"), "街道办事处"),
    (
        re.compile(
            r"^(?:各|全[镇乡]各?|本[镇乡]各?)?(?:行政村|村|村委会|村民委员会|村委|村级|村两委|村党支部"
            r"|村党组织)$"
        ),
        "各村",
    ),
    (re.compile(r"^辖区内?各?村$"), "各村"),
    (
        re.compile(
            r"^(?:各|全[镇乡]各?)?(?:村\(社区\)|村居|村社区|社区\(村\)|村\(居(?:、社区)?\)|村\(社区、居\)|村\(居\)民?委员?会|村\(居\)委)$"
        ),
        "各村(社区)",
    ),
    (re.compile(r"^(?:各|全[镇乡]各?|[镇乡](?:属|直)?各?|有关|相关)+(?:站所|站\(所\)|站办所|办所)$"), "各站所"),
    (re.compile(r"^(?:[镇乡][直属]各?|各[镇乡][直属])(?:单位|部门)$"), "各站所"),
    (re.compile(r"^(?:各|机关各)(?:科室|办所|部门科室)$"), "各科室"),
    (re.compile(r"^(?:各|有关|相关)+(?:部门|单位|职能部门)$"), "各有关单位"),
    (
        re.compile(
            r"^(?:各|辖区|全[镇乡]|有关|相关|本[镇乡])*(?:类)?(?:生产经营建设单位|生产经营单位|生产经营企业|企业"
            r"|企业主体)$"
        ),
        "各生产经营单位",
    ),
    (re.compile(r"^(?:综合执法|综合行政执法)(?:大队|中队|队)$"), "综合行政执法队"),
    (re.compile(r"^(?:中心校|中心学校)$"), "中心校"),
    (re.compile(r"^农业(?:综合|农村)?服务中心$"), "农业综合服务中心"),
    (re.compile(r"^(?:安监|安全生产监督)办$"), "应急办"),
    (
        re.compile(
            r"^(?:[镇乡]|街道)?(?:应急管理所|应急管理科|应急科|应急管理办公室|应急管理办|应急办|应急管理站|应急站|安监站|安监办|安监所"
            r"|安全生产监督管理站|安办)$"
        ),
        "应急办",
    ),
    (re.compile(r"^(?:[镇乡])?(?:公安)?派出所$"), "派出所"),
    (re.compile(r"^(?:[镇乡])?(?:市场监督管理所|市场监管所|市监所|工商所|工商质监所)$"), "市场监管所"),
    (re.compile(r"^(?:[镇乡])?(?:供电所|电管所|供电站)$"), "供电所"),
    (re.compile(r"^(?:[镇乡])?(?:卫生院|中心卫生院)$"), "卫生院"),
    (re.compile(r"^(?:[镇乡])?(?:自然资源所|国土所|土地所|国土资源所)$"), "自然资源所"),
)


def _same(bare: str) -> str | None:
    return next((pattern.sub(to, bare) for pattern, to in _SAME if pattern.match(bare)), None)


def kind_of(name: str) -> str:
    """villages, offices, safety-offices, enterprises, township-government, party-committee, discipline or named."""
    bare = _LEAD.sub("", _BLANK.sub("", name).translate(_WIDTH))
    for form in (bare, canonical(name)):
        for kind, pattern in _KINDS:
            if pattern.search(form):
                return kind
    return "named"


def is_unit(name: str) -> bool:
    """The words look like a unit's name."""
    bare = canonical(name)
    return kind_of(name) != "named" or bool(_UNIT_END.search(bare))

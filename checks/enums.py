from django.db import models


class Audience(models.TextChoices):
    ENTERPRISES = "enterprises", "企业"
    VILLAGES = "villages", "村"
    BOTH = "both", "企业和村"
    OFFICES = "offices", "站所"


class ItemKind(models.TextChoices):
    YES_NO = "yes-no", "是 / 否 / 不适用"
    NUMBER = "number", "数字"
    TEXT = "text", "文字"


class Reply(models.TextChoices):
    YES = "yes", "是"
    NO = "no", "否"
    NOT_APPLICABLE = "na", "不适用"


class BadAnswer(models.TextChoices):
    """Which answer is the bad one: most items ask "is it in order?", the death items ask "did it happen?"."""

    NO = "no", "答“否”为问题"
    YES = "yes", "答“是”为问题"
    NEVER = "never", "不产生问题"


class LeadsTo(models.TextChoices):
    HAZARD = "hazard", "隐患"
    LEAD = "lead", "涉亡线索"
    OTHERS = "others", "涉亡线索（别的单位）"
    NOTHING = "nothing", "仅记录"


class CheckState(models.TextChoices):
    SENT = "sent", "待自查"
    FILLING = "filling", "填写中"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "已采信"
    CANCELLED = "cancelled", "已取消"


class Topic(models.TextChoices):
    """What a checklist is about, to find it in the library."""

    WORK = "work", "危险作业"
    PLACE = "place", "场所"
    GEAR = "gear", "设备设施"
    TRADE = "trade", "行业"
    DUTY = "duty", "管理"


class Kind(models.TextChoices):
    """Inspections: the five levels and other checks of an enterprise by itself, and those by offices and villages."""

    GROUP = "group", "集团公司季度检查"
    PRINCIPAL = "principal", "主要负责人带队检查"
    DEPUTY = "deputy", "分管负责人旬检查"
    WORKSHOP = "workshop", "机构（车间）周检查"
    TEAM = "team", "班组日检查"
    OWN = "own", "企业自查"
    VILLAGE = "village", "村级检查"
    OFFICE = "office", "站所检查"
    JOINT = "joint", "联合检查"
    UNANNOUNCED = "unannounced", "四不两直暗访"
    EXPERT = "expert", "专家检查"
    SPOT = "spot", "抽查"
    RECHECK = "recheck", "复查"


class Disposal(models.TextChoices):
    """What was ordered on the spot; the papers follow from it."""

    MENDED = "mended", "当场改正"
    LIMIT = "limit", "责令限期整改"
    STOP = "stop", "责令停产停业整顿或停止使用"
    CLOSE = "close", "提请关闭"
    TRANSFER = "transfer", "移送有权部门"


class InspectionState(models.TextChoices):
    OPEN = "open", "检查中"
    SIGNING = "signing", "待签名"
    SIGNED = "signed", "已签名锁定"
    CANCELLED = "cancelled", "已取消"


class Seen(models.TextChoices):
    """What a recheck has seen of a hazard of the visit before."""

    MENDED = "mended", "已改"
    UNMENDED = "unmended", "未改"


class WatchState(models.TextChoices):
    STANDING = "standing", "盯守中"
    LIFTED = "lifted", "已解除"


class AlertState(models.TextChoices):
    DRAFT = "draft", "待推送"
    SENT = "sent", "排查中"
    CLOSED = "closed", "已办结"
    DROPPED = "dropped", "已撤销"


class AccidentKind(models.TextChoices):
    """Kinds of accidents by GB 6441, shortened to what happens in a township."""

    FIRE = "fire", "火灾"
    BLAST = "blast", "爆炸"
    POISON = "poison", "中毒窒息"
    FALL = "fall", "高处坠落"
    COLLAPSE = "collapse", "坍塌"
    OBJECT = "object", "物体打击"
    MACHINE = "machine", "机械伤害"
    LIFTING = "lifting", "起重伤害"
    SHOCK = "shock", "触电"
    VEHICLE = "vehicle", "车辆伤害"
    MINE = "mine", "矿山"
    OTHER = "other", "其他"


class ReturnState(models.TextChoices):
    """抽查反馈: five steps from what was sampled to the answer, and the sampler's word on it."""

    FED = "received", "待责成"
    CHARGED = "planning", "待下文书"
    ORDERED = "rectifying", "整改中"
    MENDED = "reported", "待回报"
    ANSWERED = "submitted", "待采信"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "已采信"
    CANCELLED = "cancelled", "已撤回"


class OpinionState(models.TextChoices):
    DRAFT = "draft", "待签名"
    SIGNED = "signed", "已签名"
    WITHDRAWN = "withdrawn", "已作废"


class Post(models.TextChoices):
    LEAD = "lead", "带队"
    MEMBER = "member", "检查人员"
    EXPERT = "expert", "专家"
    RECORDER = "recorder", "记录人"


class Part(models.TextChoices):
    """Whose signature it is."""

    INSPECTOR = "inspector", "检查人员"
    UNIT = "unit", "被检查单位"
    WITNESS = "witness", "见证人"

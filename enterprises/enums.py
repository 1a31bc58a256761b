from django.db import models


class Scale(models.TextChoices):
    LARGE = "large", "大型"
    MEDIUM = "medium", "中型"
    SMALL = "small", "小型"
    MICRO = "micro", "微型"
    HOUSEHOLD = "household", "个体工商户"


class Special(models.TextChoices):
    """Classes that circulars single out: the nine kinds of small places, and vehicles for people and goods."""

    SCHOOL = "school", "小学校、幼儿园"
    CLINIC = "clinic", "小医院、诊所"
    SHOP = "shop", "小商店"
    EATERY = "eatery", "小餐饮"
    INN = "inn", "小旅馆"
    SHOWS = "shows", "小歌舞娱乐"
    INTERNET = "internet", "小网吧"
    BEAUTY = "beauty", "小美容洗浴"
    WORKSHOP = "workshop", "小生产加工"
    COACH = "coach", "旅游客车"
    LINE = "line", "班线客车"
    DANGEROUS = "dangerous", "危险货物运输"
    FREIGHT = "freight", "重型货车"


SMALL_PLACES = list(Special)[:9]
VEHICLES = list(Special)[9:]


class RiskColour(models.TextChoices):
    RED = "red", "红（重大风险）"
    ORANGE = "orange", "橙（较大风险）"
    YELLOW = "yellow", "黄（一般风险）"
    BLUE = "blue", "蓝（低风险）"


class Status(models.TextChoices):
    OPERATING = "operating", "在营"
    SUSPENDED = "suspended", "停产停业"
    CLOSED = "closed", "关闭"


class PermitKind(models.TextChoices):
    LICENCE = "licence", "许可证"
    CERTIFICATE = "certificate", "人员证书"
    INSPECTION = "inspection", "设备检验"


class Standing(models.TextChoices):
    """What is said today of a row that runs out."""

    GOOD = "good", "有效"
    NEAR = "near", "临期"
    OVER = "over", "过期"
    BARE = "bare", "不合规"
    OPEN = "open", "长期"
    GONE = "gone", "已离岗"


class Trade(models.TextChoices):
    """Special trades by the national catalogue, shortened, and operators of special equipment."""

    ELECTRIC = "electric", "电工作业"
    WELDING = "welding", "焊接与热切割"
    HEIGHT = "height", "高处作业"
    COOLING = "cooling", "制冷与空调"
    MINE = "mine", "矿山作业"
    OIL = "oil", "石油天然气"
    METAL = "metal", "冶金煤气"
    CHEMICAL = "chemical", "危险化学品"
    FIREWORK = "firework", "烟花爆竹"
    EQUIPMENT = "equipment", "特种设备"
    OTHER = "other", "其他"


class Breach(models.TextChoices):
    COMMAND = "command", "违章指挥"
    WORK = "work", "违章作业"
    RULES = "rules", "违反劳动纪律"


class PartyKind(models.TextChoices):
    CONTRACTOR = "contractor", "承包"
    TENANT = "tenant", "承租"


class Verdict(models.TextChoices):
    FIT = "fit", "合格"
    UNFIT = "unfit", "不合格"


class DrillKind(models.TextChoices):
    WHOLE = "whole", "综合演练"
    SPECIAL = "special", "专项演练"
    SITE = "site", "现场处置"
    TABLE = "table", "桌面推演"


class SupplyKind(models.TextChoices):
    SUPPLY = "supply", "应急物资"
    PLAN = "plan", "应急预案"


class ListKind(models.TextChoices):
    ALL = "all", "全员责任制"
    DEPUTY = "deputy", "分管负责人职责清单"
    SPECIAL = "special", "专项工作清单"


class Outcome(models.TextChoices):
    """Of a yearly examination of somebody's duties."""

    EXCELLENT = "excellent", "优秀"
    FIT = "fit", "合格"
    UNFIT = "unfit", "不合格"


class PledgeKind(models.TextChoices):
    PROMISE = "promise", "承诺书"
    ACCOUNT = "account", "安全述职"


class Rating(models.TextChoices):
    GOOD = "good", "好"
    FAIR = "fair", "一般"
    POOR = "poor", "差"


class FilingKind(models.TextChoices):
    REVIEW = "review", "检视整改"
    PLAN = "plan", "应急预案"
    SOURCE = "source", "重大危险源"
    OTHER = "other", "其他"


class Entry(models.TextChoices):
    IN = "in", "提取"
    OUT = "out", "使用"


class Control(models.TextChoices):
    FIRM = "firm", "公司级"
    SHOP = "shop", "车间级"
    TEAM = "team", "班组级"
    POST = "post", "岗位级"


class FireLevel(models.TextChoices):
    """Levels of GB 30871-2022."""

    SPECIAL = "special", "特级"
    FIRST = "first", "一级"
    SECOND = "second", "二级"


class BoardState(models.TextChoices):
    MADE = "made", "已制作待挂"
    HUNG = "hung", "已挂牌"
    CHECKED = "checked", "已查看"
    WITHDRAWN = "withdrawn", "已撤牌"


class FireState(models.TextChoices):
    ASKED = "asked", "待批准"
    APPROVED = "approved", "已批准"
    WORKING = "working", "作业中"
    CLOSED = "closed", "已关票"
    REFUSED = "refused", "未批准"
    CANCELLED = "cancelled", "已作废"

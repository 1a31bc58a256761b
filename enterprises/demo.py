"""Some 330 enterprises of believable names, their heads and their permits."""

from datetime import timedelta

from simple_history.utils import bulk_create_with_history

from accounts.demo import new_user
from accounts.enums import Role
from accounts.models import Membership, User
from core import clock
from places.models import Sector

from . import demo_files
from .codes import check_character, org_check_character
from .enums import PermitKind, RiskColour, Scale, Status
from .initials import initials_of
from .models import Enterprise, Permit, Seat

WORDS = (
    "恒远 广润 金禾 宏达 顺发 永盛 华茂 新源 嘉禾 天泽 瑞丰 长青 兴隆 聚源 鸿运 盛通 立信 百顺 同福 万佳 "
    "东昇 德润 祥和 正阳 泰安 宝丰 汇通 启明 康乐 晨光"
).split()
# sector → (how often, endings of firms, endings of households)
TRADES = {
    "metals": (46, "机械加工厂 五金制品有限公司 铸造有限公司 塑料制品有限公司 门窗有限公司 家具有限公司 木业有限公司", ""),
    "trade": (58, "商贸有限公司 超市有限公司", "饭店 农家菜馆 便利店 早餐店 五金店 粮油店 烧烤店"),
    "gas": (9, "液化气供应站 燃气有限公司", ""),
    "chemicals": (11, "加油站有限公司 气体有限公司 涂料有限公司", "农资店"),
    "fireworks": (14, "", "烟花爆竹零售点"),
    "mines": (7, "采石场有限公司 矿业有限公司", ""),
    "building": (22, "建筑工程有限公司 装饰工程有限公司 建筑劳务有限公司", ""),
    "transport": (14, "运输有限公司 客运有限公司", "汽车修理店"),
    "special": (8, "电梯维保有限公司 洗涤有限公司", ""),
    "farm": (38, "农业发展有限公司 养殖专业合作社 农机专业合作社 茶叶有限公司 食品有限公司 碾米厂", ""),
    "forest": (8, "林场有限公司 竹木加工厂", ""),
    "school": (12, "幼儿园 培训学校有限公司", ""),
    "health": (9, "药房有限公司", "诊所"),
    "care": (7, "养老服务中心 敬老院", ""),
    "tourism": (18, "旅游开发有限公司 漂流有限公司", "民宿 农家乐"),
    "housing": (28, "", "旅馆 出租公寓 网吧 棋牌室 宾馆"),
    "logistics": (14, "仓储有限公司 物流有限公司 冷链有限公司", "快递驿站"),
    "power": (5, "光伏发电有限公司 水电站", ""),
    "other": (8, "再生资源回收有限公司 印刷有限公司", "废品收购站"),
}
LICENCES = {
    "gas": "燃气经营许可证", "chemicals": "危险化学品经营许可证", "fireworks": "烟花爆竹经营（零售）许可证",
    "mines": "安全生产许可证", "building": "建筑施工安全生产许可证", "transport": "道路运输经营许可证",
    "school": "办学许可证", "health": "医疗机构执业许可证", "trade": "食品经营许可证", "farm": "食品生产许可证",
    "tourism": "特种行业许可证", "housing": "特种行业许可证",
}  # fmt: skip
HEAVY = {Scale.LARGE: 400, Scale.MEDIUM: 120, Scale.SMALL: 28, Scale.MICRO: 8, Scale.HOUSEHOLD: 3}
CROWDED = {"school", "health", "care", "tourism"}
SHARES = (0.62, 0.20, 0.18)


def load(demo):
    """Sets demo.firms[town.code] and demo.bosses[firm.pk]."""
    sectors = {row.code: row for row in Sector.objects.all()}
    names, demo.firms, demo.bosses = set(), {}, {}
    for town, share in zip(demo.towns, SHARES, strict=True):
        rows = [
            _firm(demo, town, sectors[code], trade, names)
            for code, trade in TRADES.items()
            for _ in range(max(1, round(trade[0] * share)))
        ]
        demo.firms[town.code] = bulk_create_with_history(rows, Enterprise)
        _heads(demo, demo.firms[town.code], known="qiye" if town is demo.towns[0] else "")
        Permit.objects.bulk_create([row for firm in demo.firms[town.code] for row in _permits(demo, firm)])
    demo_files.load(demo)


def _firm(demo, town, sector, trade, names):
    rng, village = demo.rng, demo.rng.choice(demo.villages[town.code])
    endings = [(e, Scale.SMALL) for e in trade[1].split()] + [(e, Scale.HOUSEHOLD) for e in trade[2].split()]
    name, scale = _name(rng, town, village, endings, names)
    if scale != Scale.HOUSEHOLD:
        scale = rng.choices([Scale.LARGE, Scale.MEDIUM, Scale.SMALL, Scale.MICRO], [1, 5, 48, 46])[0]
    colours = [8, 24, 45, 23] if sector.high_risk else [1, 8, 36, 55]
    return Enterprise(
        name=name, credit_code=_code(len(names), scale), village=village, sector=sector, scale=scale,
        high_risk=sector.high_risk, crowded=sector.code in CROWDED, risk_colour=rng.choices(RiskColour.values, colours)[0],
        supervising_office=_office(demo.offices[town.code], sector),
        status=rng.choices(Status.values, [92, 6, 2])[0], address=f"{town.name}{village.name}{rng.randrange(1, 180)}号",
        principal=new_user(demo).name, principal_phone=f"1370000{len(names):04d}", initials=initials_of(name),
        safety_officer=new_user(demo).name if scale in HEAVY and HEAVY[scale] > 100 else "",
        employees=max(1, round(HEAVY[scale] * rng.uniform(0.5, 1.6))), created_at=_long_ago(demo),
    )  # fmt: skip


def _office(offices, sector):
    return next((office for office in offices if sector in office.sectors.all()), offices[0])


def _name(rng, town, village, endings, names):
    while True:
        ending, scale = rng.choice(endings)
        front = village.short_name if scale == Scale.HOUSEHOLD else rng.choice(("青禾县", "青禾", town.short_name, "青禾县"))
        name = f"{front}{rng.choice(WORDS)}{ending}"
        if name not in names:
            names.add(name)
            return name, scale


def _code(number, scale):
    body = f"MA{number * 7919 % 1000000:06d}"
    first = f"9{2 if scale == Scale.HOUSEHOLD else 1}990101{body}{org_check_character(body)}"
    return first + check_character(first)


def _long_ago(demo):
    return clock.now() - timedelta(days=demo.rng.randrange(90, 800))


def _heads(demo, firms, known):
    """A head with an account for each firm; the first running one of many hands is the account shown."""
    lead = max((f for f in firms if f.sector_id == "metals" and f.status == Status.OPERATING), key=lambda f: f.employees)
    users = []
    for firm in firms:
        head = new_user(demo, known if firm is lead else f"q{firm.credit_code[-8:].lower()}")
        head.name, head.phone = firm.principal, firm.principal_phone
        users.append(head)
    users = User.objects.bulk_create(users)
    seats = Membership.objects.bulk_create(
        Membership(user=u, role=Role.ENTERPRISE, place=f.village, unit=f.name, post="主要负责人")
        for u, f in zip(users, firms, strict=True)
    )
    Seat.objects.bulk_create(Seat(membership=m, enterprise=f) for m, f in zip(seats, firms, strict=True))
    demo.bosses |= {firm.pk: user for firm, user in zip(firms, users, strict=True)}


def _permits(demo, firm):
    """A licence by trade, the head's certificate in dangerous trades; some about to run out."""
    wanted = [(PermitKind.LICENCE, LICENCES.get(firm.sector_id, "排污许可证"), "")] if firm.employees > 2 else []
    if firm.high_risk:
        wanted.append((PermitKind.CERTIFICATE, "主要负责人安全生产知识和管理能力考核合格证", firm.principal))
    if firm.sector_id in {"special", "logistics", "metals"} and firm.employees > 10:
        wanted.append((PermitKind.INSPECTION, "叉车（场内机动车）定期检验", ""))
    for kind, name, holder in wanted:
        expires = demo.day(demo.rng.choices([-12, 5, 24, 200, 700], [2, 3, 7, 50, 38])[0] + demo.rng.randrange(9))
        yield Permit(
            enterprise=firm, village=firm.village, kind=kind, name=name, holder=holder, expires_on=expires,
            issued_on=expires - timedelta(days=1095 if kind == PermitKind.LICENCE else 365),
            number=f"青{kind[:2].upper()}字〔{expires.year - 1}〕{demo.rng.randrange(1, 99999):05d}",
        )  # fmt: skip

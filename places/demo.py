"""An invented county of three townships, their villages and offices."""

from decimal import Decimal

from .enums import Level
from .models import Office, Place, Sector

STEP = Decimal("0.03")
COUNTY = ("990101000000", "青禾县")
CITY = ("990100000000", "临澜市")
TOWNS = [
    ("云溪镇", "云溪", "云政发", "石桥 柳湾 上沣 下沣 竹坪 枫树岭 荷塘 大坪 官渡 白鹭 沙洲 青石 月塘 茶亭 南街"),
    ("白塔乡", "白塔", "白政发", "北岭 塔下 梅坞 桐木 松岗 泉坑 禾仓 小源"),
    ("渔渡镇", "渔渡", "渔政发", "渡口 圩上 芦洲 新埠 桥头 樟溪 古井 东塍"),
]
MAIN_OFFICES = [
    ("应急管理办公室", "mines fireworks chemicals metals other", True),
    ("派出所", "transport fireworks", True),
    ("市场监督管理所", "special trade", True),
    ("供电所", "power", False),
    ("规划建设办公室", "building gas housing", True),
    ("农业综合服务中心", "farm", True),
    ("林业工作站", "forest", True),
    ("社会事务办公室", "care", True),
    ("中心学校", "school", True),
    ("中心卫生院", "health", True),
    ("文化旅游服务站", "tourism", True),
    ("交通管理站", "transport logistics", True),
    ("消防工作站", "fire", True),
    ("综合行政执法队", "housing trade", True),
    ("自然资源所", "mines", True),
    ("财政所", "", False),
]
SMALL_OFFICES = [MAIN_OFFICES[n] for n in (0, 1, 2, 4, 5, 8)]


def load(demo):
    """Sets demo.county, demo.towns, demo.villages[town.code], demo.offices[town.code]."""
    _place(*CITY, Level.CITY)
    demo.county = _place(*COUNTY, Level.COUNTY)
    demo.towns, demo.villages, demo.offices = [], {}, {}
    sectors = {sector.code: sector for sector in Sector.objects.all()}
    for order, (name, short, paper_code, villages) in enumerate(TOWNS):
        town = _place(
            f"9901011{order:02d}000", name, Level.TOWNSHIP, short_name=short, paper_code=paper_code,
            population=41200 - order * 11700,
        )  # fmt: skip
        demo.towns.append(town)
        demo.villages[town.code] = [
            _place(f"{town.code[:9]}{200 + n}", f"{village}{'社区' if village == '南街' else '村'}", Level.VILLAGE,
                   short_name=village, population=demo.rng.randrange(900, 3900), **_position(order, n))
            for n, village in enumerate(villages.split(), 1)
        ]  # fmt: skip
        chosen = SMALL_OFFICES if order else MAIN_OFFICES
        demo.offices[town.code] = [_office(town, sectors, *row) for row in chosen]


def _position(town, village):
    """Degrees of a village's office: the towns side by side, four villages a row, some kilometres apart."""
    row, column = divmod(village, 4)
    return {"latitude": Decimal("31.2") + row * STEP, "longitude": Decimal("117.4") + (town * 5 + column) * STEP}


def _place(code, name, level, **fields):
    return Place.objects.get_or_create(code=code, defaults={"name": name, "level": level, **fields})[0]


def _office(town, sectors, name, codes, duty):
    office, fresh = Office.objects.get_or_create(
        township=town, name=name, defaults={"has_safety_duty": duty, "is_safety_office": name == "应急管理办公室"}
    )
    if fresh:
        office.sectors.set([sectors[code] for code in codes.split()])
    return office

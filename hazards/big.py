"""An invented city of any size, the same for the same seed: to measure the portal with, never to work in.

Villages lie twenty to a township, ten townships to a county. Enterprises and hazards are spread over them evenly.
"""

import random
from datetime import date, timedelta

from accounts.models import Membership, User
from campaigns.models import Campaign
from core import bulk
from enterprises.codes import ALPHABET, check_character
from enterprises.initials import initials_of
from enterprises.models import Enterprise, EnterpriseText
from places.models import Office, Place, Sector
from places.reference import load_sectors

from .models import Hazard, HazardText, Uncounted
from .sums import count_marked

CITY = "970100000000"
LAST_DAY, DAYS = date(2026, 11, 20), 1000  # hazards are found on these days up to the last
IN_TOWN, IN_COUNTY = 20, 10
OFFICES = ("应急管理办公室", "市场监督管理所", "派出所", "供电所")
HEADS = "柳石桥云松岭溪泉塘湾坪岗枫槐桑榆荷莲渡沙"
TAILS = "家头上下前后东西南北河坡沟庄营堡墩洼台"
FIRMS = ("恒远", "嘉禾", "鼎盛", "瑞丰", "万通", "金石", "华腾", "宏业", "新源", "永固", "德润", "启明")
TRADES = ("机械", "木器", "纺织", "食品", "化工", "建材", "塑料", "五金", "印刷", "粮油", "家具", "包装")
ENDINGS = ("有限公司", "厂", "加工厂", "商店", "合作社")
SPOTS = (
    "一号车间",
    "二号车间",
    "原料库",
    "成品库",
    "配电室",
    "锅炉房",
    "宿舍楼",
    "食堂",
    "装卸区",
    "办公楼",
    "焊接区",
    "气瓶间",
)
THINGS = (
    "安全出口",
    "灭火器",
    "配电箱",
    "消防栓",
    "防护栏",
    "除尘器",
    "压力表",
    "应急灯",
    "电缆",
    "气瓶",
    "疏散通道",
    "接地线",
)
FAULTS = (
    "堵塞",
    "上锁",
    "缺失",
    "破损",
    "过期未检",
    "未接地",
    "被遮挡",
    "无警示标志",
    "老化裸露",
    "积尘严重",
    "数量不足",
    "失灵",
)
RARE = ("蜂窝", "鼠洞", "冰棱")  # one hazard in fifty thousand
PEOPLE = ("季长河", "卓明达", "鲍国良", "尤晓棠", "阮青山", "郎永成", "贺春生", "竺文远")
STATES = (("closed", 62), ("rectifying", 14), ("reported", 8), ("found", 7), ("planning", 4), ("cancelled", 3), ("draft", 2))
SOURCES = (("self-check", 40), ("village", 20), ("inspection", 30), ("tip", 4), ("handed-down", 6))
KINDS = (("", 80), ("enforcement", 14), ("mechanism", 4), ("system", 2))
UNGRADED = ("draft", "found", "cancelled")


class City:
    """One run of the command; `sizes` are the numbers of villages, enterprises and hazards."""

    def __init__(self, *, villages, enterprises, hazards, seed):
        self.sizes = {"villages": villages, "enterprises": enterprises, "hazards": hazards}
        self.chance = random.Random(seed)  # noqa: S311
        self.villages = [village_code(number) for number in range(villages)]
        self.towns = sorted({code[:9] + "000" for code in self.villages})

    def build(self, told=print):
        load_sectors()
        self.sectors = list(Sector.objects.values_list("code", flat=True))
        for step in (self.places, self.people, self.campaigns, self.enterprises, self.hazards, self.words, self.sums):
            told(f"{step.__name__}: {step()}")
        bulk.settle([Place, Office, User, Membership, Campaign, Enterprise, EnterpriseText, Hazard, HazardText])

    def places(self):
        counties = sorted({code[:6] + "000000" for code in self.towns})
        named = [(CITY, "九川市", "city")]
        named += [(code, f"{name_of(n)}县", "county") for n, code in enumerate(counties)]
        named += [(code, f"{name_of(n)}镇", "township") for n, code in enumerate(self.towns)]
        named += [(code, f"{name_of(n)}村", "village") for n, code in enumerate(self.villages)]
        bulk.load(Place, ("code", "name", "level"), named)
        offices = [(n * len(OFFICES) + k + 1, town, name, k == 0)
                   for n, town in enumerate(self.towns) for k, name in enumerate(OFFICES)]  # fmt: skip
        bulk.load(Office, ("id", "township_id", "name", "is_safety_office"), offices)
        self.office_of = {town: n * len(OFFICES) + 1 for n, town in enumerate(self.towns)}
        return len(named)

    def people(self):
        """big-city, big-county, big-officer, big-department, big-cadre: a seat at each height, without a password."""
        town, village = self.towns[0], self.villages[0]
        safety = self.office_of[town]
        seats = (("city", "supervisor", CITY, None), ("county", "supervisor", town[:6] + "000000", None),
                 ("officer", "officer", town, safety), ("department", "department", town, safety + 1),
                 ("cadre", "cadre", village, None))  # fmt: skip
        users = [(n, f"big-{name}", PEOPLE[n - 1], "!") for n, (name, *_) in enumerate(seats, 1)]
        bulk.load(User, ("id", "username", "name", "password"), users)
        rows = [(n, n, role, place, office) for n, (_, role, place, office) in enumerate(seats, 1)]
        bulk.load(Membership, ("id", "user_id", "role", "place_id", "office_id"), rows)
        return len(users)

    def campaigns(self):
        first = str(LAST_DAY - timedelta(DAYS))
        rows = [(n, town, "安全生产大检查专项行动", first, "running") for n, town in enumerate(self.towns, 1)]
        self.campaign_of = {row[1]: row[0] for row in rows}
        return bulk.load(Campaign, ("id", "township_id", "name", "starts_on", "state"), rows)

    def enterprises(self):
        names = ("id", "name", "credit_code", "village_id", "sector_id", "scale", "high_risk", "risk_colour",
                 "supervising_office_id", "status", "address", "principal", "principal_phone", "employees", "initials")  # fmt: skip
        letters = {part: initials_of(part) for part in (*FIRMS, *TRADES, *ENDINGS, *HEADS, *TAILS)}
        return bulk.load(Enterprise, names, (self._firm(n, letters) for n in range(self.sizes["enterprises"])))

    def _firm(self, number, letters):
        pick, village = self.chance.choice, self.villages[number % len(self.villages)]
        parts = (pick(HEADS), pick(TAILS), pick(FIRMS), pick(TRADES), pick(ENDINGS))
        colour = weighted(self.chance, (("", 10), ("blue", 50), ("yellow", 28), ("orange", 9), ("red", 3)))
        scale = weighted(self.chance, (("household", 40), ("micro", 30), ("small", 22), ("medium", 6), ("large", 2)))
        status = weighted(self.chance, (("operating", 90), ("suspended", 7), ("closed", 3)))
        return (number + 1, "".join(parts), credit_code(number), village, pick(self.sectors), scale, colour == "red", colour,
                self.office_of[village[:9] + "000"] + number % len(OFFICES), status, f"{pick(SPOTS)}旁{number % 97}号",
                pick(PEOPLE), f"139{number % 10**8:08d}", self.chance.randrange(1, 300),
                "".join(letters[part] for part in parts))  # fmt: skip

    def hazards(self):
        names = ("id", "number", "village_id", "enterprise_id", "location", "sector_id", "office_id", "campaign_id",
                 "source", "description", "found_on", "found_by", "grade", "grade_basis", "problem_kind", "responsible",
                 "due_on", "result", "rectified_on", "rectified_by_id", "accepted_by_id", "state", "graded_at",
                 "reported_at", "closed_at")  # fmt: skip
        return bulk.load(Hazard, names, (self._hazard(n) for n in range(self.sizes["hazards"])))

    def words(self):
        """The texts of the search, of what was written past the ORM."""
        return EnterpriseText.fill(Enterprise.objects.all()) + HazardText.fill(Hazard.objects.all())

    def sums(self):
        bulk.measure()  # a planner that takes the table for empty counts each township through all rows
        Uncounted.objects.bulk_create([Uncounted(township_id=town) for town in self.towns])
        return count_marked()

    def _hazard(self, number):
        pick, chance = self.chance.choice, self.chance
        firm = chance.randrange(self.sizes["enterprises"]) if chance.random() < 0.85 else None
        village = self.villages[(number if firm is None else firm) % len(self.villages)]
        town, state = village[:9] + "000", weighted(chance, STATES)
        found = LAST_DAY - timedelta(chance.randrange(DAYS))
        graded, done = state not in UNGRADED, state in ("reported", "closed")
        grade = ("major" if chance.random() < 0.03 else "ordinary") if graded else ""
        mended, closed = found + timedelta(chance.randrange(1, 20)), found + timedelta(chance.randrange(20, 30))
        spot, when = pick(SPOTS), f"{found} 02:00:00"
        return (
            number + 1, f"BG{found.year}-{number + 1:07d}", village, None if firm is None else firm + 1, spot,
            pick(self.sectors), self.office_of[town] + number % len(OFFICES),
            self.campaign_of[town] if number % 3 == 0 else None, weighted(chance, SOURCES), self._words(spot),
            str(found), pick(PEOPLE), grade, "本地判定" if graded else "", weighted(chance, KINDS) if graded else "",
            pick(PEOPLE) if graded else "", str(found + timedelta(chance.randrange(3, 60))) if graded else None,
            "已整改到位" if done else "", str(mended) if done else None, 5 if done else None,
            3 if state == "closed" else None, state, when if graded else None,
            f"{mended} 03:00:00" if done else None, f"{closed} 03:00:00" if state == "closed" else None,
        )  # fmt: skip

    def _words(self, spot):
        fault = self.chance.choice(RARE if self.chance.random() < 0.00002 else FAULTS)
        lead = f"{spot}{self.chance.choice(THINGS)}{fault}，"
        return f"{lead}第{self.chance.randrange(1, 400)}号点位{self.chance.choice(THINGS)}附近人员未及时处理，要求限期整改。"


def village_code(number):
    town, place = divmod(number, IN_TOWN)
    county, inside = divmod(town, IN_COUNTY)
    return f"9701{county + 1:02d}{100 + inside:03d}{201 + place}"


def name_of(number):
    """Two or three characters; the same number always has the same name."""
    rest, tail = divmod(number, len(TAILS))
    more, head = divmod(rest, len(HEADS))
    return HEADS[head] + (HEADS[more % len(HEADS)] if more else "") + TAILS[tail]


def credit_code(number):
    """A valid code of its own for each number: county 970101, the number in the middle."""
    digits = ""
    for _ in range(8):
        number, at = divmod(number, len(ALPHABET))
        digits = ALPHABET[at] + digits
    first = f"91970101{digits}X"
    return first + check_character(first)


def weighted(chance, pairs):
    """One of (value, percent) pairs."""
    at = chance.random() * 100
    for value, share in pairs:
        at -= share
        if at < 0:
            return value
    return pairs[0][0]

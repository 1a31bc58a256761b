"""The people of the demonstration: one account per role to log in with, and everybody else who works there."""

from django.contrib.auth.hashers import make_password

from .enums import Role
from .models import Membership, User

PASSWORD = "Qingxi-2026"
ACCOUNTS = [
    ("yingji", "云溪镇应急办"),
    ("lingdao", "云溪镇分管领导"),
    ("zhansuo", "市场监督管理所（站所）"),
    ("baocun", "包村干部"),
    ("cungan", "石桥村村干部"),
    ("qiye", "企业主要负责人"),
    ("jiwei", "纪委"),
    ("anwei", "县安委办（上级）"),
    ("shuangzhi", "规划建设办公室兼包村干部（两个身份）"),
    ("baita", "白塔乡应急办（邻乡）"),
]
SURNAMES = "季詹尹裘鲍柏颜邬桂柴阮池卓温褚翁闵麻车俞"
GIVEN = (
    "长河 立新 秋芳 国良 建中 美云 永泉 海燕 志远 春生 桂兰 文斌 晓岚 家兴 素珍 庆丰 明达 玉梅 树根 雪琴 伟东 小满 金火 红英"
).split()


def load(demo):
    """Sets demo.people[(town code, role)], demo.cadres[village code]."""
    demo.hash = make_password(PASSWORD)
    demo.taken = set()
    demo.people, demo.cadres = {}, {}
    supervisor = person(demo, "anwei", Role.SUPERVISOR, demo.county, post="县安委办科长", unit="青禾县安委办")
    for order, town in enumerate(demo.towns):
        _township(demo, town, main=order == 0)
        demo.people[(town.code, Role.SUPERVISOR)] = [supervisor]
    demo.people[(demo.county.code, Role.SUPERVISOR)] = [supervisor]


def _township(demo, town, *, main):
    offices = demo.offices[town.code]

    def add(username, role, place, **fields):
        found = person(demo, username, role, place, **fields)
        demo.people.setdefault((town.code, role), []).append(found)
        return found

    first = {"云溪镇": "yingji", "白塔乡": "baita"}.get(town.name, "")
    add(first, Role.OFFICER, town, office=offices[0], post="应急办主任")
    add("", Role.OFFICER, town, office=offices[0], post="安监员")
    add("lingdao" if main else "", Role.LEADER, town, post=f"分管副{town.name[-1]}长", unit=town.name)
    add("", Role.LEADER, town, post=f"{town.name[-1]}长", unit=town.name)
    add("jiwei" if main else "", Role.DISCIPLINE, town, post="纪委干事", unit=town.name)
    known = {"市场监督管理所": "zhansuo", "规划建设办公室": "shuangzhi"} if main else {}
    heads = {o.name: add(known.get(o.name, ""), Role.DEPARTMENT, town, office=o, post="负责人") for o in offices[1:]}
    villages = demo.villages[town.code]
    for n in range(0, len(villages), 4):
        liaison = add("baocun" if main and n == 0 else "", Role.LIAISON, town, post="包村干部", unit=town.name)
        liaison.membership.villages.set(villages[n : n + 4])
    if main:
        second = _seat(heads["规划建设办公室"], Role.LIAISON, town, post="包村干部", unit=town.name)
        second.villages.set(villages[-2:])
        demo.people[(town.code, Role.LIAISON)].append(heads["规划建设办公室"])
    for n, village in enumerate(villages):
        name = "cungan" if main and n == 0 else ""
        demo.cadres[village.code] = add(name, Role.CADRE, village, post="村主任" if n % 3 else "村支书")


def person(demo, username, role, place, **seat):
    """A person with one seat; without a user name they get one made of their place."""
    found = new_user(demo, username)
    found.save()
    _seat(found, role, place, **seat)
    return found


def new_user(demo, username=""):
    """An unsaved person of the demonstration with a name nobody else bears."""
    number = len(demo.taken) + 1
    name = demo.rng.choice(SURNAMES) + demo.rng.choice(GIVEN)
    while name in demo.taken and number < len(SURNAMES) * len(GIVEN) * 0.9:
        name = demo.rng.choice(SURNAMES) + demo.rng.choice(GIVEN)
    demo.taken.add(name if name not in demo.taken else f"{name}{number}")
    return User(
        username=username or f"qh{number:04d}", name=name, password=demo.hash,
        phone=f"1390000{number:04d}",
    )  # fmt: skip


def _seat(found, role, place, **fields):
    return Membership.objects.create(user=found, role=role, place=place, **fields)

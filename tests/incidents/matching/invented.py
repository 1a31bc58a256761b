"""Two invented lists with known truth: who of the larger stands in the smaller, and how each list wrote it."""

import random
from collections import defaultdict

from incidents.matching.names import check_digit, sound

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁"
    "任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫"
    "孔向汤常温康施文牛樊葛邢安齐易乔庞颜庄聂章鲁岳翟殷欧申倪柴"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀英霞平刚桂华文辉玲建国志红梅海波斌宇浩凯健俊帆帅旭宁龙林欢佳"
    "阳鑫欣晨东彬峰飞鹏婷雪慧晶莹萍丹青云莲香凤兰春菊珍贞莉月琴素玉琼福生贵全有富根水木土金银宝来喜庆"
    "祥瑞安康和顺发达才德仁义礼智信忠孝廉勤俭永恒长久远山川河江湖泉石岩松柏竹柳杨桃李荣昌盛兴旺茂树森"
    "虎豹狮马牛羊成功胜利新民主先进光亮照晖映正方圆满立定守保卫权法理政"
)
SHARE = {"same": 0.80, "sound": 0.07, "heard": 0.04, "near": 0.03, "hidden": 0.04, "spaced": 0.02}


class Invented:
    """`deaths` and `staff` are lists of dicts (name, number, born, village, sex); `truth` pairs of their indexes."""

    def __init__(self, deaths, staff, shared, seed=2026, villages=130):
        self.rng = random.Random(seed)
        self.villages = [f"{a}{b}村" for a in "石柳沙青白马东西南北" for b in "桥湾河山岭沟坪庄塘坝坡滩台"][:villages]
        self.alike = self._alike()
        everybody = [self._person() for _ in range(deaths + staff - shared)]
        one = everybody[:deaths]
        other = [*everybody[:shared], *everybody[deaths:]]
        order = list(range(len(other)))
        self.rng.shuffle(order)
        self.deaths = [self._written(p) for p in one]
        self.staff = [self._written(other[n]) for n in order]
        self.truth = {(n, place) for place, n in enumerate(order) if n < shared}

    def _alike(self):
        """Character → others of the same sound, and others that a dialect hears the same."""
        plain, heard = defaultdict(list), defaultdict(list)
        for c in dict.fromkeys(GIVEN + "蜂锋封维薇微晓筱箭剑见键辉徽晖花化画英瑛莺音因银吟生声圣升"):
            plain[sound(c)[0]].append(c)
            heard[sound(c)[1]].append(c)
        return plain, heard

    def _person(self):
        rng = self.rng
        surname = SURNAMES[min(int(rng.expovariate(1 / 22)), len(SURNAMES) - 1)]
        name = surname + "".join(rng.choice(GIVEN) for _ in range(1 + (rng.random() < 0.8)))
        born = f"{rng.randint(1935, 2004)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
        first = f"9901{rng.randint(1, 12):02d}{born}{rng.randint(0, 999):03d}"
        sex = "男" if int(first[-1]) % 2 else "女"
        return {
            "name": name,
            "id": first + check_digit(first),
            "born": born,
            "village": rng.choice(self.villages),
            "sex": sex,
        }

    def _written(self, p):
        """60 % bear the number, 15 % show head and tail, the others give year and village; a few slip."""
        rng, draw = self.rng, self.rng.random()
        number = p["id"] if draw < 0.6 else f"{p['id'][:6]}********{p['id'][-4:]}" if draw < 0.75 else ""
        if draw < 0.02:
            number = self._slip(number)
        year = int(p["born"][:4]) + (rng.choice((-1, 1)) if rng.random() < 0.1 else 0)
        born = p["born"] if rng.random() < 0.3 else str(year)
        village = "" if rng.random() < 0.08 else f"青禾县云溪镇{p['village']}{rng.randint(1, 6)}组"
        return {"name": self._name(p["name"]), "number": number, "born": born, "village": village, "sex": p["sex"]}

    def _slip(self, number):
        place = self.rng.randint(8, 13)
        return number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]

    def _name(self, name):
        kind = self.rng.choices(list(SHARE), list(SHARE.values()))[0]
        last = name[-1]
        if kind == "spaced":
            return " ".join(name)
        if kind == "hidden":
            return name[:1] + "某" + name[2:]
        if kind == "near":
            return name[:-1] + self.rng.choice(GIVEN)
        if kind == "same":
            return name
        known = self.alike[kind == "heard"][sound(last)[kind == "heard"]]
        return name[:-1] + self.rng.choice(known or [last])

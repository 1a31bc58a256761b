"""Drawing by lot that anybody can repeat: from a seed and two lists always the same units and inspectors follow.

Each name of a list is ranked by SHA-256 of seed and key as text; the smallest ranks are drawn. A unit's inspectors are
those with the fewest units so far, ties broken by SHA-256 of seed, unit and inspector.
"""

import hashlib
import json
import secrets

HOW = (
    "把“种子:企业编号”逐一计算 SHA-256，按结果从小到大排，取前若干家；再按这个顺序给每家派检查人员："
    "已派家数最少的优先，一样多的按“种子:企业编号:人员编号”的 SHA-256 从小到大取。"
)


def new_seed():
    return secrets.token_hex(16)


def rank(*parts):
    return hashlib.sha256(":".join(map(str, parts)).encode()).hexdigest()


def drawn(seed, keys, want):
    """The keys drawn, in the order of their ranks."""
    return sorted(keys, key=lambda key: (rank(seed, key), key))[:want]


def assigned(seed, keys, inspectors, each):
    """{key: inspectors} so that the load is even."""
    load, found = dict.fromkeys(inspectors, 0), {}
    for key in keys:
        order = sorted(load, key=lambda who: (load[who], rank(seed, key, who), who))[:each]
        for who in order:
            load[who] += 1
        found[key] = order
    return found


def result(seed, candidates, inspectors, want, each):
    """[[unit, [inspectors]]] from lists of [key, name]."""
    keys = drawn(seed, [key for key, _ in candidates], want)
    teams = assigned(seed, keys, [key for key, _ in inspectors], each)
    return [[key, teams[key]] for key in keys]


def digest(candidates, inspectors):
    """SHA-256 of both lists in their order."""
    said = json.dumps([candidates, inspectors], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()

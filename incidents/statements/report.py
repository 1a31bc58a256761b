"""The part of a verification report about evidence and contradictions, as lines of its text."""

import re

from django.utils import timezone

from . import contradictions, sources
from .enums import Outcome

MOST = 60  # statements printed


def lines(lead, user):
    """Evidence, what was said in order of time, each contradiction with how it was settled; [] when there is nothing."""
    exhibits, said = list(lead.exhibits.all()), sources.of(lead, user)
    found = contradictions.of(lead, user, said)
    return [in_chinese(line) for line in (*_evidence(exhibits), *_told(said, found), *_settled(found))]


def in_chinese(text):
    """2026年4月20日 for 2026-04-20, as papers write days."""
    return re.sub(r"(\d{4})-(\d{2})-(\d{2})", lambda day: f"{day[1]}年{int(day[2])}月{int(day[3])}日", text)


def _evidence(exhibits):
    if not exhibits:
        return []
    return ["证据："] + [
        f"证据 {one.number}，{one.title}（{one.get_kind_display()}，{one.get_form_display()}，{one.amount}），"
        f"提供人：{one.taken_from}，{one.get_state_display()}。"
        for one in exhibits
    ]


def _told(said, found):
    """The moments in their order; without anything noted or contradicting the report need not repeat the registers."""
    if not found and not any(one.row for one in said):
        return []
    timed = sorted((one for one in said if one.at), key=lambda one: one.at)[:MOST]
    return ["时间经过（按陈述和证据）："] + [f"{one.words}，{one.label}{_about(one)}：{_source(one)}。" for one in timed]


def _about(row):
    return f"（{row.about}）" if row.about else ""


def _source(one):
    return "，".join(part for part in (one.who, one.source, one.where) if part)


def _settled(found):
    if not found:
        return []
    return ["矛盾及处理："] + [_one(number, row) for number, row in enumerate(found, 1)]


def _one(number, row):
    sides = "；".join(f"“{side[0].words}”（{'、'.join(_source(one) for one in side)}）" for side in row.sides)
    return f"{number}. {row.label}{_about(row)}：{sides}。{outcome(row)}"


def outcome(row):
    """How a contradiction was settled, in one sentence."""
    done = row.settlement
    if done is None:
        return "写法相近，未作处理。" if row.near else "尚未处理。"
    by = f"（{done.created_by}，{timezone.localdate(done.created_at)}）"
    if done.outcome == Outcome.HOLDS:
        return f"采信“{done.holds}”，理由：{done.reason}{by}。"
    return f"{done.get_outcome_display()}，理由：{done.reason}{by}。"

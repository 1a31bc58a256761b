"""The record of looks as a chain: appending to it, and finding where somebody changed it behind the portal's back."""

from django.db import transaction

from .hashes import Break, at_end, end_of, go_on_from, hash_of, joint, moment
from .models import AccessChain, AccessLog

READ_AT_ONCE = 2000


def code_of(line):
    """SHA-256 in hex over everything a line says, its number and the hash of the line before it."""
    parts = [
        line.chain_id, line.number, line.previous, str(line.lead_id or ""), line.user_id, line.user_title, line.action,
        line.detail, moment(line.at),
    ]  # fmt: skip
    return hash_of(parts)


@transaction.atomic
def append(lines):
    """Number, chain and write unsaved lines; those of one township wait for each other until the transaction ends."""
    for town in sorted({line.chain_id for line in lines}):
        _append(town, [line for line in lines if line.chain_id == town])


def _append(town, lines):
    AccessChain.objects.bulk_create([AccessChain(pk=town)], ignore_conflicts=True)
    chain = AccessChain.objects.select_for_update(of=("self",)).get(pk=town)
    _, code = go_on_from(chain.head, chain.lines)
    for number, line in enumerate(lines, chain.length + 1):
        line.number, line.previous = number, code
        line.sha256 = code = code_of(line)
    AccessLog.objects.bulk_create(lines, batch_size=500)
    chain.length += len(lines)
    chain.head = end_of(chain.length, code)
    chain.save(update_fields=["length", "head"])


def breaks(chain):
    """All places where the record of a township is not what the portal wrote; empty when it is whole."""
    found, number, code = [], 0, ""
    for line in chain.lines.order_by("number").iterator(chunk_size=READ_AT_ONCE):
        found += joint(line, number, code, "条")
        if code_of(line) != line.sha256:
            found.append(Break(line.number, f"第 {line.number} 条的内容被改动过"))
        number, code = line.number, line.sha256
    return found + at_end(chain.head, number, code, "条") + _at_reviews(chain)


def _at_reviews(chain):
    """What a leader signed for must still stand where it stood."""
    codes = dict(chain.lines.filter(number__in=chain.reviews.values("length")).values_list("number", "sha256"))
    return [
        Break(row.length, f"与 {row.month:%Y 年 %m 月}审阅时的记录不符")
        for row in chain.reviews.exclude(length=0)
        if codes.get(row.length) != row.sha256
    ]

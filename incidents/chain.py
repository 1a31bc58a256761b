"""The record of looks as a chain: appending to it, and finding where somebody changed it behind the portal's back."""

from django.db import transaction

from core.encrypted import Closed

from .hashes import Break, end_of, hash_of, moment
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
    code = _end_code(chain)
    for number, line in enumerate(lines, chain.length + 1):
        line.number, line.previous = number, code
        line.sha256 = code = code_of(line)
    AccessLog.objects.bulk_create(lines, batch_size=500)
    chain.length += len(lines)
    chain.head = end_of(chain.length, code)
    chain.save(update_fields=["length", "head"])


def _end_code(chain):
    """The hash to go on from: the sealed one, for the last line may have been changed; without its key, the line's."""
    if isinstance(chain.head, Closed):
        return chain.lines.order_by("number").last().sha256
    return chain.head.partition(":")[2]


def breaks(chain):
    """All places where the record of a township is not what the portal wrote; empty when it is whole."""
    found, number, code = [], 0, ""
    for line in chain.lines.order_by("number").iterator(chunk_size=READ_AT_ONCE):
        if line.number != number + 1:
            found.append(Break(number + 1, f"缺第 {number + 1} 至 {line.number - 1} 条"))
        elif line.previous != code:
            found.append(Break(line.number, f"第 {line.number} 条与上一条接不上"))
        if code_of(line) != line.sha256:
            found.append(Break(line.number, f"第 {line.number} 条的内容被改动过"))
        number, code = line.number, line.sha256
    return found + _at_end(chain, number, code) + _at_reviews(chain)


def _at_end(chain, number, code):
    if isinstance(chain.head, Closed):
        return [Break(number, f"末尾的封存值打不开：{chain.head}")]
    length, _, sealed = chain.head.partition(":")
    if (length or "0") != str(number):
        return [Break(number + 1, f"应有 {length or 0} 条，现有 {number} 条")]
    return [] if sealed == code else [Break(number, f"第 {number} 条与末尾的封存值不符")]


def _at_reviews(chain):
    """What a leader signed for must still stand where it stood."""
    codes = dict(chain.lines.filter(number__in=chain.reviews.values("length")).values_list("number", "sha256"))
    return [
        Break(row.length, f"与 {row.month:%Y 年 %m 月}审阅时的记录不符")
        for row in chain.reviews.exclude(length=0)
        if codes.get(row.length) != row.sha256
    ]

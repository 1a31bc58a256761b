"""The record of an inspection: its canonical text, whose hash people sign, and the printed 现场检查记录."""

import hashlib
import json

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from circulars import layout
from circulars.layout import builders
from circulars.layout.document import Block
from core.sealed_files import read_whole
from evidence.models import Attachment
from notices import signed
from notices.signed import GAP

from .enums import InspectionState, Part
from .models import Finding, InspectionAnswer, RecheckLine
from .services.photos_by import photos_by

HEAD = ("kind", "agency", "held_on", "begun", "ended", "location", "present", "opinions", "expert_opinion")


def content(row):
    """Everything that is signed, as JSON with sorted keys: head, team, answers and findings with their photos' hashes."""
    answers = list(row.answers.select_related("item")) if row.checklist_id else []
    findings = list(row.findings.all())
    seen, shown = photos_by(InspectionAnswer, answers), photos_by(Finding, findings)
    said = {name: str(getattr(row, name) or "") for name in HEAD} | {
        "unit": row.unit_name, "place": row.place_id, "checklist": str(row.checklist or ""),
        "team": [[m.name, m.unit, m.post] for m in row.team.all()],
        "answers": [[a.item.text, a.value, a.note, _hashes(seen[a.pk])] for a in answers],
        "findings": [[f.description, f.location, f.basis, f.grade, _hashes(shown[f.pk])] for f in findings],
    }  # fmt: skip
    said |= {"disposals": row.disposals} if row.disposals else {}
    said |= {"rechecked": lines} if (lines := _rechecked(row)) else {}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1)


def _rechecked(row):
    lines = list(row.lines.select_related("hazard"))
    shown = photos_by(RecheckLine, lines)
    return [[line.hazard.number, line.seen, line.note, _hashes(shown[line.pk])] for line in lines]


def _hashes(photos):
    return [photo.sha256 for photo in photos]


def whole(row):
    """The signed content together with the signatures, as kept for good."""
    signatures = [
        {"part": s.part, "name": s.name, "at": timezone.localtime(s.at).isoformat(), "over": s.content_sha256, "picture": _picture(s).sha256}
        for s in row.signatures.standing()
    ]  # fmt: skip
    said = json.loads(row.record) | {"signatures": signatures, "refusal": row.refusal, "witness": row.witness}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1)


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def is_whole(row):
    """Whether the kept record still has the hash it was locked with, and the rows still say what it says."""
    kept = json.loads(row.record) if row.record else {}
    now = json.loads(content(row))
    return digest(row.record) == row.sha256 and all(kept.get(name) == value for name, value in now.items())


def _picture(signature):
    return Attachment.objects.of(signature).last()


def pdf(row):
    """Bytes of the printed record: of a locked one those that are kept, else as it stands now."""
    if row.pdf:
        return read_whole(row.pdf, "存档的记录")
    return _print(row)


def keep_pdf(row):
    """Print a locked record and keep the bytes with their hash; one that is kept stays."""
    data = _print(row)
    with transaction.atomic():
        mine = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
        if mine.pdf or mine.state != InspectionState.SIGNED:
            return
        mine.pdf.save(f"{row.pk}.pdf", ContentFile(data), save=False)
        mine.pdf_sha256 = hashlib.sha256(data).hexdigest()
        mine.save(update_fields=["pdf", "pdf_sha256"])


def _print(row):
    return signed.printed(document_of(row), _drawn(row))


def document_of(row):
    """The typed paper: the form of 现场检查记录 with a line for each signature."""
    team = "\n".join(f"{m.name} {m.unit}".strip() for m in row.team.all())
    common = {"issuer": row.agency, "title": title_of(row), "issued_on": row.held_on, "code": "", "qr": ""}
    document = builders.inspection(
        unit=row.unit_name, place=row.location, held_on=row.held_on, begun=row.begun, ended=row.ended or row.begun,
        principal=row.enterprise.principal if row.enterprise else "", inspectors=team, found=_found(row),
        present=row.present, scope=_scope(row), opinions=_opinions(row), witness=row.witness, refused=row.refusal, **common,
    )  # fmt: skip
    document.blocks = [block for block in document.blocks if not _to_sign(block)] + [
        Block(line, indent=0, space_before=1) for _, line in signature_lines(row)
    ]
    document.blocks.append(Block(f"记录校验值：{row.sha256[:16] or '未锁定'}", indent=0, space_before=1))
    document.page_foot = []  # signed on the lines above, by finger or by hand
    document.watermark = "" if row.state == "signed" else "未锁定"
    return document


def title_of(row):
    return "企业自查记录" if row.is_own else "现场检查记录"


def _to_sign(block):
    return isinstance(block, Block) and ("（签名）：" in block.text or block.text.startswith("（拒绝签名的"))


def _scope(row):
    return f"{row.get_kind_display()}" + (f"（{row.checklist}）" if row.checklist_id else "")


def _opinions(row):
    expert = f"专家意见：{row.expert_opinion.strip()}" if row.expert_opinion.strip() else ""
    ordered = f"现场处置：{'、'.join(kind.label for kind in row.disposed)}。" if row.disposals else ""
    return "\n".join(part for part in (ordered, row.opinions.strip(), expert) if part)


def _found(row):
    """What was seen, a line each: what a recheck says of each hazard, bad answers with their note, then findings; or nothing."""
    seen = row.lines.exclude(seen="").select_related("hazard")
    lines = [
        f"{one.hazard.number} {one.hazard.description}：{one.get_seen_display()}。{one.note}".rstrip("。") for one in seen
    ]
    bad = row.answers.bad().select_related("item") if row.checklist_id else ()
    lines += [f"{a.item.text}：不符合。{' '.join(a.note.split())}".rstrip("。") for a in bad]
    lines += [f"{f.location}：{f.description}" if f.location else f.description for f in row.findings.all()]
    return "\n".join(" ".join(line.split()) for line in lines) or "未发现问题"


def signature_lines(row):
    """[(signature, the line it stands on)]; before signing the lines are empty to be signed by hand."""
    rows = row.signatures.standing()
    if not rows:
        parts = [f"{m.get_post_display()}（{m.name}）" for m in row.team.all()] + (
            [] if row.is_own else ["被检查单位负责人"]
        )
        return [(None, f"{part}签名：　　　　　　　　年　　月　　日") for part in parts]
    return [(s, f"{_called(s)}（{s.name}）签名：{'　' * (GAP + 1)}{_day(s.at)}") for s in rows]


def _called(signature):
    return signature.member.get_post_display() if signature.member_id else Part(signature.part).label


def _day(at):
    return layout.cn_date(timezone.localdate(at))


def _drawn(row):
    """Line → its label and the name drawn on it."""
    pictures = ((line, s, _picture(s)) for s, line in signature_lines(row) if s)
    return {line: (signature_label(s), read_whole(picture.file, "签名")) for line, s, picture in pictures if picture}


def signature_label(signature):
    return f"{_called(signature)}（{signature.name}）签名："

"""The signed pledge as paper, with the name as it was drawn."""

from django.utils import timezone

from circulars import layout
from circulars.layout.builders import parts
from core.sealed_files import read_whole
from evidence.models import Attachment
from notices import signed

from .services import SIGNATURE


def pledge(row):
    """PDF bytes."""
    label = f"承诺人（{row.user.name}）签名："
    line = f"{label}{'　' * (signed.GAP + 1)}{layout.cn_date(timezone.localdate(row.at))}"
    said = f"身份：{row.user_title}。承诺书{row.text}，有效期至{layout.cn_date(row.until)}。"
    text = parts.paragraphs(row.text.text)
    body = [*text, layout.Block(said, indent=0), layout.Block(line, indent=0, space_before=1)]
    parts.together(body[-3:])
    document = parts.paper(
        body, issuer=row.text.township.name, title="保密承诺书", issued_on=timezone.localdate(row.at), signed=False
    )
    picture = Attachment.objects.of(row).filter(slot=SIGNATURE).last()
    return signed.printed(document, {line: (label, read_whole(picture.file, "签名"))} if picture else {})

"""The bytes of seals: checked when they come in, encrypted while they are kept, shown to nobody as they are."""

import hashlib
import io

from PIL import Image, ImageDraw

from circulars.layout import seals as printed
from core import cipher
from core.errors import Refused
from evidence.pictures import to_the_end

from .enums import SealState

LIMIT = 4 * 2**20  # bytes of a file that is looked at
LEAST, MOST = 496, 4000  # dots of a side: 300 dpi at 42 mm, and what no scanner of seals exceeds
RED_SHARE = 0.9  # of the ink's dots
SAMPLE = 180  # dots of the side of what a keeper is shown: too few to print
PURPOSE = "notices.seals"
REMEDY = "请用透明底、红色、四边贴近印章的PNG图片，边长不少于496像素"


def checked(data):
    """The picture as it is printed, from an uploaded file. Raises Refused with what is wrong and what to do."""
    if len(data) > LIMIT:
        raise Refused(f"图片超过 4 MB。{REMEDY}")
    picture = _opened(data)
    if abs(picture.width - picture.height) > 0.05 * picture.width:
        raise Refused(f"图片是 {picture.width}×{picture.height} 像素，不是正方形。{REMEDY}")
    if "A" not in picture.getbands() or max(_corners(picture)) > 20:
        raise Refused(f"图片的底色不透明。{REMEDY}")
    if _redness(picture) < RED_SHARE:
        raise Refused(f"图片里的印章不是红色。{REMEDY}")
    try:
        return printed.checked(data)
    except ValueError as error:
        raise Refused(str(error)) from error


def _opened(data):
    """The whole picture, judged by its head before its dots are read."""
    try:
        picture = Image.open(io.BytesIO(data), formats=["PNG"])
    except Exception as error:  # broken pictures fail in as many ways as there are kinds
        raise Refused(f"这不是PNG图片。{REMEDY}") from error
    if not LEAST <= min(picture.size) <= max(picture.size) <= MOST:
        raise Refused(f"图片是 {picture.width}×{picture.height} 像素，边长应在 {LEAST} 到 {MOST} 像素之间。{REMEDY}")
    try:
        with to_the_end():
            picture.load()
    except Exception as error:  # see above
        raise Refused(f"图片已损坏或没有传完整。{REMEDY}") from error
    return picture.convert("RGBA") if "A" in picture.getbands() or "transparency" in picture.info else picture


def _corners(picture):
    """How opaque the four corners are, 0 to 255; a seal is round or leaves them free."""
    alpha, right, bottom = picture.getchannel("A"), picture.width - 1, picture.height - 1
    return [alpha.getpixel(place) for place in ((0, 0), (right, 0), (0, bottom), (right, bottom))]


def _redness(picture):
    """Share of the dots with ink on them that are red; 0 when there is no ink."""
    small = picture.resize((200, 200))
    raw = small.tobytes()
    dots = [raw[at : at + 3] for at in range(0, len(raw), 4) if raw[at + 3] > 128]
    red = sum(r > 120 and r - max(g, b) > 60 for r, g, b in dots)
    return red / len(dots) if dots else 0


def sealed(data):
    """Encrypted for the database, so that a copy of it gives no seal away."""
    return cipher.seal(data, PURPOSE)


def opened(kept, sha256):
    """The picture again, as whole as it was kept. Raises Refused."""
    try:
        data = cipher.unseal(kept, PURPOSE)
    except cipher.Locked as error:
        raise Refused("印章图片打不开：平台的密钥换过或数据被改动，请停用后重新登记") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise Refused("印章图片与登记时的校验值不符，已停止用印，请联系管理员核查")
    return data


def pictures_for(paper):
    """PNG pictures in the order of the issuers: the seals themselves on what is being issued, rings before."""
    uses = list(paper.seal_uses.standing().select_related("seal__picture").order_by("order"))
    if not paper.number:
        return [ring()] * len(uses)
    if stopped := [str(use.seal) for use in uses if use.seal.state != SealState.IN_USE]:
        raise Refused(f"{'、'.join(stopped)}的印章已停用，请重新用印或退回")
    return [opened(use.seal.picture.kept, use.seal.sha256) for use in uses]


def sample(data):
    """PNG bytes to recognise a seal by on the screen: small, pale and struck through."""
    picture = Image.open(io.BytesIO(data)).resize((SAMPLE, SAMPLE))
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture)
    paper = Image.blend(paper, Image.new("RGBA", picture.size, "white"), 0.35)
    lines = ImageDraw.Draw(paper)
    for start in range(-SAMPLE, SAMPLE, 18):
        lines.line([(start, 0), (start + SAMPLE, SAMPLE)], fill=(120, 120, 120), width=2)
    return _png(paper.convert("RGB"))


def ring():
    """An empty circle that stands for a seal in the preview of a paper not yet issued."""
    picture = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((4, 4, 595, 595), outline=(230, 0, 18, 255), width=8)
    return _png(picture)


def _png(picture):
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()

"""One photo shown as two: the very same bytes, or a picture that looks the same after saving, shrinking or brightening.

Prints are difference hashes: is each of 8 × 8 fields brighter than the one to its right? Near ones differ in few bits.
"""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from PIL import Image, ImageOps

from evidence.models import Attachment

from ..enums_quality import Reason
from ..models import PhotoPrint
from .found import Found, sources

PRINT_VERSION = 1
SIDE = 8
NEAR = 3  # bits; four parts of 16 bits, so that near prints share at least one part
FLAT = 6  # fewer edges than this tell nothing: a wall, a lens cap
COMPARED = 40  # earlier photos of a part that are looked at
AT_ONCE = 2000  # prints made in one run; the rest is done by the next
SIGNED = ("signature",)


def bits_of(picture):
    """16 hexadecimal digits."""
    grey = ImageOps.exif_transpose(picture).convert("L").resize((SIDE + 1, SIDE), Image.Resampling.LANCZOS)
    shades = grey.tobytes()
    rows = [shades[at : at + SIDE + 1] for at in range(0, len(shades), SIDE + 1)]
    bits = "".join("1" if row[at] > row[at + 1] else "0" for row in rows for at in range(SIDE))
    return f"{int(bits, 2):016x}"


def distance(one, other):
    return (int(one, 16) ^ int(other, 16)).bit_count()


def telling(bits):
    """Whether a print has edges enough to be compared."""
    return bool(bits) and FLAT <= int(bits, 16).bit_count() <= SIDE * SIDE - FLAT


def watched():
    """Photos of the rows that other apps have named, oldest first."""
    kinds = [ContentType.objects.get_for_model(owner.model) for owner in sources.photos]
    rows = Attachment.objects.filter(content_type__in=kinds, withdrawn_at=None, mime__startswith="image/")
    return rows.exclude(slot__in=SIGNED).order_by("uploaded_at", "pk")


def make_prints():
    """Prints of photos that have none of this version; returns how many."""
    done = PhotoPrint.objects.filter(version=PRINT_VERSION).values("photo")
    photos = list(watched().exclude(pk__in=done)[:AT_ONCE])
    for photo in photos:
        PhotoPrint.objects.update_or_create(photo=photo, defaults={"bits": _read(photo), "version": PRINT_VERSION})
    return len(photos)


def _read(photo):
    """ "" when the file is gone or broken."""
    try:
        with (photo.thumbnail or photo.file).open("rb") as stored, Image.open(stored) as picture:
            return bits_of(picture)
    except OSError:
        return ""


def repeated(town):
    """Every later use of a photo in the township, with where it was seen first."""
    photos = list(watched().filter(sha256__in=_doubles()).values_list("content_type", "object_id", "slot", "sha256"))
    yield from _later(photos, town, Reason.PHOTO, "是同一张照片", lambda known, sha: known.get(sha))


def _doubles():
    return watched().order_by().values("sha256").annotate(uses=Count("pk")).filter(uses__gt=1).values("sha256")


def alike(town):
    """Every later photo that looks like an earlier one but is not the same file."""
    prints = PhotoPrint.objects.filter(version=PRINT_VERSION, photo__in=watched()).order_by("photo__uploaded_at", "photo")
    fields = ("photo__content_type", "photo__object_id", "photo__slot", "bits", "photo__sha256")
    photos = [row for row in prints.values_list(*fields) if telling(row[3])]
    photos = [(kind, pk, slot, (bits, sha)) for kind, pk, slot, bits, sha in photos]
    yield from _later(photos, town, Reason.LIKE_PHOTO, "几乎一样", _near)


def _near(known, mark):
    bits, sha = mark
    for part in _parts(bits):
        for (other, their), seen in known.parts[part][:COMPARED]:
            if sha != their and distance(bits, other) <= NEAR:
                return seen
    return None


def _parts(bits):
    return [(at, bits[at : at + 4]) for at in range(0, 16, 4)]


class _Known(dict):
    """What was seen, by its mark; prints also by their parts."""

    def __init__(self):
        super().__init__()
        self.parts = defaultdict(list)

    def add(self, mark, seen):
        self.setdefault(mark, seen)
        if isinstance(mark, tuple):
            for part in _parts(mark[0]):
                self.parts[part].append((mark, seen))


def _later(photos, town, reason, words, find):
    """Walk through photos from the oldest; `find(known, mark)` gives the (Ref, thing) that showed it before."""
    owners, known, told = _owners(photos, town), _Known(), set()
    for kind, pk, slot, mark in photos:
        if (kind, pk) not in owners:
            continue
        ref, thing = owners[kind, pk]
        thing = (*thing, "after") if slot == "after" else thing
        first = find(known, mark)
        if first and first[1] != thing and (ref.model, ref.pk) not in told:
            told.add((ref.model, ref.pk))
            yield Found(ref, "photo", reason, detail=f"与“{first[0].title}”{words}")
        known.add(mark, (ref, thing))


def _owners(photos, town):
    """{(content type, object id): (Ref, thing)} of the rows in the township."""
    ids = defaultdict(set)
    for kind, pk, *_ in photos:
        ids[kind].add(pk)
    found = {}
    for owner in sources.photos:
        kind = ContentType.objects.get_for_model(owner.model).pk
        named = owner.refs(ids[kind], town) if ids[kind] else {}
        found |= {(kind, str(pk)): pair for pk, pair in named.items()}
    return found

"""The seal on the issued page, in millimetres and in dots; and that it is on nothing else."""

import io
import zipfile

import pdfplumber
import pypdfium2
import pytest
from django.urls import reverse

from circulars.layout.document import cn_date
from circulars.layout.grid import EM, LEFT, MM_PT, PITCH, TOP
from circulars.layout.signatures import SEAL
from core.errors import Refused
from notices import seals, services, typeset
from notices.models import SealPicture
from tests import factories

from .conftest import as_user, circular, in_state, order, sheets_of, urging
from .test_seals import JOINT, WHY

DOTS = 8  # a millimetre


@pytest.fixture
def keeper(w):
    factories.seal(w.town)
    factories.seal(w.town, office=w.safety_office)
    return factories.keeper(w.town, w.officer)


def sealed(w, paper):
    return seals.place(paper=in_state(w, "signed", paper), by=w.officer, note=WHY)


def issued(w, paper):
    return services.issue(paper=sealed(w, paper), by=w.officer)


def pictures(data):
    """(page, left, top, width, height) of every 42-mm picture, in mm from the type area's corner."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        found = [(n, image) for n, page in enumerate(pdf.pages) for image in page.images]
    places = [(n, i["x0"] * MM_PT - LEFT, i["top"] * MM_PT - TOP, i["width"] * MM_PT, i["height"] * MM_PT) for n, i in found]
    return [place for place in places if place[3] > 30]


def signature(paper):
    """(page, row of the issuer, row of the date, end of the text above) of the signature."""
    for number, sheet in enumerate(sheets_of(paper)):
        for at, row in enumerate(sheet.rows):
            if row.text == cn_date(paper.issued_on):
                return number, sheet.rows[at - 1], row, sheet.rows[at - 2]
    raise AssertionError("no date")


MAKE = {"circular": circular, "order": order, "urging": urging}


@pytest.mark.parametrize("kind", MAKE)
def test_it_is_42_mm_centred_over_issuer_and_date_within_one_row_of_the_text(w, keeper, kind):
    paper = issued(w, MAKE[kind](w))
    page, issuer, date, above = signature(paper)
    ((n, left, top, width, height),) = pictures(services.intact_bytes(paper))
    assert n == page and abs(width - SEAL) < 0.1 and abs(height - SEAL) < 0.1
    assert abs(left + width / 2 - (date.left + date.right) / 2) < 1
    assert abs(left + width / 2 - (issuer.left + issuer.right) / 2) < 1
    assert -0.1 < top - (above.top + EM) < PITCH + 0.1
    assert top < issuer.top and date.baseline < top + height  # both are pressed


def reds(data, page, strip):
    """(x, y) of the red dots of a page inside a strip of it (mm from the page's corner), in dots from the strip's corner."""
    picture = pypdfium2.PdfDocument(data)[page].render(scale=DOTS * 25.4 / 72).to_pil().convert("RGB")
    part = picture.crop([round(mm * DOTS) for mm in strip])
    bands = [band.tobytes() for band in part.split()]
    mask = [r > 150 and g < 120 and b < 120 for r, g, b in zip(*bands, strict=True)]
    return [(at % part.width, at // part.width) for at, hit in enumerate(mask) if hit]


def red_box(data, page):
    """(left, top, right, bottom) of a page's red dots, in mm from the type area's corner."""
    columns, rows = zip(*reds(data, page, (0, 0, 210, 297)), strict=True)
    box = min(columns), min(rows), max(columns) + 1, max(rows) + 1
    return [mm / DOTS - shift for mm, shift in zip(box, (LEFT, TOP) * 2, strict=True)]


def test_its_ink_lies_where_its_frame_lies_within_a_millimetre(w, keeper):
    """An order has no red head: all red of the page is the seal."""
    paper = issued(w, order(w))
    data = services.intact_bytes(paper)
    ((page, left, top, width, height),) = pictures(data)
    found = red_box(data, page)
    for ink, frame in zip(found, (left, top, left + width, top + height), strict=True):
        assert abs(ink - frame) < 1


def test_the_text_under_it_stays_text_and_black(w, keeper):
    paper = issued(w, order(w))
    _, issuer, date, _ = signature(paper)
    assert (issuer.text, date.text) == (paper.issuer, cn_date(paper.issued_on))


def test_joint_issuers_bear_their_own_in_a_row_that_do_not_touch(w, keeper):
    factories.seal(w.town, office=w.office, data=factories.stamp(900))
    paper = issued(w, circular(w, body=JOINT))
    first, second = sorted(pictures(services.intact_bytes(paper)), key=lambda place: place[1])
    assert second[1] - (first[1] + first[3]) >= 0 and abs(first[2] - second[2]) < 0.1


def test_unsealed_papers_bear_none(w, keeper):
    paper = services.issue(paper=in_state(w, "signed"), by=w.officer)
    assert pictures(services.intact_bytes(paper)) == []


# it is on nothing else


def inked(data):
    """Whether there is red inside the rim of the 42-mm picture, where the bar of the invented seal is."""
    ((page, left, top, width, height),) = pictures(data)
    middle = (left + LEFT + width * 0.15, top + TOP + height * 0.4, left + LEFT + width * 0.85, top + TOP + height * 0.6)
    return any(reds(data, page, middle))


def test_the_preview_of_a_sealed_paper_shows_an_empty_ring_over_the_date(w, keeper):
    paper = sealed(w, order(w))
    data = as_user(w.leader).get(reverse("notices:preview", args=[paper.pk])).content
    (before,) = pictures(data)
    printed = services.intact_bytes(services.issue(paper=paper, by=w.officer))
    (after,) = pictures(printed)
    assert not inked(data) and inked(printed)
    # without the number in its row the draft's text stands a row higher
    assert all(abs(before[n] - after[n]) < 0.1 for n in (0, 1, 3, 4)) and abs(before[2] - after[2]) < PITCH + 0.1


def test_the_editable_copy_bears_none_before_and_after(w, keeper):
    paper = sealed(w, circular(w))
    for _ in range(2):
        names = zipfile.ZipFile(io.BytesIO(typeset.word(paper))).namelist()
        assert not [name for name in names if "media" in name]
        paper = services.issue(paper=paper, by=w.officer)


def test_looking_at_the_screen_decrypts_nothing(w, keeper):
    paper = sealed(w, circular(w))
    SealPicture.objects.update(kept=b"broken")
    for role in ("officer", "leader", "discipline"):
        answer = as_user(getattr(w, role)).get(reverse("notices:detail", args=[paper.pk]))
        assert answer.status_code == 200
    assert "云溪镇人民政府" in answer.content.decode()


def test_a_broken_picture_stops_the_issue_without_taking_a_number(w, keeper):
    paper = sealed(w, circular(w))
    SealPicture.objects.update(kept=b"broken")
    with pytest.raises(Refused, match="印章图片打不开"):
        services.issue(paper=paper, by=w.officer)
    SealPicture.objects.all().delete()
    other = services.issue(paper=in_state(w, "signed"), by=w.officer)
    assert other.number == 1


@pytest.mark.parametrize("fields", [{"sealed": False, "issuers": ["云溪镇人民政府"]}, {"issuers": []}])
def test_forms_without_a_signature_are_not_sealed(w, keeper, monkeypatch, fields):
    paper = in_state(w, "signed")
    monkeypatch.setattr(typeset, "document_of", lambda paper: typeset.layout.Document(title="回执", **fields))
    with pytest.raises(Refused, match="不盖章"):
        seals.place(paper=paper, by=w.officer, note=WHY)

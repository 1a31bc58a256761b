"""The printed record: drawn once after the lock, with each name on its line; before it a draft."""

import hashlib

import pytest
from django.urls import reverse

from checks import record, tasks
from checks.services import signing
from circulars import layout
from core.errors import Refused
from core.models import Job
from notices import typeset
from notices.signed import draw

from .visits import begun, fresh, own, presented, sign_next, signed


def printed(row):
    job = Job.objects.get(key=f"inspection-record:{row.pk}")
    tasks.print_record(job)
    return fresh(row)


def test_the_print_of_a_locked_record_is_kept_and_never_made_again(w):
    row = printed(signed(begun(w), w.officer))
    kept = record.pdf(row)
    assert kept.startswith(b"%PDF") and hashlib.sha256(kept).hexdigest() == row.pdf_sha256
    record.keep_pdf(row)
    row.agency = "改了名字的单位"
    row.save()
    assert record.pdf(fresh(row)) == kept


def test_what_is_not_locked_is_printed_as_a_draft_and_not_kept(client, w):
    row = presented(begun(w), w.officer)
    assert record.document_of(row).watermark == "未锁定"
    client.force_login(w.officer)
    answer = client.get(reverse("checks:inspection_pdf", args=[row.pk]))
    assert answer.content.startswith(b"%PDF") and not fresh(row).pdf


def test_every_name_has_its_picture_on_the_page(w):
    row = signed(begun(w, named=("鲍国良",)), w.officer)
    lines = [line for signature, line in record.signature_lines(row) if signature]
    assert len(lines) == 3 and all("签名：" in line for line in lines)
    pages = layout.set_pages(record.document_of(row), typeset.faces_or_refuse())
    draw(pages, record._drawn(row))
    assert sum(piece.startswith("<img") for page in pages for piece in page.pieces) == 3


def test_a_name_on_the_first_row_of_a_page_has_its_picture(w):
    row = signed(begun(w, named=("鲍国良",)), w.officer)
    faces, tops = typeset.faces_or_refuse(), set()
    for lines in range(1, 6):
        row.opinions = "\n".join(["限期整改。"] * lines)
        pages = layout.set_pages(record.document_of(row), faces)
        tops |= {"签名：" in page.pieces[0] for page in pages[1:]}
        draw(pages, record._drawn(row))
        assert sum(piece.startswith("<img") for page in pages for piece in page.pieces) == 3
    assert True in tops


def test_without_the_picture_of_a_signature_or_the_kept_print_the_page_says_so(client, w):
    row = printed(signed(begun(w), w.officer))
    row.pdf.delete()
    record._picture(row.signatures.first()).file.delete(save=False)
    with pytest.raises(Refused, match="签名读不出来"):
        record.pdf(fresh(row))
    client.force_login(w.officer)
    answer = client.get(reverse("checks:inspection_pdf", args=[row.pk]), follow=True)
    assert answer.status_code < 500 and "签名读不出来，请联系管理员从备份恢复" in answer.content.decode()


def test_a_refusal_is_printed_with_its_witness(w):
    row = sign_next(presented(begun(w), w.officer), w.officer)
    row = signing.refuse(inspection=row, reason="不认可检查结果", witness="尚文斌", by=w.officer)
    row = sign_next(row, w.officer)
    text = "".join(getattr(block, "text", "") for block in record.document_of(row).blocks)
    assert "拒绝签名" in text and "不认可检查结果" in text and "见证人（尚文斌）签名" in text
    assert "与现场情况相符" not in text


@pytest.mark.parametrize(("value", "said"), [("yes", "未发现问题"), ("no", "不符合")])
def test_the_record_says_what_was_found(w, value, said):
    row = signed(begun(w), w.officer, value)
    assert said in "".join(getattr(block, "text", "") for block in record.document_of(row).blocks)


def test_a_firms_own_record_has_its_own_title(w):
    assert record.title_of(signed(own(w), w.boss)) == "企业自查记录"


def test_a_team_is_printed_with_its_units_and_numbers(w):
    team = [(w.officer, w.officer.name, "交通管理站 负责人", "lead"), (None, "鲍国良", "YX0002", "member")]
    text = "".join(getattr(block, "text", "") for block in record.document_of(begun(w, team=team)).blocks)
    assert f"{w.officer.name}（交通管理站 负责人）、鲍国良（证号：YX0002）" in text


def test_a_drawn_name_ends_before_its_day(w):
    row = signed(begun(w), w.officer)
    _, line = record.signature_lines(row)[0]
    assert line.index("年") - 4 - len(record.signature_label(row.signatures.first())) > record.GAP

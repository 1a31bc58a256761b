"""Printed papers, records and traces lie sealed like photos, and are renewed with the keys."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command

from checks import record
from checks.models import Inspection
from core import cipher, clock, rotation
from hazards.models import TraceSheet
from hazards.trace import services as traces
from notices import services as papers
from notices.models import Paper
from tests.checks.visits import begun, signed
from tests.notices.conftest import issued

NEW = b"n" * 32


def kept_record(w):
    row = signed(begun(w), w.officer)
    record.keep_pdf(row)
    return Inspection.objects.get(pk=row.pk)


def kept_trace(w):
    return traces.print_sheet(firm=w.firm, since=clock.today(), day=clock.today(), reason="事故倒查", by=w.leader)


MAKE = {
    "paper": (lambda w: issued(w), "file", lambda w, row: papers.intact_bytes(row)),
    "record": (kept_record, "pdf", lambda w, row: record.pdf(row)),
    "trace": (kept_trace, "file", lambda w, row: traces.opened(row=row, by=w.leader)),
}


@pytest.fixture(params=MAKE)
def kept(request, w):
    make, name, read = MAKE[request.param]
    row = make(w)
    return row, name, lambda row: read(w, row)


def bytes_on_disk(row, name):
    return Path(getattr(row, name).path).read_bytes()


def test_it_lies_sealed_and_is_read_as_printed(kept):
    row, name, read = kept
    assert bytes_on_disk(row, name).startswith(b"f1:") and b"%PDF" not in bytes_on_disk(row, name)
    assert read(row).startswith(b"%PDF") and row.sealed_with == cipher.newest()


def test_a_plain_one_from_before_is_read_and_sealed_by_the_command(kept):
    row, name, read = kept
    data = read(row)
    Path(getattr(row, name).path).write_bytes(data)
    type(row).objects.filter(pk=row.pk).update(sealed_with="")
    assert read(row) == data
    out = io.StringIO()
    call_command("rotate_keys", stdout=out)
    assert f"{row._meta.verbose_name}文件：已换密钥 1 条" in out.getvalue()
    assert bytes_on_disk(row, name).startswith(b"f1:") and read(row) == data


def test_a_renewed_key_takes_it_along_and_rows_without_a_file_hinder_nothing(kept, settings):
    row, name, read = kept
    data = read(row)
    Paper.objects.create(
        township=row.township if hasattr(row, "township") else row.place,
        kind="circular",
        issuer="镇",
        code="政",
        title="草稿",
    )
    settings.DATA_KEYS = [NEW, *settings.DATA_KEYS]
    call_command("rotate_keys", stdout=io.StringIO())
    settings.DATA_KEYS = [NEW]
    assert read(type(row).objects.get(pk=row.pk)) == data
    assert not any(part.waiting().exists() or part.lost().exists() for part in rotation.files())


def test_every_table_with_a_sealed_file_is_renewed():
    assert {part.model for part in rotation.files()} >= {Paper, Inspection, TraceSheet}

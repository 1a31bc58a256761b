import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from circulars import read


def test_the_command_prints_exactly_what_the_engine_reads(tmp_path, notice):
    file = tmp_path / "通知.txt"
    file.write_text(notice, encoding="gb18030")
    out = StringIO()
    call_command("read_circular", str(file), "--json", stdout=out)
    assert json.loads(out.getvalue()) == json.loads(json.dumps(read(notice).to_json()))


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n00"])
def test_a_file_that_cannot_be_read_is_told_in_words(tmp_path, data):
    file = tmp_path / "a.docx"
    file.write_bytes(data)
    with pytest.raises(CommandError, match="[一-龥]"):
        call_command("read_circular", str(file), "--json")


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(CommandError):
        call_command("read_circular", str(tmp_path / "none.txt"))

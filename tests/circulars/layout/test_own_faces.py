"""An office's own licensed files in the roles of the faces."""

import subprocess
import sys

import pytest
from django.conf import settings

from circulars import fonts
from circulars.fonts.__main__ import OWN, main, own_files
from circulars.fonts.build import build
from circulars.layout import Block, Document, render
from circulars.layout.measure import measure

SYSTEM = ["/usr/share/fonts/opentype/noto", "/usr/share/fonts/truetype/arphic-gbsn00lp"]
ROOT = settings.BASE_DIR


def sources():
    return [str(ROOT / ".run" / "faces"), *SYSTEM]


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """An office that sets its marks and titles in a face of its own: here the free face of headings."""
    target = tmp_path_factory.mktemp("faces")
    hei = next((ROOT / ".run" / "faces").rglob("FandolHei-Regular.otf"))
    build(target, sources(), {"xbs": hei})
    return fonts.load(target)


def test_every_role_but_the_rare_one_has_a_setting():
    assert set(OWN) == set(fonts.ROLES) - {"rare"} and OWN["xbs"] == "FONT_XBS"


def test_a_given_file_takes_its_role_and_the_others_stay(own, faces):
    assert own.ink["xbs"] == faces.ink["hei"] != faces.ink["xbs"]
    assert own.ink["fang"] == faces.ink["fang"]


def test_a_paper_in_an_own_face_keeps_its_measures(own):
    paper = Document(
        title="关于检查的通知", mark=["柳溪镇人民政府"], doc_number="柳政发〔2026〕1号", blocks=[Block("请落实。")]
    )
    sheet = measure(render(paper, own)[0])[0]
    number = next(row for row in sheet.rows if "1号" in row.text)
    assert abs(sheet.rules[0][1] - number.top - 5.644 - 4) < 0.1 and sheet.titles[0].faces == {"GW-Xbs"}


def test_a_changed_setting_builds_anew_and_an_unchanged_one_does_not(tmp_path):
    hei = next((ROOT / ".run" / "faces").rglob("FandolHei-Regular.otf"))
    assert build(tmp_path, sources(), {"xbs": hei}) and not build(tmp_path, sources(), {"xbs": hei})
    assert build(tmp_path, sources())


def test_a_file_that_is_not_there_is_named_with_its_setting():
    with pytest.raises(fonts.FontsMissing, match="FONT_KAI 指定的字体文件不存在：/none/kai.ttf"):
        own_files({"FONT_KAI": "/none/kai.ttf"})
    assert own_files({"FONT_KAI": ""}) == {}


@pytest.mark.parametrize("content", [b"", b"not a font at all"])
def test_a_file_that_is_no_font_is_refused_and_the_old_faces_stay(tmp_path, content):
    bad = tmp_path / "bad.ttf"
    bad.write_bytes(content)
    with pytest.raises(fonts.FontsMissing, match="小标宋的字体文件不能用于公文.*缺少"):
        build(tmp_path / "out", sources(), {"xbs": bad})
    assert not (tmp_path / "out" / "fonts.json").exists()


def test_a_face_without_chinese_is_refused_for_text(tmp_path):
    with pytest.raises(fonts.FontsMissing, match="缺少"):
        build(tmp_path, sources(), {"fang": next((ROOT / ".run" / "fonts").glob("song.font"))})


def test_the_command_says_the_reason_and_fails(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("FONT_HEI", "/none/hei.ttf")
    with pytest.raises(SystemExit, match="FONT_HEI"):
        main([str(tmp_path), *sources()])
    done = subprocess.run(
        [sys.executable, "-m", "circulars.fonts", str(tmp_path)], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 1 and "FONT_HEI" in done.stderr and "Traceback" not in done.stderr


def test_a_character_that_only_the_own_face_lacks_is_set_in_the_rare_one(own):
    assert "堃" not in own.chars["xbs"] and "堃" in own.chars["rare"]
    own.check("堃")

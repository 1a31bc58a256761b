"""Texts nobody should write, through the pages people use: a clear message that loses nothing, or a right page."""

import io

import pdfplumber
import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from notices import services, typeset
from notices.models import Paper

from .conftest import as_user

URL = "notices:new"
TITLE = "云溪镇人民政府关于做好冬季取暖安全工作的通知"
GOOD = {"title": TITLE, "body": "各村：\n请落实。"}
WIDE = "\n".join("\t".join(f"第{column}项{row}" for column in range(30)) for row in range(8))


def post(w, **fields):
    return as_user(w.officer).post(f"{reverse(URL)}?kind=circular", GOOD | fields)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "关于" + "安" * 295 + "的通知", "标题最多 120 字，现在 300 字，请压缩"),
        ("title", "关于" + "安" * 120 + "的通知", "标题最多 120 字，现在 125 字，请压缩"),
        ("title", "\u202e \u200b", "只有看不见的字符"),
        ("body", " \n\t\n", "请填写"),
        ("body", "\u202e\n\u200b", "只有看不见的字符"),
        ("body", "字" * 60_001, "正文最多 60000 字，现在 60001 字，请压缩"),
        ("body", "绝密★30年\n各村：\n请落实。", "涉密文件不得在本平台起草"),
        ("copied_to", "县" * 201, "抄送最多 200 字，现在 201 字，请压缩"),
        ("joint", "🔥🔥🔥🔥", "不像机关名称"),
        ("copy_number", "１２a", "份号是 1 到 6 位数字"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field_and_nothing_is_lost(w, field, value, said):
    answer = post(w, **{field: value})
    form = answer.context["form"]
    assert answer.status_code == 200 and said in "".join(form.errors[field]) and not Paper.objects.exists()
    assert {name: form[name].value() for name in GOOD} == {**GOOD, **({field: value} if field in GOOD else {})}


RIGHT = {
    "a roster of two hundred": ("\n".join(f"卓立{n}　第{n}村负责人" for n in range(200)), ["卓立0第0村", "卓立199第199村"]),
    "a table wider than the page": (f"各村：\n请填报。\n{WIDE}", ["第29项0", "第0项7", "第29项7"]),
    "control characters": ("各村：\n请\x07落\x1b实。", ["请落实。"]),
    "marks of direction": ("各村：\n请\u202e落\u202c实\u2066。", ["请落实。"]),
    "half a carriage return": ("各村：\r请落实。\r再报送。", ["请落实。", "再报送。"]),
    "one line without end": ("安" * 20_000 + "终", ["安终"]),
    "brackets without end": ("（" * 3_000 + "终", ["（终"]),
    "a word without end": ("https://portal.example/" + "a" * 3_000 + "终", ["a终"]),
    "nothing but attachments": ("附件1\n甲表\n附件2\n乙表", ["甲表", "乙表"]),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_can_be_printed_is_printed_within_the_page_and_whole(w, name):
    body, words = RIGHT[name]
    assert post(w, body=body).status_code == 302
    data, _ = typeset.render(Paper.objects.get())
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        chars = [(char, page.width) for page in pdf.pages for char in page.chars if char["text"].strip()]
        lying = any(not char["upright"] for char, _ in chars)
        text = "".join("".join(page.extract_text().split()) for page in pdf.pages)
    assert all(-1 <= char["x0"] and char["x1"] <= width + 1 for char, width in chars)
    loose = "".join(char["text"] for char, _ in chars)
    assert [word for word in words if word not in text and not (lying and word in loose)] == []


@pytest.mark.parametrize(("bad", "code"), [("🔥", "U+1F525"), ("𠮷", "U+20BB7"), ("\ue000", "U+E000"), ("ﷺ", "U+FDFA")])
def test_what_no_face_prints_is_kept_said_at_once_and_stopped_before_the_leader(w, bad, code):
    answer = post(w, body=f"各村：\n请{bad}落实。")
    paper = Paper.objects.get()
    said = " ".join(str(message) for message in get_messages(answer.wsgi_request))
    assert "已保存，但还不能排版" in said and code in said and bad in paper.content["body"]
    with pytest.raises(typeset.Untypable, match="改用通用写法"):
        services.review(paper=paper, by=w.officer)
    shown = as_user(w.officer).get(reverse("notices:preview", args=[paper.pk]), follow=True)
    assert shown.status_code == 200 and code in shown.content.decode()

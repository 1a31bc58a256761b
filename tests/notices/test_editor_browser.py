"""The editor of papers in a real browser: typed, pasted, numbered, read, saved, printed."""

import io

import pdfplumber
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from notices import typeset
from notices.models import Paper
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLE = "云溪镇人民政府关于做好冬季取暖安全工作的通知"
EXCEL = """<html><head><style>td {color: red}</style></head><body><!--StartFragment--><table style="width:90pt">
<tr><td style="mso-style:1">村名</td><td>户数</td></tr><tr><td>石桥村</td><td>46</td></tr>
<tr><td>柳湾村</td><td><b>31</b></td></tr></table><!--EndFragment--></body></html>"""
WORD = """<p class=MsoNormal style='text-indent:21pt'><b><span style='mso-list:Ignore'>一、</span>工作目标</b><o:p></o:p></p>
<p class=MsoNormal>每户登记，<br>不漏一户。</p><ol><li>查烟囱</li><li>查煤炉</li></ol><p>&nbsp;</p>"""


@pytest.fixture
def w(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return factories.world()


@pytest.fixture
def desk(open_as, live_server, w):
    page = open_as(w.officer)
    page.desk = live_server.url + reverse("notices:new") + "?kind=circular"
    page.goto(page.desk)
    page.click(".ProseMirror")
    return page


def write(page, *lines):
    for number, line in enumerate(lines):
        if number:
            page.keyboard.press("Enter")
        page.keyboard.insert_text(line)


def press(page, name):
    page.click(f"[data-do={name}]")


def body(page):
    return page.input_value("[name=body]")


def paste(page, html, text=""):
    page.evaluate(
        """([html, text]) => {
            const data = new DataTransfer();
            data.setData("text/html", html); data.setData("text/plain", text);
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        [html, text],
    )


def save(page):
    page.click(".submit-bar .btn-primary")
    page.wait_for_url("**/papers/*-*/")


def table_of(paper):
    """The rows of the one table of a paper as printed; a head repeated on the next page counts once."""
    with pdfplumber.open(io.BytesIO(typeset.render(paper)[0])) as pdf:
        rows = [tuple(row) for sheet in pdf.pages for table in sheet.find_tables() for row in table.extract()]
    return [list(row) for row in dict.fromkeys(rows)]


def test_what_is_typed_is_what_the_form_sends(desk):
    write(desk, "各村：", "请落实。")
    assert body(desk) == "各村：\n请落实。"
    desk.fill("[name=title]", TITLE)
    save(desk)
    assert (
        Paper.objects.get().content["body"].splitlines() == ["各村：", "请落实。"]
        and desk.faults == []
        and desk.foreign == []
    )


def test_lines_look_as_they_will_be_printed(desk):
    write(desk, "各村：", "一、目标", "（一）责任。每月检查。", "正文")
    lines = desk.locator(".ProseMirror > p")
    for number, name in enumerate(["line-to", "line-level-1", "line-level-2", "line-body"]):
        expect(lines.nth(number)).to_contain_class(name)
    expect(desk.locator(".head-2")).to_have_text("（一）责任。")


def test_a_fault_raises_a_mark_beside_its_line_and_one_key_mends_it(desk):
    write(desk, "各村：", "请抓好，，落实。")
    expect(desk.locator(".margin-mark")).to_have_text("1")
    expect(desk.locator("[data-doubt]")).to_have_text("，，")
    desk.keyboard.press("F8")
    expect(desk.locator("[data-card]")).to_contain_text("重复")
    desk.keyboard.press("Alt+Enter")
    assert body(desk) == "各村：\n请抓好，落实。"
    expect(desk.locator(".margin-mark")).to_have_count(0)
    expect(desk.locator("[data-status]")).to_have_text("没有疑点")


def test_the_mark_itself_is_reached_by_keys_and_mends_by_its_button(desk):
    write(desk, "各村：", "请抓好，，落实。")
    mark = desk.locator(".margin-mark")
    expect(mark).to_be_visible()
    mark.focus()
    expect(desk.locator("[data-card]")).to_contain_text("改为“，”")
    desk.click("[data-card] button")
    assert body(desk) == "各村：\n请抓好，落实。"
    desk.keyboard.press("Control+z")
    assert body(desk) == "各村：\n请抓好，，落实。"


def test_without_network_it_waits_calmly_and_goes_on(desk):
    desk.wait_for_timeout(300)
    desk.route("**/papers/doubts/", lambda route: route.abort())
    write(desk, "请抓好，，落实。")
    expect(desk.locator("[data-status]")).to_contain_text("核对暂停")
    desk.unroute("**/papers/doubts/")
    expect(desk.locator(".margin-mark")).to_have_text("1")
    expect(desk.locator("[data-status]")).to_have_text("")


def test_headings_are_numbered_and_those_after_them_counted_on(desk):
    write(desk, "目标")
    press(desk, "level-1")
    write(desk, "", "措施")
    press(desk, "level-1")
    assert body(desk) == "一、目标\n二、措施"
    desk.keyboard.press("Control+Alt+2")
    assert body(desk) == "一、目标\n（一）措施"


def test_a_heading_put_in_between_moves_the_numbers_behind_it(desk):
    write(desk, "一、目标", "依据", "二、措施", "三、要求")
    desk.keyboard.press("Control+Home")
    desk.keyboard.press("ArrowDown")
    press(desk, "level-1")
    assert body(desk) == "一、目标\n二、依据\n三、措施\n四、要求"
    press(desk, "body")
    assert body(desk) == "一、目标\n依据\n二、措施\n三、要求"


def test_enter_goes_on_counting_and_an_empty_item_ends_the_list(desk):
    write(desk, "1.查烟囱", "查煤炉", "", "都查完。")
    assert body(desk) == "1.查烟囱\n2.查煤炉\n都查完。"


def test_numbers_that_do_not_follow_are_offered_to_be_counted_anew(desk):
    expect(desk.locator("[data-do=renumber]")).to_be_hidden()
    paste(desk, "", "一、目标\n三、措施\n五、要求")
    expect(desk.locator("[data-do=renumber]")).to_contain_text("2")
    press(desk, "renumber")
    assert body(desk) == "一、目标\n二、措施\n三、要求"
    expect(desk.locator("[data-do=renumber]")).to_be_hidden()


def test_a_table_of_the_toolbar_is_filled_by_tab_kept_and_printed(desk):
    desk.fill("[name=title]", TITLE)
    desk.click(".ProseMirror")
    write(desk, "各村：", "户数如下。", "")
    press(desk, "table")
    for text in ["序号", "村名", "户数", "1", "石桥村", "46", "2", "柳湾村", "31", "3", "东坡村", "8"]:
        desk.keyboard.insert_text(text)
        if text != "8":
            desk.keyboard.press("Tab")
    rows = [["序号", "村名", "户数"], ["1", "石桥村", "46"], ["2", "柳湾村", "31"], ["3", "东坡村", "8"]]
    assert body(desk).strip().endswith("\n".join("\t".join(row) for row in rows))
    save(desk)
    paper = Paper.objects.get()
    assert table_of(paper) == rows
    expect(desk.locator(".paper-table td").nth(1)).to_have_text("石桥村")
    desk.goto(desk.url + "edit/")
    expect(desk.locator(".ProseMirror td")).to_have_count(12)


def test_rows_and_columns_come_and_go_down_to_two(desk):
    press(desk, "table")
    press(desk, "column-drop")
    press(desk, "row-drop")
    expect(desk.locator("[data-do=column-drop]")).to_be_disabled()
    expect(desk.locator("[data-do=row-drop]")).to_be_disabled()
    press(desk, "row-add")
    press(desk, "column-add")
    expect(desk.locator(".ProseMirror td")).to_have_count(9)
    press(desk, "table-drop")
    expect(desk.locator(".ProseMirror table")).to_have_count(0)
    desk.keyboard.press("Control+z")
    expect(desk.locator(".ProseMirror td")).to_have_count(9)


def test_a_table_from_excel_stays_a_table(desk):
    write(desk, "户数如下。", "")
    paste(desk, EXCEL, "村名\t户数\n石桥村\t46\n柳湾村\t31")
    assert body(desk).strip() == "户数如下。\n村名\t户数\n石桥村\t46\n柳湾村\t31" and desk.faults == []


def test_cells_pasted_into_a_table_fill_its_cells(desk):
    press(desk, "table")
    paste(desk, EXCEL)
    assert body(desk).split("\n")[:3] == ["村名\t户数\t内容", "石桥村\t46\t", "柳湾村\t31\t"]


def test_cells_without_marks_from_a_plain_clipboard_are_a_table_too(desk):
    paste(desk, "", "村名\t户数\r\n石桥村\t46\r\n")
    expect(desk.locator(".ProseMirror td")).to_have_count(4)


def test_words_from_word_become_clean_paragraphs(desk):
    paste(desk, WORD)
    assert body(desk) == "一、工作目标\n每户登记，\n不漏一户。\n1.查烟囱\n2.查煤炉" and desk.faults == []


def test_hostile_paste_is_words_only(desk):
    paste(desk, "<p>请落实</p><img src=x onerror=alert(1)><script>alert(2)</script><style>*{display:none}</style>")
    assert body(desk) == "请落实" and desk.faults == [] and desk.foreign == []


def test_attachments_are_numbered_and_the_scheme_begins_a_page(desk):
    write(desk, "请落实。")
    press(desk, "attachment")
    write(desk, "统计表")
    press(desk, "attachment")
    write(desk, "名单")
    assert body(desk).split("\n") == ["请落实。", "附件1", "统计表", "", "附件2", "名单", ""]
    desk.keyboard.press("Control+Home")
    press(desk, "scheme")
    write(desk, "取暖安全方案")
    assert body(desk).split("\n")[:4] == ["请落实。", "———", "取暖安全方案", ""]
    expect(desk.locator(".line-title")).to_have_count(3)


def test_the_plain_text_can_be_edited_and_comes_back_as_paper(desk):
    write(desk, "请落实。")
    desk.click("[data-plain]")
    desk.fill("[name=body]", "各村：\n一、目标\n甲\t乙\n1\t2")
    desk.click("[data-plain]")
    expect(desk.locator(".ProseMirror td")).to_have_count(4)
    expect(desk.locator("[name=body]")).to_be_hidden()


def test_words_not_yet_saved_come_back_after_the_page_was_lost(desk):
    write(desk, "请抓好落实。")
    desk.once("dialog", lambda dialog: dialog.accept())
    desk.goto(desk.desk)
    expect(desk.locator("[data-draft-note]")).to_contain_text("已恢复上次没有提交的内容")
    expect(desk.locator(".ProseMirror")).to_contain_text("请抓好落实。")
    desk.click("[data-draft-note] button")
    expect(desk.locator(".ProseMirror p")).to_have_text("")


def test_an_empty_cell_at_the_end_outlives_the_form(desk):
    desk.fill("[name=title]", TITLE)
    desk.click(".ProseMirror")
    paste(desk, "", "请填报。\n村名\t户数\n石桥村\t")
    save(desk)
    assert table_of(Paper.objects.get()) == [["村名", "户数"], ["石桥村", ""]]


def test_on_a_phone_one_writes_without_a_jumping_page(open_as, live_server, w):
    phone = open_as(w.officer, phone=True)
    phone.goto(live_server.url + reverse("notices:new") + "?kind=circular")
    phone.tap(".ProseMirror")
    write(phone, "各村：", "请抓好，，落实。")
    expect(phone.locator(".margin-mark")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360 and phone.faults == []


def test_other_fields_are_doubted_under_the_field_mended_and_brought_back(open_as, live_server, w):
    page = open_as(w.officer)
    page.goto(live_server.url + reverse("notices:new") + "?kind=talk")
    page.fill("[name=person]", "𠮷某🔥（主要负责人）")
    notes = page.locator("#id_person-doubts")
    expect(notes).to_contain_text("没有“𠮷”")
    notes.get_by_role("button", name="删去").click()
    assert page.input_value("[name=person]") == "𠮷某（主要负责人）"
    notes.get_by_role("button", name="撤销").click()
    assert page.input_value("[name=person]") == "𠮷某🔥（主要负责人）" and page.faults == []


def test_the_pages_stand_beside_the_text_and_follow_it(desk):
    desk.click("[data-trial-toggle]")
    expect(desk.locator("[data-trial-wrong]")).to_contain_text("填好这些就能看到版面：标题、正文")
    desk.fill("[name=title]", TITLE)
    desk.click(".ProseMirror")
    write(desk, "请落实。")
    expect(desk.locator("[data-trial-count]")).to_contain_text("共 2 页", timeout=30_000)  # faces are cut first
    assert desk.locator(".trial-page").first.evaluate("image => image.complete && image.naturalWidth") > 700
    with desk.context.expect_page() as opened:
        desk.click("[data-trial-pdf]")
    opened.value.close()
    assert body(desk) == "请落实。" and not Paper.objects.exists()
    desk.fill("[name=title]", "")
    expect(desk.locator("[data-trial-wrong]")).to_contain_text("标题")
    expect(desk.locator(".trial-page").first).to_be_visible()  # the last that could be printed
    assert desk.faults == []


def test_a_mend_is_undone_alone(desk):
    write(desk, "请抓好，，落实。")
    desk.keyboard.press("F8")
    desk.wait_for_selector(".margin-mark")
    desk.keyboard.press("F8")
    desk.keyboard.press("Alt+Enter")
    assert body(desk) == "请抓好，落实。"
    desk.keyboard.press("Control+z")
    assert body(desk) == "请抓好，，落实。"


def test_without_scripts_the_text_area_is_there(open_as, live_server, w):
    page = open_as(w.officer, java_script_enabled=False)
    page.goto(live_server.url + reverse("notices:new") + "?kind=circular")
    expect(page.locator("[name=body]")).to_be_visible()
    expect(page.locator(".editor")).to_have_count(0)

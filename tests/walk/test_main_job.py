"""The main job as its people do it, in a real browser: from the pasted circular to the reminder and the printed page."""

import io
from collections import Counter
from datetime import timedelta

import pdfplumber
import pytest
from django.core.management import call_command
from django.utils import timezone
from PIL import Image, ImageDraw

from core import jobs
from core.enums import JobState
from core.models import Job
from tests import factories

from .circular import DUTIES, STANDING, notice

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28, 184, 37, 262  # the type area of GB/T 9704-2012 in mm on A4


def work():
    """What the worker would do meanwhile."""
    for job in Job.objects.filter(state=JobState.QUEUED):
        done = jobs.run(job.pk)
        assert done.state == JobState.DONE, done.error


def photo(folder, name, colour):
    image = Image.new("RGB", (1600, 1200), colour)
    ImageDraw.Draw(image).rectangle((200, 300, 1400, 900), outline="black", width=12)
    image.save(folder / name, "JPEG")
    return folder / name


def take_photo(page, path):
    """Choose a photo in the picker and wait until it has arrived."""
    with page.expect_file_chooser() as chosen:
        page.click("[data-photos-from=album]")
    chosen.value.set_files(path)
    page.wait_for_selector("[data-photos-item].is-sent")


def press(page, name, exact=True):
    page.get_by_role("button", name=name, exact=exact).click()
    page.wait_for_load_state()


class People:
    """The pages of everybody who takes part."""

    def __init__(self, open_as, w):
        self.officer, self.leader = open_as(w.officer), open_as(w.leader)
        self.cadre, self.boss = open_as(w.cadre, phone=True), open_as(w.boss, phone=True)

    def all(self):
        return (self.officer, self.leader, self.cadre, self.boss)


def test_a_township_runs_a_campaign(open_as, live_server, tmp_path):
    w = factories.world()
    people = People(open_as, w)
    campaign = paste_and_review(people.officer, live_server.url)
    dispatch(people.officer, live_server.url, campaign)
    answer_a_duty(people.cadre, live_server.url, photo(tmp_path, "会场.jpg", "beige"))
    hazard = report_a_hazard(people.cadre, live_server.url, w, photo(tmp_path, "配电箱.jpg", "grey"))
    grade(people.officer, live_server.url, hazard)
    order = order_rectification(people, live_server.url, hazard)
    rectify(people.boss, live_server.url, hazard, photo(tmp_path, "整改后.jpg", "green"))
    accept(people.officer, live_server.url, hazard)
    remind_the_late(w)
    paper = issue_the_circular(people, live_server.url, campaign)
    sign_for(people.cadre, live_server.url)
    measure(paper.read_bytes(), least_rows=30)
    measure(order.read_bytes(), least_rows=10)
    for page in people.all():
        assert page.foreign == [] and page.faults == []


def paste_and_review(page, home):
    page.goto(home + "/campaigns/new/")
    page.fill("textarea", notice(timezone.localdate()))
    press(page, "读取来文")
    bar = page.locator("#review-bar")
    assert f"任务 {len(DUTIES) + len(STANDING)} 项" in bar.inner_text() and "阶段 3 个" in bar.inner_text()
    assert "单位待指明 0 个" in bar.inner_text()
    page.locator(".item-tasks").first.hover()
    lit = page.locator(".review-source .is-linked")
    assert DUTIES[0][0] in "".join(lit.all_inner_texts())
    edit_a_task(page)
    if page.get_by_role("button", name="都按建议频次确认").count():
        page.get_by_role("button", name="都按建议频次确认").click()
    page.wait_for_function("() => document.querySelector('#review-bar').innerText.includes('期限待定 0 项')")
    press(page, "建立专项行动")
    return page.url


def edit_a_task(page):
    """Change a title in place; the item comes back saved."""
    item = page.locator(".item-tasks").nth(1)
    item.get_by_role("button", name="修改").click()
    field = page.locator("#id_tasks_title")
    field.fill("张贴安全公告和举报电话")
    page.locator(".is-editing .btn-primary").click()
    page.wait_for_selector(".item-tasks:has-text('张贴安全公告和举报电话')")


def dispatch(page, home, campaign):
    page.goto(campaign)
    page.get_by_role("link", name="派发任务").click()
    page.get_by_role("button", name="派发", exact=False).click()
    page.wait_for_selector(".matrix")
    assert page.locator(".matrix tbody tr").count() == 2  # the two villages of the township
    assert page.locator(".cell-late").count() > 0


def answer_a_duty(page, home, picture):
    page.goto(home + "/campaigns/duties/")
    page.get_by_role("link", name=DUTIES[0][0]).click()
    page.fill("[name=text]", "晚上七点在村委会召开动员会，逐条学习方案，三个村民小组长作了表态。")
    page.fill("[name=headcount]", "46")
    take_photo(page, picture)
    press(page, "上报")
    assert "待审" in page.inner_text("main, header, h1") or "待审" in page.content()


def report_a_hazard(page, home, w, picture):
    page.goto(home + "/hazards/new/")
    take_photo(page, picture)
    page.fill("[name=description]", "配电箱前堆放纸箱，箱门无法打开")
    page.fill("[name=location]", "一楼仓库东侧")
    page.fill("[name=enterprise_name]", w.firm.name[:4])
    page.get_by_role("button", name=w.firm.name).click()
    press(page, "提交")
    page.goto(home + "/hazards/")
    page.get_by_text("配电箱前堆放纸箱").first.click()
    page.wait_for_load_state()
    return page.url.removeprefix(home)


def grade(page, home, hazard):
    page.goto(home + hazard)
    page.select_option("[name=grade]", "ordinary")
    page.fill("[name=grade_basis]", "现场检查，影响切断电源")
    page.select_option("[name=at_once]", "1")
    page.fill("[name=due_on]", (timezone.localdate() + timedelta(days=7)).isoformat())
    press(page, "定级并责令整改")
    page.wait_for_selector(".chip:has-text('整改中')")


def order_rectification(people, home, hazard):
    """The officer draws the order up, the leader signs, the officer issues it; returns the downloaded file."""
    page = people.officer
    page.goto(home + hazard)
    page.get_by_role("link", name="制作责令限期整改指令书").click()
    page.fill("[name=due_on]", (timezone.localdate() + timedelta(days=7)).isoformat())
    page.fill("[name=inspectors]", "戚小满、程砚田")
    press(page, "起草指令书")
    return through_to_the_file(people, page.url)


def through_to_the_file(people, paper):
    press(people.officer, "核稿")
    people.leader.goto(paper)
    press(people.leader, "签发")
    people.officer.goto(paper)
    press(people.officer, "编号印发")
    people.officer.wait_for_selector("#job")
    work()
    people.officer.get_by_role("link", name="查看结果").click()
    with people.officer.expect_download() as download:
        people.officer.get_by_role("link", name="下载").click()
    return download.value.path()


def rectify(page, home, hazard, picture):
    page.goto(home + hazard)
    take_photo(page, picture)
    page.fill("[name=result]", "纸箱已清走，配电箱前画黄线，不再堆放物品")
    press(page, "报告整改完成")
    page.wait_for_selector(".chip:has-text('待验收')")


def accept(page, home, hazard):
    page.goto(home + hazard)
    press(page, "验收销号")
    page.wait_for_selector(".chip:has-text('已销号')")
    assert page.locator(".hazard-photos img").count() == 2


def remind_the_late(w):
    """Village two has answered nothing: its cadre is told once, however often the scan runs."""
    late = factories.user("cadre", w.village2)
    call_command("remind", stdout=io.StringIO())
    titles = [message.title for message in late.inbox.all()]
    assert any("逾期" in title and DUTIES[0][0] in title for title in titles)
    call_command("remind", stdout=io.StringIO())
    assert late.inbox.count() == len(titles)
    assert not w.cadre.inbox.filter(title__contains=DUTIES[0][0], kind="overdue").exists()


def issue_the_circular(people, home, campaign):
    page = people.officer
    page.goto(campaign)
    page.get_by_role("link", name="制发通知").or_(page.get_by_role("button", name="制发通知")).click()
    page.wait_for_load_state()
    if page.url.endswith("/edit/"):
        press(page, "保存")
    return through_to_the_file(people, page.url)


def sign_for(page, home):
    page.goto(home + "/papers/")
    page.get_by_text("集中攻坚行动").first.click()
    press(page, "签收")
    assert "已签收" in page.content()


def place(char):
    return char["page_number"], round(char["top"], 1)


def ink_end(char):
    """Right end of a character in mm; a mark's right half is empty and may be squeezed away."""
    return (char["x1"] - (char["size"] / 2 if char["text"] in "。，、；：）》”" else 0)) / MM


def measure(data, least_rows):
    """The page read back: everything inside the type area, full rows end on its right edge, faces embedded."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        assert (round(page.width / MM), round(page.height / MM)) == (210, 297)
        body = [c for p in pdf.pages for c in p.chars if abs(c["size"] - 16) < 0.3 and c["text"].strip()]
        inside = [c for c in body if TOP - 0.5 < c["top"] / MM and c["bottom"] / MM < BOTTOM + 0.5]
        rows = Counter(map(place, inside))
        assert len(rows) >= least_rows
        last = {row: max((c for c in inside if row == place(c)), key=lambda c: c["x1"]) for row in rows}
        western = {place(c) for c in inside if c["text"].isascii()}
        full = [row for row, char in last.items() if char["x1"] / MM > RIGHT - 0.5 and row not in western]
        # 28 to a row; 26 where it is indented, one more or less where a mark may not begin or end a row
        assert full and {rows[row] for row in full} <= {25, 26, 27, 28, 29}
        assert max(map(ink_end, last.values())) < RIGHT + 0.5 and abs(min(c["x0"] for c in inside) / MM - LEFT) < 0.5
        assert all("+" in c["fontname"] for c in page.chars)  # subset fonts are embedded

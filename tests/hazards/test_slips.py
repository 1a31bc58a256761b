"""Printed slips: 销号单 with photos side by side, 治理方案 with the double report, 事故化处置单."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from core import clock
from core.errors import Refused
from evidence import photos
from hazards import services, slips
from hazards.models import Hazard
from tests import factories

from .conftest import accepted, found, graded, in_state, picture, planned, reported
from .test_major import MARK
from .test_views import as_user, detail_url

COLOURS = ("red", "green", "blue", "white", "black", "yellow", "orange")


def taken(by, count, first=0):
    """Ids of photos that differ, as the printed page keeps like ones once."""
    return [photos.keep(picture(colour=colour), by=by).pk for colour in COLOURS[first : first + count]]


@pytest.fixture
def closed(w):
    hazard = found(w, source="inspection", photos=taken(w.officer, 2))
    hazard = reported(w, planned(w, graded(w, hazard, grade="major", at_once=False)))
    services.treat_as_accident(hazard=hazard, by=w.officer, **MARK)
    return accepted(w, Hazard.objects.get(pk=hazard.pk))


def printed(user, hazard, kind):
    answer = as_user(user).get(reverse("hazards:slip", args=[hazard.pk, kind]))
    assert answer["Content-Type"] == "application/pdf" and answer["Content-Disposition"].startswith("inline")
    return PdfReader(io.BytesIO(answer.content))


def pictures_of(reader):
    """Different pictures; all pages of the file share their list."""
    return len({image.data for page in reader.pages for image in page.images})


def words(reader):
    return "".join(page.extract_text() for page in reader.pages).replace("\n", "").replace(" ", "")


def test_the_slip_says_what_it_was_how_it_was_mended_and_who_accepted(w, closed):
    text = words(printed(w.officer, closed, "closing"))
    for said in (
        closed.number,
        "冲床防护罩缺失",
        "已加装防护罩",
        "现场",
        "打磨车间",
        "周文、林一",
        "现场复查合格",
        "整改单位负责人",
    ):
        assert said in text, said


def test_photos_stand_side_by_side_on_the_last_page(w, closed):
    reader = printed(w.officer, closed, "closing")
    assert pictures_of(reader) == 3 and "Do" in reader.pages[-1].get_contents().get_data().decode("latin-1")
    assert "整改前" in words(reader) and "整改后没有照片" in words(reader)


def test_photo_pairs_go_on_to_further_pages(w):
    hazard = found(w, photos=taken(w.officer, 7))
    hazard = services.accept(hazard=reported(w, graded(w, hazard)), by=w.officer, no_before="登记时没有拍照")
    pairs = slips.photo_pairs(hazard)
    assert len(pairs) == 7 and [bool(after) for _, after in pairs] == [True] + [False] * 6
    reader = printed(w.officer, hazard, "closing")
    assert pictures_of(reader) == 8 and len(reader.pages) >= 4


def test_the_plan_bears_six_parts_and_the_double_report(w, closed):
    text = words(printed(w.boss, closed, "plan"))
    for said in ("重大事故隐患治理方案", "治理目标和任务", "物资保障", "专人看守", "向职工代表大会报告", "收3号"):
        assert said in text, said
    assert text.index("治理目标和任务") < text.index("治理方法和措施") < text.index("物资保障") < text.index("应急预案")


def test_the_plan_of_an_ordinary_hazard_has_the_five(w):
    hazard = planned(w, graded(w, at_once=False))
    text = words(printed(w.officer, hazard, "plan"))
    assert "隐患整改方案" in text and "3,000.00" in text and "治理目标" not in text


def test_the_slip_of_what_is_treated_as_an_accident(w, closed):
    text = words(printed(w.officer, closed, "accident"))
    assert all(said in text for said in MARK.values())


@pytest.mark.parametrize(
    "kind, said", [("closing", "还没有验收销号"), ("plan", "还没有报送整改方案"), ("accident", "没有当作事故处置")]
)
def test_what_is_not_there_yet_is_refused_with_the_reason(w, kind, said):
    page = as_user(w.officer).get(reverse("hazards:slip", args=[in_state(w, "rectifying").pk, kind]))
    assert page.status_code == 403 and said in page.content.decode()


def test_a_photo_that_is_gone_is_said_and_breaks_nothing(w, closed):
    slips.photo_pairs(closed)[0][0].thumbnail.delete(save=False)
    page = as_user(w.officer).get(reverse("hazards:slip", args=[closed.pk, "closing"]))
    assert page.status_code == 403 and "照片读不出来，请联系管理员从备份恢复" in page.content.decode()


def test_the_page_offers_only_what_can_be_printed(w, closed):
    client = as_user(w.officer)
    assert [kind for kind, _ in client.get(detail_url(closed)).context["slips"]] == ["closing", "plan", "accident"]
    assert client.get(detail_url(in_state(w, "rectifying"))).context["slips"] == []


def test_out_of_sight_and_unknown_slips_do_not_exist(w, closed):
    url = reverse("hazards:slip", args=[closed.pk, "closing"])
    assert as_user(w.other_officer).get(url).status_code == 404
    assert as_user(w.officer).get(reverse("hazards:slip", args=[closed.pk, "nosuch"])).status_code == 404


def test_characters_that_cannot_be_printed_are_said(w):
    hazard = services.accept(
        hazard=reported(w, graded(w), result="已整改\U0001f600"), by=w.officer, no_before="登记时没有拍照"
    )
    with pytest.raises(Refused):
        slips.closing(hazard)


def test_an_old_closed_hazard_without_acceptances_prints_too(w):
    values = {"grade": "ordinary", "accepted_by": w.officer, "closed_at": "2026-01-05T08:00+08:00", "state": "closed"}
    row = factories.hazard(w.village, rectified_on="2026-01-04", **values)
    row.refresh_from_db()
    assert row.number in words(printed(w.officer, row, "closing"))


def test_a_village_is_ordered_by_a_slip_once_its_hazard_has_a_limit(w):
    own = found(w, enterprise=None, description="集贸市场安全出口被封闭", location="二楼北侧")
    page = detail_url(own)
    assert "责令整改通知单" not in as_user(w.officer).get(page).content.decode()
    with pytest.raises(Refused, match="还没有定级和整改期限"):
        slips.order(own)
    own = graded(w, own, responsible="裘金火")
    assert "责令整改通知单" in as_user(w.officer).get(page).content.decode()
    text = words(printed(w.officer, own, "order"))
    assert all(
        said in text for said in (f"{w.village}：", "集贸市场安全出口被封闭", "责令立即整改", "裘金火", "村负责人（签收）")
    )
    with pytest.raises(Refused, match="指令书"):
        slips.order(graded(w))


def test_stop_work_has_a_paper_of_its_own(w):
    hazard = found(w, office=w.office)
    assert "停产撤人措施单" not in as_user(w.officer).get(detail_url(hazard)).content.decode()
    with pytest.raises(Refused, match="没有停产撤人措施"):
        slips.stop(hazard)
    services.impose(hazard=hazard, by=w.boss, kind="evacuate", scope="撤出打磨工 12 人", begun_at=clock.now())
    hazard = Hazard.objects.get(pk=hazard.pk)
    assert "停产撤人措施单" in as_user(w.officer).get(detail_url(hazard)).content.decode()
    text = printed(w.officer, hazard, "stop").pages[0].extract_text()
    assert "撤出打磨工" in text and "正在执行" in text
    services.lift(hazard=hazard, by=w.officer, control=hazard.controls.get(), note="现场确认安全")
    text = printed(w.officer, Hazard.objects.get(pk=hazard.pk), "stop").pages[0].extract_text()
    assert "解除" in text and "现场确认" in text and "正在执行" not in text

"""Every address of the seals, for every role: 404 out of sight, 403 with the reason in sight, and never a picture."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from python_calamine import CalamineWorkbook

from notices import seal_pictures, seals
from notices.models import Seal, SealKeeper, SealUse
from tests import factories

from .conftest import ROLES, as_user, in_state
from .test_seals import WHY

STAFF = ("officer", "leader", "discipline")


@pytest.fixture
def s(w):
    """A seal, its keeper (another officer than w.officer), a sealed paper."""
    w.keeper = factories.user("officer", w.town, office=w.safety_office)
    w.grant, w.seal = factories.keeper(w.town, w.keeper), factories.seal(w.town)
    w.paper = seals.place(paper=in_state(w, "signed"), by=w.keeper, note=WHY)
    return w


def get(s, role, name, *args, **query):
    return as_user(getattr(s, role)).get(reverse(f"notices:{name}", args=args), query)


def post(s, role, name, *args, follow=False, **data):
    return as_user(getattr(s, role)).post(reverse(f"notices:{name}", args=args), data, follow=follow)


def words(answer):
    return answer.content.decode()


@pytest.mark.parametrize("role", [*ROLES, "keeper"])
@pytest.mark.parametrize("name", ["seals", "seal_uses"])
def test_the_pages_are_the_townships_own(s, role, name):
    answer = get(s, role, name)
    if role in (*STAFF, "keeper"):
        assert answer.status_code == 200 and "云溪镇人民政府" in words(answer)
    elif role == "other_officer":
        assert answer.status_code == 200 and "云溪镇" not in words(answer)
    else:
        assert answer.status_code == 403 and "印章由乡镇管理" in words(answer)


@pytest.mark.parametrize("role", [*ROLES, "keeper"])
def test_a_likeness_is_for_keepers_alone(s, role):
    answer = get(s, role, "seal_sample", s.seal.pk)
    expected = 200 if role == "keeper" else (403 if role in STAFF else 404)
    assert answer.status_code == expected
    assert (answer["Content-Type"] == "image/png") == (role == "keeper")


def test_the_likeness_is_small_struck_through_and_kept_nowhere(s):
    answer = get(s, "keeper", "seal_sample", s.seal.pk)
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.size == (seal_pictures.SAMPLE,) * 2 and picture.mode == "RGB" and answer["Cache-Control"] == "no-store"
    greys = sum(count for count, (r, g, b) in picture.getcolors(100_000) if abs(r - g) < 8 and r < 200)
    assert greys > 0.1 * seal_pictures.SAMPLE**2


@pytest.mark.parametrize("role", ROLES)
def test_no_page_gives_the_picture_away(s, role):
    """Neither as it is kept nor as it is printed, nor in the words of a page."""
    kept = bytes(s.seal.picture.kept)
    data = seal_pictures.opened(kept, s.seal.sha256)
    client = as_user(getattr(s, role))
    for to in (
        reverse("notices:seals"), reverse("notices:seal_uses"), reverse("notices:seal_uses") + "?export=xlsx",
        reverse("notices:detail", args=[s.paper.pk]), reverse("notices:preview", args=[s.paper.pk]),
        reverse("notices:word", args=[s.paper.pk]), reverse("notices:seal_sample", args=[s.seal.pk]), "/media/", "/media/seals/",
    ):  # fmt: skip
        body = client.get(to).content
        assert data[60:160] not in body and kept[:60] not in body and s.seal.sha256.encode() not in body, to


@pytest.mark.parametrize("role", ROLES)
def test_putting_it_on_is_refused_to_all_others(s, role):
    paper = in_state(s, "signed")
    answer = post(s, role, "step", paper.pk, "seal", note=WHY)
    assert answer.status_code == (403 if role in (*STAFF, "supervisor") else 404)
    if answer.status_code == 403:
        assert "用印人办理" in words(answer)
    assert not paper.seal_uses.exists()


def test_whoever_issues_is_told_that_no_seal_is_on_the_paper_yet(s):
    paper = in_state(s, "signed")
    assert "还没有用印" in words(get(s, "officer", "detail", paper.pk))
    seals.place(paper=paper, by=s.keeper, note=WHY)
    assert "还没有用印" not in words(get(s, "officer", "detail", paper.pk))


def test_the_keeper_sees_the_button_seals_and_is_told(s):
    paper = in_state(s, "signed")
    page = words(get(s, "keeper", "detail", paper.pk))
    assert ">用印</button>" in page and ">用印</button>" not in words(get(s, "officer", "detail", paper.pk))
    assert "必须写明原因" in words(post(s, "keeper", "step", paper.pk, "seal", note="", follow=True))
    page = words(post(s, "keeper", "step", paper.pk, "seal", note=WHY, follow=True))
    assert "已用印" in page and ">用印</button>" not in page and s.keeper.name in page
    assert "已经用印" in words(post(s, "keeper", "step", paper.pk, "seal", note=WHY))
    assert paper.seal_uses.count() == 1


@pytest.mark.parametrize("role", [*ROLES, "keeper"])
def test_registering_is_for_keepers(s, role):
    seals.stop(seal=s.seal, by=s.keeper, note="换新章")
    picture = SimpleUploadedFile("章.png", factories.stamp(), "image/png")
    answer = post(s, role, "seal_new", picture=picture)
    assert answer.status_code == (302 if role == "keeper" else 403)
    assert Seal.objects.in_use().exists() == (role == "keeper")


@pytest.mark.parametrize("picture", [b"", b"x", factories.stamp(400)])
def test_a_bad_picture_is_said_beside_the_field(s, picture):
    answer = post(s, "keeper", "seal_new", picture=SimpleUploadedFile("章.png", picture, "image/png"))
    assert answer.status_code == 200 and "图片" in words(answer) and "invalid-feedback" in words(answer)


def test_a_second_one_is_said_beside_the_field(s):
    answer = post(s, "keeper", "seal_new", picture=SimpleUploadedFile("章.png", factories.stamp(), "image/png"))
    assert "已有使用中的印章" in words(answer) and Seal.objects.count() == 1


@pytest.mark.parametrize("role", ROLES)
def test_stopping_is_for_keepers_and_leaders(s, role):
    answer = post(s, role, "seal_stop", s.seal.pk, note="印模磨损")
    s.seal.refresh_from_db()
    assert (s.seal.state == "stopped") == (role == "leader")
    expected = {"leader": 302, "officer": 403, "discipline": 403}
    assert answer.status_code == expected.get(role, 404)


@pytest.mark.parametrize("role", ROLES)
def test_naming_and_withdrawing_are_for_leaders(s, role):
    data = {"person": s.officer.pk, "from_on": "2026-01-01", "until_on": ""}
    named = post(s, role, "keeper_new", **data)
    gone = post(s, role, "keeper_withdraw", s.grant.pk, note="岗位调整")
    assert named.status_code == (302 if role == "leader" else 403)
    assert gone.status_code == {"leader": 302, "officer": 403, "discipline": 403}.get(role, 404)
    assert SealKeeper.objects.filter(person=s.officer).exists() == (role == "leader")


@pytest.mark.parametrize(
    "data, said",
    [
        ({}, "请选择"),
        ({"person": "x"}, "选择"),
        ({"from_on": "2026-01-01", "until_on": "2020-01-01"}, "不能早于今天"),
    ],
)
def test_bad_naming_is_said_in_the_form(s, data, said):
    answer = post(s, "leader", "keeper_new", **data)
    assert answer.status_code == 200 and said in words(answer)


def test_naming_twice_is_said_in_the_form(s):
    answer = post(s, "leader", "keeper_new", person=s.keeper.pk, from_on="2026-01-01")
    assert "已经是用印人" in words(answer)


def test_an_expired_keeper_has_no_door_left(s):
    SealKeeper.objects.update(from_on="2020-01-01", until_on="2020-12-31")
    assert get(s, "keeper", "seal_sample", s.seal.pk).status_code == 403
    assert get(s, "keeper", "seal_new").status_code == 403
    assert "已到期" in words(get(s, "leader", "seals"))


@pytest.mark.parametrize("name, args", [("seals", 0), ("seal_uses", 0), ("seal_new", 0), ("seal_sample", 1)])
def test_strangers_are_sent_to_log_in(s, name, args):
    answer = Client().get(reverse(f"notices:{name}", args=[s.seal.pk][:args]))
    assert answer.status_code == 302 and "login" in answer.url


# 用印登记簿


def rows(answer):
    return [(use.paper_id, use.said) for use in answer.context["page"]]


def test_the_register_of_uses_is_filtered(s):
    other = seals.place(paper=in_state(s, "signed"), by=s.keeper, note="补盖")
    for query, expected in (
        ({"q": "补盖"}, [other.pk]), ({"q": "冬季取暖"}, [other.pk, s.paper.pk]), ({"q": "没有的"}, []),
        ({"seal": s.seal.pk}, [other.pk, s.paper.pk]), ({"by": s.keeper.pk}, [other.pk, s.paper.pk]),
        ({"since": "2999-01-01"}, []), ({"until": "2999-01-01"}, [other.pk, s.paper.pk]),
    ):  # fmt: skip
        assert [pk for pk, _ in rows(get(s, "officer", "seal_uses", **query))] == expected, query


def test_the_filters_offer_nothing_from_next_door(s):
    factories.seal(s.other_town)
    page = words(get(s, "officer", "seal_uses"))
    assert "白塔" not in page


def test_the_register_of_uses_is_exported(s):
    answer = get(s, "discipline", "seal_uses", export="xlsx")
    cells = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert cells[0][:3] == ["用印时间", "印章", "文号"]
    assert cells[1][1:] == ["云溪镇人民政府", "未编号", s.paper.title, WHY, s.keeper.name, s.leader.name, "待印发"]


def test_the_register_costs_the_same_for_one_and_three(s, django_assert_num_queries):
    client, to = as_user(s.officer), reverse("notices:seal_uses")
    client.get(to)
    with CaptureQueriesContext(connection) as seen:
        client.get(to)
    for _ in range(2):
        seals.place(paper=in_state(s, "signed"), by=s.keeper, note=WHY)
    with django_assert_num_queries(len(seen)):
        answer = client.get(to)
    assert len(rows(answer)) == SealUse.objects.count() == 3

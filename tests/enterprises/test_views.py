"""The register and an enterprise's page, per role."""

import pytest
from django.urls import reverse

from enterprises.models import Enterprise, Permit
from tests import factories


@pytest.fixture
def officer(client, w):
    client.force_login(w.officer)
    return client


def data_of(firm, **fields):
    return {
        "name": firm.name, "credit_code": firm.credit_code, "village": firm.village.name, "sector": firm.sector_id,
        "scale": firm.scale, "status": firm.status, "principal": firm.principal, "employees": 12,
        "row_version": firm.version or 1, **fields,
    }  # fmt: skip


def keys(page):
    return [row.pk for row in page]


def test_the_list_finds_by_name_initials_and_code(officer, w):
    firm = factories.enterprise(w.village, name="恒远机械加工厂")
    for text in ("恒远", "hyjx", firm.credit_code[:18]):
        page = officer.get(reverse("enterprises:list"), {"q": text}).context["page"]
        assert keys(page) == [firm.pk], text


def test_nobody_finds_enterprises_of_another_township(officer, w):
    body = officer.get(reverse("enterprises:list")).content.decode()
    assert w.firm.name in body and w.other_firm.name not in body
    assert officer.get(reverse("enterprises:detail", args=[w.other_firm.pk])).status_code == 404


def test_filters_narrow_by_village_and_risk(officer, w):
    Enterprise.objects.filter(pk=w.firm2.pk).update(risk_colour="red", high_risk=True)
    for query in ({"village": "柳湾"}, {"risk_colour": "red"}, {"high_risk": "1"}):
        assert keys(officer.get(reverse("enterprises:list"), query).context["page"]) == [w.firm2.pk]


def test_the_list_asks_as_often_for_three_rows_as_for_one(officer, w, django_assert_max_num_queries):
    for _ in range(8):
        factories.enterprise(w.village)
    with django_assert_max_num_queries(16):
        officer.get(reverse("enterprises:list"))


def test_a_page_shows_facts_permits_and_a_masked_phone(officer, w):
    Permit.objects.create(enterprise=w.firm, village=w.village, kind="licence", name="安全生产许可证")
    body = officer.get(reverse("enterprises:detail", args=[w.firm.pk])).content.decode()
    assert "138****0000" in body and "13800000000" not in body and "安全生产许可证" in body
    shown = officer.post(reverse("enterprises:phone", args=[w.firm.pk]))
    assert shown.content.decode() == "13800000000"


def test_a_cadre_may_look_but_not_edit(client, w):
    client.force_login(w.cadre)
    assert client.get(reverse("enterprises:detail", args=[w.firm.pk])).status_code == 200
    assert client.get(reverse("enterprises:edit", args=[w.firm.pk])).status_code == 403
    assert client.post(reverse("enterprises:phone", args=[w.firm.pk])).status_code == 403
    assert client.get(reverse("enterprises:edit", args=[w.firm2.pk])).status_code == 404


def test_an_edit_is_kept_with_who_and_what(officer, w):
    officer.post(reverse("enterprises:edit", args=[w.firm.pk]), data_of(w.firm, village="柳湾村"))
    w.firm.refresh_from_db()
    assert w.firm.village == w.village2 and w.firm.version == 2
    assert w.boss.memberships.get().place == w.village2
    body = officer.get(reverse("enterprises:detail", args=[w.firm.pk])).content.decode()
    assert "所在村：石桥村 → 柳湾村" in body and w.officer.name in body


def test_a_stale_form_is_told_and_overwrites_nothing(officer, w):
    Enterprise.objects.filter(pk=w.firm.pk).update(version=5, address="新街 1 号")
    page = officer.post(reverse("enterprises:edit", args=[w.firm.pk]), data_of(w.firm, address="旧街"))
    assert "刚被别人改过" in page.content.decode()
    assert Enterprise.objects.get(pk=w.firm.pk).address == "新街 1 号"


def test_a_similar_name_in_the_village_is_asked_about_once(officer, w):
    factories.enterprise(w.village, name="青禾县恒远机械厂")
    fresh = Enterprise(
        name="恒远机械有限公司", credit_code=factories.credit_code(), village=w.village, principal="季长河",
        sector_id="metals",
    )  # fmt: skip
    page = officer.post(reverse("enterprises:new"), data_of(fresh))
    assert "名称相近" in page.content.decode() and not Enterprise.objects.filter(name=fresh.name).exists()
    officer.post(reverse("enterprises:new"), data_of(fresh, sure="on"))
    assert Enterprise.objects.get(name=fresh.name).created_by == w.officer


@pytest.mark.parametrize(("code", "words"), [("123", "应为 18 位"), ("91990100MA00000000", "校验位不对")])
def test_a_wrong_credit_code_is_explained(officer, w, code, words):
    page = officer.post(reverse("enterprises:edit", args=[w.firm.pk]), data_of(w.firm, credit_code=code))
    assert words in page.content.decode()


def test_a_village_of_another_township_is_not_taken(officer, w):
    page = officer.post(reverse("enterprises:edit", args=[w.firm.pk]), data_of(w.firm, village="北岭村"))
    assert "本辖区没有" in page.content.decode()


def test_permits_are_added_changed_and_withdrawn(officer, w):
    to = reverse("enterprises:permit_new", args=[w.firm.pk])
    officer.post(to, {"kind": "licence", "name": "许可证", "expires_on": "2020-01-01", "row_version": 1})
    row = Permit.objects.get()
    assert row.village == w.village and row.is_expiring and row.created_by == w.officer
    away = reverse("enterprises:permit_withdraw", args=[w.firm.pk, row.pk])
    officer.post(away, {"note": ""})
    assert Permit.objects.filter(withdrawn_at=None).exists()
    officer.post(away, {"note": "录错企业"})
    assert "录错企业" in Permit.objects.get().withdrawn_reason


def test_options_offer_only_what_is_in_sight(officer, w):
    found = officer.get(reverse("enterprises:options"), {"q": "试验企业"}).json()["options"]
    assert {row["value"] for row in found} == {w.firm.pk, w.firm2.pk}


def test_the_tabs_bring_hazards_checks_and_papers_and_permits_stand_first(officer, w):
    to = reverse("enterprises:detail", args=[w.firm.pk])
    body = officer.get(to).content.decode()
    assert "还没有登记证照" in body and "hx-get" not in body.split("firm-tabs")[2].split("</section>")[0]
    for label, app in (("隐患", "hazards"), ("检查", "checks"), ("公文", "notices")):
        page = officer.get(to, {"tab": label}).content.decode()
        assert f'hx-get="{reverse(f"{app}:of_enterprise", args=[w.firm.pk])}"' in page and "还没有登记证照" not in page


@pytest.mark.parametrize("tab", ["", "无此标签", "<script>"])
def test_an_unknown_tab_shows_the_permits(officer, w, tab):
    page = officer.get(reverse("enterprises:detail", args=[w.firm.pk]), {"tab": tab})
    assert "还没有登记证照" in page.content.decode() and "<script>" not in page.content.decode()


def test_a_closed_enterprise_is_not_drawn_as_a_success(officer, w):
    Enterprise.objects.filter(pk=w.firm.pk).update(status="closed")
    body = officer.get(reverse("enterprises:detail", args=[w.firm.pk])).content.decode()
    assert "chip-quiet" in body and "关闭" in body


def test_filters_narrow_by_sector_scale_state_and_office(officer, w):
    Enterprise.objects.filter(pk=w.firm2.pk).update(
        sector="farm", scale="large", status="suspended", supervising_office=w.office
    )
    for query in ({"sector": "farm"}, {"scale": "large"}, {"status": "suspended"}, {"supervising_office": w.office.pk}):
        assert keys(officer.get(reverse("enterprises:list"), query).context["page"]) == [w.firm2.pk], query


def test_the_offices_to_filter_by_are_those_of_the_own_township(officer, w):
    offices = officer.get(reverse("enterprises:list")).context["filter"].form.fields["supervising_office"].choices
    assert {int(key) for key, _ in offices if key} == {w.office.pk, w.safety_office.pk}


def test_the_head_of_an_enterprise_sees_it_alone_and_may_not_edit(client, w):
    client.force_login(w.boss)
    assert keys(client.get(reverse("enterprises:list")).context["page"]) == [w.firm.pk]
    page = client.get(reverse("enterprises:detail", args=[w.firm.pk])).content.decode()
    assert reverse("enterprises:edit", args=[w.firm.pk]) not in page and "13800000000" not in page
    assert client.get(reverse("enterprises:permit_new", args=[w.firm.pk])).status_code == 403


def test_a_stale_permit_form_is_told_and_overwrites_nothing(officer, w):
    row = factories.permit(w.firm, name="许可证")
    Permit.objects.update(number="新 8 号", version=3)
    to = reverse("enterprises:permit", args=[w.firm.pk, row.pk])
    page = officer.post(to, {"kind": "licence", "name": "许可证", "number": "旧 1 号", "row_version": 1})
    assert "证号 现在是“新 8 号”" in page.content.decode() and Permit.objects.get().number == "新 8 号"


@pytest.mark.parametrize("name, to", [("new", "list"), ("edit", "detail"), ("permit_new", "detail")])
def test_a_form_can_be_left_for_the_page_before(client, w, name, to):
    client.force_login(w.officer)
    args = [] if name == "new" else [w.firm.pk]
    back = reverse(f"enterprises:{to}", args=args)
    assert f'href="{back}">取消' in client.get(reverse(f"enterprises:{name}", args=args)).content.decode()

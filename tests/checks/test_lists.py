"""Checklists: shipped ones, copies, drafts written item by item, publishing."""

import pytest
from django.urls import reverse

from checks import services
from checks.models import Checklist, ChecklistVersion, Item
from checks.reference import load_checklists
from core import reference
from core.errors import Refused
from tests import factories

from .conftest import shipped


def own_list(w, **values):
    given = {"name": "夏季用电自查", "audience": "both", "confidential": False}
    return services.new_list(by=w.officer, **(given | values))


def item(w, of, text="电线没有裸露", **values):
    return services.add_item(version=of.draft, by=w.officer, text=text, **values)


def texts(version):
    return list(version.items.values_list("text", flat=True))


@pytest.fixture
def sectors(db):
    """The trades that lists name."""
    reference.load_all()


def test_two_lists_are_shipped_once(sectors):
    load_checklists()
    load_checklists()
    three, fire = shipped(), shipped("fire-and-gas")
    basic = Checklist.objects.exclude(key__startswith="lib-")
    assert basic.count() == 2 and ChecklistVersion.objects.filter(checklist__in=basic).count() == 2
    assert three.confidential and three.current.items.count() == 3 and not fire.confidential
    assert 12 <= fire.current.items.count() <= 16
    assert 3 <= len(set(fire.current.items.values_list("group", flat=True))) <= 5


def test_a_yes_to_the_three_questions_is_bad_and_opens_a_lead_without_photo(sectors):
    load_checklists()
    rows = shipped().current.items.order_by("order")
    assert [row.leads_to for row in rows] == ["lead", "lead", "others"]  # the third asks about other units
    assert {(row.bad_answer, row.photo_when_bad) for row in rows} == {("yes", False)}


def test_a_no_of_the_fire_check_makes_a_hazard_and_needs_a_photo(sectors):
    load_checklists()
    for row in shipped("fire-and-gas").current.items.filter(kind="yes-no"):
        assert (row.bad_answer, row.leads_to, row.photo_when_bad) == ("no", "hazard", True)


def test_no_name_of_a_shipped_list_tells_of_deaths(sectors):
    load_checklists()
    assert not any(word in row.name for row in Checklist.objects.all() for word in "死亡瞒")


def test_the_shipped_text_can_be_changed_by_nobody(w):
    version = shipped().current
    for act in (
        lambda: services.new_draft(checklist=shipped(), by=w.officer),
        lambda: services.add_item(version=version, by=w.officer, text="新"),
        lambda: services.change_item(item=version.items.first(), by=w.officer, text="改"),
        lambda: services.drop_item(item=version.items.first(), by=w.officer),
        lambda: services.publish(version=version, by=w.officer),
    ):
        with pytest.raises(Refused, match="先复制"):
            act()


def test_a_copy_is_the_townships_own_draft_with_the_same_items(w):
    row = services.copy_list(checklist=shipped(), by=w.officer)
    assert row.township == w.town and row.confidential and row.name == "用工情况三项核实（云溪）"
    assert row.current is None and texts(row.draft) == texts(shipped().current)


def test_a_published_version_never_changes(w):
    of = own_list(w)
    row = item(w, of)
    version = services.publish(version=of.draft, by=w.officer)
    for act in (
        lambda: services.add_item(version=version, by=w.officer, text="新"),
        lambda: services.change_item(item=row, by=w.officer, text="改"),
        lambda: services.move_item(item=row, up=True, by=w.officer),
        lambda: services.drop_item(item=row, by=w.officer),
        lambda: services.publish(version=version, by=w.officer),
    ):
        with pytest.raises(Refused, match="已发布的版本不能再改"):
            act()
    assert texts(version) == ["电线没有裸露"]


def test_a_new_version_starts_as_the_last_one_and_there_is_one_draft(w):
    of = own_list(w)
    item(w, of)
    services.publish(version=of.draft, by=w.officer)
    draft = services.new_draft(checklist=of, by=w.officer)
    assert draft.number == 2 and texts(draft) == ["电线没有裸露"]
    assert services.new_draft(checklist=of, by=w.officer) == draft
    services.add_item(version=draft, by=w.officer, text="插座没有发黑")
    assert of.current.items.count() == 1
    services.publish(version=draft, by=w.officer)
    assert of.current.number == 2 and of.current.items.count() == 2


def test_items_change_places_with_their_neighbours(w):
    of = own_list(w)
    rows = [item(w, of, text) for text in ("甲", "乙", "丙")]
    services.move_item(item=rows[2], up=True, by=w.officer)
    assert texts(of.draft) == ["甲", "丙", "乙"]
    services.move_item(item=rows[0], up=False, by=w.officer)
    assert texts(of.draft) == ["丙", "甲", "乙"]
    services.move_item(item=Item.objects.get(text="丙"), up=True, by=w.officer)
    assert texts(of.draft) == ["丙", "甲", "乙"]


def test_a_dropped_item_leaves_the_order_of_the_others(w):
    of = own_list(w)
    rows = [item(w, of, text) for text in ("甲", "乙", "丙")]
    services.drop_item(item=rows[1], by=w.officer)
    item(w, of, "丁")
    assert texts(of.draft) == ["甲", "丙", "丁"]


def test_a_number_has_no_bad_answer_and_leads_to_nothing(w):
    row = item(w, own_list(w), kind="number", bad_answer="no", leads_to="hazard", photo_when_bad=True)
    assert (row.bad_answer, row.leads_to, row.photo_when_bad) == ("never", "nothing", False)


def test_an_empty_list_is_not_published(w):
    with pytest.raises(Refused, match="还没有检查内容"):
        services.publish(version=own_list(w).draft, by=w.officer)


def test_leads_only_from_confidential_lists_and_hazards_only_from_open_ones(w):
    open_list, secret = own_list(w), own_list(w, name="保密表", confidential=True)
    item(w, open_list, leads_to="lead")
    item(w, secret, leads_to="hazard")
    with pytest.raises(Refused, match="只能放在结果保密"):
        services.publish(version=open_list.draft, by=w.officer)
    with pytest.raises(Refused, match="保密的检查表不能转隐患"):
        services.publish(version=secret.draft, by=w.officer)


@pytest.mark.parametrize("role", ["leader", "liaison", "cadre", "boss", "discipline", "supervisor"])
def test_others_write_no_lists(w, role):
    with pytest.raises(Refused, match="应急办和监管站所编写"):
        services.new_list(name="表", audience="both", confidential=False, by=getattr(w, role))


def test_an_office_writes_its_own_lists_and_only_those(w):
    own, of_town = services.new_list(name="市场所清单", audience="both", by=w.department), own_list(w)
    item(w, of_town)
    services.publish(version=of_town.draft, by=w.officer)
    assert own.office_id == w.department.membership.office_id and set(Checklist.objects.visible_to(w.department)) >= {
        own,
        of_town,
    }
    with pytest.raises(Refused, match="由编写它的单位修改"):
        services.new_draft(checklist=of_town, by=w.department)
    copied = services.copy_list(checklist=of_town, by=w.department)
    assert services.add_item(version=copied.draft, by=w.department, text="再加一项") and copied.office_id == own.office_id
    services.add_item(version=own.draft, by=w.officer, text="应急办也能改")


def test_what_is_confidential_is_not_for_offices(w):
    secret = own_list(w, name="保密表", confidential=True)
    assert secret not in Checklist.objects.visible_to(w.department)
    with pytest.raises(Refused, match="结果保密的检查表由应急办编写"):
        services.new_list(name="表", audience="both", confidential=True, by=w.department)


def test_a_list_taken_out_of_the_library_stays_where_it_was_sent(client, w):
    own = own_list(w)
    item(w, own)
    services.publish(version=own.draft, by=w.officer)
    check = factories.check(own, w.village, enterprise=w.firm)
    with pytest.raises(Refused, match="必须写明原因"):
        services.withdraw_list(checklist=own, reason=" ", by=w.officer)
    post(client, w.officer, "list_withdraw", own.pk, note="写错了，重新编写")
    assert Checklist.objects.get(pk=own.pk).withdrawn_reason == f"{w.officer.name}：写错了，重新编写"
    page = get(client, w.officer, "lists").content.decode()
    assert "已撤下的检查表 1" in page and f"{w.officer.name}：写错了，重新编写" in page
    assert "写错了" not in get(client, w.other_officer, "lists").content.decode()
    assert own not in Checklist.objects.visible_to(w.officer) and own not in Checklist.objects.for_inspections(w.officer)
    assert get(client, w.boss, "fill", check.pk).status_code == 200


def get(client, user, name, *args):
    client.force_login(user)
    return client.get(reverse(f"checks:{name}", args=args))


def post(client, user, page, *args, **data):
    client.force_login(user)
    return client.post(reverse(f"checks:{page}", args=args), data)


@pytest.mark.parametrize(
    ("role", "status"), [("officer", 200), ("leader", 200), ("cadre", 403), ("boss", 403), ("discipline", 403)]
)
def test_lists_and_versions_are_for_officers_and_leaders(client, w, role, status):
    person = getattr(w, role)
    assert get(client, person, "lists").status_code == status
    assert get(client, person, "version", shipped().current.pk).status_code == status


def test_the_neighbours_list_is_out_of_sight(client, w):
    of = own_list(w)
    row = item(w, of)
    assert get(client, w.other_officer, "version", of.draft.pk).status_code == 404
    assert post(client, w.other_officer, "item", row.pk, text="改").status_code == 404
    assert of.name not in get(client, w.other_officer, "lists").content.decode()


def test_copy_write_and_publish_on_the_pages(client, w):
    answer = post(client, w.officer, "list_copy", shipped("fire-and-gas").pk)
    own = Checklist.objects.get(township=w.town)
    assert answer.url == reverse("checks:version", args=[own.draft.pk])
    post(client, w.officer, "item_add", own.draft.pk, group="燃气", text="灶具有熄火保护", kind="yes-no", bad_answer="no",
         leads_to="hazard", photo_when_bad="on")  # fmt: skip
    added = own.draft.items.last()
    assert added.text == "灶具有熄火保护" and added.photo_when_bad
    post(
        client,
        w.officer,
        "item",
        added.pk,
        group="燃气",
        text="灶具有熄火保护装置",
        kind="yes-no",
        bad_answer="no",
        leads_to="hazard",
    )
    added.refresh_from_db()
    assert added.text.endswith("装置") and not added.photo_when_bad
    post(client, w.officer, "item_act", added.pk, "up")
    assert own.draft.items.last() != added
    post(client, w.officer, "item_act", own.draft.items.last().pk, "drop")
    shown = client.post(reverse("checks:publish", args=[own.draft.pk]), follow=True).content.decode()
    assert "已发布第1版" in shown and own.current.items.filter(text="灶具有熄火保护装置").exists()


def test_an_item_without_text_comes_back_with_the_reason(client, w):
    of = own_list(w)
    answer = post(client, w.officer, "item_add", of.draft.pk, text=" 电 ", kind="yes-no", bad_answer="no", leads_to="hazard")
    assert answer.status_code == 200 and "请写清检查什么" in answer.content.decode() and not of.draft.items.exists()


def test_the_form_of_a_published_item_is_closed_with_the_reason(client, w):
    of = own_list(w)
    row = item(w, of)
    services.publish(version=of.draft, by=w.officer)
    client.force_login(w.officer)
    shown = client.get(reverse("checks:item", args=[row.pk]), follow=True).content.decode()
    assert "已发布的版本不能再改" in shown


def test_a_new_list_begins_with_an_empty_draft(client, w):
    answer = post(client, w.officer, "list_new", name="汛期自查", audience="villages")
    own = Checklist.objects.get(name="汛期自查")
    assert answer.url == reverse("checks:version", args=[own.draft.pk]) and own.audience == "villages"


@pytest.mark.parametrize("role", ["leader", "cadre"])
def test_pages_that_write_are_refused_to_others(client, w, role):
    own = own_list(w)
    row = item(w, own)
    for name, args in (
        ("list_copy", [own.pk]),
        ("publish", [own.draft.pk]),
        ("item_act", [row.pk, "up"]),
        ("list_draft", [own.pk]),
    ):
        answer = post(client, getattr(w, role), name, *args)
        assert answer.status_code in (302, 403)
    assert own.current is None and Checklist.objects.filter(township=w.town).count() == 1


def test_a_published_list_of_a_factory_is_the_current_one(w):
    assert factories.checklist("甲").current.number == 1


def test_the_library_is_paged(client, w, monkeypatch):
    from checks.views import lists

    monkeypatch.setattr(lists, "PER_PAGE", 2)
    client.force_login(w.officer)
    first = client.get(reverse("checks:lists"))
    page = first.context["page"]
    assert len(page) == 2 and page.total > 2 and "下一页" in first.content.decode()
    second = client.get(f"{reverse('checks:lists')}?{page.next}").context["page"]
    assert {row.pk for row in page}.isdisjoint({row.pk for row in second})


def test_the_posts_that_matter_have_a_list_of_their_own(sectors):
    load_checklists()
    row = Checklist.objects.get(key="lib-key-posts")
    asked = set(row.current.items.values_list("group", flat=True))
    assert row.topic == "duty" and {"主要负责人", "安全管理员", "危险作业监护人", "特种作业人员"} <= asked


def test_a_shipped_list_whose_questions_reach_back_further_gets_a_new_version_once(sectors):
    load_checklists()
    three = shipped()
    assert all("2012年11月" in item.text for item in three.current.items.all()[:2])
    before = three.current
    Checklist.objects.filter(pk=three.pk).update(release=1)
    for _ in range(2):
        load_checklists()
    assert three.versions.count() == 2 and shipped().current.number == before.number + 1
    assert before.items.count() == 3  # what was asked with it stays as it was


def test_the_later_of_two_who_edit_an_item_is_told_and_overwrites_nothing(client, w):
    row = services.new_list(name="疏散检查表", audience="both", confidential=False, by=w.officer)
    item = services.add_item(version=row.draft, text="疏散门能打开", by=w.officer)
    client.force_login(w.officer)
    url = reverse("checks:item", args=[item.pk])
    seen = client.get(url).context["form"]["seen"].value()
    given = {"text": "先改的", "kind": "yes-no", "bad_answer": "no", "leads_to": "hazard", "seen": seen}
    assert client.post(url, given).status_code == 302
    page = client.post(url, given | {"text": "后改的"})
    item.refresh_from_db()
    assert "这一项刚被别人改过，现在是“先改的”" in page.content.decode() and item.text == "先改的"
    again = {name: page.context["form"][name].value() for name in given}
    assert again["text"] == "后改的" and client.post(url, again).status_code == 302

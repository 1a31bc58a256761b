"""Batches and typical cases: steps and roles, picking, no personal data, the paper, the published list."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.errors import Refused
from hazards.models import Batch, BatchItem
from hazards.services import batches as services
from notices.models import Paper
from tests import factories

from .supervising import BATCH_STATES, batch_in, late
from .test_views import as_user

ROLES = ("officer", "leader", "department", "liaison", "cadre", "boss", "discipline", "supervisor")
BOTH = {"officer", "leader"}
MAY = {
    ("send", "draft"): {"officer"}, ("approve", "sent"): {"leader"}, ("send_back", "sent"): {"leader"},
    ("send_back", "approved"): {"leader"}, ("publish", "approved"): {"officer"},
    **{("withdraw", state): BOTH for state in BATCH_STATES if state != "withdrawn"},
}  # fmt: skip


def url(name, *args):
    return reverse(f"hazards:{name}", args=args)


@pytest.mark.parametrize("state", BATCH_STATES)
def test_each_step_is_open_to_those_it_belongs_to_and_to_nobody_else(w, state):
    batch = batch_in(w, state)
    for action in Batch.workflow.steps:
        for role in ROLES:
            said = Batch.workflow.refusal(batch, action, getattr(w, role))
            assert (not said) == (role in MAY.get((action, state), set())), (action, role, said)


def test_nothing_is_published_without_a_leaders_approval(w):
    for state in ("draft", "sent"):
        with pytest.raises(Refused, match="不能公布"):
            services.move_batch(batch=batch_in(w, state), action="publish", by=w.officer, published_where="公示栏")
    published = batch_in(w, "published")
    assert published.approved_at and published.published_at
    assert list(published.log.values_list("action_label", flat=True)) == ["草拟", "送领导批准", "批准", "公布"]


def test_where_it_was_published_is_kept_and_named_nobody(w):
    batch, client = batch_in(w, "approved"), as_user(w.officer)
    step = url("batch_step", batch.pk, "publish")
    for where in ("", "镇公示栏，咨询 13912345678"):
        assert client.post(step, {"published_where": where}).status_code == 200
    assert client.post(step, {"published_where": "镇政府公示栏"}).status_code == 302
    batch.refresh_from_db()
    assert (batch.state, batch.published_where, batch.log.last().note) == ("published", "镇政府公示栏", "镇政府公示栏")
    assert "公布于镇政府公示栏" in client.get(url("batch", batch.pk)).content.decode()


@pytest.mark.parametrize("action", ["withdraw", "send_back"])
def test_taking_back_is_explained(w, action):
    with pytest.raises(Refused, match="必须写明原因"):
        services.move_batch(batch=batch_in(w, "sent"), action=action, by=w.leader)


def test_an_empty_list_is_not_sent(w):
    batch = services.draft_batch(by=w.officer, kind="talk", title="约谈名单")
    with pytest.raises(Refused, match="名单是空的"):
        services.move_batch(batch=batch, action="send", by=w.officer)


@pytest.mark.parametrize("state", ["sent", "approved", "published", "withdrawn"])
def test_what_was_sent_for_approval_is_fixed(w, state):
    batch = batch_in(w, state)
    item = batch.items.get()
    for act in (
        lambda: services.add_enterprise(batch=batch, by=w.officer, enterprise=w.firm2, facts="逾期"),
        lambda: services.add_hazards(batch=batch, by=w.officer, hazards=[late(w)]),
        lambda: services.word_item(item=item, by=w.officer, facts="改写"),
        lambda: services.drop_item(item=item, by=w.officer),
    ):
        with pytest.raises(Refused, match="不能再修改"):
            act()
    assert batch.items.get().facts == "两次逾期未整改"


def test_sent_back_it_may_be_changed_again(w):
    batch = services.move_batch(batch=batch_in(w, "sent"), action="send_back", by=w.leader, note="补充事实")
    services.word_item(item=batch.items.get(), by=w.officer, facts="三次逾期未整改")
    assert batch.items.get().facts == "三次逾期未整改"


@pytest.mark.parametrize("text", ["电话 13912345678", "身份证 11010119900307123X", "季长河拒不整改"])
def test_no_person_is_named(w, text):
    batch = batch_in(w, "draft")
    for act in (
        lambda: services.add_enterprise(batch=batch, by=w.officer, enterprise=w.firm2, facts=text),
        lambda: services.word_item(item=batch.items.get(), by=w.officer, facts=text),
    ):
        with pytest.raises(Refused, match="公布的内容不能写"):
            act()
    services.add_hazards(batch=batch, by=w.officer, hazards=[late(w, description=text)])
    with pytest.raises(Refused, match="公布的内容不能写"):
        services.move_batch(batch=batch, action="send", by=w.officer)


def test_a_hazard_or_firm_is_listed_once(w):
    batch, hazard = batch_in(w, "draft"), late(w)
    assert services.add_hazards(batch=batch, by=w.officer, hazards=[hazard]) == 1
    assert services.add_hazards(batch=batch, by=w.officer, hazards=[hazard]) == 0
    with pytest.raises(Refused, match="已在名单中"):
        services.add_enterprise(batch=batch, by=w.officer, enterprise=w.firm, facts="又一次")


def test_a_place_without_enterprise_is_not_listed(w):
    batch = batch_in(w, "draft")
    assert services.add_hazards(batch=batch, by=w.officer, hazards=[factories.hazard(w.village)]) == 0


# the paper


@pytest.mark.parametrize("state", ["approved", "published"])
def test_the_bulletin_lists_all_once_approved(w, state):
    batch = batch_in(w, state)
    paper = services.draft_bulletin(batch=batch, by=w.officer)
    assert services.draft_bulletin(batch=batch, by=w.officer) == paper and Paper.objects.count() == 1
    assert paper.kind == "bulletin" and f"{w.firm}：两次逾期未整改" in paper.content["body"]
    assert [receipt.enterprise for receipt in paper.receipts.all()] == [w.firm]


@pytest.mark.parametrize("state", ["draft", "sent", "withdrawn"])
def test_no_bulletin_before_approval(w, state):
    with pytest.raises(Refused, match="批准后才能"):
        services.draft_bulletin(batch=batch_in(w, state), by=w.officer)


# pages


def test_picking_ticked_hazards_puts_them_on_the_list(w):
    batch, mine, foreign = batch_in(w, "draft"), late(w), late(w, w.other_firm)
    client = as_user(w.officer)
    page = client.get(url("batch_pick", batch.pk), {"overdue": 1})
    assert [row.pk for row in page.context["page"]] == [mine.pk]
    assert client.post(url("batch_pick", batch.pk), {"ids": [mine.pk, foreign.pk, "x"]}).status_code == 302
    assert list(batch.items.exclude(hazard=None).values_list("hazard_id", flat=True)) == [mine.pk]
    assert client.get(url("batch_pick", batch.pk)).context["total"] == 0


@pytest.mark.parametrize(("role", "status"), [("officer", 200), ("leader", 200), ("discipline", 200), ("supervisor", 200),
    ("department", 403), ("liaison", 403), ("cadre", 403), ("boss", 403), ("other_officer", 404)])  # fmt: skip
def test_drafts_are_for_the_township_office(w, role, status):
    batch = batch_in(w, "draft")
    assert as_user(getattr(w, role)).get(url("batch", batch.pk)).status_code == status


@pytest.mark.parametrize("role", ["leader", "discipline", "department", "boss"])
def test_only_the_office_edits(w, role):
    batch = batch_in(w, "draft")
    client = as_user(getattr(w, role))
    for address in (url("batch_new"), url("batch_pick", batch.pk), url("batch_firm", batch.pk),
                    url("batch_item", batch.items.get().pk)):  # fmt: skip
        assert client.get(address).status_code == 403
    assert client.post(url("batch_item_drop", batch.items.get().pk)).status_code == 403 and batch.items.count() == 1


@pytest.mark.parametrize("role", ROLES)
def test_everybody_of_the_township_reads_what_was_published(w, role):
    batch_in(w, "approved")
    batch = batch_in(w, "published")
    client = as_user(getattr(w, role))
    assert [row.pk for row in client.get(url("batches_public")).context["page"]] == [batch.pk]
    services.move_batch(batch=batch, action="withdraw", by=w.leader, note="事实有误")
    assert client.get(url("batches_public")).context["total"] == 0
    assert client.get(url("batch_pdf", batch.pk)).status_code == 404


@pytest.mark.parametrize("role", ["other_officer", "other_cadre"])
def test_the_next_township_does_not(w, role):
    batch = batch_in(w, "published")
    client = as_user(getattr(w, role))
    assert client.get(url("batches_public")).context["total"] == 0
    assert client.get(url("batch_pdf", batch.pk)).status_code == 404


def test_a_step_pressed_twice_is_taken_once(w):
    batch = batch_in(w, "draft")
    client = as_user(w.officer)
    assert client.post(url("batch_step", batch.pk, "send")).status_code == 302
    answer = client.post(url("batch_step", batch.pk, "send"), follow=True)
    assert "不能送领导批准" in answer.content.decode() and batch.log.filter(action="send").count() == 1
    assert client.post(url("batch_step", batch.pk, "approve")).status_code == 403


def test_an_enterprise_is_added_by_its_full_name(w):
    batch = services.draft_batch(by=w.officer, kind="cases", title="典型案例")
    client = as_user(w.officer)
    assert client.post(url("batch_firm", batch.pk), {"firm": w.firm.credit_code, "facts": "冒险作业"}).status_code == 302
    answer = client.post(url("batch_firm", batch.pk), {"firm": w.other_firm.name, "facts": "冒险作业"})
    assert "没有这家企业" in answer.content.decode() and BatchItem.objects.get().enterprise == w.firm


def test_a_title_with_a_phone_number_is_refused(w):
    answer = as_user(w.officer).post(url("batch_new"), {"kind": "cases", "title": "举报电话 13912345678"})
    assert answer.status_code == 200 and "公布的内容不能写" in answer.content.decode() and not Batch.objects.exists()


def test_registers_ask_the_same_for_one_and_three(w):
    batch_in(w, "published")
    client = as_user(w.officer)

    def asked(name):
        client.get(url(name))
        with CaptureQueriesContext(connection) as found:
            client.get(url(name))
        return len(found)

    names = ("batches", "batches_public")
    counts = [asked(name) for name in names]
    batch_in(w, "published")
    batch_in(w, "published")
    assert [asked(name) for name in names] == counts
    assert client.get(url("batches"), {"export": "xlsx"}).content[:2] == b"PK"


@pytest.mark.parametrize("change", ["word", "add", "drop"])
def test_a_leader_approves_only_what_was_on_the_page(w, change):
    batch = batch_in(w, "sent")
    step = f"{url('batch_step', batch.pk, 'approve')}?v={batch.version}"
    assert step in as_user(w.leader).get(url("batch", batch.pk)).content.decode()
    services.move_batch(batch=batch, action="send_back", by=w.leader, note="再核对")
    item = batch.items.get()
    if change == "word":
        services.word_item(item=item, by=w.officer, facts="三次逾期未整改")
    else:
        services.add_enterprise(batch=batch, by=w.officer, enterprise=w.firm2, facts="拒不配合")
    if change == "drop":
        services.drop_item(item=item, by=w.officer)
    services.move_batch(batch=batch, action="send", by=w.officer)
    shown = as_user(w.leader).get(step).context["form"]["row_version"].value()
    answer = as_user(w.leader).post(step, {"row_version": shown})
    assert "刚被别人处理过" in answer.content.decode()
    batch.refresh_from_db()
    assert batch.state == "sent"
    assert as_user(w.leader).post(step, {"row_version": batch.version}).status_code == 302


def test_each_change_of_the_list_makes_a_new_version(w):
    batch = batch_in(w, "draft")
    versions = [batch.version]
    for act in (
        lambda: services.add_enterprise(batch=batch, by=w.officer, enterprise=w.firm2, facts="拒不配合"),
        lambda: services.add_hazards(batch=batch, by=w.officer, hazards=[late(w)]),
        lambda: services.word_item(item=batch.items.first(), by=w.officer, facts="三次"),
        lambda: services.drop_item(item=batch.items.first(), by=w.officer),
    ):
        act()
        batch.refresh_from_db()
        versions.append(batch.version)
    assert versions == sorted(set(versions))

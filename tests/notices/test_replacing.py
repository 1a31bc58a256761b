"""代替: a new paper takes the place of one in force; and the register that finds both."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.errors import Refused
from notices import drafts, services
from notices.models import Paper
from notices.models.texts import texts_in

from .conftest import as_user, circular, in_state, issued, order, text_of

TITLE = "云溪镇人民政府关于做好冬季取暖安全工作的补充通知"


def address(old):
    return reverse("notices:new", query={"kind": old.kind, "replaces": old.pk})


def successor(w, old):
    return services.draft(
        kind="circular", title=TITLE, content=dict(old.content), by=w.officer, units=[w.village], replaces=old
    )


def test_the_new_paper_begins_with_the_old_ones_words_and_units(w):
    old = issued(w)
    client = as_user(w.officer)
    assert address(old).replace("&", "&amp;") in client.get(reverse("notices:detail", args=[old.pk])).content.decode()
    form = client.get(address(old)).context["form"]
    assert (form["title"].value(), form["body"].value()) == (old.title, old.content["body"])
    client.post(address(old), {"title": TITLE, "body": "各村：\n改期报送。", "form_token": "a"})
    paper = Paper.objects.get(title=TITLE)
    assert paper.replaces == old and paper.receipts.count() == 2


def test_its_issue_voids_the_old_one_and_says_so_everywhere(w, client):
    old = issued(w)
    paper = issued(w, successor(w, old))
    old.refresh_from_db()
    line = old.log.get(action="supersede")
    assert old.state == "withdrawn" and line.note == f"由 {paper.doc_number}《{TITLE}》代替" and line.actor == w.officer
    assert "已经作废" in client.get(reverse("notices:verify", args=[old.verify_code])).content.decode()
    assert "有效" in client.get(reverse("notices:verify", args=[paper.verify_code])).content.decode()
    assert paper.doc_number in w.cadre.inbox.get(title__startswith="公文作废").body
    said = f"{old.doc_number}《{old.title}》自本文印发之日起作废。"
    assert said in text_of(services.intact_bytes(paper))


@pytest.mark.parametrize(("who", "named"), [("officer", True), ("cadre", False)])
def test_the_void_paper_says_why_to_whoever_has_it_and_leads_to_the_new_one(w, who, named):
    old = issued(w)
    paper = issued(w, successor(w, old))
    page = as_user(getattr(w, who)).get(reverse("notices:detail", args=[old.pk])).content.decode()
    panel = page.split('aria-label="作废"')[1].split("</section>")[0]
    assert f"由 {paper.doc_number}《{TITLE}》代替" in panel and "请停止执行" in panel
    assert reverse("notices:detail", args=[paper.pk]) in panel and (w.officer.name in panel) == named


def test_until_then_the_old_one_is_in_force(w):
    old = issued(w)
    in_state(w, "signed", successor(w, old))
    old.refresh_from_db()
    assert old.state == "issued"


def test_one_paper_has_one_successor_unless_that_was_given_up(w):
    old = issued(w)
    first = successor(w, old)
    with pytest.raises(Refused, match="已经起草了代替它的公文"):
        successor(w, old)
    assert "已经起草了" in as_user(w.officer).get(address(old)).content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.create(township=w.town, kind="circular", issuer="x", code="x", title="x", replaces=old)
    services.withdraw(paper=first, by=w.officer, note="不发了")
    assert successor(w, old).pk != first.pk


def test_the_same_form_sent_twice_makes_one_successor(w):
    old = issued(w)
    data = {"kind": "circular", "title": TITLE, "content": {}, "by": w.officer, "replaces": old, "key": "k"}
    assert services.draft(**data).pk == services.draft(**data).pk


@pytest.mark.parametrize("state", ["draft", "reviewed", "signed", "withdrawn"])
def test_only_what_is_in_force_is_replaced(w, state):
    with pytest.raises(Refused, match="只有已印发"):
        successor(w, in_state(w, state))


def test_what_was_withdrawn_meanwhile_does_not_stop_the_new_one(w):
    old = issued(w)
    paper = in_state(w, "signed", successor(w, old))
    services.withdraw(paper=old, by=w.leader, note="先停用")
    assert services.issue(paper=paper, by=w.officer).state == "issued"
    assert old.log.filter(action="supersede").count() == 0


def test_others_cannot_replace_it(w):
    old = issued(w)
    for person in (w.leader, w.cadre):
        assert as_user(person).get(address(old)).status_code == 403
    assert as_user(w.other_officer).get(address(old)).status_code == 404


def test_an_order_is_replaced_from_its_hazards_not_here(w):
    page = as_user(w.officer).get(reverse("notices:detail", args=[issued(w, order(w)).pk])).content.decode()
    assert "代替这一份" not in page


# the register finds


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("煤炉", "circular"),
        ("木料", "order"),
        ("石桥村", "circular"),
        ("鲍国良", "order"),
        ("一车间", "order"),
        ("无此", ""),
    ],
)
def test_a_word_of_the_text_or_a_unit_finds_its_paper(w, asked, found):
    rows = {"circular": circular(w, units=[w.village]), "order": order(w)}
    page = as_user(w.officer).get(reverse("notices:list"), {"q": asked})
    assert list(page.context["page"]) == ([rows[found]] if found else [])


def test_the_name_of_an_enterprise_and_of_an_office_find_theirs(w):
    firm, office = order(w), circular(w, units=[w.office])
    client = as_user(w.officer)
    for asked, row in ((w.firm.name, firm), (w.office.name, office)):
        assert list(client.get(reverse("notices:list"), {"q": asked}).context["page"]) == [row]


def test_the_search_follows_a_changed_text(w):
    paper = circular(w)
    services.revise(paper=paper, title=paper.title, content={"body": "改说燃气灶具"}, by=w.officer)
    client = as_user(w.officer)
    assert client.get(reverse("notices:list"), {"q": "灶具"}).context["total"] == 1
    assert client.get(reverse("notices:list"), {"q": "煤炉"}).context["total"] == 0


def test_a_unit_finds_only_what_it_received(w):
    issued(w, circular(w, units=[w.village]))
    issued(w, drafts.draft_circular(title="另发的通知", body="煤炉登记", units=[w.village2], by=w.officer))
    assert as_user(w.cadre).get(reverse("notices:list"), {"q": "煤炉"}).context["total"] == 1


def test_words_reach_into_lists_of_lists_and_leave_numbers_out():
    content = {"tasks": [["报台账", "2026-01-01"]], "n": 3, "none": None, "deep": {"a": ["乙"]}}
    assert list(texts_in(content)) == ["报台账", "2026-01-01", "乙"]


# the sheet of signatures


def test_the_sheet_tells_who_read_who_signed_and_how_many(w):
    paper = issued(w)
    receipt = paper.receipts.select_related("paper").get(office=None)
    services.sign_receipt(receipt=receipt, by=w.cadre)
    services.mark_read(paper=paper, by=w.department)
    page = as_user(w.officer).get(reverse("notices:sign_sheet", args=[paper.pk])).content.decode()
    for said in ("石桥村", w.office.name, w.cadre.name, "未读 0 个，已读 1 个，已签收 1 个", paper.doc_number):
        assert said in page, said
    detail = as_user(w.officer).get(reverse("notices:detail", args=[paper.pk])).content.decode()
    assert "未读 0 · 已读 1 · 已签收 1" in detail


@pytest.mark.parametrize(("role", "status"), [("leader", 200), ("cadre", 403), ("liaison", 403), ("other_officer", 404)])
def test_the_sheet_is_the_townships(w, role, status):
    paper = issued(w, circular(w, units=[w.village]))
    assert as_user(getattr(w, role)).get(reverse("notices:sign_sheet", args=[paper.pk])).status_code == status

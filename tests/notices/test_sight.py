"""Who sees which papers and copies."""

import pytest
from django.urls import reverse

from notices import services
from notices.models import Paper, Receipt
from tests import factories

from .conftest import ROLES, as_user, circular, in_state, issued, order

SEES_ALL = ("officer", "leader", "discipline", "supervisor")


@pytest.mark.parametrize("state", ["draft", "reviewed", "signed", "issued", "withdrawn"])
@pytest.mark.parametrize("role", ROLES)
def test_a_unit_sees_a_paper_addressed_to_it_and_only_once_it_was_issued(w, role, state):
    paper = in_state(w, state)  # to the first village and the market office
    addressed = role in ("cadre", "department", "liaison") and state in ("issued", "withdrawn")
    visible = Paper.objects.visible_to(getattr(w, role)).filter(pk=paper.pk).exists()
    assert visible == (role in SEES_ALL or addressed)
    answer = as_user(getattr(w, role)).get(reverse("notices:detail", args=[paper.pk]))
    assert answer.status_code == (200 if visible else 404)


@pytest.mark.parametrize("role", ["cadre", "boss", "department", "liaison", "other_officer", "other_cadre"])
def test_a_draft_withdrawn_before_issue_never_shows_to_its_recipients(w, role):
    paper = circular(w, units=[w.village, w.office, w.firm])
    services.withdraw(paper=paper, by=w.officer, note="不发了")
    assert not Paper.objects.visible_to(getattr(w, role)).exists()


def test_nobody_without_a_seat_sees_papers(w):
    issued(w)
    assert not Paper.objects.visible_to(factories.user()).exists()


def test_a_village_does_not_see_the_papers_of_the_enterprises_in_it(w):
    paper = issued(w, order(w))
    assert not Paper.objects.visible_to(w.cadre).exists() and not Receipt.objects.visible_to(w.cadre).exists()
    assert Paper.objects.visible_to(w.boss).get() == paper


def test_an_enterprise_sees_its_own_orders_only(w):
    issued(w, order(w, unit=w.firm2))
    mine = issued(w, order(w))
    assert list(Paper.objects.visible_to(w.boss)) == [mine]


def test_the_supervising_station_follows_orders_but_cannot_sign_for_the_enterprise(w):
    firm = factories.enterprise(w.village, sector_id="gas")
    paper = issued(w, order(w, unit=firm))
    assert Paper.objects.visible_to(w.department).get() == paper
    receipt = paper.receipts.get()
    answer = as_user(w.department).post(reverse("notices:sign_receipt", args=[receipt.pk]))
    assert answer.status_code == 403 and "收文单位自己签收" in answer.content.decode()


def test_a_liaison_reads_but_does_not_sign_for_the_village(w):
    receipt = issued(w).receipts.get(office=None)
    assert as_user(w.liaison).post(reverse("notices:sign_receipt", args=[receipt.pk])).status_code == 403


def test_a_unit_sees_its_own_copy_only_and_not_the_log(w):
    paper = issued(w, circular(w, units=[w.village, w.village2, w.office]))
    page = as_user(w.cadre).get(reverse("notices:detail", args=[paper.pk]))
    assert [row.unit_name for row in page.context["receipts"]] == ["石桥村"]
    words = page.content.decode()
    assert "柳湾村" not in words and "市场监督管理所" not in words and paper.verify_code not in words
    assert "办理记录" not in words


ADDRESSES = ("detail", "edit", "preview", "file", "recipients")


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("role", ["other_officer", "other_cadre", "boss"])
def test_another_township_and_another_unit_meet_404_everywhere(w, role, name):
    paper = issued(w)
    answer = as_user(getattr(w, role)).get(reverse(f"notices:{name}", args=[paper.pk]))
    assert answer.status_code == 404 and paper.title not in answer.content.decode()


@pytest.mark.parametrize("role", ["other_officer", "other_cadre", "boss"])
def test_lists_and_exports_of_others_name_nothing(w, role):
    paper = issued(w)
    client = as_user(getattr(w, role))
    assert paper.title not in client.get(reverse("notices:list")).content.decode()
    assert client.get(reverse("notices:list")).context["total"] == 0


@pytest.mark.parametrize("role", ["leader", "discipline", "supervisor"])
def test_overseers_look_but_do_not_write(w, role):
    paper = circular(w)
    client = as_user(getattr(w, role))
    for name in ("edit", "recipients"):
        assert client.get(reverse(f"notices:{name}", args=[paper.pk])).status_code == 403
    receipt = paper.receipts.first()
    assert client.post(reverse("notices:remove_recipient", args=[paper.pk, receipt.pk])).status_code == 403
    assert client.get(reverse("notices:new")).status_code == 403
    page = client.get(reverse("notices:detail", args=[paper.pk])).content.decode()
    assert "增减收文单位" not in page and ">修改<" not in page


def test_the_tab_of_an_enterprise_lists_its_papers(w):
    paper = issued(w, order(w))
    url = reverse("notices:of_enterprise", args=[w.firm.pk])
    assert paper.doc_number in as_user(w.officer).get(url).content.decode()
    assert as_user(w.other_officer).get(url).status_code == 404
    assert "没有可查看的公文" in as_user(w.officer).get(reverse("notices:of_enterprise", args=[w.firm2.pk])).content.decode()

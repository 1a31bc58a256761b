"""The pledge of confidentiality: the shut door, signing, versions, the year, the register."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from checks.models import Check, Checklist
from core import clock
from core.errors import Refused, Stale
from evidence.models import Attachment
from incidents.models import AccessLog, Lead, NameList, Pledge, PledgeText, Referral
from incidents.pledges import services
from incidents.pledges.words import VALID_DAYS
from reminders.models import Message
from tests import factories
from tests.evidence import makers

from .conftest import as_user, opened, text_of, url

DRAWN = makers.data_url(makers.signature())


def unsign(*people):
    Pledge.objects.filter(user__in=people).delete()


def fresh(person):
    """The person as the next request reads it."""
    return User.objects.get(pk=person.pk)


def sign(person, text=None):
    return services.sign(text=text or services.text_of(services.town_of(person)), signature=DRAWN, by=person)


def test_without_a_signed_pledge_nobody_sees_cases_lists_hand_overs_or_secret_answers(w):
    lead = opened(w)
    names = NameList.objects.create(
        township=w.town, kind="hospital", title="名单", provider="卫生院", destroy_on=clock.today() + timedelta(days=9),
        sha256="1" * 64, created_by=w.officer,
    )  # fmt: skip
    names.handlers.add(w.officer)
    factories.photo(lead, by=w.leader, slot="ruling")
    handed = lead.referrals.create(
        kind="discipline", to_body="纪委", facts="移交", created_by=w.officer, sent_on=clock.today()
    )
    secret = factories.check(factories.checklist("有无死亡"), w.village)
    Checklist.objects.update(confidential=True)
    seen = lambda: [  # noqa: E731
        Lead.objects.visible_to(w.leader).count(), NameList.objects.visible_to(w.officer).count(),
        Referral.objects.handed_to_discipline(w.fourth).filter(pk=handed.pk).count(),
        Check.objects.visible_to(w.leader).readable_by(w.leader).filter(pk=secret.pk).count(),
    ]  # fmt: skip
    assert seen() == [1, 1, 1, 1]
    unsign(w.leader, w.officer, w.fourth)
    assert seen() == [0, 0, 0, 0]


@pytest.mark.parametrize("name", ["list", "matching", "briefs", "accesses", "exports", "accidents", "grants", "detail"])
def test_the_shut_door_offers_signing_and_the_refusal_is_on_record(w, name):
    lead = opened(w)
    unsign(w.leader)
    answer = as_user(w.leader).get(url(name, lead) if name == "detail" else url(name))
    assert answer.status_code == 403
    assert reverse("incidents:pledge") in text_of(answer) and lead.number not in text_of(answer)
    assert AccessLog.objects.filter(user=w.leader, action="refused", detail="未签保密承诺书").exists()


def test_the_door_says_the_same_of_a_case_that_is_not_there(w):
    lead = opened(w)
    unsign(w.officer)
    there, nowhere = (as_user(w.officer).get(url("detail", lead).replace("0", digit)) for digit in ("0", "1"))
    assert (there.status_code, len(there.content)) == (nowhere.status_code, len(nowhere.content))


def test_signing_opens_the_door_for_a_year_and_keeps_the_drawn_name(w):
    lead = opened(w)
    unsign(w.officer)
    client = as_user(w.officer)
    text = services.text_of(w.town)
    assert text.text in PledgeText.objects.get(pk=text.pk).text
    answer = client.post(url("pledge"), {"text": text.pk, "signature": DRAWN}, follow=True)
    assert lead.number in text_of(answer)
    row = Pledge.objects.get(user=w.officer)
    assert row.until == clock.today() + timedelta(days=VALID_DAYS) and row.user_title == w.officer.title
    assert Attachment.objects.of(row).get().origin == "signature"
    with clock.at(clock.now() + timedelta(days=VALID_DAYS + 1)):
        assert not Lead.objects.visible_to(fresh(w.officer)).exists()


@pytest.mark.parametrize("drawn", ["", "data:image/png;base64,AAAA"])
def test_without_a_drawn_name_nothing_is_signed(w, drawn):
    unsign(w.officer)
    answer = as_user(w.officer).post(url("pledge"), {"text": services.text_of(w.town).pk, "signature": drawn})
    assert answer.status_code == 400 and "签名" in text_of(answer)
    assert not Pledge.objects.filter(user=w.officer).exists()


def test_signed_twice_is_one_pledge_and_near_its_end_it_may_be_signed_again(w):
    unsign(w.officer)
    first = sign(w.officer)
    assert sign(w.officer) == first
    with clock.at(clock.now() + timedelta(days=VALID_DAYS - 10)):
        assert sign(fresh(w.officer)) != first


def test_a_new_version_shuts_the_door_until_signed_anew_and_the_old_text_stays(w):
    opened(w)
    old = services.text_of(w.town)
    new = services.write(text="一、从严保密", by=w.officer, version=old.number)
    assert not Lead.objects.visible_to(w.leader).exists()
    assert Message.objects.filter(recipient=w.leader, title__contains="新的版本").exists()
    with pytest.raises(Stale, match="新的版本"):
        sign(w.leader, old)
    sign(w.leader, new)
    assert Lead.objects.visible_to(w.leader).exists()
    assert "保守秘密" in text_of(as_user(w.leader).get(url("pledges")[:-1] + f"/texts/{old.pk}/"))


def test_a_version_is_written_once_by_the_office_and_never_over_a_newer_one(w):
    with pytest.raises(Refused, match="没有改动"):
        services.write(text=services.text_of(w.town).text, by=w.officer)
    services.write(text="一、新的", by=w.officer, version=1)
    with pytest.raises(Stale, match="刚被修订"):
        services.write(text="一、更新的", by=w.leader, version=1)
    with pytest.raises(Refused, match="由应急办或乡镇领导"):
        services.write(text="一、自己的", by=w.third)


def test_the_register_tells_who_has_not_signed_and_whom_it_may_concern(w):
    unsign(w.second, w.third)
    client = as_user(w.leader)
    shut = text_of(client.get(url("pledges"), {"shut": "1"}))
    assert w.second.name in shut and w.third.name in shut and w.officer.name not in shut
    assert client.get(url("pledges"), {"export": "xlsx"}).status_code == 200
    client.post(url("pledges_urge"))
    client.post(url("pledges_urge"))
    told = Message.objects.filter(key__startswith="pledge:urge").values_list("recipient", flat=True)
    assert list(told) == [w.second.pk]  # an office's people are called only when they are named
    assert as_user(w.third).get(url("pledges")).status_code == 403


def test_the_paper_is_for_the_signer_and_the_township(w):
    unsign(w.officer)
    row = sign(w.officer)
    at = reverse("incidents:pledge_pdf", args=[row.pk])
    assert as_user(w.officer).get(at)["Content-Type"] == "application/pdf"
    assert as_user(w.third).get(at).status_code == 404
    assert as_user(w.other_leader).get(at).status_code == 404
    Attachment.objects.of(row).get().file.delete(save=False)
    assert "签名读不出来" in text_of(as_user(w.officer).get(at, follow=True))


def test_who_acts_in_another_township_signs_there(w):
    factories.seat(w.officer, Role.LEADER, w.other_town)
    Pledge.objects.filter(user=w.officer, text__township=w.other_town).delete()
    lead = opened(w, village=w.other_village, by=None)
    person = fresh(w.officer)
    person.act_as(person.memberships.get(place=w.other_town))
    assert not Lead.objects.visible_to(person).exists()
    sign(person)
    assert Lead.objects.visible_to(person).get() == lead


def test_naming_somebody_who_has_not_signed_says_so(w):
    lead = opened(w)
    unsign(w.third)
    form = {"user": w.third.pk, "until": clock.today() + timedelta(days=9)}
    answer = as_user(w.leader).post(url("handler_add", lead), form, follow=True)
    assert "签署保密承诺书后才能打开" in text_of(answer)


def test_who_signed_again_is_not_called_and_the_others_cost_one_query_together(w, django_assert_num_queries):
    unsign(w.officer, w.second)
    soon = clock.today() + timedelta(days=20)
    for person in (w.officer, w.second):
        factories.pledge(person, w.town, until=soon)
    with django_assert_num_queries(1):
        found = [due.people for due in services.due_pledges(clock.today(), soon)]
    assert found == [[w.second], [w.officer]] or found == [[w.officer], [w.second]]
    sign(w.officer)
    assert [due.people for due in services.due_pledges(clock.today(), soon)] == [[w.second]]

"""Uploads that no form ever took."""

from datetime import timedelta

import pytest
from django.utils import timezone

from evidence import services
from evidence.models import Attachment
from tests import factories

from . import makers


def aged(days, owner=None, by=None):
    row = factories.photo(owner, by=by)
    Attachment.objects.filter(pk=row.pk).update(uploaded_at=timezone.now() - timedelta(days=days))
    return row


@pytest.mark.django_db(transaction=True)
def test_what_no_form_took_is_thrown_away_with_its_files(settings, media):
    settings.UPLOAD_KEPT_DAYS = 60
    aged(61)
    assert services.sweep() == 1
    assert not Attachment.objects.exists() and makers.stored(media) == []


def test_what_still_may_be_sent_stays(w):
    row = aged(59, by=w.cadre)
    assert services.sweep() == 0 and Attachment.objects.filter(pk=row.pk).exists()


def test_what_proves_a_row_stays_for_ever(w):
    row = aged(4000, owner=factories.hazard(w.village), by=w.cadre)
    assert services.sweep() == 0 and Attachment.objects.filter(pk=row.pk).exists()


def test_one_sweep_ends_and_the_next_goes_on(w, monkeypatch):
    monkeypatch.setattr(services, "SWEPT", 2)
    for _ in range(3):
        aged(90)
    assert [services.sweep(), services.sweep(), services.sweep()] == [2, 1, 0]


def test_a_form_that_takes_a_swept_photo_binds_nothing(w):
    row = aged(90, by=w.cadre)
    services.sweep()
    hazard = factories.hazard(w.village)
    assert services.bind(ids=[str(row.pk)], owner=hazard, by=w.cadre) == 0
    assert not Attachment.objects.of(hazard).exists()

"""A key lost and a key renewed while people work: what opens, what does not, and how it is told."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core import rotation
from incidents import services
from incidents.guard.views import named
from incidents.models import Lead

from ..conftest import SECRET, SUMMARY, as_user, opened, text_of, url

pytestmark = pytest.mark.django_db
NEW = b"n" * 32


def test_rows_that_no_key_opens_are_named_by_number_on_the_page_and_by_the_command(settings, w):
    old = opened(w)
    settings.DATA_KEYS = [NEW]
    opened(w, person="", summary="新线索")
    assert [row.pk for row in rotation.lost(Lead)] == [old.pk]
    page = text_of(as_user(w.leader).get(url("keys")))
    assert "有打不开的记录" in page and str(old.pk) in page and SECRET not in page
    out = StringIO()
    with pytest.raises(CommandError, match="条打不开"):
        call_command("rotate_keys", lost=True, stdout=out)
    assert f"涉亡线索 {old.pk}" in out.getvalue() and "不在，无法解密" in out.getvalue()
    detail = as_user(w.leader).get(url("detail", old))
    assert detail.status_code == 200 and "不在，无法解密" in text_of(detail)


def test_with_all_keys_nothing_is_lost(settings, w):
    opened(w)
    settings.DATA_KEYS = [NEW, *settings.DATA_KEYS]
    assert not rotation.lost(Lead).exists() and rotation.waiting(Lead).count() == 1
    out = StringIO()
    call_command("rotate_keys", lost=True, stdout=out)
    assert "没有打不开的记录" in out.getvalue()
    assert "都能打开" in text_of(as_user(w.leader).get(url("keys")))


def test_a_key_renewed_in_mid_work_loses_nothing_that_was_written_meanwhile(settings, w):
    """Read under the old key, changed by a person while rows are sealed anew, then the old key is taken away."""
    lead = opened(w)
    held = Lead.objects.get(pk=lead.pk)
    settings.DATA_KEYS = [NEW, *settings.DATA_KEYS]
    rotation.rotate(Lead)
    held.summary = f"{SUMMARY}，补充"
    held.save(update_fields=["summary"])
    services.dismiss(lead=lead, note="不在本镇", by=w.leader)
    for model in rotation.models_with_secrets():
        assert rotation.rotate(model)[1] == []
    settings.DATA_KEYS = [NEW]
    row = Lead.objects.get(pk=lead.pk)
    assert (row.person, row.summary, row.log.last().note) == (SECRET, f"{SUMMARY}，补充", "不在本镇")
    assert not any(rotation.lost(model).exists() for model in rotation.models_with_secrets())


@pytest.mark.parametrize("who", ["officer", "discipline", "supervisor", "boss"])
def test_the_page_is_the_leaders(w, who):
    assert as_user(getattr(w, who)).get(url("keys")).status_code == 403


def test_every_sealed_table_has_a_chinese_name():
    assert [name for model in rotation.models_with_secrets() if re.search("[a-z]{3}", name := str(named(model)))] == []

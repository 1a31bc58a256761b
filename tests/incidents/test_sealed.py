"""What a stolen copy of the database tells of a case: nothing; and what a lost key leaves on the pages."""

import io
from importlib import import_module

from django.apps import apps
from django.core.management import call_command
from django.db import connection

from core import cipher
from incidents import services
from incidents.models import Interview, Lead, Verification

from .conftest import SECRET, SUMMARY, TALKER, as_user, concluded, opened, reported, text_of, url

OLD, NEW = b"o" * 32, b"n" * 32


def kept():
    """All that the tables of the room really hold, as one text."""
    names = [model._meta.db_table for model in apps.get_app_config("incidents").get_models(include_auto_created=True)]
    with connection.cursor() as cursor:
        rows = []
        for name in names:
            cursor.execute(f"SELECT * FROM {name}")
            rows += cursor.fetchall()
    return str(rows)


def test_no_table_holds_a_name_a_story_a_talk_or_a_reason_in_plain_text(w):
    lead = concluded(w)
    services.dismiss(lead=opened(w), note=f"与{SECRET}无关", by=w.leader)
    text = kept()
    assert lead.number in text
    assert not [word for word in (SECRET, SUMMARY, TALKER, "工友", "未在厂内", "证据一致", "走访") if word in text]


def test_rows_written_in_plain_text_before_are_sealed_by_the_migration(w):
    lead = reported(w).lead
    with connection.cursor() as cursor:
        cursor.execute("UPDATE incidents_lead SET summary = %s, person = ''", [SUMMARY])
        cursor.execute("UPDATE incidents_interview SET text = %s", [f"{SECRET}在场"])
    import_module("incidents.migrations.0003_sealed_texts").seal(apps, None)
    assert SUMMARY not in kept() and SECRET not in kept()
    assert (Lead.objects.get(pk=lead.pk).summary, Lead.objects.get(pk=lead.pk).person) == (SUMMARY, "")
    assert Interview.objects.get().text == f"{SECRET}在场"


def test_a_case_goes_on_while_the_key_is_renewed(w, settings):
    settings.DATA_KEYS = [OLD]
    row = reported(w)
    settings.DATA_KEYS = [NEW, OLD]
    services.send_back(verification=row, note="补充", by=w.leader)
    call_command("rotate_keys", stdout=io.StringIO())
    settings.DATA_KEYS = [NEW]
    row = Verification.objects.get(pk=row.pk)
    assert (row.findings, row.lead.person, row.interviews.get().person) == (f"{SECRET}未在厂内", SECRET, TALKER)
    assert cipher.newest() in kept()


def test_with_a_lost_key_the_pages_stay_open_and_say_what_does_not(w, settings):
    settings.DATA_KEYS = [OLD]
    lead = reported(w).lead
    settings.DATA_KEYS = [NEW]
    client = as_user(w.leader)
    for name in ("list", "detail"):
        page = client.get(url(name, lead if name == "detail" else None))
        assert page.status_code == 200 and "不在，无法解密" in text_of(page) and SECRET not in text_of(page)
    services.dismiss(lead=opened(w), note="不在本镇", by=w.leader)
    services.confirm(verification=lead.verifications.get(), by=w.leader)
    settings.DATA_KEYS = [NEW, OLD]
    shown = text_of(client.get(url("detail", lead)))
    assert f"{SECRET[0]}＊" in shown and "无法解密" not in shown

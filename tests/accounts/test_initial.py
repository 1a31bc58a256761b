"""Initial passwords for many: one file, handed out once, and nowhere else in clear."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook

from accounts import initial, rosters
from accounts.models import User
from core import jobs
from core.errors import Refused
from core.models import ImportBatch, Job
from tests import factories

from . import books

PAGE = "/accounts/people/initial/"


@pytest.fixture
def officer(client, w, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(w.officer)
    return client


def enlisted(w, *names):
    return [rosters.enlist(by=w.officer, name=name, role="cadre", place=w.village).user for name in names]


def made(officer, which="new"):
    page = officer.post(PAGE, {"which": which})
    job = Job.objects.filter(kind="accounts.passwords").first()
    assert page.url == reverse("core:job", args=[job.pk])
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def fetched(officer, job):
    return officer.post(reverse("core:job_file", args=[job.pk]))


def words_of(answer):
    """{login name: password} of the file."""
    sheet = load_workbook(io.BytesIO(answer.content)).active
    return {row[1].value: row[2].value for row in sheet.iter_rows(min_row=3)}


def test_all_new_accounts_get_a_password_in_one_file_and_must_change_it(officer, w, client):
    people = enlisted(w, "甲", "乙")
    assert "生成 2 个初始密码" in officer.get(PAGE).content.decode()
    words = words_of(fetched(officer, made(officer)))
    assert set(words) == {person.username for person in people}
    assert client.login(username=people[0].username, password=words[people[0].username])
    assert client.get("/").url == "/accounts/password/"


def test_the_file_is_handed_out_once_and_then_gone_from_the_disk(officer, w, tmp_path):
    enlisted(w, "甲")
    job = made(officer)
    stored = tmp_path / job.file.name
    assert stored.exists()
    first = fetched(officer, job)
    assert first.status_code == 200 and first["Cache-Control"] == "no-store" and not stored.exists()
    assert fetched(officer, job).url == reverse("core:job", args=[job.pk])
    assert "已下载或已过期" in officer.get(reverse("core:job", args=[job.pk])).content.decode()


def test_looking_or_following_a_link_does_not_use_the_file_up(officer, w):
    enlisted(w, "甲")
    job = made(officer)
    assert "只能下载一次" in officer.get(reverse("core:job", args=[job.pk])).content.decode()
    assert officer.get(reverse("core:job_file", args=[job.pk])).status_code == 302
    assert fetched(officer, job).status_code == 200


def test_nobody_else_fetches_the_file(officer, w, client):
    enlisted(w, "甲")
    job = made(officer)
    second = factories.user("officer", w.town, office=w.safety_office)
    for person in (second, w.leader, w.other_officer):
        client.force_login(person)
        assert fetched(client, job).status_code == 404
    assert Job.objects.get(pk=job.pk).file


def test_no_password_is_in_the_database_or_in_the_logs(officer, w, caplog, tmp_path):
    caplog.set_level("DEBUG")
    books.committed("cadres", ("姓名", "身份", "村"), [{"姓名": "甲", "身份": "村干部", "村": "石桥村"}], w.officer)
    words = words_of(fetched(officer, made(officer)))
    out = io.StringIO()
    call_command("dumpdata", stdout=out)
    assert ImportBatch.objects.exists() and len(words) == 1
    for word in words.values():
        assert word not in out.getvalue() and word not in caplog.text
    assert all(word.encode() not in path.read_bytes() for word in words.values() for path in tmp_path.rglob("*.xlsx"))


def test_whoever_has_logged_in_keeps_the_own_password(officer, w):
    enlisted(w, "甲")
    before = User.objects.get(pk=w.cadre.pk).password
    User.objects.filter(pk=w.cadre.pk).update(must_change_password=True, last_login=w.cadre.created_at)
    made(officer, "unused")
    assert User.objects.get(pk=w.cadre.pk).password == before


def test_a_person_who_logs_in_before_the_job_runs_is_left_alone(officer, w):
    (person,) = enlisted(w, "甲")
    job = initial.order(people=[person], by=w.officer)
    User.objects.filter(pk=person.pk).update(last_login=person.created_at)
    jobs.run(job.pk)
    assert not User.objects.get(pk=person.pk).has_usable_password()


def test_a_lost_file_is_made_anew_for_those_who_never_logged_in(officer, w):
    enlisted(w, "甲")
    old = words_of(fetched(officer, made(officer)))
    page = officer.get(PAGE).content.decode()
    assert "重新生成 1 个初始密码" in page and "都已生成" in page
    new = words_of(fetched(officer, made(officer, "unused")))
    assert old.keys() == new.keys() and old != new


def test_run_again_after_a_crash_the_file_and_the_accounts_agree(officer, w, client):
    (person,) = enlisted(w, "甲")
    job = initial.order(people=[person], by=w.officer)
    initial.make(Job.objects.get(pk=job.pk))
    jobs.run(job.pk)
    words = words_of(fetched(officer, job))
    assert client.login(username=person.username, password=words[person.username])


def test_without_new_accounts_there_is_nothing_to_make(officer, w):
    assert officer.post(PAGE, {"which": "new"}).status_code == 403
    assert officer.post(PAGE, {"which": "everybody"}).status_code == 403
    assert not Job.objects.exists()


def test_accounts_next_door_are_neither_shown_nor_given_passwords(officer, w):
    foreign = rosters.enlist(by=w.other_officer, name="邻乡人", role="cadre", place=w.other_village).user
    assert "邻乡人" not in officer.get(PAGE).content.decode()
    with pytest.raises(Refused, match="没有需要"):
        initial.order(people=[foreign], by=w.officer)


def test_the_page_costs_the_same_for_one_and_for_three(officer, w, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    enlisted(w, "甲")
    officer.get(PAGE)
    with CaptureQueriesContext(
        connection,
    ) as one:
        officer.get(PAGE)
    enlisted(w, "乙", "丙")
    with django_assert_num_queries(len(one)):
        officer.get(PAGE)


@pytest.mark.parametrize("who", ["leader", "department", "liaison", "cadre", "boss", "discipline", "supervisor"])
def test_only_the_officer_makes_passwords(client, w, who):
    enlisted(w, "甲")
    client.force_login(getattr(w, who))
    assert client.get(PAGE).status_code == 403 and client.post(PAGE, {"which": "new"}).status_code == 403
    assert not Job.objects.exists()

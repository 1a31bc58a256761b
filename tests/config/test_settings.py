"""The service form refuses to start with a missing secret or in debug mode, and says all that is wrong at once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

WHOLE = {
    "SECRET_KEY": "k" * 50,
    "DATABASE_URL": "postgres://portal@/portal",
    "REDIS_URL": "redis://localhost:6379/0",
    "ALLOWED_HOSTS": "aq.example.gov.cn",
    "SITE_URL": "https://aq.example.gov.cn",
    "DATA_KEYS": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
}
ROOT = Path(__file__).resolve().parents[2]


def start(tmp_path, **changes):
    """(exit code, what it says) of loading the service settings in a process of its own."""
    values = {name: value for name, value in (WHOLE | changes).items() if value is not None}
    env = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings.service",
        **values,
    }
    code = "from django.conf import settings; print(settings.SESSION_COOKIE_SECURE, settings.DEBUG)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_with_everything_named_it_starts_with_secure_cookies_and_without_debug(tmp_path):
    assert start(tmp_path) == (0, "True False\n")


def test_plain_http_in_a_closed_network_keeps_working_cookies(tmp_path):
    assert start(tmp_path, SITE_URL="http://10.0.0.5:8000") == (0, "False False\n")


@pytest.mark.parametrize("name", WHOLE)
def test_a_missing_setting_stops_the_start_and_is_named(tmp_path, name):
    code, said = start(tmp_path, **{name: None})
    assert code != 0 and f"缺少 {name}" in said


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY 太短"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS 不能用 *"),
        ("DEBUG", "1", "不能打开 DEBUG"),
        ("DATA_KEYS", "local:" + "A" * 43, "单机或演示用的密钥"),
        ("DATA_KEYS", "A" * 43 + " 密钥", "第 2 个密钥不对"),
        ("DATA_KEYS", "c2hvcnQ=", "第 1 个密钥不对"),
    ],
)
def test_a_weak_setting_stops_the_start(tmp_path, name, value, word):
    code, said = start(tmp_path, **{name: value})
    assert code != 0 and word in said


def test_keys_may_stand_in_a_file_newest_first_with_one_of_a_single_machine_last(tmp_path):
    (tmp_path / "keys").write_text("A" * 43 + "\nlocal:" + "B" * 43 + "=\n")
    assert start(tmp_path, DATA_KEYS=None, DATA_KEY_FILE=str(tmp_path / "keys"))[0] == 0
    code, said = start(tmp_path, DATA_KEYS=None, DATA_KEY_FILE=str(tmp_path / "none"))
    assert code != 0 and "缺少 DATA_KEYS" in said


def test_a_fault_of_a_key_names_no_key(tmp_path):
    _, said = start(tmp_path, DATA_KEYS="c2VjcmV0c2VjcmV0")
    assert "c2VjcmV0" not in said


def test_all_faults_are_told_at_once(tmp_path):
    code, said = start(tmp_path, SECRET_KEY=None, REDIS_URL=None, DEBUG="true")
    assert code != 0 and all(word in said for word in ("缺少 SECRET_KEY", "缺少 REDIS_URL", "不能打开 DEBUG"))


def test_the_embedded_form_makes_its_own_secret_once_per_data_folder(tmp_path):
    code = "from django.conf import settings; print(settings.SECRET_KEY, settings.DATA_KEYS)"
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings.embedded"}
    said = [
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True).stdout for _ in "ab"
    ]
    assert said[0] == said[1] and len(said[0]) > 50
    assert all((tmp_path / name).stat().st_mode & 0o077 == 0 for name in ("secret", "data_keys"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broker", "data_keys", "secret"]


def test_the_embedded_broker_takes_a_job_before_anything_serves(tmp_path):
    code = "from config.celery import app; app.send_task('core.tasks.run_job', ['one'])"
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings.embedded"}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, check=True, capture_output=True)
    assert len(list((tmp_path / "broker" / "queue").iterdir())) == 1


def test_a_person_reads_what_is_missing_without_a_traceback(tmp_path):
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings.service"}
    done = subprocess.run([sys.executable, "manage.py", "check"], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode != 0 and done.stderr.startswith("不能启动：缺少 SECRET_KEY") and "Traceback" not in done.stderr

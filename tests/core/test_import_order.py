"""The order of packages, read by import-linter from the sources; imports inside functions count."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
ORDER = [*settings.APPS, "config"]
LINT = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]


def lint(folder):
    return subprocess.run(LINT, cwd=folder, capture_output=True, text=True, timeout=120)


def test_no_package_imports_to_its_right():
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]


@pytest.fixture
def house(tmp_path):
    """An empty house with the same contracts."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in [*ORDER, "circulars"]:
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text("")
    return tmp_path


def test_an_empty_house_keeps_the_contracts(house):
    assert lint(house).returncode == 0


@pytest.mark.parametrize(
    ("package", "line"),
    [
        ("core", "import places"),
        ("places", "def late():\n    import accounts"),
        ("reminders", "from hazards import x"),
        ("hazards", "import incidents"),
        ("incidents", "import hazards"),
        ("dashboard", "from config import urls"),
        ("core", "import circulars"),
        ("circulars", "import core"),
        ("circulars", "def late():\n    from django.db import models"),
    ],
)
def test_an_import_the_wrong_way_breaks_them(house, package, line):
    (house / package / "wrong.py").write_text(line)
    done = lint(house)
    assert done.returncode == 1 and "BROKEN" in done.stdout


def test_no_relation_points_to_the_right():
    """A foreign key written as a string is no import, yet binds the packages just the same."""
    place = {name: number for number, name in enumerate(ORDER)}
    wrong = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models() for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
        and (model._meta.app_label, field.name) not in USER_BY_SETTING
        and place.get(field.related_model._meta.app_label, -1) > place.get(model._meta.app_label, len(ORDER))
    ]  # fmt: skip
    assert wrong == []


# the person who acts is settings.AUTH_USER_MODEL, Django's own way of not knowing the app of users
USER_BY_SETTING = {("core", name) for name in ("created_by", "owner", "actor")}

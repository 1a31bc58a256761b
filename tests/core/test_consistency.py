"""What holds for every template, form, field and migration, read from the sources."""

import re
from functools import cache
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from django.template.loader import get_template
from django.urls import get_resolver

ROOT = Path(settings.BASE_DIR)
FOLDER = ROOT / "templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.*") if path.is_file())
PAGES = [name for name in TEMPLATES if name.endswith(".html")]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# looked up by Django itself or by a setting
BY_CONVENTION = {"errors/locked.html"}


def source_of(name):
    return (FOLDER / name).read_text(encoding="utf-8")


@cache
def code():
    """Every source of the portal, in which a template must be named to be used."""
    files = [path for app in [*settings.APPS, "config"] for path in (ROOT / app).rglob("*.py")]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def names_in_templates():
    return set(re.findall(r"""["']([\w/]+\.(?:html|txt))["']""", "\n".join(map(source_of, TEMPLATES))))


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_compiles(name):
    get_template(name)


def test_every_template_is_used():
    named = names_in_templates() | set(re.findall(r"""["']([\w/]+\.(?:html|txt))["']""", code())) | BY_CONVENTION
    assert sorted(set(TEMPLATES) - named) == []


def test_every_template_that_is_named_exists():
    named = names_in_templates() | set(re.findall(r"""["']([\w/]+\.html)["']""", code()))
    assert sorted(name for name in named if "/" in name and name not in TEMPLATES) == []


def lineage(name):
    """The sources of a page and of what it extends, up to the shells."""
    text = source_of(name)
    parent = re.search(r"""{% extends ["']([\w/]+\.html)["'] %}""", text)
    return text + (lineage(parent[1]) if parent and "/" in parent[1] else "")


@pytest.mark.parametrize("name", [n for n in PAGES if "{% extends" in source_of(n) and "/" in n and "/_" not in n])
def test_every_page_has_a_title_and_a_heading(name):
    text = lineage(name)
    for block in ("title", "heading"):
        found = re.search(rf"{{% block {block} %}}(.*?){{% endblock", text, re.S)
        assert found and found[1].strip(), f"{name}: {block}"


@pytest.mark.parametrize("name", PAGES)
def test_no_template_holds_script_style_or_handlers(name):
    """The content policy would drop them without a word."""
    text = re.sub(r'<script type="application/json".*?</script>', "", source_of(name), flags=re.S)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", text)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_loaded_from_elsewhere(name):
    assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", source_of(name))


@pytest.mark.parametrize("name", PAGES)
def test_every_post_form_carries_the_token(name):
    for form in re.findall(r"<form\b[^>]*method=[\"']post[\"'].*?</form>", source_of(name), re.S | re.I):
        assert "{% csrf_token %}" in form, form[:120]


@cache
def url_names():
    """(app:name) of the whole table."""

    def walk(resolver, app):
        for entry in resolver.url_patterns:
            if hasattr(entry, "url_patterns"):
                yield from walk(entry, entry.app_name or app)
            else:
                yield f"{app}:{entry.name}"

    return set(walk(get_resolver(), ""))


def optional(text, name):
    """{% url 'x' as y %} gives nothing instead of failing."""
    return re.search(rf"{{% url ['\"]{re.escape(name)}['\"][^%]* as \w+ %}}", text)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_address_named_in_a_template_exists(name):
    text = source_of(name)
    wanted = set(re.findall(r"{% url ['\"]([\w:]+)['\"]", text))
    assert sorted(url for url in wanted - url_names() if not optional(text, url)) == []


def test_every_address_named_in_code_exists():
    """reverse() and redirect() by a literal name; what may be missing is caught as NoReverseMatch beside it."""
    wanted = set(re.findall(r"""(?:reverse|redirect)\(\s*["'](\w+:\w+)["']""", code()))
    assert sorted(wanted - url_names()) == []


def own(model):
    return model._meta.app_label in settings.APPS and not model.__name__.startswith("Historical")


def shown_fields():
    """Model fields with a name given by hand, or asked for in a form."""
    for model in filter(own, apps.get_models()):
        for field in model._meta.fields:
            if field.editable and not field.auto_created:
                yield model, field


def all_forms():
    found, todo = set(), [forms.BaseForm]
    while todo:
        for child in todo.pop().__subclasses__():
            if child not in found:
                found.add(child)
                todo.append(child)
    mine = [form for form in found if form.__module__.split(".")[0] in settings.APPS]
    return sorted(mine, key=lambda form: (form.__module__, form.__qualname__))


FORMS = all_forms()
UNSEEN = {"evidence.forms.UploadForm"}  # filled by a script; no page draws it


def asked(form):
    return {name: field for name, field in form.base_fields.items() if not field.widget.is_hidden}


def named(form):
    return f"{form.__module__}.{form.__name__}"


@pytest.mark.parametrize("form", [form for form in FORMS if named(form) not in UNSEEN], ids=named)
def test_every_field_asked_has_a_chinese_label(form):
    model = getattr(getattr(form, "_meta", None), "model", None)
    unnamed = []
    for name, field in asked(form).items():
        label = str(field.label or "")
        if not CHINESE.search(label) and f'fields["{name}"].label' not in code_of(form):
            unnamed.append(f"{model.__name__ if model else ''}.{name}: {label or '—'}")
    assert unnamed == []


@cache
def code_of(form):
    import inspect

    return inspect.getsource(form)


def test_every_choice_is_chinese():
    plain = re.compile(r"[\u4e00-\u9fff]|^[-—]+$|^$")
    wrong = [
        f"{model.__name__}.{field.name}: {label}"
        for model, field in shown_fields() for _, label in field.flatchoices if not plain.search(str(label))
    ]  # fmt: skip
    assert wrong == []


@pytest.mark.parametrize("model", [m for m in apps.get_models() if own(m)], ids=lambda m: m._meta.label)
def test_a_constraint_that_a_person_can_break_says_so_in_chinese(model):
    mine = [form for form in FORMS if getattr(getattr(form, "_meta", None), "model", None) is model]
    asked_of = {name for form in mine for name in form.base_fields}
    for constraint in model._meta.constraints:
        fields = set(getattr(constraint, "fields", ())) | names_in(getattr(constraint, "condition", None))
        if fields & asked_of:
            assert CHINESE.search(str(constraint.violation_error_message or "")), constraint.name


def names_in(condition):
    """Field names in a Q."""
    if condition is None:
        return set()
    found = set()
    for child in condition.children:
        found |= names_in(child) if isinstance(child, models.Q) else {child[0].split("__")[0]}
    return found


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


def test_no_module_is_a_drawer_for_everything():
    banned = {"utils.py", "helpers.py", "mixins.py", "signals.py"}
    packages = [*settings.APPS, "circulars", "config"]
    found = [path for package in packages for path in (ROOT / package).rglob("*.py") if path.name in banned]
    assert found == []


@pytest.mark.parametrize("name", sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "static").rglob("*.css")))
def test_a_style_sheet_loads_nothing_from_elsewhere(name):
    assert not re.search(r"@import|url\(\s*[\"']?(?:https?:)?//", (ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "static").rglob("*.js")))
def test_a_script_neither_evaluates_text_nor_writes_markup_of_others(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    text = re.sub(r"insertAdjacentHTML\([^,]+,\s*'[^']*'\)", "", text)  # markup written out in the script itself
    assert not re.search(r"\beval\(|new Function\(|document\.write|\.innerHTML\s*=|insertAdjacentHTML", text)

"""Only core/workflow.py writes a state; read from the sources, whether or not a test walks there."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PACKAGES = [*settings.APPS, "config"]
SETTERS = {"update", "create", "get_or_create", "update_or_create", "aupdate", "acreate"}
# each file that may, and why
EXCEPTED = {
    "core/jobs.py": "jobs have no workflow: guarded updates and leases",
    "core/imports.py": "import batches have no workflow: one job writes them under a lock",
}
DEMO = "past months are written in bulk together with their logs"


def workflow_models():
    return {model.__name__: model.workflow.field for model in apps.get_models() if hasattr(model, "workflow")}


def stateful_without_workflow():
    """Models with a field called state that no workflow governs (jobs, deliveries, import batches)."""
    return {
        model.__name__ for model in apps.get_models()
        if not hasattr(model, "workflow") and "state" in {field.name for field in model._meta.fields}
    }  # fmt: skip


def targets(node):
    """What an assignment writes to, tuples taken apart."""
    given = node.targets if isinstance(node, ast.Assign) else [node.target]
    for target in given:
        yield from target.elts if isinstance(target, ast.Tuple | ast.List) else [target]


def assigns(node, fields):
    kinds = ast.Assign | ast.AugAssign | ast.AnnAssign
    return isinstance(node, kinds) and any(isinstance(t, ast.Attribute) and t.attr in fields for t in targets(node))


def sets_by_name(node, fields):
    """setattr(row, "state", …) and bulk_update(rows, ["state"])."""
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    texts = {n.value for arg in node.args for n in ast.walk(arg) if isinstance(n, ast.Constant)}
    return name in {"setattr", "bulk_update", "abulk_update"} and bool(texts & fields)


def passes(node, fields, models, others):
    """rows.update(state=…), Model(state=…), Model.objects.create(state=…), defaults={"state": …}."""
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    named = {word.arg for word in node.keywords}
    if any(word.arg in {"defaults", "create_defaults"} and _keys(word.value) & fields for word in node.keywords):
        named |= fields
    if name in SETTERS and named & fields:
        return not any(other in ast.unparse(node.func) for other in others)
    return name in models and bool(named & fields)


def _keys(node):
    return {key.value for key in node.keys if isinstance(key, ast.Constant)} if isinstance(node, ast.Dict) else set()


def writers(source, fields, models=(), others=()):
    """Lines that write one of the fields past the door."""
    for node in ast.walk(ast.parse(source)):
        if assigns(node, fields):
            yield node.lineno
        elif isinstance(node, ast.Call) and (sets_by_name(node, fields) or passes(node, fields, models, others)):
            yield node.lineno


def lines_of(path):
    models = workflow_models()
    return list(writers(path.read_text(), set(models.values()), models, stateful_without_workflow()))


def modules(package):
    for path in sorted((ROOT / package).rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, path.relative_to(ROOT).as_posix()


def test_there_are_workflows_to_guard():
    assert len(workflow_models()) >= 8 and set(workflow_models().values()) == {"state"}


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_writes_a_state_past_the_door(package):
    found = [
        f"{name}:{line}" for path, name in modules(package)
        if name not in EXCEPTED and not path.name.startswith("demo") for line in lines_of(path)
    ]  # fmt: skip
    assert found == []


@pytest.mark.parametrize("name", EXCEPTED)
def test_an_exception_that_is_no_longer_needed_is_struck_off(name):
    assert lines_of(ROOT / name), f"{name} no longer needs its exception"


def test_only_the_demonstration_is_excepted_by_its_name():
    """A file called demo… is reached from the demo command alone, never from a view or a service."""
    served = [
        name for package in PACKAGES for path, name in modules(package)
        if not path.name.startswith("demo") and "import demo" in path.read_text()
    ]  # fmt: skip
    assert served == [], DEMO


@pytest.mark.parametrize(
    "source",
    [
        "row.state = 'closed'",
        "a, row.state = 1, 2",
        "[row.state, b] = 1, 2",
        "row.state += 'x'",
        "setattr(row, 'state', 'closed')",
        "Hazard.objects.filter(pk=1).update(state='closed')",
        "rows.update(state=x)",
        "Hazard.objects.bulk_update(rows, ['due_on', 'state'])",
        "Hazard(state='closed')",
        "Hazard.objects.create(state='closed')",
        "Hazard.objects.get_or_create(pk=1, defaults={'state': 'closed'})",
    ],
)
def test_the_guard_notices(source):
    assert list(writers(source, {"state"}, {"Hazard": "state"}, {"Delivery"})) == [1]


@pytest.mark.parametrize(
    "source",
    [
        "row.due_on = day", "Delivery.objects.update(state='sent')", "x = row.state", "d.update(a=1)",
        "rows.filter(state='open')", "Line(state=1)", "setattr(row, 'due_on', day)", "Q(state='asked')",
    ],
)  # fmt: skip
def test_the_guard_leaves_the_rest_alone(source):
    assert list(writers(source, {"state"}, {"Hazard": "state"}, {"Delivery"})) == []

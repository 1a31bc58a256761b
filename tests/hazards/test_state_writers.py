"""Only core/workflow.py writes a state; what loads the demonstration in bulk is excepted."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PACKAGES = [*settings.APPS, "config"]


def workflow_fields():
    return {model.workflow.field for model in apps.get_models() if hasattr(model, "workflow")}


def workflow_models():
    return {model.__name__ for model in apps.get_models() if hasattr(model, "workflow")}


def excepted(path):
    return path.name.startswith("demo") or path.relative_to(ROOT).as_posix() in ALLOWED


# rows with a state but without workflow, moved by the guarded updates of core.jobs and by their own services
ALLOWED = {"core/workflow.py", "core/jobs.py"}


def writers(source, fields, others=()):
    """Lines that assign a workflow's field or update it by a queryset of anything but `others`."""
    for node in ast.walk(ast.parse(source)):
        targets = (
            node.targets
            if isinstance(node, ast.Assign)
            else [node.target]
            if isinstance(node, ast.AugAssign | ast.AnnAssign)
            else []
        )
        flat = [item for target in targets for item in (target.elts if isinstance(target, ast.Tuple) else [target])]
        if any(isinstance(item, ast.Attribute) and item.attr in fields for item in flat):
            yield node.lineno
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("update", "setattr"):
            named = {word.arg for word in node.keywords}
            if named & fields and not any(name in ast.unparse(node.func) for name in others):
                yield node.lineno


def stateful_without_workflow():
    """Models with a field called state that no workflow governs (jobs, deliveries, import batches)."""
    return {
        model.__name__ for model in apps.get_models()
        if not hasattr(model, "workflow") and "state" in {field.name for field in model._meta.fields}
    }  # fmt: skip


def test_there_are_workflows_to_guard():
    assert "Hazard" in workflow_models() and "state" in workflow_fields()


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_writes_a_state_past_the_door(package):
    fields, others = workflow_fields(), stateful_without_workflow()
    found = []
    for path in sorted((ROOT / package).rglob("*.py")):
        if "migrations" not in path.parts and not excepted(path):
            found += [f"{path.relative_to(ROOT)}:{line}" for line in writers(path.read_text(), fields, others)]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "row.state = 'closed'",
        "a, row.state = 1, 2",
        "Hazard.objects.filter(pk=1).update(state='closed')",
        "rows.update(state=x)",
    ],
)
def test_the_guard_notices(source):
    assert list(writers(source, {"state"}, {"Delivery"})) == [1]


@pytest.mark.parametrize(
    "source", ["row.due_on = day", "Delivery.objects.update(state='sent')", "x = row.state", "d.update(a=1)"]
)
def test_the_guard_leaves_the_rest_alone(source):
    assert list(writers(source, {"state"}, {"Delivery"})) == []

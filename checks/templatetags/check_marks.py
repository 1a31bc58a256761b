"""The marks of quality on a self-check or a visit and its answers, where these may be read."""

from django import template
from django.db.models import Q

from accounts.enums import PHONE_ROLES
from hazards.models import Mark
from hazards.rules_quality import may_judge

register = template.Library()


@register.inclusion_tag("hazards/_marks_on.html", takes_context=True)
def check_marks(context, check):
    """Needs a row made by with_results: hidden answers have hidden marks."""
    request = context["request"]
    seen = request.user.role not in PHONE_ROLES and not check.is_hidden
    rows = Mark.objects.visible_to(request.user).standing().filter(_of(check)) if seen else []
    return {"rows": rows, "may_judge": not may_judge(request.user), "request": request}


@register.inclusion_tag("hazards/_marks_on.html", takes_context=True)
def visit_marks(context, row):
    """On the answers of a visit and what was found beside its list."""
    request = context["request"]
    about = _keys("inspectionanswer", row.answers) | _keys("finding", row.findings)
    seen = request.user.role not in PHONE_ROLES
    rows = Mark.objects.visible_to(request.user).standing().filter(about) if seen else []
    return {"rows": rows, "may_judge": not may_judge(request.user), "request": request}


def _keys(model, rows):
    return _own(model, [str(key) for key in rows.values_list("pk", flat=True)])


def _own(model, keys):
    return Q(content_type__app_label="checks", content_type__model=model, object_id__in=keys)


def _of(check):
    return _keys("answer", check.answers) | _own("check", [str(check.pk)])

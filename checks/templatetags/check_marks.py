"""The marks of quality on a self-check and its answers, where its answers may be read."""

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


def _of(check):
    keys = [str(key) for key in check.answers.values_list("pk", flat=True)]
    own = {"content_type__app_label": "checks"}
    return Q(**own, content_type__model="answer", object_id__in=keys) | Q(
        **own, content_type__model="check", object_id=str(check.pk)
    )

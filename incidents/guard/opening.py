"""Opening what a whole page covers: asked for with a reason, which is kept with the look."""

from .. import access
from ..enums import AccessAction
from . import veil
from .forms import ReasonToOpen

ASKED = "open"  # the button beside a form of another kind


def why_form(request, asked=True):
    """The form that asks why; bound when this request gives the reason."""
    given = request.POST if request.method == "POST" and asked else None
    return ReasonToOpen(given, initial={"reason": request.session.get("opened_for", "")}, auto_id="open_%s")


def is_opened(request, form, lead, what):
    """Whether the reason will do; then a line keeps it with `what` was opened. `lead` may be None. Else the form says why not."""
    if not form.is_bound or not form.is_valid():
        return False
    reason = form.cleaned_data["reason"].strip()
    if why := veil.wrong_reason(lead, reason):
        form.add_error("reason", why)
        return False
    line = {"by": request.user, "action": AccessAction.OPENED, "detail": f"{what}：{reason}"}
    access.log(lead=lead, **line) if lead else access.log_without_lead(**line)
    request.session["opened_for"] = reason
    return True

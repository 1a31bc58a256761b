"""Pages with one form and one button: the page, taking what was posted, refusing."""

from django.contrib import messages
from django.forms import ChoiceField, FileField
from django.http import Http404
from django.shortcuts import redirect, render

from .errors import Refused
from .forms import PortalForm, ReasonForm
from .middleware import say_refused


def show_form(request, form, heading, label, back, lead=""):
    """A page with one form and one button; its address takes the POST."""
    context = {"form": form, "heading": heading, "label": label, "back": back, "lead": lead}
    return render(request, "core/one_form.html", context)


def filled(request, form, act, told, to):
    """The way on when the posted form was taken, or None with what is wrong in the form."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        act(**form.cleaned_data)
    except Refused as error:
        form.add_error(None, str(error))
        return None
    messages.success(request, told)
    return redirect(to)


def refused(request, reason, back):
    """403 for what this seat may never do; back to the page when only the state has moved on."""
    if reason.startswith("当前状态"):
        return say_refused(request, reason, back)
    raise Refused(reason)


def moved_on(request, reason, back, form):
    """As refused, but what was typed for a step that somebody else took first stands on a page, to be copied."""
    fields = form.visible_fields() if form.is_bound and reason.startswith("当前状态") else ()
    said = [(one.label, one.value()) for one in fields if one.value() and not isinstance(one.field, ChoiceField | FileField)]
    if not said:
        return refused(request, reason, back)
    return render(request, "core/moved_on.html", {"reason": reason, "said": said, "back": back})


def step_page(request, row, action, act, back, *, form=None, to=""):
    """The page of a step of the row's workflow: its reason or one button (or another form), taken by `act(**given)`."""
    step = row.workflow.steps.get(action)
    if step is None:
        raise Http404
    asked = (form or (ReasonForm if step.note else PortalForm))(request.POST if request.method == "POST" else None)
    if reason := row.workflow.refusal(row, action, request.user):
        return moved_on(request, reason, back, asked)
    done = filled(request, asked, act, f"已{step.label}", to or back)
    return done or show_form(request, asked, step.label, step.label, back, str(row))

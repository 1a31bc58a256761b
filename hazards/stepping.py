"""Rows that go through small steps on a page of their own: what is open to a person, the page, taking one step."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render

from core.errors import Refused
from core.one_form import refused


@dataclass(frozen=True)
class Act:
    """A step: its form, what to do with the filled form, and, where the state's table does not say, who may."""

    action: str
    label: str
    form: type
    do: Callable
    told: str
    may: Callable | None = None
    main: bool = True

    def refusal(self, user, row):
        return self.may(user, row) if self.may else row.workflow.refusal(row, self.action, user)


def show(request, row, acts, template, *, chosen="", form=None, **context):
    """The page of a row with the form of one step open: the chosen one, else the one next action."""
    offers = [act for act in acts.values() if not act.refusal(request.user, row)]
    step = next((act for act in offers if act.action == chosen), None) or next((act for act in offers if act.main), None)
    if step and form is None:
        form = step.form(row=row, user=request.user)
    context |= {"row": row, "step": step, "form": form, "others": [act for act in offers if act is not step]}
    return render(request, template, context | {"log": row.log.select_related("actor")})


def take(request, row, acts, action, back, again):
    """Take one step, then go `back`; `again(form)` draws the page anew with what was wrong."""
    act = acts.get(action)
    if act is None:
        raise Http404
    if reason := act.refusal(request.user, row):
        return refused(request, reason, back)
    form = act.form(request.POST, request.FILES, row=row, user=request.user)
    if form.is_valid():
        try:
            act.do(row, request.user, form.values())
        except Refused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, act.told)
            return redirect(back)
    return again(form)

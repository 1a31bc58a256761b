"""The upper level's own form: which columns were understood, taking one into use, going back to the shipped one."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import xlsx
from core.errors import Refused, refuse_if
from core.lists import download

from .. import exports, forms, rules
from ..models import FormSheet
from ..services import forms as services


def form(request):
    refuse_if(rules.may_count(request.user))
    town = request.user.membership.place
    own = FormSheet.objects.filter(township=town, withdrawn_at=None).select_related("created_by").first()
    columns = own.columns if own else services.understood(exports.form_of(town))
    context = {"own": own, "sheets": services.told(columns), "may_make": not rules.may_make(request.user)}
    return render(request, "registers/form.html", context)


def upload(request):
    refuse_if(rules.may_make(request.user))
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    bound = forms.SheetForm(*posted)
    if request.method == "POST" and bound.is_valid():
        try:
            services.keep(by=request.user, name=bound.cleaned_data["name"], data=bound.cleaned_data["file"].read())
        except Refused as error:
            bound.add_error("file", str(error))
        else:
            messages.success(request, "已换用上级表样，请核对认出的列")
            return redirect("registers:form")
    return render(request, "registers/form_upload.html", {"form": bound, "back": reverse("registers:form")})


@require_GET
def empty(request):
    """The empty form in use."""
    refuse_if(rules.may_count(request.user))
    return download("月报空表.xlsx", exports.form_of(request.user.membership.place), xlsx.XLSX)


@require_POST
def drop(request):
    services.drop(by=request.user, reason="改回平台表样")
    messages.success(request, "已改回平台自带的表样")
    return redirect("registers:form")

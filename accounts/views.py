"""Log in, log out, take another seat, one's own data and password."""

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.views import LoginView
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from . import services
from .forms import LoginForm, OwnDataForm, PasswordForm
from .middleware import SEAT, public

# repeated wrong passwords lock the name for a while (django-axes)
log_in = public(
    LoginView.as_view(template_name="accounts/login.html", authentication_form=LoginForm, redirect_authenticated_user=True)
)


@require_POST
def log_out(request):
    logout(request)
    return redirect("accounts:login")


def password(request):
    """One's own password; whoever still has an initial one comes here first."""
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.password_changed(person=form.save())
        update_session_auth_hash(request, request.user)
        messages.success(request, "密码已修改")
        return redirect("accounts:me")
    return render(request, "accounts/password.html", {"form": form, "forced": request.user.must_change_password})


@require_POST
def switch(request):
    """Act in another of one's own seats; the pages shown so far belong to the old one, so start at home."""
    given = request.POST.get("membership", "")
    seat = get_object_or_404(request.user.memberships.current(), pk=given if given.isdigit() else 0)
    request.session[SEAT] = seat.pk
    messages.success(request, f"现在的身份：{seat}")
    return redirect("/")


def me(request):
    """One's own data and seats."""
    form = OwnDataForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "已保存")
        return redirect("accounts:me")
    return render(request, "accounts/me.html", {"form": form, "seats": request.user.memberships_for_switch})

"""The inbox of each person, the ladder settings of officers, and who was told what about a row."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.enums import Role
from core import clock
from core.errors import Refused
from core.lists import list_page

from . import deadlines, services
from .filters import MessageFilter
from .forms import LadderForm
from .models import Ladder, Message
from .scan import holidays_known, rungs_of


def inbox(request):
    rows = Message.objects.filter(recipient=request.user).select_related("sender")
    return list_page(
        request, rows, template="reminders/inbox.html", partial="reminders/_inbox.html", filterset=MessageFilter, per_page=30
    )


@require_POST
def read(request, message_id):
    """Mark as read and go where it points."""
    message = get_object_or_404(Message, pk=message_id, recipient=request.user)
    services.mark_read(messages=Message.objects.filter(pk=message.pk), by=request.user)
    return redirect(message.link or "reminders:inbox")


@require_POST
def read_all(request):
    count = services.mark_read(messages=Message.objects.all(), by=request.user)
    messages.success(request, f"已将 {count} 条消息标为已读")
    return redirect("reminders:inbox")


def ladders(request):
    """The lead days of each kind of deadline."""
    _officers_only(request)
    rows = [(source, rungs_of(source)) for source in deadlines.sources()]
    years = [year for year in (clock.today().year, clock.today().year + 1) if not holidays_known(year)]
    return render(request, "reminders/ladders.html", {"rows": rows, "years_unknown": years})


def ladder_edit(request, name):
    _officers_only(request)
    source = next((s for s in deadlines.sources() if s.name == name), None)
    if source is None:
        raise Refused("没有这一类期限")
    rungs = rungs_of(source)
    initial = {
        "before": ", ".join(map(str, rungs.before if rungs else source.before)),
        "after": ", ".join(map(str, rungs.after if rungs else source.after)),
        "is_active": rungs is not None,
    }
    form = LadderForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        Ladder.objects.update_or_create(source=name, defaults=form.cleaned_data)
        messages.success(request, f"“{source.label}”的提醒天数已保存，明早扫描起生效")
        return redirect("reminders:ladders")
    return render(request, "reminders/ladder_edit.html", {"form": form, "source": source})


def _officers_only(request):
    if not request.user.has_role(Role.OFFICER):
        raise Refused("只有应急办可以设置提醒天数")

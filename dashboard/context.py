"""What every page needs: navigation by role, shell, unread count, current campaign."""

from django.urls import NoReverseMatch, reverse

from accounts.enums import Role
from campaigns.models import Campaign
from reminders.models import Message

OFFICE = (Role.OFFICER, Role.LEADER, Role.DEPARTMENT, Role.LIAISON, Role.DISCIPLINE, Role.SUPERVISOR)
PHONE = (Role.CADRE, Role.ENTERPRISE)
ITEMS = (
    ("今日", "house", "dashboard:home", OFFICE),
    ("专项行动", "flag", "campaigns:list", OFFICE),
    ("检查", "clipboard-check", "checks:list", OFFICE),
    ("隐患", "exclamation-triangle", "hazards:list", OFFICE),
    ("涉亡核查", "shield-lock", "incidents:list", (Role.OFFICER, Role.LEADER, Role.DISCIPLINE, Role.DEPARTMENT)),
    ("企业", "building", "enterprises:list", OFFICE),
    ("公文", "file-earmark-text", "notices:list", OFFICE),
    ("统计", "bar-chart", "dashboard:leader", OFFICE),
    ("设置", "gear", "accounts:people", (Role.OFFICER,)),
    ("待办", "list-check", "dashboard:home", PHONE),
    ("自查", "clipboard-check", "checks:list", PHONE),
    ("隐患", "exclamation-triangle", "hazards:list", PHONE),
    ("我的", "person", "accounts:me", PHONE),
)


def portal(request):
    user = getattr(request, "user", None)
    if not getattr(user, "is_authenticated", False) or user.membership is None:
        return {"shell": "base_public.html", "nav": [], "unread": 0}
    return {
        "shell": "base_phone.html" if user.membership.on_phone else "base_office.html",
        "nav": navigation(request),
        "unread": Message.objects.filter(recipient=user).unread().count(),
        "current_campaign": Campaign.objects.visible_to(user).running().first(),
    }


def navigation(request):
    """Items of the side or bottom bar for the seat one acts in."""
    return [item for row in ITEMS if request.user.role in row[3] and (item := _item(request, *row[:3]))]


def _item(request, label, icon, name):
    try:
        url = reverse(name)
    except NoReverseMatch:
        return None
    active = request.path == url or (url != "/" and request.path.startswith(url))
    return {"label": label, "icon": icon, "url": url, "active": active}

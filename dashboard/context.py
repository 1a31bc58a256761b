"""What every page needs: navigation by role, shell, unread count, current campaign. A fragment pays for none of it."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Subquery
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from accounts.enums import Role
from accounts.models import User
from campaigns.models import Campaign
from registers.rules import READERS
from reminders.models import Message

OFFICE = (Role.OFFICER, Role.LEADER, Role.DEPARTMENT, Role.LIAISON, Role.DISCIPLINE, Role.SUPERVISOR)
PHONE = (Role.CADRE, Role.ENTERPRISE)
# three places of the bar that an office has on a phone; the fourth leads to all others
BAR = {
    Role.LEADER: ("今日", "隐患", "统计"), Role.SUPERVISOR: ("今日", "隐患", "统计"),
    Role.DISCIPLINE: ("今日", "涉亡核查", "群众举报"),
}  # fmt: skip
USUAL_BAR = ("今日", "检查", "隐患")
HANDLERS = (Role.OFFICER, Role.LEADER, Role.DISCIPLINE, Role.DEPARTMENT)


@dataclass(frozen=True)
class Item:
    """A place of the side or bottom bar; `also` are beginnings of addresses that belong to it, `but` those that do not."""

    label: str
    icon: str
    view: str
    roles: tuple
    also: tuple = ()
    but: tuple = ()

    def drawn(self, request):
        """What the template needs; None while the portal has no such page."""
        try:
            url = reverse(self.view)
        except NoReverseMatch:
            return None
        in_bar = self.label in BAR.get(request.user.role, USUAL_BAR)
        active = self._holds(request.path, url)
        return {"label": self.label, "icon": self.icon, "url": url, "active": active, "in_bar": in_bar}

    def _holds(self, path, url):
        if self.but and path.startswith(self.but):
            return False
        return path == url or path.startswith((url, *self.also) if url != "/" else self.also)


ITEMS = (
    Item("今日", "house", "dashboard:home", OFFICE),
    Item("专项行动", "flag", "campaigns:list", OFFICE),
    Item("检查", "clipboard-check", "checks:list", OFFICE),
    Item("隐患", "exclamation-triangle", "hazards:list", OFFICE),
    Item("涉亡核查", "shield-lock", "incidents:list", HANDLERS),
    Item("群众举报", "megaphone", "tips:list", HANDLERS, ("/tips/",)),
    Item("情况报告", "shield-lock", "incidents:briefs", (Role.LIAISON,)),
    Item("企业", "building", "enterprises:list", OFFICE),
    Item("公文", "file-earmark-text", "notices:list", OFFICE, but=("/papers/numbers/",)),
    Item("统计", "bar-chart", "dashboard:leader", OFFICE),
    Item("日常工作", "calendar-check", "routines:gatherings", OFFICE),
    Item("台账报表", "table", "registers:home", READERS, ("/mandates/",)),
    Item("设置", "gear", "accounts:people", (Role.OFFICER,), ("/places/", "/inbox/ladders/", "/papers/numbers/")),
    Item("待办", "list-check", "dashboard:home", PHONE, ("/campaigns/", "/papers/")),
    Item("自查", "clipboard-check", "checks:list", PHONE),
    Item("隐患", "exclamation-triangle", "hazards:list", PHONE),
    Item("我的", "person", "accounts:me", PHONE, ("/accounts/", "/enterprises/", "/inbox/", "/routines/")),
)


def portal(request):
    user = getattr(request, "user", None)
    if not getattr(user, "is_authenticated", False) or user.membership is None:
        return {"shell": "base_public.html", "nav": [], "unread": 0}
    head = SimpleLazyObject(lambda: head_of(user))
    return {
        "shell": "base_phone.html" if user.membership.on_phone else "base_office.html",
        "nav": (nav := SimpleLazyObject(lambda: navigation(request))),
        "on_more": SimpleLazyObject(lambda: not any(item["in_bar"] and item["active"] for item in nav)),
        "unread": SimpleLazyObject(lambda: head["unread"]),
        "current_campaign": SimpleLazyObject(lambda: head["campaign"]),
    }


def head_of(user):
    """What the head of a page tells: {unread: number, campaign: Campaign with its name only, or None}: one query.

    The campaign is the newest running one of one's township; who looks at several townships has no one campaign.
    """
    unread = Message.objects.filter(recipient=OuterRef("pk")).unread().order_by().values("recipient")
    newest = Campaign.objects.visible_to(user).running()
    newest = newest.none() if user.has_role(Role.SUPERVISOR) else newest
    number, key, name = User.objects.filter(pk=user.pk).values_list(
        Subquery(unread.annotate(number=Count("pk")).values("number")),
        Subquery(newest.values("pk")[:1]),
        Subquery(newest.values("name")[:1]),
    )[0]
    return {"unread": number or 0, "campaign": Campaign(pk=key, name=name) if key else None}


def navigation(request):
    """Items of the side or bottom bar for the seat one acts in."""
    return [drawn for item in ITEMS if request.user.role in item.roles and (drawn := item.drawn(request))]

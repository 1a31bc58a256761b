"""Tabs of an enterprise's page that other apps fill; each is an address htmx loads."""

from django.urls import NoReverseMatch, reverse

from .files.kinds import groups

_tabs = {"隐患": "hazards:of_enterprise", "检查": "checks:of_enterprise", "公文": "notices:of_enterprise"}
_only = {}  # label → roles, of tabs that are not for everybody
_banners = []


def register(label, url_name, roles=()):
    """`url_name` takes the enterprise's id and answers with a fragment; a tab with `roles` is for these alone."""
    _tabs[label] = url_name
    if roles:
        _only[label] = frozenset(roles)


def register_banner(url_name):
    """A line above the tabs: `url_name` takes the enterprise's id and answers with a fragment, empty when there is nothing."""
    if url_name not in _banners:
        _banners.append(url_name)


def banners_of(firm):
    return [reverse(name, args=[firm.pk]) for name in _banners]


def tabs_of(firm, user):
    """(label, address) of the tabs of this user whose app is there; the permits, which stand on the page itself, have no address."""
    found = [("证照", "")]
    for label, name in _tabs.items():
        if label in _only and user.role not in _only[label]:
            continue
        try:
            found.append((label, reverse(name, args=[firm.pk])))
        except NoReverseMatch:
            continue
    own = [
        (group.label, reverse("enterprises:files_group", args=[firm.pk, group.slug]))
        for group in groups()
        if group.label != "证照"
    ]
    return [*found, ("动火", reverse("enterprises:fires_of", args=[firm.pk])), *own]

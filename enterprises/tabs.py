"""Tabs of an enterprise's page that other apps fill; each is an address htmx loads."""

from django.urls import NoReverseMatch, reverse

from .files.kinds import groups

_tabs = {"隐患": "hazards:of_enterprise", "检查": "checks:of_enterprise", "公文": "notices:of_enterprise"}
_banners = []


def register(label, url_name):
    """`url_name` takes the enterprise's id and answers with a fragment."""
    _tabs[label] = url_name


def register_banner(url_name):
    """A line above the tabs: `url_name` takes the enterprise's id and answers with a fragment, empty when there is nothing."""
    if url_name not in _banners:
        _banners.append(url_name)


def banners_of(firm):
    return [reverse(name, args=[firm.pk]) for name in _banners]


def tabs_of(firm):
    """(label, address) of the tabs whose app is there; the permits, which stand on the page itself, have no address."""
    found = [("证照", "")]
    for label, name in _tabs.items():
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

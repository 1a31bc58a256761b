"""What a concluded campaign leaves undone, to be handed on to routine work. Other apps register theirs in AppConfig.ready."""

from dataclasses import dataclass

from django.urls import reverse

NAMED = 20  # tasks named in a duty's text


@dataclass(frozen=True)
class Remain:
    """`said` is what is left, for who may read it on the page; `title` and `text` are those of the duty it becomes.

    A confidential matter tells in title and text neither what it is about nor how much there is.
    """

    key: str
    said: str
    title: str
    text: str
    link: str = ""


_finders = []


def register(find):
    """`find(user, campaign)` yields Remains in sight of the user."""
    if find not in _finders:
        _finders.append(find)


def of(user, campaign):
    return [one for find in (unfinished, unpublished, *_finders) for one in find(user, campaign)]


def unfinished(user, campaign):
    """Duties of units that were not done when the campaign ended."""
    rows = campaign.assignments.unfinished()
    if count := rows.count():
        titles = rows.order_by().values_list("task__title", flat=True).distinct()[:NAMED]
        text = f"补办专项行动“{campaign}”未完成的任务：{'；'.join(titles)}。"
        link = reverse("campaigns:matrix", args=[campaign.pk])
        yield Remain("duties", f"任务 {count} 项没有完成", "补办专项行动未完成的任务", text, link)


def unpublished(user, campaign):
    rows = campaign.bylaws.open()
    if count := rows.count():
        link = f"{reverse('campaigns:bylaws')}?campaign={campaign.pk}&open=1"
        text = f"督促有关村和企业修订公布专项行动中查出的 {count} 项制度，逐项销项。"
        yield Remain("bylaws", f"制度 {count} 项没有修订公布", "督促修订公布制度", text, link)

"""Bringing messages out of the portal: e-mail, and one group robot through apprise (off until configured)."""

from django.conf import settings
from django.core.mail import send_mail

SHOWN = 30  # messages told one by one in a sending; the inbox has them all
_closed = []  # beginnings of addresses that the group does not hear of


def close(*fronts):
    """Apps whose rooms are confidential register the beginnings of their addresses in AppConfig.ready."""
    _closed.extend(front for front in fronts if front not in _closed)


def email(messages):
    """Send one person's messages as one mail."""
    first, count = messages[0], len(messages)
    one = count == 1
    send_mail(
        subject=f"【安全生产】{first.title}" if one else f"【安全生产】{count} 条提醒，最早：{first.title}",
        message=f"{first.body or first.title}\n\n请登录平台查看：{absolute(first.link)}" if one else listed(messages),
        from_email=settings.DEFAULT_FROM_EMAIL,
        recipient_list=[first.recipient.email],
    )


def listed(messages):
    """Several messages as numbered lines, with the address of the inbox."""
    lines = [f"{number}. {message.title}" for number, message in enumerate(messages[:SHOWN], 1)]
    if len(messages) > SHOWN:
        lines.append(f"……另有 {len(messages) - SHOWN} 条")
    return "\n".join([*lines, "", f"请登录平台查看：{absolute('/inbox/')}"])


def robot(messages):
    """Post one person's messages into the configured group chat, under the seat they are for; the name is not told.

    Raises ConnectionError when the robot refuses.
    """
    import apprise

    client = apprise.Apprise()
    for url in settings.ROBOT_URLS:
        client.add(url)
    first, one = messages[0], len(messages) == 1
    text = f"{first.title}\n{absolute(first.link)}" if one else f"{len(messages)} 条提醒\n{listed(messages)}"
    if not client.notify(title="安全生产提醒", body=f"{first.recipient.title or '平台用户'}：{text}"):
        raise ConnectionError("群机器人没有接受这条消息")


def absolute(link):
    return f"{settings.SITE_URL.rstrip('/')}{link}" if link else settings.SITE_URL


def for_the_group(message):
    """Whether the group may read it: it leads somewhere, into no closed room, and is about nothing confidential."""
    if not message.link or message.link.startswith(tuple(_closed)):
        return False
    return not getattr(message.about, "is_confidential", False)


def wanted(message):
    """The channels, beside the inbox, by which a message can reach its person now."""
    names = []
    if message.recipient.email and settings.EMAIL_ENABLED:
        names.append("email")
    if settings.ROBOT_URLS and for_the_group(message):
        names.append("robot")
    return names


SENDERS = {"email": email, "robot": robot}

"""Bringing messages out of the portal: e-mail, and one group robot through apprise (off until configured)."""

from django.conf import settings
from django.core.mail import send_mail


def email(message):
    """Send one message to its recipient's address."""
    send_mail(
        subject=f"【安全生产】{message.title}",
        message=f"{message.body or message.title}\n\n请登录平台查看：{absolute(message.link)}",
        from_email=settings.DEFAULT_FROM_EMAIL,
        recipient_list=[message.recipient.email],
    )


def robot(message):
    """Post one message into the configured group chat; raises ConnectionError when the robot refuses."""
    import apprise

    client = apprise.Apprise()
    for url in settings.ROBOT_URLS:
        client.add(url)
    text = f"{message.recipient.name}：{message.title}\n{absolute(message.link)}"
    if not client.notify(title="安全生产提醒", body=text):
        raise ConnectionError("群机器人没有接受这条消息")


def absolute(link):
    return f"{settings.SITE_URL.rstrip('/')}{link}" if link else settings.SITE_URL


def wanted(person):
    """The channels, beside the inbox, by which this person can be reached now."""
    names = []
    if person.email and settings.EMAIL_ENABLED:
        names.append("email")
    if settings.ROBOT_URLS:
        names.append("robot")
    return names


SENDERS = {"email": email, "robot": robot}

"""What people are told: messages with a unique key, their deliveries by channel, the ladder of lead days."""

from functools import reduce
from operator import or_

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from core import clock

from .enums import Channel, DeliveryState, MessageKind


class MessageQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at=None)

    def about(self, *rows):
        """Who was told what and when about these rows, of one kind or several."""
        kinds = {}
        for row in rows:
            kinds.setdefault(ContentType.objects.get_for_model(row), []).append(str(row.pk))
        chosen = (models.Q(content_type=kind, object_id__in=keys) for kind, keys in kinds.items())
        return self.filter(reduce(or_, chosen, models.Q(pk__in=[])))


class Message(models.Model):
    """One thing one person is told once; `key` = source, object, step and recipient."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="inbox")
    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField("类别", max_length=12, choices=MessageKind.choices)
    title = models.CharField("标题", max_length=120)
    body = models.TextField("内容", blank=True)
    link = models.CharField(max_length=200, blank=True)
    content_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    object_id = models.CharField(max_length=40, blank=True)
    about = GenericForeignKey("content_type", "object_id")
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("发出时间", default=clock.now)
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["recipient", "read_at"], name="reminders_unread"),
            models.Index(fields=["content_type", "object_id"], name="reminders_about"),
        ]


class Delivery(models.Model):
    """One try to bring a message to a person outside the portal."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "channel"], name="reminders_delivery_once")]


class Ladder(models.Model):
    """Lead days and escalation of one kind of deadline; days are workdays."""

    source = models.CharField("事项", max_length=40, unique=True)
    before = models.JSONField("提前天数", default=list)
    after = models.JSONField("逾期天数", default=list)
    is_active = models.BooleanField("启用", default=True)

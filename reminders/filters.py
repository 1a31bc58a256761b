import django_filters

from .enums import MessageKind
from .models import Message

READ = (("1", "未读"), ("0", "已读"))


class MessageFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label="类别", choices=MessageKind.choices, empty_label="全部类别")
    unread = django_filters.ChoiceFilter(label="状态", choices=READ, method="only_unread", empty_label="全部")

    class Meta:
        model = Message
        fields = ["kind", "unread"]

    def only_unread(self, queryset, name, value):
        return queryset.filter(read_at__isnull=value == "1")

from django.db import models


class ExhibitKind(models.TextChoices):
    DOCUMENT = "document", "书证"
    OBJECT = "object", "物证"
    RECORDING = "recording", "视听资料"
    DATA = "data", "电子数据"
    PHOTO = "photo", "现场照片"
    OTHER = "other", "其他"


class Form(models.TextChoices):
    ORIGINAL = "original", "原件（原物）"
    COPY = "copy", "复制件"


class ExhibitState(models.TextChoices):
    KEPT = "kept", "在管"
    MOVING = "moving", "移交待接收"
    OUT = "out", "已移交外单位"
    RETURNED = "given-back", "已发还"
    DESTROYED = "destroyed", "已销毁"


ENDED = (ExhibitState.RETURNED, ExhibitState.DESTROYED)

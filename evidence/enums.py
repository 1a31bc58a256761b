from django.db import models


class Origin(models.TextChoices):
    CAMERA = "camera", "现场拍摄"
    ALBUM = "album", "相册"
    FILE = "file", "文件"
    SIGNATURE = "signature", "手写签名"


class Takes(models.IntegerChoices):
    """What a form takes; each takes what the one before does."""

    PICTURES = 0, "照片"
    PAPERS = 1, "照片和 PDF"
    ALL = 2, "照片、PDF 和录音"

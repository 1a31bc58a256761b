from django.db import models


class Origin(models.TextChoices):
    CAMERA = "camera", "现场拍摄"
    ALBUM = "album", "相册"
    FILE = "file", "文件"
    SIGNATURE = "signature", "手写签名"

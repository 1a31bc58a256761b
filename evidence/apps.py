from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "evidence"
    verbose_name = "照片与附件"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from core.rotation import register_files

        from . import photos
        from .models import Attachment

        register_files(Attachment, "sealed_with", photos.reseal)

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "evidence"
    verbose_name = "照片与附件"
    default_auto_field = "django.db.models.BigAutoField"

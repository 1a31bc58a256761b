from django.apps import AppConfig


class ChecksConfig(AppConfig):
    name = "checks"
    verbose_name = "检查"
    default_auto_field = "django.db.models.BigAutoField"

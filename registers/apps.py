from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "registers"
    verbose_name = "台账报表"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from .services import printing  # noqa: F401 - its jobs register themselves

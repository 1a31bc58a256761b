from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "registers"
    verbose_name = "台账报表"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from core import rotation

        from .models import SentFile
        from .services import printing, sendings  # noqa: F401 - their jobs register themselves

        rotation.register_file(SentFile, "file")

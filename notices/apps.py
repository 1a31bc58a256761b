from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = "公文"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from core.rotation import register_file
        from reminders.deadlines import register

        from . import tasks, tasks_register  # noqa: F401 - registers the jobs
        from .deadlines import due_receipts
        from .models import Paper

        register_file(Paper, "file")
        register("receipt", "公文签收", due_receipts, before=(1, 0))

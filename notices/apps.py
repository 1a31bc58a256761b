from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"
    verbose_name = "公文"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from reminders.deadlines import register

        from . import tasks, tasks_register  # noqa: F401 - registers the jobs
        from .deadlines import due_receipts

        register("receipt", "公文签收", due_receipts, before=(1, 0))

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "专项行动"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from reminders.deadlines import register

        from .deadlines import due_assignments

        register("assignment", "专项任务", due_assignments)

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "incidents"
    verbose_name = "涉亡核查"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from reminders.deadlines import register

        from .deadlines import due_leads

        register("lead", "涉亡核查", due_leads)

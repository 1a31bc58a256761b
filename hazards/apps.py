from django.apps import AppConfig


class HazardsConfig(AppConfig):
    name = "hazards"
    verbose_name = "隐患"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from reminders.deadlines import register

        from . import orders  # noqa: F401 - registers its job
        from .deadlines import due_acceptances, due_hazards

        register("hazard", "隐患整改", due_hazards)
        register("acceptance", "隐患验收", due_acceptances, before=(3, 0))

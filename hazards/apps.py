from django.apps import AppConfig


class HazardsConfig(AppConfig):
    name = "hazards"
    verbose_name = "隐患"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from core import reference
        from reminders.deadlines import register

        from . import imports_criteria, orders  # noqa: F401 - register themselves
        from .criteria import load_criteria
        from .deadlines import due_acceptances, due_extensions, due_hazards

        reference.register(load_criteria)

        register("hazard", "隐患整改", due_hazards)
        register("acceptance", "隐患验收", due_acceptances, before=(3, 0))
        register("extension", "延期审批", due_extensions, before=(3, 0))

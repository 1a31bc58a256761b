from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "incidents"
    verbose_name = "涉亡核查"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from campaigns import guards
        from reminders.deadlines import register

        from .deadlines import due_leads
        from .matching import store  # noqa: F401  registers its jobs
        from .matching.deadlines import due_lists
        from .open_cases import open_cases

        guards.register(open_cases)
        register("lead", "涉亡核查", due_leads)
        register("name-list", "比对名单销毁", due_lists, before=(7, 3, 1), after=())

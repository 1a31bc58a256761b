from django.apps import AppConfig


class MandatesConfig(AppConfig):
    name = "mandates"
    verbose_name = "职责清单"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from campaigns import taken_up
        from reminders import deadlines

        from . import deadlines as due
        from . import imports  # noqa: F401 - registers its importer
        from .services.faults import address

        taken_up.register(address)
        deadlines.register("sheet", "三清单填报", due.due_sheets)
        deadlines.register("problem", "三清单问题整改", due.due_problems)
        deadlines.register("review", "履职自评", due.due_reviews)
        deadlines.register("mend", "履职差距整改", due.due_lines)

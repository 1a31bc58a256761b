from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "专项行动"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from enterprises import tabs
        from evidence import access
        from reminders.deadlines import register

        from . import rules
        from .bylaws.services import due_bylaws
        from .deadlines import due_assignments
        from .models import Submission

        access.register(Submission, rules.sees_answer)
        register("assignment", "专项任务", due_assignments)
        register("bylaw", "制度修订公布", due_bylaws)
        tabs.register("制度", "campaigns:bylaws_of")

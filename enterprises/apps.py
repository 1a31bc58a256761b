from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    verbose_name = "企业"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from reminders.deadlines import register

        from . import accounts_import, imports  # noqa: F401 - register themselves
        from .deadlines import due_permits
        from .files import deadlines, declared, offered  # noqa: F401 - kinds register themselves
        from .files import imports as file_imports

        file_imports.register_all()
        deadlines.register_all()
        register("permit", "证照到期", due_permits, before=(30, 7, 0), after=(1, 7))

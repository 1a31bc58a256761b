from django.apps import AppConfig


class RoutinesConfig(AppConfig):
    name = "routines"
    verbose_name = "日常工作"
    default_auto_field = "django.db.models.BigAutoField"

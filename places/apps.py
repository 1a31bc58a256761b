from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "places"
    verbose_name = "区划与站所"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from core.reference import register

        from . import village_import  # noqa: F401 - registers itself
        from .reference import load_sectors

        register(load_sectors)

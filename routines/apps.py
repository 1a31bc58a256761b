from django.apps import AppConfig


class RoutinesConfig(AppConfig):
    name = "routines"
    verbose_name = "日常工作"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from evidence import access
        from reminders import deadlines

        from .deadlines import due_gatherings, due_points
        from .models import Gathering, OfficeReview, Point

        deadlines.register("gathering", "会议和培训频次", due_gatherings, before=(7, 3, 0), after=(1, 3))
        deadlines.register("office-point", "“八有”补缺", due_points)
        access.register(Point, lambda row, user: OfficeReview.objects.visible_to(user).filter(pk=row.review_id).exists())
        access.register(Gathering, lambda row, user: Gathering.objects.visible_to(user).filter(pk=row.pk).exists())

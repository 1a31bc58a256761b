from django.urls import path

from . import views

app_name = "core"
urlpatterns = [
    path("<uuid:job_id>/", views.job_detail, name="job"),
    path("<uuid:job_id>/file/", views.job_file, name="job_file"),
    path("<uuid:job_id>/retry/", views.job_retry, name="job_retry"),
    path("views/save/", views.save_view, name="save_view"),
    path("views/<int:view_id>/drop/", views.drop_view, name="drop_view"),
]

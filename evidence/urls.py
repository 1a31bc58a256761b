from django.urls import path

from . import views

app_name = "evidence"
urlpatterns = [
    path("upload/", views.upload, name="upload"),
    path("<uuid:upload_id>/drop/", views.drop, name="drop"),
    path("<uuid:file_id>/", views.file, name="file"),
    path("<uuid:file_id>/stamped/", views.stamped, name="stamped"),
    path("<uuid:file_id>/small/", views.file, {"small": True}, name="small"),
]

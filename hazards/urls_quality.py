"""Addresses of marks of quality and of pairs that may be one hazard."""

from django.urls import path

from .quality import views

quality = [
    path("quality/", views.marks, name="marks"),
    path("quality/scan/", views.scan, name="quality_scan"),
    path("quality/marks/<int:mark_id>/<slug:action>/", views.mark_step, name="mark_step"),
    path("quality/twins/", views.twins, name="twins"),
    path("quality/twins/<int:twin_id>/", views.twin, name="twin"),
    path("quality/twins/<int:twin_id>/<slug:action>/", views.twin_step, name="twin_step"),
]

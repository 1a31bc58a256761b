"""Addresses of what was missed."""

from django.urls import path

from .misses import views

misses = [
    path("misses/", views.register, name="misses"),
    path("misses/by/<slug:what>/", views.by, name="misses_by"),
    path("misses/settings/", views.settings, name="miss_settings"),
    path("misses/scan/", views.scan, name="miss_scan"),
    path("misses/bulletin/", views.bulletin, name="miss_bulletin"),
    path("misses/<int:miss_id>/", views.detail, name="miss"),
    path("misses/<int:miss_id>/<slug:action>/", views.step, name="miss_step"),
]

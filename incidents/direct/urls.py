from django.urls import path

from . import views

urlpatterns = [
    path("report/", views.report, name="death_report"),
    path("report/<uuid:receipt_id>/", views.receipt, name="death_receipt"),
]

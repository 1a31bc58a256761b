"""Addresses of 执法责任倒查."""

from django.urls import path

from .trace import views

trace = [
    path("traces/", views.register, name="traces"),
    path("traces/begin/", views.begin, name="trace_begin"),
    path("traces/of/<int:enterprise_id>/", views.page, name="trace"),
    path("traces/of/<int:enterprise_id>/tab/", views.of_enterprise, name="trace_of"),
    path("traces/of/<int:enterprise_id>/print/", views.print_page, name="trace_print"),
    path("traces/<int:sheet_id>/", views.sheet_page, name="trace_sheet"),
    path("traces/<int:sheet_id>/file/", views.sheet_file, name="trace_file"),
]

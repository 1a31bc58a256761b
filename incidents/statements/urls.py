from django.urls import path

from . import views

urlpatterns = [
    path("statements/tolerances/", views.tolerances, name="tolerances"),
    path("<uuid:lead_id>/statements/", views.statement_list, name="statements"),
    path("<uuid:lead_id>/statements/new/", views.statement_new, name="statement_new"),
    path("<uuid:lead_id>/statements/open/", views.statement_open, name="statements_open"),
    path("<uuid:lead_id>/statements/said/<int:statement_id>/back/", views.statement_back, name="statement_back"),
    path("<uuid:lead_id>/statements/settled/<int:settlement_id>/back/", views.settlement_back, name="settlement_back"),
    path("<uuid:lead_id>/statements/settle/<slug:key>/", views.settle, name="settle"),
]

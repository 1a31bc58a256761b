from django.urls import path

from . import views

urlpatterns = [
    path("", views.statement_list, name="statements"),
    path("new/", views.statement_new, name="statement_new"),
    path("open/", views.statement_open, name="statements_open"),
    path("said/<int:statement_id>/back/", views.statement_back, name="statement_back"),
    path("settled/<int:settlement_id>/back/", views.settlement_back, name="settlement_back"),
    path("settle/<slug:key>/", views.settle, name="settle"),
]

from django.urls import path

from . import views, views_links

urlpatterns = [
    path("accidents/", views.accidents, name="accidents"),
    path("accidents/export/", views.accident_export, name="accidents_export"),
    path("<uuid:lead_id>/accident/", views.accident, name="accident"),
    path("<uuid:lead_id>/accident/clock/", views.clock_face, name="accident_clock"),
    path("<uuid:lead_id>/accident/new/", views.accident_new, name="accident_new"),
    path("<uuid:lead_id>/accident/edit/", views.accident_edit, name="accident_edit"),
    path("<uuid:lead_id>/accident/report/", views.report_time, name="accident_report"),
    path("<uuid:lead_id>/accident/finding/", views.find, name="accident_find"),
    path("<uuid:lead_id>/accident/open/", views.people_open, name="accident_open"),
    path("<uuid:lead_id>/accident/people/new/", views.victim_new, name="victim_new"),
    path("<uuid:lead_id>/accident/people/<int:victim_id>/", views.victim_edit, name="victim_edit"),
    path("<uuid:lead_id>/accident/people/<int:victim_id>/out/", views.victim_out, name="victim_out"),
    path("<uuid:lead_id>/accident/people/<int:victim_id>/back/", views.victim_back, name="victim_back"),
    path("<uuid:lead_id>/links/", views_links.linked, name="links"),
    path("<uuid:lead_id>/links/add/", views_links.link_add, name="link_add"),
    path("<uuid:lead_id>/links/<int:link_id>/undo/", views_links.link_undo, name="link_undo"),
]

from django.urls import path

from . import views

urlpatterns = [
    path("<uuid:lead_id>/exhibits/", views.exhibit_list, name="exhibits"),
    path("<uuid:lead_id>/exhibits/new/", views.exhibit_new, name="exhibit_new"),
    path("<uuid:lead_id>/exhibits/told/", views.exhibit_told, name="exhibit_told"),
    path("<uuid:lead_id>/exhibits/offer/", views.exhibit_offer, name="exhibit_offer"),
    path("<uuid:lead_id>/exhibits/check/", views.exhibit_check, name="exhibit_check"),
    path("<uuid:lead_id>/exhibits/print/", views.exhibits_print, name="exhibits_print"),
    path("<uuid:lead_id>/exhibits/<int:exhibit_id>/", views.exhibit, name="exhibit"),
    path("<uuid:lead_id>/exhibits/<int:exhibit_id>/handover/<int:number>.pdf", views.handover, name="exhibit_handover"),
    path("<uuid:lead_id>/exhibits/<int:exhibit_id>/files/<uuid:file_id>/", views.exhibit_file, name="exhibit_file"),
    path("<uuid:lead_id>/exhibits/<int:exhibit_id>/files/<uuid:file_id>/sound/", views.exhibit_sound, name="exhibit_sound"),
    path("<uuid:lead_id>/exhibits/<int:exhibit_id>/<slug:action>/", views.exhibit_step, name="exhibit_step"),
]

from django.urls import path

from . import views

urlpatterns = [
    path("", views.exhibit_list, name="exhibits"),
    path("new/", views.exhibit_new, name="exhibit_new"),
    path("offer/", views.exhibit_offer, name="exhibit_offer"),
    path("check/", views.exhibit_check, name="exhibit_check"),
    path("print/", views.exhibits_print, name="exhibits_print"),
    path("<int:exhibit_id>/", views.exhibit, name="exhibit"),
    path("<int:exhibit_id>/handover/<int:number>.pdf", views.handover, name="exhibit_handover"),
    path("<int:exhibit_id>/files/<uuid:file_id>/", views.exhibit_file, name="exhibit_file"),
    path("<int:exhibit_id>/<slug:action>/", views.exhibit_step, name="exhibit_step"),
]

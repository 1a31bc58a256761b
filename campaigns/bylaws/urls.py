from django.urls import path

from . import views

urlpatterns = [
    path("", views.register, name="bylaws"),
    path("new/", views.new, name="bylaw_new"),
    path("urge/", views.urge, name="bylaws_urge"),
    path("catalogue.pdf", views.catalogue, name="bylaws_pdf"),
    path("of/<int:firm_id>/", views.of_enterprise, name="bylaws_of"),
    path("<int:bylaw_id>/", views.detail, name="bylaw"),
    path("<int:bylaw_id>/<slug:action>/", views.step, name="bylaw_step"),
]

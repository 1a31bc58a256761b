"""The register of enterprises."""

from django.urls import path

from . import views

app_name = "enterprises"
urlpatterns = [
    path("", views.register_list, name="list"),
    path("new/", views.new, name="new"),
    path("options/", views.options, name="options"),
    path("<int:firm_id>/", views.detail, name="detail"),
    path("<int:firm_id>/edit/", views.edit, name="edit"),
    path("<int:firm_id>/phone/", views.phone, name="phone"),
    path("<int:firm_id>/permits/new/", views.permit, name="permit_new"),
    path("<int:firm_id>/permits/<int:permit_id>/", views.permit, name="permit"),
    path("<int:firm_id>/permits/<int:permit_id>/withdraw/", views.permit_withdraw, name="permit_withdraw"),
]

"""Villages to choose from, the officer's pages of offices, names of units and holidays."""

from django.urls import path

from . import views

app_name = "places"
urlpatterns = [
    path("options/", views.options, name="options"),
    path("villages/", views.villages, name="villages"),
    path("offices/", views.offices, name="offices"),
    path("offices/new/", views.office, name="office_new"),
    path("offices/<int:office_id>/", views.office, name="office"),
    path("aliases/", views.aliases, name="aliases"),
    path("aliases/<int:alias_id>/drop/", views.drop_alias, name="alias_drop"),
    path("holidays/", views.holidays, name="holidays"),
]

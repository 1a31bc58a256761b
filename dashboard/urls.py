from django.urls import path

from . import views

app_name = "dashboard"
urlpatterns = [
    path("", views.home, name="home"),
    path("stats/", views.leader, name="leader"),
    path("search/", views.search, name="search"),
]

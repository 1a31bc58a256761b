from django.urls import path

from . import offline, views

app_name = "dashboard"
urlpatterns = [
    path("", views.home, name="home"),
    path("stats/", views.leader, name="leader"),
    path("sw.js", offline.worker, name="worker"),
    path("offline/", offline.offline, name="offline"),
    path("search/", views.search, name="search"),
]

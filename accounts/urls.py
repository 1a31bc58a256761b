"""Logging in and out, one's own page, the officer's page of people."""

from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("login/", views.log_in, name="login"),
    path("logout/", views.log_out, name="logout"),
    path("password/", views.password, name="password"),
    path("switch/", views.switch, name="switch"),
    path("me/", views.me, name="me"),
]

"""Logging in and out, one's own page, the officer's page of people."""

from django.urls import path

from . import people, views

app_name = "accounts"
urlpatterns = [
    path("login/", views.log_in, name="login"),
    path("logout/", views.log_out, name="logout"),
    path("password/", views.password, name="password"),
    path("switch/", views.switch, name="switch"),
    path("me/", views.me, name="me"),
    path("people/", people.people_list, name="people"),
    path("people/new/", people.new, name="person_new"),
    path("people/initial/", people.passwords, name="passwords"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("people/<int:person_id>/phone/", people.phone, name="person_phone"),
    path("people/<int:person_id>/reset/", people.reset, name="person_reset"),
    path("people/<int:person_id>/active/", people.active, name="person_active"),
    path("people/<int:person_id>/seats/<int:seat_id>/end/", people.end, name="seat_end"),
    path("people/<int:person_id>/seats/<int:seat_id>/hand-over/", people.hand_over, name="seat_hand_over"),
]

from django.urls import path

from . import views

app_name = "reminders"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<int:message_id>/read/", views.read, name="read"),
    path("read-all/", views.read_all, name="read_all"),
    path("ladders/", views.ladders, name="ladders"),
    path("ladders/<slug:name>/", views.ladder_edit, name="ladder_edit"),
]

from django.urls import path

from . import views

urlpatterns = [
    path("reviews/", views.review_list, name="reviews"),
    path("<uuid:lead_id>/open/", views.open_field, name="open"),
    path("<uuid:lead_id>/printed/", views.printed, name="printed"),
    path("review/", views.review, name="review"),
]

from django.urls import path

from . import views, views_grants

urlpatterns = [
    path("grants/", views_grants.grant_list, name="grants"),
    path("grants/renew/", views_grants.renew, name="grants_renew"),
    path("reviews/", views.review_list, name="reviews"),
    path("<uuid:lead_id>/open/", views.open_field, name="open"),
    path("<uuid:lead_id>/printed/", views.printed, name="printed"),
    path("review/", views.review, name="review"),
]

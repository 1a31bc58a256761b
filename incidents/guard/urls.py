from django.urls import path

from . import views, views_exports, views_grants

urlpatterns = [
    path("grants/", views_grants.grant_list, name="grants"),
    path("grants/renew/", views_grants.renew, name="grants_renew"),
    path("grants/export/", views_exports.grant_export, name="grants_export"),
    path("exports/", views_exports.export_list, name="exports"),
    path("exports/<uuid:export_id>/", views_exports.export_row, name="export_row"),
    path("exports/<uuid:export_id>/<slug:action>/", views_exports.export_step, name="export_step"),
    path("keys/", views.keys, name="keys"),
    path("reviews/", views.review_list, name="reviews"),
    path("<uuid:lead_id>/open/", views.open_field, name="open"),
    path("<uuid:lead_id>/printed/", views.printed, name="printed"),
    path("review/", views.review, name="review"),
]

from django.urls import path

from . import views

urlpatterns = [
    path("", views.matching, name="matching"),
    path("export/", views.names_export, name="names_export"),
    path("new/", views.bring, name="names_new"),
    path("template/", views.template, name="names_template"),
    path("<uuid:names_id>/", views.names, name="names"),
    path("<uuid:names_id>/printed/", views.names_printed, name="names_printed"),
    path("<uuid:names_id>/handlers/", views.list_handler, name="names_handler"),
    path("<uuid:names_id>/handlers/<int:user_id>/end/", views.list_handler_end, name="names_handler_end"),
    path("<uuid:names_id>/destroy/", views.list_destroy, name="names_destroy"),
    path("<uuid:names_id>/compare/", views.compare, name="names_compare"),
    path("pairs/<uuid:match_id>/", views.pair, name="pair"),
    path("pairs/<uuid:match_id>/export/", views.pair_export, name="pair_export"),
    path("candidates/<uuid:candidate_id>/", views.candidate, name="candidate"),
    path("candidates/<uuid:candidate_id>/open/", views.candidate_open, name="candidate_open"),
    path("candidates/<uuid:candidate_id>/lead/", views.candidate_lead, name="candidate_lead"),
    path("candidates/<uuid:candidate_id>/<str:action>/", views.candidate_step, name="candidate_step"),
]

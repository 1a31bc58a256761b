from django.urls import path

from . import views

app_name = "incidents"
urlpatterns = [
    path("", views.lead_list, name="list"),
    path("new/", views.new, name="new"),
    path("export/", views.export, name="export"),
    path("accesses/", views.accesses, name="accesses"),
    path("<uuid:lead_id>/", views.detail, name="detail"),
    path("<uuid:lead_id>/dismiss/", views.dismiss, name="dismiss"),
    path("<uuid:lead_id>/again/", views.again, name="again"),
    path("<uuid:lead_id>/conclude/", views.conclude, name="conclude"),
    path("<uuid:lead_id>/handlers/", views.handler_add, name="handler_add"),
    path("<uuid:lead_id>/handlers/<int:handler_id>/end/", views.handler_end, name="handler_end"),
    path("<uuid:lead_id>/verify/", views.verification_new, name="verification_new"),
    path("<uuid:lead_id>/verify/<int:verification_id>/interview/", views.interview_new, name="interview_new"),
    path("<uuid:lead_id>/verify/<int:verification_id>/report/", views.report, name="report"),
    path("<uuid:lead_id>/verify/<int:verification_id>/<str:action>/", views.verification_step, name="verification_step"),
]

from django.urls import path

from .views import accesses, lead, register, verifying

app_name = "incidents"
urlpatterns = [
    path("", register.lead_list, name="list"),
    path("new/", register.new, name="new"),
    path("again/", register.again_list, name="again_list"),
    path("export/", register.export, name="export"),
    path("accesses/", accesses.access_list, name="accesses"),
    path("accesses/export/", accesses.access_export, name="access_export"),
    path("<uuid:lead_id>/", lead.detail, name="detail"),
    path("<uuid:lead_id>/dismiss/", lead.dismiss, name="dismiss"),
    path("<uuid:lead_id>/again/", lead.again, name="again"),
    path("<uuid:lead_id>/conclude/", lead.conclude, name="conclude"),
    path("<uuid:lead_id>/handlers/", lead.handler_add, name="handler_add"),
    path("<uuid:lead_id>/handlers/<int:handler_id>/end/", lead.handler_end, name="handler_end"),
    path("<uuid:lead_id>/verify/", verifying.verification_new, name="verification_new"),
    path("<uuid:lead_id>/verify/<int:verification_id>/team/", verifying.team, name="team"),
    path("<uuid:lead_id>/verify/<int:verification_id>/interview/", verifying.interview_new, name="interview_new"),
    path("<uuid:lead_id>/verify/<int:verification_id>/report/", verifying.report, name="report"),
    path("<uuid:lead_id>/verify/<int:verification_id>/confirm/", verifying.confirm, name="confirm"),
    path("<uuid:lead_id>/verify/<int:verification_id>/send-back/", verifying.send_back, name="send_back"),
]

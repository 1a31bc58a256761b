from django.urls import include, path

from .views import accesses, discipline, lead, referring, register, verifying

app_name = "incidents"
urlpatterns = [
    path("", register.lead_list, name="list"),
    path("matching/", include("incidents.matching.urls")),
    path("", include("incidents.deaths.urls")),
    path("guard/", include("incidents.guard.urls")),
    path("handed/", discipline.handed_list, name="handed"),
    path("handed/<int:referral_id>/", discipline.handed_one, name="handed_one"),
    path("handed/<int:referral_id>/<slug:action>/", discipline.handed_step, name="handed_step"),
    path("new/", register.new, name="new"),
    path("again/", register.again_list, name="again_list"),
    path("export/", register.export, name="export"),
    path("accesses/", accesses.access_list, name="accesses"),
    path("accesses/export/", accesses.access_export, name="access_export"),
    path("<uuid:lead_id>/", lead.detail, name="detail"),
    path("<uuid:lead_id>/dismiss/", lead.dismiss, name="dismiss"),
    path("<uuid:lead_id>/again/", lead.again, name="again"),
    path("<uuid:lead_id>/conclude/", lead.conclude, name="conclude"),
    path("<uuid:lead_id>/competence/", referring.competence, name="competence"),
    path("<uuid:lead_id>/leniency.pdf", referring.leniency_pdf, name="leniency_pdf"),
    path("<uuid:lead_id>/refer/", referring.refer_new, name="refer_new"),
    path("<uuid:lead_id>/referrals/<int:referral_id>/", referring.referral, name="referral"),
    path("<uuid:lead_id>/referrals/<int:referral_id>/paper.pdf", referring.referral_pdf, name="referral_pdf"),
    path("<uuid:lead_id>/referrals/<int:referral_id>/<slug:action>/", referring.referral_step, name="referral_step"),
    path("<uuid:lead_id>/interviews/<int:interview_id>/notes.pdf", referring.interview_pdf, name="interview_pdf"),
    path("<uuid:lead_id>/verify/<int:verification_id>/report.pdf", referring.report_pdf, name="report_pdf"),
    path("<uuid:lead_id>/handlers/", lead.handler_add, name="handler_add"),
    path("<uuid:lead_id>/handlers/<int:handler_id>/end/", lead.handler_end, name="handler_end"),
    path("<uuid:lead_id>/verify/", verifying.verification_new, name="verification_new"),
    path("<uuid:lead_id>/verify/<int:verification_id>/team/", verifying.team, name="team"),
    path("<uuid:lead_id>/verify/<int:verification_id>/interview/", verifying.interview_new, name="interview_new"),
    path("<uuid:lead_id>/verify/<int:verification_id>/report/", verifying.report, name="report"),
    path("<uuid:lead_id>/verify/<int:verification_id>/confirm/", verifying.confirm, name="confirm"),
    path("<uuid:lead_id>/verify/<int:verification_id>/send-back/", verifying.send_back, name="send_back"),
]

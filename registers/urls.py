from django.urls import path

from .views import assessment, cross, forms, home, lists, monthly, sendings

app_name = "registers"
urlpatterns = [
    path("", home.home, name="home"),
    path("monthly/", monthly.register, name="reports"),
    path("monthly/new/", monthly.new, name="report_new"),
    path("monthly/<int:report_id>/", monthly.detail, name="report"),
    path("monthly/<int:report_id>/rows/", monthly.rows, name="report_rows"),
    path("monthly/<int:report_id>/changes/", monthly.changes, name="report_changes"),
    path("monthly/<int:report_id>/workbook/", monthly.workbook, name="report_workbook"),
    path("monthly/<int:report_id>/pdf/", monthly.pdf, name="report_pdf"),
    path("monthly/<int:report_id>/correct/", monthly.correct, name="report_correct"),
    path("monthly/<int:report_id>/step/<slug:action>/", monthly.step, name="report_step"),
    path("form/", forms.form, name="form"),
    path("form/upload/", forms.upload, name="form_upload"),
    path("form/empty/", forms.empty, name="form_empty"),
    path("form/drop/", forms.drop, name="form_drop"),
    path("big-check/", lists.big_check, name="big_check"),
    path("big-check/pdf/", lists.big_check_pdf, name="big_check_pdf"),
    path("big-check/photos/", lists.photos, name="photos"),
    path("big-check/send/<slug:kind>/", sendings.send, name="big_check_send"),
    path("sendings/", sendings.register, name="sendings"),
    path("sendings/<int:sending_id>/", sendings.detail, name="sending"),
    path("sendings/<int:sending_id>/strike/", sendings.strike, name="sending_strike"),
    path("sendings/<int:sending_id>/<int:file_id>/", sendings.file, name="sent_file"),
    path("closures/", lists.closures, name="closures"),
    path("cross/", cross.ledgers, name="cross"),
    path("cross/urge/", cross.urge, name="cross_urge"),
    path("cross/bulletin/", cross.bulletin, name="bulletin"),
    path("assessment/", assessment.register, name="deductions"),
    path("assessment/new/", assessment.new, name="deduction_new"),
    path("assessment/scores/", assessment.scores, name="scores"),
    path("assessment/<int:deduction_id>/", assessment.detail, name="deduction"),
    path("assessment/<int:deduction_id>/step/<slug:action>/", assessment.step, name="deduction_step"),
]

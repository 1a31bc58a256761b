from django.urls import path

from . import views, views_countersign, views_numbers, views_public, views_receipts, views_written

app_name = "notices"
urlpatterns = [
    path("", views.paper_list, name="list"),
    path("new/", views_written.new, name="new"),
    path("numbers/", views_numbers.number_list, name="numbers"),
    path("merged/", views.merged, name="merged"),
    path("verify/", views_public.verify_start, name="verify_start"),
    path("verify/<slug:code>/", views_public.verify, name="verify"),
    path("of-enterprise/<int:enterprise_id>/", views.of_enterprise, name="of_enterprise"),
    path("receipts/<int:receipt_id>/sign/", views_receipts.sign, name="sign_receipt"),
    path("<uuid:paper_id>/", views.detail, name="detail"),
    path("<uuid:paper_id>/edit/", views_written.edit, name="edit"),
    path("<uuid:paper_id>/step/<str:action>/", views.step, name="step"),
    path("<uuid:paper_id>/countersign/", views_countersign.ask, name="countersign"),
    path("<uuid:paper_id>/agree/", views_countersign.agree, name="agree"),
    path("<uuid:paper_id>/give-back/", views_countersign.give_back, name="give_back"),
    path("<uuid:paper_id>/issue/", views.issue, name="issue"),
    path("<uuid:paper_id>/preview/", views.preview, name="preview"),
    path("<uuid:paper_id>/word/", views.word, name="word"),
    path("<uuid:paper_id>/file/", views.file, name="file"),
    path("<uuid:paper_id>/recipients/", views_receipts.recipients, name="recipients"),
    path("<uuid:paper_id>/recipients/<int:receipt_id>/remove/", views_receipts.remove, name="remove_recipient"),
    path("<uuid:paper_id>/sign-sheet/", views_receipts.sign_sheet, name="sign_sheet"),
    path("<uuid:paper_id>/urge/", views_receipts.urge, name="urge"),
]

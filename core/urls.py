from django.urls import path

from . import views, views_imports

app_name = "core"
urlpatterns = [
    path("<uuid:job_id>/", views.job_detail, name="job"),
    path("<uuid:job_id>/file/", views.job_file, name="job_file"),
    path("<uuid:job_id>/retry/", views.job_retry, name="job_retry"),
    path("imports/to/<slug:kind>/", views_imports.upload, name="import_upload"),
    path("imports/to/<slug:kind>/template/", views_imports.template, name="import_template"),
    path("imports/<uuid:batch_id>/", views_imports.preview, name="import"),
    path("imports/<uuid:batch_id>/commit/", views_imports.commit, name="import_commit"),
    path("imports/<uuid:batch_id>/drop/", views_imports.drop, name="import_drop"),
    path("imports/<uuid:batch_id>/failed/", views_imports.failed, name="import_failed"),
    path("views/save/", views.save_view, name="save_view"),
    path("views/<int:view_id>/drop/", views.drop_view, name="drop_view"),
]

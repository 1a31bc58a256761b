from django.urls import path

from .views import demands, gatherings, guides, points

app_name = "routines"
urlpatterns = [
    path("", gatherings.index, name="gatherings"),
    path("new/", gatherings.new, name="gathering_new"),
    path("<int:gathering_id>/", gatherings.detail, name="gathering"),
    path("<int:gathering_id>/edit/", gatherings.edit, name="gathering_edit"),
    path("<int:gathering_id>/people/", gatherings.people, name="gathering_people"),
    path("<int:gathering_id>/mark/", gatherings.mark, name="gathering_mark"),
    path("<int:gathering_id>/sign-in/", gatherings.sign_in, name="gathering_sign_in"),
    path("<int:gathering_id>/sheet/", gatherings.sheet, name="gathering_sheet"),
    path("<int:gathering_id>/step/<slug:action>/", gatherings.step, name="gathering_step"),
    path("frequency/", demands.table, name="frequency"),
    path("frequency/pdf/", demands.pdf, name="frequency_pdf"),
    path("demands/", demands.index, name="demands"),
    path("demands/new/", demands.edit, name="demand_new"),
    path("demands/<int:demand_id>/", demands.detail, name="demand"),
    path("demands/<int:demand_id>/edit/", demands.edit, name="demand_edit"),
    path("demands/<int:demand_id>/end/", demands.end, name="demand_end"),
    path("demands/<int:demand_id>/urge/", demands.urge, name="demand_urge"),
    path("points/", points.index, name="reviews"),
    path("points/new/", points.new, name="review_new"),
    path("points/setting/", points.setting, name="review_setting"),
    path("points/<int:points_id>/", points.detail, name="review"),
    path("points/<int:points_id>/pdf/", points.pdf, name="review_pdf"),
    path("points/<int:points_id>/step/<slug:action>/", points.step, name="review_step"),
    path("points/of/<int:point_id>/", points.point, name="point"),
    path("guides/", guides.index, name="guides"),
    path("guides/new/", guides.edit, name="guide_new"),
    path("guides/<int:guide_id>/", guides.detail, name="guide"),
    path("guides/<int:guide_id>/edit/", guides.edit, name="guide_edit"),
    path("guides/<int:guide_id>/pdf/", guides.pdf, name="guide_pdf"),
    path("guides/<int:guide_id>/step/<slug:action>/", guides.step, name="guide_step"),
]

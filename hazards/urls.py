from django.urls import path

from . import views, views_criteria, views_major, views_orders, views_settling
from .urls_misses import misses
from .urls_quality import quality
from .urls_supervision import supervision
from .urls_trace import trace
from .urls_transfer import transfers

app_name = "hazards"
urlpatterns = [
    path("", views.hazard_list, name="list"),
    path("new/", views.new, name="new"),
    path("major/", views_major.register, name="major"),
    path("major/pdf/", views_major.printed, name="major_pdf"),
    path("bulk/", views.bulk, name="bulk"),
    path("orders/", views_orders.orders_confirm, name="orders"),
    path("orders/start/", views_orders.orders_start, name="orders_start"),
    path("similar/", views_settling.similar, name="similar"),
    path("settings/", views_settling.settings, name="settings"),
    path("criteria/", views_criteria.library, name="criteria"),
    path("criteria/options/", views_criteria.options, name="criteria_options"),
    path("criteria/chosen/", views_criteria.chosen, name="criteria_chosen"),
    path("criteria/new/", views_criteria.clause_new, name="clause_new"),
    path("criteria/<int:clause_id>/", views_criteria.clause, name="clause"),
    path("criteria/<int:clause_id>/edit/", views_criteria.clause_edit, name="clause_edit"),
    path("criteria/<int:clause_id>/withdraw/", views_criteria.clause_withdraw, name="clause_withdraw"),
    *supervision,
    *quality,
    *trace,
    *misses,
    path("of-enterprise/<int:enterprise_id>/", views.of_enterprise, name="of_enterprise"),
    *transfers,
    path("<int:hazard_id>/", views.detail, name="detail"),
    path("<int:hazard_id>/order/", views_orders.order, name="order"),
    path("<int:hazard_id>/slip/<slug:kind>/", views_settling.slip, name="slip"),
    path("<int:hazard_id>/<slug:action>/", views.step, name="step"),
]

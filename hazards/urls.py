from django.urls import path

from . import views, views_orders

app_name = "hazards"
urlpatterns = [
    path("", views.hazard_list, name="list"),
    path("new/", views.new, name="new"),
    path("bulk/", views.bulk, name="bulk"),
    path("orders/", views_orders.orders_confirm, name="orders"),
    path("orders/start/", views_orders.orders_start, name="orders_start"),
    path("of-enterprise/<int:enterprise_id>/", views.of_enterprise, name="of_enterprise"),
    path("<int:hazard_id>/", views.detail, name="detail"),
    path("<int:hazard_id>/order/", views_orders.order, name="order"),
    path("<int:hazard_id>/<slug:action>/", views.step, name="step"),
]

from django.urls import path

from .views import filling, lists, register, sending

app_name = "checks"
urlpatterns = [
    path("", register.check_list, name="list"),
    path("send/", sending.new, name="send"),
    path("bulk/", register.bulk, name="bulk"),
    path("of-enterprise/<int:enterprise_id>/", register.of_enterprise, name="of_enterprise"),
    path("lists/", lists.index, name="lists"),
    path("lists/new/", lists.new, name="list_new"),
    path("lists/<int:list_id>/copy/", lists.copy, name="list_copy"),
    path("lists/<int:list_id>/draft/", lists.draft, name="list_draft"),
    path("versions/<int:version_id>/", lists.version, name="version"),
    path("versions/<int:version_id>/publish/", lists.publish, name="publish"),
    path("versions/<int:version_id>/add/", lists.add, name="item_add"),
    path("items/<int:item_id>/", lists.item, name="item"),
    path("items/<int:item_id>/<slug:action>/", lists.item_act, name="item_act"),
    path("<int:check_id>/", register.detail, name="detail"),
    path("<int:check_id>/fill/", filling.fill, name="fill"),
    path("<int:check_id>/answers/<int:item_id>/", filling.answer, name="answer"),
    path("<int:check_id>/finish/", filling.finish, name="finish"),
    path("<int:check_id>/<slug:action>/", register.act, name="act"),
]

from django.urls import path

from .views import campaigns, changes, duties, matrix, register, review

app_name = "campaigns"
urlpatterns = [
    path("", campaigns.campaign_list, name="list"),
    path("new/", review.new, name="new"),
    path("blank/", changes.blank, name="blank"),
    path("duties/", duties.duties, name="duties"),
    path("register/", register.register, name="register"),
    path("queue/", duties.queue, name="queue"),
    path("queue/accept/", duties.accept_many, name="accept_many"),
    path("circulars/<int:circular_id>/", review.review, name="review"),
    path("circulars/<int:circular_id>/create/", review.create, name="create"),
    path("circulars/<int:circular_id>/lay-aside/", review.lay_aside, name="lay_aside"),
    path("circulars/<int:circular_id>/doubts/<int:number>/", review.doubt, name="doubt"),
    path("circulars/<int:circular_id>/units/", review.say_unit, name="review_unit"),
    path("circulars/<int:circular_id>/standing/", review.settle_standing, name="settle_standing"),
    path("circulars/<int:circular_id>/<slug:kind>/add/", review.add, name="item_add"),
    path("circulars/<int:circular_id>/<slug:kind>/<slug:item_id>/", review.item, name="item"),
    path("circulars/<int:circular_id>/<slug:kind>/<slug:item_id>/<slug:act>/", review.item_act, name="item_act"),
    path("<int:campaign_id>/", campaigns.detail, name="detail"),
    path("<int:campaign_id>/edit/", changes.edit, name="edit"),
    path("<int:campaign_id>/dispatch/", campaigns.dispatch, name="dispatch"),
    path("<int:campaign_id>/step/<str:action>/", campaigns.step, name="step"),
    path("<int:campaign_id>/units/", changes.say_unit, name="say_unit"),
    path("<int:campaign_id>/phases/new/", changes.phase, name="phase_new"),
    path("<int:campaign_id>/phases/<int:phase_id>/", changes.phase, name="phase"),
    path("<int:campaign_id>/tasks/new/", changes.task, name="task_new"),
    path("<int:campaign_id>/tasks/<int:task_id>/", changes.task, name="task"),
    path("<int:campaign_id>/members/", changes.member_add, name="member_add"),
    path("<int:campaign_id>/members/<int:member_id>/leave/", changes.member_leave, name="member_leave"),
    path("<int:campaign_id>/matrix/", matrix.matrix, name="matrix"),
    path("<int:campaign_id>/matrix/urge/", matrix.urge, name="urge"),
    path("assignments/<int:assignment_id>/", duties.assignment, name="assignment"),
    path("assignments/<int:assignment_id>/answer/", duties.answer, name="answer"),
    path("assignments/<int:assignment_id>/judge/<str:action>/", duties.judge, name="judge"),
]

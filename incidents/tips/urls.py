"""Tips: pages for anybody first, then those of officials."""

from django.urls import path

from . import poster, views, views_hanging, views_public, views_rewards

app_name = "tips"
urlpatterns = [
    path("", views_public.start, name="start"),
    path("to/<slug:code>/", views_public.new, name="new"),
    path("status/", views_public.status, name="status"),
    path("register/", views.tip_list, name="list"),
    path("register/export/", views.export, name="export"),
    path("settings/", views.settings, name="settings"),
    path("posters/", poster.choose, name="posters"),
    path("posters/<slug:code>/", poster.place, name="poster"),
    path("posters/firm/<int:board_id>/", poster.enterprise, name="poster_firm"),
    path("hung/", views_hanging.villages, name="hung"),
    path("hung/firms/", views_hanging.firms, name="hung_firms"),
    path("hung/urge/", views_hanging.urge, name="hung_urge"),
    path("hung/place/<slug:code>/", views_hanging.place, name="hang_place"),
    path("hung/firm/<int:firm_id>/", views_hanging.firm, name="hang_firm"),
    path("hung/<int:poster_id>/back/", views_hanging.send_back, name="hung_back"),
    path("rewards/", views_rewards.register, name="rewards"),
    path("rewards/export/", views_rewards.export, name="rewards_export"),
    path("rewards/pay/", views_rewards.pay, name="pay"),
    path("rewards/rules/", views_rewards.rule_list, name="rules"),
    path("rewards/budgets/", views_rewards.budgets, name="budgets"),
    path("rewards/budgets/<int:year>/", views_rewards.budgets, name="budget"),
    path("rewards/<int:reward_id>/", views_rewards.reward, name="reward"),
    path("rewards/<int:reward_id>/printed/", views_rewards.reward_printed, name="reward_printed"),
    path("rewards/<int:reward_id>/<slug:action>/", views_rewards.reward_step, name="reward_step"),
    path("<uuid:tip_id>/", views.detail, name="detail"),
    path("<uuid:tip_id>/note/", views.note, name="note"),
    path("<uuid:tip_id>/pass-on/", views.pass_on, name="pass_on"),
    path("<uuid:tip_id>/handlers/", views.handler_add, name="handler_add"),
    path("<uuid:tip_id>/handlers/<int:handler_id>/end/", views.handler_end, name="handler_end"),
    path("<uuid:tip_id>/identity/", views.identity, name="identity"),
    path("<uuid:tip_id>/photos/<int:photo_id>/", views.original, name="original"),
    path("<uuid:tip_id>/reward/", views_rewards.propose, name="propose"),
    path("<uuid:tip_id>/<slug:action>/", views.step, name="step"),
]

"""Every workflow of hazards: each state × each action against the table written here, 286 pairs; none added unseen."""

import pytest
from django.apps import apps

# model action: from-states > to-state, "!" where a reason must be written
TABLE = {
    "Hazard confirm": "draft > found",
    "Hazard order_at_once": "found > rectifying",
    "Hazard order_plan": "found > planning",
    "Hazard submit_plan": "planning > rectifying",
    "Hazard return_plan": "rectifying > planning !",
    "Hazard raise_grade": "planning rectifying > planning !",
    "Hazard report_done": "rectifying > reported",
    "Hazard see_mended": "rectifying > reported",
    "Hazard accept": "reported > closed",
    "Hazard send_back": "reported > rectifying !",
    "Hazard cancel": "draft found planning rectifying > cancelled !",
    "Extension grant": "asked > granted",
    "Extension refuse": "asked > refused !",
    "Batch send": "draft > sent",
    "Batch approve": "sent > approved",
    "Batch send_back": "sent approved > draft !",
    "Batch publish": "approved > published",
    "Batch withdraw": "draft sent approved published > withdrawn !",
    "LadderCase to_dispatch": "order warn talk focus > dispatch !",
    "LadderCase to_order": "dispatch warn talk focus > order !",
    "LadderCase to_warn": "dispatch order talk focus > warn !",
    "LadderCase to_talk": "dispatch order warn focus > talk !",
    "LadderCase to_focus": "dispatch order warn talk > focus !",
    "LadderCase lift": "dispatch order warn talk focus > lifted !",
    "Mark dismiss": "standing > dismissed !",
    "Mark restore": "dismissed > standing",
    "Mark lapse": "standing > lapsed",
    "Mark again": "lapsed > standing",
    "Twin same": "proposed different > same",
    "Twin differ": "proposed same > different",
    "Miss confirm": "marked > confirmed",
    "Miss dismiss": "marked > dismissed !",
    "Miss restore": "confirmed dismissed > marked !",
    "Case decide": "filed > decided",
    "Case exempt": "filed > exempt",
    "Case transfer": "filed > transferred",
    "Case close": "decided > closed",
    "Case annul": "decided closed > annulled !",
    "Case cancel": "filed > cancelled !",
    "Listing approve": "proposed > listed",
    "Listing decline": "proposed > dropped !",
    "Listing take_back": "proposed > dropped !",
    "Listing remove": "listed > removed",
    "Listing revoke": "listed > revoked !",
    "Transfer receive": "sent > received",
    "Transfer refuse": "sent > returned !",
    "Transfer handle": "received > handled",
    "Transfer answer": "handled > answered",
    "Transfer resend": "returned > sent",
    "Transfer take_back": "sent returned > withdrawn !",
    "Trade claim": "asked > claimed",
    "Trade dispute": "asked claimed > disputed !",
    "Trade decide": "asked disputed > decided !",
}
MODELS = [model for model in apps.get_app_config("hazards").get_models() if hasattr(model, "workflow")]
PAIRS = [
    (model, state, action)
    for model in MODELS
    for state in model._meta.get_field(model.workflow.field).choices
    for action in model.workflow.steps
]


def test_the_table_names_every_action_and_no_other():
    assert {f"{model.__name__} {action}" for model in MODELS for action in model.workflow.steps} == set(TABLE)
    assert len(PAIRS) == 286


@pytest.mark.parametrize("model", MODELS)
def test_each_action_is_open_in_its_states_only_and_leads_where_it_says(model):
    for _, (state, _label), action in (pair for pair in PAIRS if pair[0] is model):
        sources, target = TABLE[f"{model.__name__} {action}"].split(" > ")
        step = model.workflow.steps[action]
        refusal = model.workflow.refusal(model(**{model.workflow.field: state}), action, None)
        assert bool(refusal) is (state not in sources.split()), f"{action} in {state}"
        assert not refusal or (refusal.startswith("当前状态是") and step.label in refusal)
        assert f"{step.target}{' !' if step.note else ''}" == target


@pytest.mark.parametrize("model", MODELS)
def test_each_action_asks_who_acts(model):
    assert not [action for action, step in model.workflow.steps.items() if step.rule is None]

"""What officers enter when sending and when writing lists."""

import pytest

from checks import services
from checks.forms import ItemForm, ListForm, SendForm
from checks.forms_inspections import StartForm
from checks.forms_plans import DrawForm
from tests import factories

from .conftest import later, shipped


def sending(w, **values):
    given = {"checklist": shipped("fire-and-gas").pk, "due_on": str(later()), "audience": "enterprises"}
    return SendForm(given | values, user=w.officer)


def faults(form):
    form.is_valid()
    return {name: list(errors) for name, errors in form.errors.items()}


def test_a_plain_sending_means_all_units_of_the_township(w):
    form = sending(w)
    assert form.is_valid()
    values = form.values()
    units = values["units"]
    assert (units.township, units.audience, units.villages, units.sectors, units.high_risk) == (
        w.town,
        "enterprises",
        [],
        [],
        False,
    )
    assert values["version"] == shipped("fire-and-gas").current and values["campaign"] is None


def test_narrowing_is_handed_on_as_codes(w):
    form = sending(w, villages=[w.village.code], sectors=["gas", "fire"], high_risk="on")
    assert form.is_valid()
    units = form.values()["units"]
    assert (units.villages, set(units.sectors), units.high_risk) == ([w.village.code], {"gas", "fire"}, True)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"checklist": ""}, "checklist"),
        ({"due_on": "2020-02-30"}, "due_on"),
        ({"due_on": "2020-01-01"}, "due_on"),
        ({"audience": "nobody"}, "audience"),
        ({"sectors": ["nothing"]}, "sectors"),
        ({"campaign": "77777"}, "campaign"),
    ],
)
def test_wrong_fields_are_named(w, values, field):
    assert list(faults(sending(w, **values))) == [field]


def test_villages_of_the_neighbour_cannot_be_chosen(w):
    assert "villages" in faults(sending(w, villages=[w.other_village.code]))


def test_a_list_for_villages_is_not_sent_to_firms(w):
    of = services.new_list(name="汛期自查", audience="villages", confidential=False, by=w.officer)
    services.add_item(version=of.draft, text="撤离路线已告知", by=w.officer)
    services.publish(version=of.draft, by=w.officer)
    assert faults(sending(w, checklist=of.pk)) == {"audience": ["“汛期自查”只用于村"]}
    assert sending(w, checklist=of.pk, audience="villages").is_valid()


def test_a_draft_and_a_concluded_campaign_are_no_options(w):
    of = services.new_list(name="没发布的表", audience="both", confidential=False, by=w.officer)
    over = factories.campaign(w.town, state="concluded")
    form = sending(w)
    assert of not in form.fields["checklist"].queryset and over not in form.fields["campaign"].queryset
    running = factories.campaign(w.town)
    assert sending(w, campaign=running.pk).is_valid()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": " "}, "text"), ({"text": "电"}, "text"), ({"text": "长" * 201}, "text"), ({"kind": "colour"}, "kind"),
        ({"bad_answer": "maybe"}, "bad_answer"), ({"leads_to": "police"}, "leads_to"), ({"group": "组" * 31}, "group"),
    ],
)  # fmt: skip
def test_an_item_is_looked_at_field_by_field(w, values, field):
    given = {"group": "用电", "text": "电线没有裸露", "kind": "yes-no", "bad_answer": "no", "leads_to": "hazard"}
    assert not faults(ItemForm(given, user=w.officer))
    assert list(faults(ItemForm(given | values, user=w.officer))) == [field]


def test_a_list_needs_a_name_and_an_audience(w):
    assert set(faults(ListForm({}, user=w.officer))) == {"name", "audience"}
    assert not faults(ListForm({"name": "夏季用电自查", "audience": "both"}, user=w.officer))


def test_the_forms_speak_chinese(w):
    for form in (SendForm(user=w.officer), ItemForm(user=w.officer), ListForm(user=w.officer)):
        for field in form.fields.values():
            assert field.label and not any(c.isascii() and c.isalpha() for c in field.label)


def test_what_offers_nothing_to_tick_is_not_asked(w):
    form = StartForm(user=w.department)
    assert "colleagues" not in form.fields and "campaigns" not in form.fields
    factories.user("department", w.town, office=w.office)
    factories.campaign(w.town)
    assert {"colleagues", "campaigns"} <= set(StartForm(user=w.department).fields)


def test_inspectors_are_told_apart_by_where_they_sit(w, django_assert_max_num_queries):
    for office in (w.office, w.safety_office):
        factories.user("department", w.town, office=office, name="柏志勇")
    form = DrawForm(user=w.officer, redraw=False)
    with django_assert_max_num_queries(2):
        labels = [label for _, label in form.fields["inspectors"].choices]
    assert {label for label in labels if label.startswith("柏志勇")} == {
        f"柏志勇（{office.name} 站所）" for office in (w.office, w.safety_office)
    }

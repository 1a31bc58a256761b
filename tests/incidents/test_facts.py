"""What becomes known later is added to a lead or put right: the words told stay, the log keeps what stood there, no name."""

from datetime import date, timedelta

import pytest

from core import clock
from core.errors import Refused
from incidents import moments, services
from incidents.guard import veil
from incidents.models import Lead
from tests import factories

from .conftest import SECRET, as_user, concluded, opened, started, text_of, url

DAY = date(2020, 5, 1)


def amended(w, lead, **values):
    return services.amend(**({"lead": lead, "note": "派出所回函", "by": w.officer} | values))


def posted(client, lead, **values):
    page = client.get(url("facts", lead))
    form = page.context["form"]
    given = {name: form[name].value() or "" for name in form.fields}
    return client.post(url("facts", lead), given | {"note": "走访笔录"} | values)


def test_the_words_told_stay_and_what_came_later_stands_below_with_day_and_name(w):
    lead = opened(w)
    told = lead.summary
    row = amended(w, lead, addition="出事在夜里")
    assert row.summary == f"{told}\n【{clock.today():%Y-%m-%d} {w.officer.name}补充】出事在夜里"
    line = row.log.last()
    assert (line.action_label, line.note, line.from_state, line.to_state) == (
        "补充更正", "补充情况。派出所回函", "received", "received",
    )  # fmt: skip


def test_a_day_a_firm_and_a_campaign_found_later_are_entered_and_the_log_says_what_stood_there(w):
    lead = started(w).lead
    campaign = factories.campaign(w.town, name="回头看行动")
    row = amended(w, lead, happened_on=DAY, enterprise=w.firm, village=w.firm.village, campaign=campaign)
    assert (row.happened_on, row.enterprise, row.campaign, row.state) == (DAY, w.firm, campaign, "verifying")
    note = row.log.last().note
    assert f"发生日期“{DAY}”" in note and f"涉及企业“{w.firm.name}”" in note and "专项行动“回头看行动”" in note
    row = amended(w, row, happened_on=DAY + timedelta(days=1))
    assert f"发生日期“{DAY}”改为“{DAY + timedelta(days=1)}”" in row.log.last().note
    assert campaign in (row.campaign,) and list(Lead.objects.undecided_in(campaign)) == [row]


def test_a_name_found_later_is_covered_from_then_on_and_stands_in_no_log(w):
    lead = opened(w, person="", summary=f"{SECRET}在工地出事")
    assert veil.shown(lead, "lead", lead, "summary") == (veil.NAMELESS, True)
    row = amended(w, lead, person=SECRET)
    row = Lead.objects.get(pk=row.pk)
    assert SECRET not in veil.shown(row, "lead", row, "summary")[0] and SECRET not in row.log.last().note
    assert "死亡人员补充" in row.log.last().note


@pytest.mark.parametrize(("values", "why"), [
    ({}, "没有改动"),
    ({"addition": "  "}, "没有改动"),
    ({"village": "other_village"}, "属于其他乡镇"),
    ({"enterprise": "firm", "village": "village2"}, "请一并更正"),
])  # fmt: skip
def test_what_does_not_fit_is_refused_and_nothing_changes(w, values, why):
    lead = opened(w)
    before = Lead.objects.filter(pk=lead.pk).values().get()
    with pytest.raises(Refused, match=why):
        amended(w, lead, **{name: getattr(w, value, value) for name, value in values.items()})
    assert Lead.objects.filter(pk=lead.pk).values().get() == before


def test_an_older_page_does_not_overwrite_and_a_decided_case_stands(w):
    lead = opened(w)
    amended(w, lead, addition="一", version=lead.version)
    with pytest.raises(Refused, match="刚被别人办理过"):
        amended(w, lead, addition="二", version=0)
    with pytest.raises(Refused, match="不能补充更正"):
        amended(w, concluded(w), addition="三")


def test_on_the_page_nothing_is_lost_and_no_name_is_shown_for_being_changed(w):
    lead = opened(w, person=SECRET, happened_on=DAY)
    client = as_user(w.officer)
    assert url("facts", lead) in text_of(client.get(url("detail", lead)))
    page = client.get(url("facts", lead))
    assert SECRET not in text_of(page) and 'value="2020-05-01"' in text_of(page)
    wrong = posted(client, lead, addition="出事在夜里", village="没有这个村")
    assert wrong.status_code == 200 and "出事在夜里" in text_of(wrong) and "本辖区没有" in text_of(wrong)
    assert posted(client, lead, addition="出事在夜里").status_code == 302
    row = Lead.objects.get(pk=lead.pk)
    assert row.summary.endswith("出事在夜里") and (row.person, row.happened_on) == (SECRET, DAY)


def test_a_day_found_later_sets_inspections_against_the_firms_own_report(w):
    lead = opened(w, enterprise=w.firm, village=w.firm.village, source="self-check")
    fields = {
        "enterprise": w.firm,
        "held_on": DAY + timedelta(days=5),
        "state": "signed",
        "ended": "10:00",
        "sha256": "0" * 64,
    }
    factories.inspection(w.firm.village, w.department, signed_at=clock.now(), **fields)
    assert [one.by for one in moments.of(lead)] == ["itself"]
    row = amended(w, lead, happened_on=DAY)
    assert [one.by for one in moments.of(row)] == ["itself", "inspection"]

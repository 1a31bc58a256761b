"""A body above the township decides after the case was concluded: the conclusion follows, the former one stays on record."""

import pytest
from django.utils.timezone import localdate

from core.errors import Refused
from incidents import services
from incidents.models import Lead
from tests import factories

from .conftest import ABOVE, as_user, concluded, opened, scanned, text_of, url


def revised(w, lead, conclusion="concealed", **values):
    given = {"note": "县政府批复", "by": w.leader, "scans": scanned(w), **ABOVE}
    return services.revise(lead=lead, conclusion=conclusion, **(given | values))


def accident(w, **values):
    return concluded(w, opened(w, **values), "accident")


def test_the_conclusion_follows_and_the_former_one_stays_on_record_with_its_day(w):
    lead = accident(w)
    day = lead.concluded_at
    row = revised(w, lead)
    assert (row.state, row.conclusion, row.deciding_number) == ("concluded", "concealed", ABOVE["number"])
    note = row.log.last().note
    assert note.startswith(f"原结论：属生产安全事故，{localdate(day)}") and "县政府批复" in note
    again = revised(w, row, "not-accident", number="青政函〔2026〕9号")
    assert f"（{ABOVE['authority']} {ABOVE['number']}）" in again.log.last().note


def test_found_concealed_later_it_is_owed_to_be_listed(w):
    campaign = factories.campaign(w.town)
    lead = accident(w)
    assert not Lead.objects.unlisted_in(campaign).exists()
    revised(w, lead)
    assert list(Lead.objects.unlisted_in(campaign)) == [lead]
    offers = as_user(w.leader).get(url("detail", lead)).context["offers"]
    labels = ["提请挂牌督办", "移交纪检一案双查", "不移交，说明理由", "按上级认定变更结论"]
    assert [offer.label for offer in offers] == labels


@pytest.mark.parametrize(("changes", "why"), [
    ({"authority": ""}, "认定机关"),
    ({"authority": "云溪镇人民政府"}, "不能填本乡镇"),
    ({"number": "3号"}, "文号"),
    ({"scans": ()}, "扫描件"),
    ({"note": " "}, "必须写明原因"),
    ({"conclusion": "accident"}, "没有变更"),
    ({"conclusion": "refuted"}, "不能改为查否"),
    ({"conclusion": "written-off"}, "核销申请"),
    ({"by": "officer"}, "由乡镇领导"),
    ({"by": "other_leader"}, "不是这条线索的经办人"),
])  # fmt: skip
def test_nothing_less_than_the_paper_of_a_body_above_changes_it(w, changes, why):
    lead = accident(w)
    with pytest.raises(Refused, match=why):
        revised(w, lead, **{name: getattr(w, value) if name == "by" else value for name, value in changes.items()})
    assert Lead.objects.get(pk=lead.pk).conclusion == "accident"


def test_what_was_refuted_is_verified_again_instead_and_an_open_case_has_nothing_to_revise(w):
    with pytest.raises(Refused, match="要重新核查"):
        revised(w, concluded(w))
    with pytest.raises(Refused, match="不能按上级认定变更结论"):
        revised(w, opened(w))


def test_by_the_page_what_is_missing_is_said_beside_its_field(w):
    lead = accident(w)
    client, to = as_user(w.leader), url("revise", lead)
    page = text_of(client.get(to))
    assert "查否" not in page.split('name="conclusion"')[1].split("</select>")[0]
    given = {"row_version": lead.version, "conclusion": "concealed", "authority": "", "number": "", "note": "批复"}
    wrong = text_of(client.post(to, given))
    assert "必须填写认定机关" in wrong and "必须填写认定文号" in wrong and "扫描件" in wrong
    sent = client.post(to, given | ABOVE | {"photos": [str(pk) for pk in scanned(w)]})
    assert sent.status_code == 302 and Lead.objects.get(pk=lead.pk).conclusion == "concealed"
    assert as_user(w.officer).get(to).status_code == 403

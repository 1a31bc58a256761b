"""Taking a report of a death, and what its writer adds."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import seated
from core.errors import refuse_if
from core.workflow import begin
from reminders.services import tell

from ..enums import LeadSource
from ..models import DeathReport, Lead
from ..services import open_lead
from ..services.people import tell_handlers, tell_leaders
from . import rules

ADDED = "报告人补充"


@transaction.atomic
def take(*, key, by, happened_at, place, people, course, done, phone, learned_at=None, names="", enterprise=None):
    """Open the lead of a reported death; the same `key` gives the same report and tells nobody twice.

    The words go to the lead, sealed and covered there as those of every lead. Leaders and officers are told by number only.
    """
    refuse_if(rules.may_report(by))
    own = rules.firm_of(by)
    firm = own or enterprise
    told = {
        "发生地点": place, "死亡人数": f"{people} 人", "死亡人员": names or "不详", "经过": course, "已采取的措施": done,
        "报告人": f"{by.name}，电话 {phone}",
    }  # fmt: skip
    first = names.replace("，", "、").replace(",", "、").split("、")[0].strip()[:40]
    lead = open_lead(
        key=key, village=firm.village if firm else by.membership.place, enterprise=firm, by=by, handles=False,
        source=LeadSource.SELF_CHECK if own else LeadSource.TIP, person=first,
        happened_on=timezone.localdate(happened_at), summary="\n".join(f"{label}：{text}" for label, text in told.items()),
    )  # fmt: skip
    facts = {"happened_at": happened_at, "learned_at": learned_at, "people": people, "names": names}
    report, fresh = DeathReport.objects.get_or_create(
        lead=lead, defaults={"by_itself": bool(own), "created_by": by, **facts}
    )
    if fresh:
        _tell(lead)
    return report


def _tell(lead):
    town = lead.village.township_code
    tell(
        people=seated(town, Role.LEADER, Role.OFFICER), title=f"收到人员死亡报告 {lead.number}，请立即核对报告时限",
        key=f"lead:{lead.pk}:reported", link=reverse("incidents:list"), body=f"{rules.LIMIT}；{rules.PASS_ON}。",
    )  # fmt: skip


@transaction.atomic
def add(*, report, text, by):
    """One more thing its writer knows, kept sealed in the log of the lead; said twice it is kept once."""
    lead = Lead.objects.select_for_update(of=("self",)).get(pk=report.lead_id)
    refuse_if("" if DeathReport.objects.visible_to(by).filter(pk=report.pk).exists() else "只有报告人可以补充")
    told = list(lead.log.filter(actor=by))
    if any(line.note == text.strip() for line in told):
        return
    begin(lead, by=by, label=ADDED, note=text.strip())
    words, key = f"线索 {lead.number} 的报告人作了补充", f"added:{len(told)}"
    tell_leaders(lead, words, key, by)
    tell_handlers(lead, words, key, by)

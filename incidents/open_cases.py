"""What a campaign still owes about deaths before it ends; only leaders read how much."""

from django.db.models import Count
from django.urls import reverse

from accounts.enums import Role
from campaigns.guards import Owed
from campaigns.remains import Remain

from .models import Lead, Referral

NAMED = 5  # bodies
PUBLIC = "涉亡核查还没有全部办结"


def open_cases(user, campaign):
    """Undecided leads, what others were not asked or have not answered, what was found and not put forward or handed over,
    and formerly refuted ones it has not taken up. Counted whoever asks."""
    found = [owed for owed in _owed(campaign) if owed]
    if user.has_role(Role.LEADER):
        yield from found
    elif found:
        yield Owed(PUBLIC)


def _owed(campaign):
    leads = Lead.objects
    yield _of(leads.undecided_in(campaign), "涉亡线索 {} 条没有作出结论", "list", f"undecided={campaign.pk}")
    unasked = "由其他机关核查的线索 {} 条没有送出移送、提请的文书"
    yield _of(leads.unasked_in(campaign), unasked, "list", f"unasked={campaign.pk}")
    yield _of(leads.unlisted_in(campaign), "认定瞒报的 {} 件没有提请挂牌督办", "list", f"unlisted={campaign.pk}")
    uninquired = leads.concluded_in(campaign).uninquired()
    yield _of(uninquired, "属生产安全事故、认定瞒报的 {} 件没有移交一案双查", "list", f"uninquired_in={campaign.pk}")
    awaited = Referral.objects.awaited_in(campaign)
    yield _of(awaited, f"移交、提请的 {{}} 件等待答复（{_bodies(awaited)}）", "referrals", f"campaign={campaign.pk}")
    yield _of(leads.to_verify_again(campaign), "原查否、存疑等须重查的线索 {} 条没有重新核查", "again_list")


def _of(rows, said, view, query=""):
    count = rows.count()
    to = reverse(f"incidents:{view}") + (f"?{query}" if query else "")
    return Owed(said.format(count), to, PUBLIC) if count else None


def _bodies(referrals):
    """青禾县公安局 2 件, … of those that have to answer, the most awaited first."""
    found = referrals.order_by().values_list("to_body").annotate(n=Count("pk")).order_by("-n", "to_body")
    named = [f"{body} {count} 件" for body, count in found[: NAMED + 1]]
    return "、".join(named[:NAMED]) + (" 等" if len(named) > NAMED else "")


def remaining_cases(user, campaign):
    """For leaders, who alone hand them on: the duty that follows names neither a death nor how many there are."""
    if not user.has_role(Role.LEADER):
        return
    if said := "；".join(one.said for one in open_cases(user, campaign)):
        text = "按保密要求继续办理专项行动的遗留事项，定期向乡镇领导报告进展；材料只存放在涉密的地方，本任务里不写内容。"
        yield Remain("confidential", said, "跟踪办理专项行动遗留的保密事项", text, reverse("incidents:list"))

"""What a campaign still owes about deaths before it ends; only leaders read how much."""

from django.urls import reverse

from accounts.enums import Role
from campaigns.guards import Owed
from campaigns.remains import Remain

from .models import Lead

PUBLIC = "涉亡核查还没有全部办结"


def open_cases(user, campaign):
    """Undecided leads, and formerly refuted ones it has not taken up. Counted whoever asks."""
    undecided = Lead.objects.undecided_in(campaign).count()
    former = Lead.objects.to_verify_again(campaign).count()
    if not user.has_role(Role.LEADER):
        if undecided or former or Lead.objects.unlisted_in(campaign).exists():
            yield Owed(PUBLIC)
        return
    if undecided:
        to = f"{reverse('incidents:list')}?undecided={campaign.pk}"
        yield Owed(f"涉亡线索 {undecided} 条没有作出结论", to, PUBLIC)
    if unlisted := Lead.objects.unlisted_in(campaign).count():
        to = f"{reverse('incidents:list')}?unlisted={campaign.pk}"
        yield Owed(f"认定瞒报的 {unlisted} 件没有提请挂牌督办", to, PUBLIC)
    if former:
        yield Owed(f"原查否、存疑等须重查的线索 {former} 条没有重新核查", reverse("incidents:again_list"), PUBLIC)


def remaining_cases(user, campaign):
    """For leaders, who alone hand them on: the duty that follows names neither a death nor how many there are."""
    if not user.has_role(Role.LEADER):
        return
    if said := "；".join(one.said for one in open_cases(user, campaign)):
        text = "按保密要求继续办理专项行动的遗留事项，定期向乡镇领导报告进展；材料只存放在涉密的地方，本任务里不写内容。"
        yield Remain("confidential", said, "跟踪办理专项行动遗留的保密事项", text, reverse("incidents:list"))

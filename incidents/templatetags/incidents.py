"""The conclusion of a lead as a chip; personal fields covered until they are opened."""

from django import template
from django.urls import reverse

from core.templatetags.ui import chip
from incidents import rules, rules_referral
from incidents.briefs import rules as briefs
from incidents.guard import veil
from incidents.models import LeadLog
from incidents.pledges import rules as pledges
from incidents.statements.enums import Matter
from incidents.steps import TONES

register = template.Library()


@register.simple_tag
def conclusion(lead):
    """Colour, icon and word of a conclusion; a dash while there is none."""
    return chip(lead.conclusion, lead.get_conclusion_display(), TONES[lead.conclusion]) if lead.conclusion else "—"


@register.inclusion_tag("incidents/guard/_field.html")
def field(lead, kind, row, column):
    """A column of a case as the screen may show it, with the way to open it when something is covered."""
    text, is_covered = veil.shown(lead, kind, row, column)
    what = f"{kind}-{0 if kind == 'lead' else row.pk}-{column}"
    return {"lead": lead, "text": text, "covered": is_covered, "what": what, "label": veil.label_of(row, column)}


@register.inclusion_tag("incidents/guard/_field.html")
def note(lead, line):
    """The note of a line in the log of a lead or of one of its verifications."""
    return field(lead, "note" if isinstance(line, LeadLog) else "round-note", line, "note")


@register.simple_tag
def saying(lead, said, opened=False):
    """The value of a statement, names and numbers in it covered until the page is opened."""
    if opened:
        return said.words
    return veil.covered_name(said.words) if said.matter == Matter.NAME else veil.covered(said.words, veil.names_of(lead))


@register.filter
def covered_name(name):
    return veil.covered_name(name)


@register.simple_tag
def covered_text(lead, text):
    return veil.covered(text, veil.names_of(lead))


TABS = (
    ("线索台账", "incidents:list", lambda user: True),
    ("重新核查", "incidents:again_list", lambda user: not rules.may_open(user)),
    ("事故登记", "incidents:accidents", lambda user: True),
    ("名单比对", "incidents:matching", lambda user: True),
    ("情况报告", "incidents:briefs", lambda user: not briefs.may_read(user)),
    ("移交台账", "incidents:referrals", lambda user: not rules_referral.may_see_referrals(user)),
    ("移交纪检", "incidents:handed", lambda user: not rules_referral.may_see_handed(user)),
    ("导出审批", "incidents:exports", lambda user: True),
    ("经办授权", "incidents:grants", lambda user: not rules.may_see_accesses(user)),
    ("查阅记录", "incidents:accesses", lambda user: not rules.may_see_accesses(user)),
    ("保密承诺", "incidents:pledges", lambda user: not pledges.may_see_register(user)),
)


@register.inclusion_tag("incidents/_tabs.html", takes_context=True)
def incident_tabs(context):
    """The pages of the room that this person may open."""
    request = context["request"]
    here = request.resolver_match.view_name
    tabs = () if rules.may_enter(request.user) else TABS
    return {"tabs": [(label, reverse(name), name == here) for label, name, may in tabs if may(request.user)]}

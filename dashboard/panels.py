"""Tables and campaigns of the leader's screen, drawn without a template: a city has hundreds of numbers with an address each."""

from django.utils.safestring import SafeString

from core.drawing import drawn, joined
from core.links import link

BAD, GOOD = SafeString(" figure-bad"), SafeString("")
LINK = '<a class="num{bad}" href="{url}">{number}</a>'
NONE = '<span class="num figure-none">{number}</span>'
ROW = '<tr><th scope="row"{look}>{name}</th>{cells}</tr>'
NUMERIC = SafeString(' class="num"')
STATES = {"running": "进行中", "over": "已到期", "before": "未开始"}
CAMPAIGN = """<div class="figures-campaign">
  <p><a href="{at}">{name}</a>
    <span class="figures-right">完成 {rate} · 逾期 {late}</span></p>
  <ol class="figures-steps">{steps}</ol>
  <ul class="figures-kinds">{kinds}</ul>
  {over}</div>
"""
STEP = """<li class="figures-step figures-{state}"><a href="{url}"><span class="figures-step-name">{name}</span>\
<progress value="{done}" max="{most}"></progress>
  <small>{word} <span class="num">{share}</span></small></a></li>
"""
KIND = "<li>{word} {done} / {total}{late}</li>"
OVER = SafeString('<small class="text-danger">已过结束日期，待结束</small>')


def figure(one):
    """A link when there are rows to show, else the bare number."""
    if one.url and one.value:
        return drawn(LINK, bad=BAD if one.is_bad else GOOD, url=one.url, number=one)
    return drawn(NONE, number=one)


def rows(lines, is_number=False):
    """A row of a table per line: its name and its figures."""
    look = NUMERIC if is_number else GOOD
    return joined([drawn(ROW, look=look, name=line.name, cells=_cells(line.figures)) for line in lines])


def _cells(figures):
    return SafeString("".join([f"<td>{figure(one)}</td>" for one in figures]))


def campaign(line, with_township):
    """A running campaign with its phases and whom it asks."""
    return drawn(
        CAMPAIGN,
        at=link("campaigns:detail", line.campaign.pk),
        name=line.full_name if with_township else line.campaign.name,
        rate=figure(line.figures["rate"]),
        late=figure(line.figures["late"]),
        steps=joined(_step(*step) for step in line.phases),
        kinds=joined(_kind(*kind) for kind in line.coverage()),
        over=OVER if line.is_over else "",
    )


def _step(step, url):
    return drawn(
        STEP,
        state=step.state,
        url=url,
        name=step.phase.name,
        done=step.done,
        most=step.total or 1,
        word=STATES.get(step.state, "未定日期"),
        share=f"{step.percent}%（{step.done}/{step.total}）" if step.total else "无任务",
    )


def _kind(word, done, total, late):
    told = drawn("，逾期 {late}", late=figure(late)) if late.value else ""
    return drawn(KIND, word=word, done=figure(done), total=figure(total), late=told)

"""What a stranger does: tell something, ask by the code, add to it."""

from django.db import transaction

from core import clock, workdays
from core.errors import Refused
from core.workflow import begin

from ...models import Tip, TipNote, TipSource
from .. import codes, people, photos
from ..enums import TipState
from ..numbers import following, numbered
from ..settings import settings_of

MOST_ADDED = 10  # additions by the tipster
TOLD = ("place", "kind", "text", "where", "happened", "unit", "named")


@transaction.atomic
def send_in(*, nonce, name="", phone="", files=(), **told):
    """Keep a tip; returns (tip, tracking code). The same form sent again gives the same; another text with it is refused.

    `nonce` is the random number of the form's puzzle, `files` photos already checked, `told` what TOLD lists. Nobody is
    recorded as its author, whoever may be logged in.
    """
    key = codes.form_key(nonce)
    tip, fresh = numbered(lambda: _create(key, nonce, told), lambda: Tip.objects.filter(form_key=key).first())
    if not fresh and any(getattr(tip, field) != told[field] for field in TOLD):
        raise Refused("这张表已经提交过。要反映别的问题，请重新打开举报页面")
    if fresh:
        _complete(tip, name, phone, files)
    return tip, codes.code_of(nonce)


def _create(key, nonce, told):
    place = told["place"]
    due_on = workdays.add_workdays(clock.today(), settings_of(place.township_code)["decide_within"])
    return Tip.objects.create(
        form_key=key,
        code_mark=codes.mark_of(codes.code_of(nonce)),
        number=following(Tip, "JB", place),
        due_on=due_on,
        **told,
    )


def _complete(tip, name, phone, files):
    begin(tip, by=None, label="收到举报")
    if tip.named:
        TipSource.objects.create(tip=tip, name=name, phone=phone)
    for number, file in enumerate(files, 1):
        photos.keep(tip, file.read(), number)
    people.tell_about(tip, people.answerable(tip), f"收到举报 {tip.number}，请在 {tip.due_on} 前决定是否受理", "new")


def of_code(code):
    """The tip of a tracking code, or None."""
    return (
        Tip.objects.filter(code_hash__in=codes.digests_of(code)).select_related("place").first()
        if codes.tidy(code)
        else None
    )


@transaction.atomic
def add(*, tip, text):
    """What the tipster adds by the code, while the tip is open."""
    tip = Tip.objects.select_for_update(of=("self",)).get(pk=tip.pk)
    if tip.state in (TipState.CLOSED, TipState.DISMISSED):
        raise Refused("这件举报已经办结，不能再补充。有新情况请重新举报")
    added = tip.notes.filter(by=None)
    if added.count() >= MOST_ADDED:
        raise Refused(f"最多补充 {MOST_ADDED} 次，请等待答复")
    last = added.last()
    if last and last.text == text:  # pressed twice
        return last
    row = TipNote.objects.create(tip=tip, text=text, at=clock.now())
    people.tell_about(tip, people.answerable(tip), f"举报 {tip.number} 有补充", f"added:{row.pk}")
    return row

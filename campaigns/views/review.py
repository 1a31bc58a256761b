"""A circular comes in by paste or upload, is reviewed item by item beside its text, and becomes a campaign."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from core.errors import Refused, Stale
from core.tokens import token_of

from .. import mending, rules, source
from .. import review as drafts
from ..enums import DeadlineKind, Every
from ..forms import HeadForm, IntakeForm, MemberForm, PhaseItemForm, TaskItemForm
from ..models import Circular
from ..services import circulars as service
from ..units import Dictionary, meaning_of, options

FORMS = {"head": HeadForm, "phases": PhaseItemForm, "tasks": TaskItemForm, "members": MemberForm}
ACTS = {"remove", "restore", "up", "down", "settle"}


def circular_of(request, circular_id, to_change=True):
    """One circular in sight; to change it, one must be an officer of its township."""
    rows = Circular.objects.visible_to(request.user).select_related("township", "campaign")
    row = get_object_or_404(rows, pk=circular_id)
    if to_change and (reason := rules.may_review(request.user, row)):
        raise Refused(reason)
    return row


def new(request):
    if reason := rules.may_manage(request.user):
        raise Refused(reason)
    form = IntakeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        row = service.add_circular(
            text=form.cleaned_data["circular"],
            source_name=upload.name if upload else "",
            by=request.user,
            key=token_of(request),
        )
        return redirect("campaigns:review", row.pk)
    return render(request, "campaigns/new.html", {"form": form})


def review(request, circular_id):
    row = circular_of(request, circular_id, to_change=False)
    if hasattr(row, "campaign"):
        return redirect("campaigns:detail", row.campaign.pk)
    if reason := rules.may_review(request.user, row):
        raise Refused(reason)
    context = {"pieces": source.pieces(row.text, source.marks_of(row.review, row.reading)), **_context(row)}
    return render(request, "campaigns/review.html", context)


def _context(row):
    draft = row.review
    handled = set(draft["handled"])
    doubts = [
        {"number": n, "id": f"f{n}", "handled": n in handled, "name": mending.name_of(doubt), **doubt}
        for n, doubt in enumerate(row.reading.get("finding_details", []))
    ]
    names = [(name, key) for name, key in draft["names"].items()]
    return {
        "circular": row,
        "draft": draft,
        "doubts": doubts,
        "mendable": [doubt["name"] for doubt in doubts if mending.may_mend(doubt) and not doubt["handled"]],
        "undoable": mending.last(row),
        "log": row.log.select_related("actor"),
        "open_doubts": sum(not d["handled"] for d in doubts),
        "summary": drafts.summary(draft),
        "names": sorted(names, key=lambda pair: bool(pair[1])),
        "options": options(row.township),
        "questions": {task["id"]: question for task in draft["tasks"] if (question := drafts.open_question(task))},
        "kinds": dict(DeadlineKind.choices),
        "cadences": dict(Every.choices),
        "phase_names": {phase["id"]: phase["name"] for phase in draft["phases"]},
    }


def item(request, circular_id, kind, item_id):
    """GET: the item's form, or with ?view its plain view; POST: save it. Always the item's fragment with the bar."""
    row = circular_of(request, circular_id)
    if kind not in FORMS:
        raise Refused("没有这一类内容")
    data = drafts.item_of(row.review, kind, item_id)
    if request.method == "POST":
        return _save_item(request, row, kind, item_id)
    if "view" in request.GET:
        return _item_view(request, row, kind, data)
    return _item_form(request, row, kind, data, _form(row, kind, initial=_initial(kind, data)))


def _form(row, kind, *args, **kwargs):
    extra = {"phases": row.review["phases"]} if kind == "tasks" else {}
    return FORMS[kind](*args, auto_id=f"id_{kind}_%s", **extra, **kwargs)


def _initial(kind, data):
    """What a form shows of an item: names in a line; a kind that cannot stand is left open."""
    if kind != "tasks":
        return data
    settled = data["kind"] in (DeadlineKind.DATE, DeadlineKind.RECURRING, DeadlineKind.STANDING)
    return {**data, "units": "、".join(unit["name"] for unit in data["units"]), "kind": data["kind"] if settled else ""}


def _save_item(request, row, kind, item_id):
    form = _form(row, kind, request.POST)
    data = drafts.item_of(row.review, kind, item_id)
    if not form.is_valid():
        return _item_form(request, row, kind, data, form)
    version = int(request.POST.get("v") or 0)
    try:
        row, data = service.change(
            circular=row, by=request.user, edit=lambda draft: _write(row, draft, kind, item_id, form.cleaned_data, version)
        )
    except Stale as error:
        row.refresh_from_db()
        data = drafts.item_of(row.review, kind, item_id)
        form.add_error(None, f"{error}{_now(form, _initial(kind, data))}")
        return _item_form(request, row, kind, data, form)
    return _item_view(request, row, kind, data)


def _now(form, values):
    """What is kept now where the form says otherwise, in the form's words: “：任务 现在是“…””."""
    parts = []
    for name, field in form.fields.items():
        asked, kept = form.cleaned_data.get(name), values.get(name)
        asked = "、".join(asked) if isinstance(asked, list) else asked
        if str(asked or "") != str(kept or ""):
            word = dict(getattr(field, "choices", ())).get(kept, {True: "是", False: "否"}.get(kept, kept)) or "空"
            parts.append(f"{field.label} 现在是“{word}”")
    return f"：{'；'.join(parts)}。你填写的内容已保留，核对后再保存" if parts else ""


def _write(row, draft, kind, item_id, cleaned, version):
    values = {key: value.isoformat() if hasattr(value, "isoformat") else (value or "") for key, value in cleaned.items()}
    if kind == "tasks":
        values |= _task_values(drafts.item_of(draft, kind, item_id), cleaned)
    data = drafts.update(draft, kind, item_id, values, version)
    if kind == "tasks":
        drafts.know_names(draft, Dictionary(row.township))
    return data


def _task_values(old, cleaned):
    """A kind chosen by a person settles the deadline; units keep the role and place they had in the text."""
    known = {unit["name"]: unit for unit in old["units"]}
    units = [known.get(name, {"name": name, "role": "lead", "span": None}) for name in cleaned["units"]]
    kind = cleaned["kind"] or old["kind"]
    return {
        "units": units,
        "kind": kind,
        "settled": bool(cleaned["kind"]),
        "every": "" if kind == DeadlineKind.DATE else cleaned["every"],
        "due_on": cleaned["due_on"].isoformat() if kind == DeadlineKind.DATE and cleaned["due_on"] else "",
        **{name: bool(cleaned[name]) for name in ("evidence", "dropped")},
    }


def _item_form(request, row, kind, data, form):
    context = {"circular": row, "kind": kind, "item": data, "form": form, "label": drafts.LABELS[kind]}
    return render(request, "campaigns/review/_form.html", context)


def _item_view(request, row, kind, data):
    """The item's view; the bar with the counts and, after a task, the names of units are swapped out of band."""
    context = {**_context(row), "kind": kind, "item": data}
    html = render_to_string("campaigns/review/_item.html", context, request)
    units = render_to_string("campaigns/review/_units.html", {**context, "oob": True}, request) if kind == "tasks" else ""
    return HttpResponse(html + _bar(request, context) + units)


def _bar(request, context):
    return render_to_string("campaigns/review/_bar.html", {**context, "oob": True}, request)


@require_POST
def add(request, circular_id, kind):
    """A new empty item at the end; answers the whole group with the new item's form open."""
    row = circular_of(request, circular_id)
    if kind not in drafts.KINDS:
        raise Refused("没有这一类内容")
    blank = {
        "phases": {"name": "新阶段", "starts_on": "", "ends_on": "", "text": ""},
        "members": {"role": "成员", "name": "", "post": ""},
    }
    values = blank.get(kind) or drafts.blank_task()
    row, data = service.change(circular=row, by=request.user, edit=lambda draft: drafts.add(draft, kind, values))
    form = _form(row, kind, initial=_initial(kind, data))
    return _group(request, row, kind, opened=data["id"], form=form, label=drafts.LABELS[kind])


@require_POST
def item_act(request, circular_id, kind, item_id, act):
    """Remove, put back, move up or down, or confirm the proposed cadence of an item; answers the whole group."""
    row = circular_of(request, circular_id)
    if kind not in drafts.KINDS or act not in ACTS:
        raise Refused("没有这一步")
    acts = {
        "remove": lambda draft: drafts.remove(draft, kind, item_id),
        "restore": lambda draft: drafts.restore(draft, kind, item_id),
        "up": lambda draft: drafts.move(draft, kind, item_id, -1),
        "down": lambda draft: drafts.move(draft, kind, item_id, 1),
        "settle": lambda draft: drafts.settle(draft, item_id),
    }
    row, _ = service.change(circular=row, by=request.user, edit=acts[act])
    return _group(request, row, kind, removed=row.review.get("removed") if act == "remove" else None)


def _group(request, row, kind, **more):
    context = {**_context(row), "kind": kind, "items": row.review[kind], **more}
    return HttpResponse(render_to_string("campaigns/review/_group.html", context, request) + _bar(request, context))


@require_POST
def settle_standing(request, circular_id):
    row = circular_of(request, circular_id)
    row, _ = service.change(circular=row, by=request.user, edit=drafts.settle_standing)
    return _group(request, row, "tasks")


@require_POST
def doubt(request, circular_id, number):
    """Mark a doubt as handled, or open it again."""
    row = circular_of(request, circular_id)
    if number >= len(row.reading.get("finding_details", [])):
        raise Refused("没有这条疑点")
    row, _ = service.change(circular=row, by=request.user, edit=lambda draft: drafts.toggle_handled(draft, number))
    return render(request, "campaigns/review/_doubts.html", _context(row))


@require_POST
def mend(request, circular_id):
    """Put suggested words into the text; the page comes back with the text read anew."""
    row = circular_of(request, circular_id)
    count = service.mend(circular=row, by=request.user, wanted=set(request.POST.getlist("doubt")))
    messages.success(request, f"已按建议修改 {count} 处，原文已重新识读，你改过的内容保留不变；不合适可以撤销修改")
    return redirect("campaigns:review", row.pk)


@require_POST
def unmend(request, circular_id):
    """Take back the last mend."""
    row = circular_of(request, circular_id)
    count = service.undo_mend(circular=row, by=request.user)
    messages.success(request, f"已撤销 {count} 处修改，原文和审核内容恢复为修改前的样子")
    return redirect("campaigns:review", row.pk)


@require_POST
def say_unit(request, circular_id):
    """Say what a unit's name means; remembered for the township."""
    row = circular_of(request, circular_id)
    key = request.POST.get("key", "")
    if not is_option(key, row.township):
        raise Refused("请从列表里选择")
    row = service.say_unit(circular=row, name=request.POST.get("name", ""), key=key, by=request.user)
    context = _context(row)
    return HttpResponse(render_to_string("campaigns/review/_units.html", context, request) + _bar(request, context))


def is_option(key, township):
    """Whether a key is one the township offers; another township's village is not."""
    return bool(meaning_of(key)) and any(key == value for _, group in options(township) for value, _ in group)


@require_POST
def create(request, circular_id):
    row = circular_of(request, circular_id, to_change=False)
    if reason := rules.may_manage(request.user):
        raise Refused(reason)
    try:
        campaign = service.create_campaign(circular=row, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("campaigns:review", row.pk)
    messages.success(request, "专项行动已建立，核对后派发")
    return redirect("campaigns:detail", campaign.pk)


@require_POST
def lay_aside(request, circular_id):
    row = circular_of(request, circular_id)
    service.drop_circular(circular=row, by=request.user, note=request.POST.get("note", ""))
    messages.success(request, "来文已搁置，不再出现在待审核里")
    return redirect("campaigns:list")

"""Who changed what on an enterprise or a row of its files, in words of the form."""

HIDDEN = {"version", "updated_at", "created_at", "initials", "created_by", "code"}
SECRET = ("principal_phone",)


def edits_of(firm, limit=30, secret=SECRET):
    """[(record, [(label, old, new)])] newest first, of any row with a history; the first entry of all has no changes."""
    records = list(firm.history.select_related("history_user")[: limit + 1])
    lines = [(new, _changes(firm, new, old, secret)) for new, old in zip(records, records[1:], strict=False)]
    return lines[:limit] + ([(records[-1], [])] if len(records) <= limit and records else [])


def _changes(firm, new, old, secret):
    found = new.diff_against(old, foreign_keys_are_objs=True).changes
    return [_line(firm, change, secret) for change in found if change.field not in HIDDEN]


def _line(firm, change, secret):
    field = firm._meta.get_field(change.field)
    if change.field in secret:
        return field.verbose_name, "（已隐去）", "（已更新）"
    return field.verbose_name, _word(field, change.old), _word(field, change.new)


def _word(field, value):
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(dict(field.flatchoices).get(value, value) or "空") if field.choices else str(value or "空")

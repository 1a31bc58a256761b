"""Who may open a file: whoever may see the row it proves."""

from .models import Attachment

_rules, _names = {}, {}


def register(model, rule, named=None):
    """`rule(owner, user)` decides for files of rows that are no scoped model themselves.

    What senders call their files may name the dead: `named(owner)` gives a word that all files of a row are called by
    from the moment they are its own, "" to leave a name as it is.
    """
    _rules[model] = rule
    if named is not None:
        _names[model] = named


def name_of(owner):
    return _names[type(owner)](owner) if type(owner) in _names else ""


def may_see(row: Attachment, user):
    """Whether the user may open this file. One that still waits for its form belongs to its uploader."""
    if row.withdrawn_at:
        return False
    if row.content_type_id is None:
        return row.uploaded_by_id == user.pk
    model = row.content_type.model_class()
    if model in _rules:
        return row.owner is not None and bool(_rules[model](row.owner, user))
    scoped = getattr(model._default_manager, "visible_to", None)
    return scoped is not None and scoped(user).filter(pk=row.object_id).exists()

"""One form sent twice, or by two clicks at once, makes one row."""

from django.db import IntegrityError, transaction


def token_of(request):
    """What a page with `{% form_token %}` sends, as that person's own; None from a page without."""
    token = request.POST.get("form_token", "")[:32]
    return f"{request.user.pk}:{token}" if token else None


def made_once(model, token, make):
    """What `make` writes under this token, or the row that the same form wrote before or meanwhile."""
    if known := token and model.objects.filter(token=token).first():
        return known
    try:
        with transaction.atomic():
            return make()
    except IntegrityError:
        if known := token and model.objects.filter(token=token).first():
            return known
        raise

"""What changes people and their seats."""

from .models import User


def password_changed(*, person: User):
    """The person chose a password themselves: it is no initial one any more."""
    person.must_change_password = False
    person.save(update_fields=["must_change_password"])

"""Who is behind a session: the person and the seats he may act in, by one query."""

from django.contrib.auth.backends import ModelBackend

from .models import Membership


class SeatedBackend(ModelBackend):
    def get_user(self, user_id):
        seats = list(Membership.objects.current().filter(user=user_id).select_related("user", "place", "office"))
        if not seats:
            return super().get_user(user_id)
        user = seats[0].user
        user.memberships_for_switch = seats
        return user if self.user_can_authenticate(user) else None

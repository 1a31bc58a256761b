"""What is kept beside a row (its text for the search, the sums it counts in) follows it by whichever door it is written.

A model that is followed has a queryset of `FollowedQuerySet` and is a `Followed`; who follows says so by `follow`.
"""

from dataclasses import dataclass

from django.db import models, transaction


@dataclass(frozen=True)
class _Follower:
    told: object
    fields: frozenset
    places: frozenset
    fresh: bool


_followers = {}


def follow(model, told, *, fields, places=(), fresh=True):
    """Let `told(keys)` be called, in the same transaction, after one of `fields` was written or, if `fresh`, a row made.

    It hears of rows before as well when one of `places` is written: fields that say where a row counts.
    """
    _followers.setdefault(model, []).append(_Follower(told, frozenset({*fields, *places}), frozenset(places), fresh))


def tell(model, keys, fields=None, *, before=False, fresh=False):
    """Tell the followers of written fields, all when None; `before` those of rows about to be moved."""
    for one in _followers.get(model, ()) if keys else ():
        watched = one.places if before else one.fields
        if one.fresh if fresh else watched and (fields is None or watched.intersection(fields)):
            one.told(keys)


class FollowedQuerySet(models.QuerySet):
    def bulk_create(self, objs, *args, **kwargs):
        with transaction.atomic(using=self.db, savepoint=False):
            rows = super().bulk_create(objs, *args, **kwargs)
            tell(self.model, [row.pk for row in rows], fresh=True)
            if kwargs.get("update_conflicts"):
                tell(self.model, [row.pk for row in rows], kwargs["update_fields"])
        return rows

    def bulk_update(self, objs, fields, *args, **kwargs):
        objs = list(objs)
        keys = [row.pk for row in objs]
        with transaction.atomic(using=self.db, savepoint=False):
            tell(self.model, keys, fields, before=True)
            changed = super().bulk_update(objs, fields, *args, **kwargs)
            tell(self.model, keys, fields)
        return changed

    def update(self, **values):
        if not any(one.fields.intersection(values) for one in _followers.get(self.model, ())):
            return super().update(**values)
        with transaction.atomic(using=self.db, savepoint=False):
            keys = list(self.order_by().values_list("pk", flat=True))
            tell(self.model, keys, values, before=True)
            changed = super().update(**values)
            tell(self.model, keys, values)
        return changed

    update.alters_data = True


class Followed(models.Model):
    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        fields, fresh = kwargs.get("update_fields"), self._state.adding
        with transaction.atomic(savepoint=False):
            if not fresh:
                tell(type(self), [self.pk], fields, before=True)
            super().save(*args, **kwargs)
            tell(type(self), [self.pk], fields, fresh=fresh)

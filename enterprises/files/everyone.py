"""全员安全生产责任制 of a year: posted with a photo, part of the training, examined; who is short of which."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Exists, IntegerField, Max, OuterRef, Q, Subquery
from django.db.models.functions import Cast, Coalesce

from evidence.models import Attachment

from ..enums import ListKind
from ..models import DutyExam, DutyList, Training


def posts():
    return DutyList.objects.kept().filter(list_kind=ListKind.ALL)


def posted():
    """Lists of duties that hang on the wall, with a photo of it."""
    kind = ContentType.objects.get_for_model(DutyList)
    photos = Attachment.objects.filter(content_type=kind, withdrawn_at=None, object_id=Cast(OuterRef("pk"), CharField()))
    return posts().filter(Exists(photos), published_on__isnull=False)


def trained(year):
    return Training.objects.kept().filter(on_duties=True, trained_on__year=year)


def examined(year):
    return DutyExam.objects.kept().filter(year=year)


def without_posting(firms, day):
    return firms.operating().exclude(pk__in=posted().filter(published_on__lte=day).values("enterprise"))


def without_training(firms, day):
    return firms.operating().exclude(pk__in=trained(day.year).values("enterprise"))


def without_exam(firms, day):
    return firms.operating().exclude(pk__in=examined(day.year).values("enterprise"))


def with_duties(firms, year):
    """Adds of a year: `posts` listed, `posted_on` the last day of posting with a photo, `taught` people, `examined` posts."""
    last = posted().filter(enterprise=OuterRef("pk")).order_by().values("enterprise")
    return firms.annotate(
        posts=_number(posts(), "pk"), posted_on=Subquery(last.annotate(day=Max("published_on")).values("day")),
        taught=_number(trained(year), "person"), examined=_number(examined(year), "pk"),
    )  # fmt: skip


def _number(rows, what):
    counted = rows.filter(enterprise=OuterRef("pk")).order_by().values("enterprise")
    counted = counted.annotate(n=Count(what, distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def short():
    """Predicate of rows made by `with_duties` that lack one of the three."""
    return Q(posted_on=None) | Q(taught=0) | Q(examined=0)

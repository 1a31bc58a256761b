"""What the beat asks of the register of hazards."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def check_quality():
    """Every night all townships, so that new rows are marked by the morning."""
    call_command("check_quality")


@shared_task
def look_for_misses():
    """Every night all townships, as a check filled in on a phone may come days after it was signed."""
    from places.models import Place

    from .misses.services import scan

    for code in Place.objects.filter(level="township").values_list("pk", flat=True):
        scan(code)


@shared_task
def count_sums():
    """Every minute the townships in which something was written, and all of them on a new day."""
    from .sums import count_marked

    count_marked()


@shared_task
def check_sums():
    """Every night; what had gone astray is in the log."""
    from .sums import check

    check()

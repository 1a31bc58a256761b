"""What the beat asks of the register of hazards."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def check_quality():
    """Every night all townships, so that new rows are marked by the morning."""
    call_command("check_quality")

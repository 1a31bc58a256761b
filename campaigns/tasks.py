from celery import shared_task

from .services import dispatch


@shared_task
def open_periods():
    dispatch.open_all_periods()

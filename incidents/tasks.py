from celery import shared_task

from .custody.checking import check_all
from .matching.services import destroy_due


@shared_task
def destroy_lists():
    destroy_due()


@shared_task
def check_exhibits():
    check_all()

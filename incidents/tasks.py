from celery import shared_task

from .matching.services import destroy_due


@shared_task
def destroy_lists():
    destroy_due()

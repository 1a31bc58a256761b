from celery import shared_task

from . import scan as scanning
from . import services


@shared_task
def scan():
    scanning.scan()


@shared_task
def deliver():
    services.deliver_waiting()

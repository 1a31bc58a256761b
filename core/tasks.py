from celery import shared_task

from . import exports, jobs, once  # noqa: F401 - the job of exports registers itself


@shared_task(acks_late=True)
def run_job(job_id):
    jobs.run(job_id)


@shared_task
def sweep():
    jobs.sweep()
    once.expire()

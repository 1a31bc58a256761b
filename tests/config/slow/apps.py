import time
from datetime import timedelta
from pathlib import Path

from django.apps import AppConfig


class SlowConfig(AppConfig):
    name = "tests.config.slow"
    label = "slow"

    def ready(self):
        from core import jobs

        jobs.LEASE = timedelta(seconds=3)

        @jobs.handler("slow")
        def slow(job):
            """Leaves a mark when it begins and one when it ends; only the first attempt is slow."""
            marks = Path(job.params["marks"])
            with marks.open("a") as file:
                file.write(f"begin {job.attempts}\n")
            time.sleep(60 if job.attempts == 1 and job.params.get("slow") else 0)
            with marks.open("a") as file:
                file.write(f"end {job.attempts}\n")

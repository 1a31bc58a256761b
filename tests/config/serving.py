"""The embedded form with a slow job and a quick sweep, for tests that kill what serves."""

from config.settings.embedded import *  # noqa: F403
from config.settings.embedded import CELERY_BEAT_SCHEDULE, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.config.slow"]
CELERY_BEAT_SCHEDULE = CELERY_BEAT_SCHEDULE | {"sweep": {"task": "core.tasks.sweep", "schedule": 1}}

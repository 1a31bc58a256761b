"""Tests: on SQLite in a file, as it serves, or on the database and broker that DATABASE_URL and REDIS_URL name."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="portal-test-"))

from .base import *  # noqa: E402, F403
from .base import DATA_DIR, DATABASES, SQLITE  # noqa: E402

SECRET_KEY = "tests-only"  # noqa: S105
DATA_KEYS = [b"tests-only" * 3 + b"--"]
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"] is SQLITE:
    # in memory, the browser's requests and the test would share one connection and disturb each other's statements
    hasty = SQLITE["OPTIONS"] | {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"}
    DATABASES = {"default": SQLITE | {"OPTIONS": hasty, "TEST": {"NAME": str(DATA_DIR / "tests.sqlite3")}}}
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 0}
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="portal-media-"))
if not os.environ.get("REDIS_URL"):
    CELERY_BROKER_URL = "memory://"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
AXES_ENABLED = False

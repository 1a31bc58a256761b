"""Tests: on SQLite in memory, or on the database and broker that DATABASE_URL and REDIS_URL name."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="portal-test-"))

from .base import *  # noqa: E402, F403
from .base import DATABASES, SQLITE  # noqa: E402

SECRET_KEY = "tests-only"  # noqa: S105
DATA_KEYS = [b"tests-only" * 3 + b"--"]
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"] is SQLITE:
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
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

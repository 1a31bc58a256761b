"""What every run mode shares. `embedded`, `service` and `test` add what differs."""

import os
from pathlib import Path

import dj_database_url
from celery.schedules import crontab

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / "data")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
DEBUG = False
APPS = (
    "core places accounts evidence reminders enterprises notices campaigns hazards incidents checks routines registers mandates dashboard"
).split()
INSTALLED_APPS = [
    "django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "django.contrib.messages",
    "django.contrib.staticfiles", "django.contrib.humanize", "crispy_forms", "crispy_bootstrap5", "django_filters",
    "django_htmx", "axes", "simple_history", "csp", *APPS,
]  # fmt: skip
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.ToldMiddleware",
    "accounts.middleware.MembershipMiddleware",
    "core.middleware.RefusedMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "accounts.backends.SeatedBackend"]
AUTH_USER_MODEL = "accounts.User"
ROOT_URLCONF = "config.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dashboard.context.portal",
            ],
            "builtins": ["core.templatetags.links"],
        },
    }
]
FORM_RENDERER = "core.widgets.Renderer"
# WAL, writers that queue instead of failing, and no loss at a power cut
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA_DIR / "portal.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    },
}
if os.environ.get("DATABASE_URL"):
    DATABASES = {"default": dj_database_url.config(conn_max_age=300, conn_health_checks=True)}
else:
    DATABASES = {"default": SQLITE}
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"] if (BASE_DIR / "static").exists() else []
STATIC_ROOT = DATA_DIR / "static"
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.static.PackageFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "media"
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
FONTS_DIR = Path(os.environ.get("FONTS_DIR", BASE_DIR / ".run" / "fonts"))
SITE_URL = os.environ.get("SITE_URL", "http://localhost:8000")
PHOTO_FAR_KM = float(os.environ.get("PHOTO_FAR_KM", 5))  # from the village's office; farther is pointed out
UPLOAD_KEPT_DAYS = int(os.environ.get("UPLOAD_KEPT_DAYS", 60))  # a photo whose form never came
EVIDENCE_MB = int(os.environ.get("EVIDENCE_MB", 100))  # the largest PDF or recording
EMAIL_ENABLED = bool(os.environ.get("EMAIL_HOST"))
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "portal@localhost")
ROBOT_URLS = os.environ.get("ROBOT_URLS", "").split()

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "base-uri": ["'self'"],
        "object-src": ["'none'"],
    }
}
SESSION_COOKIE_AGE = int(os.environ.get("SESSION_MINUTES", 120)) * 60
SESSION_ENGINE = "core.sessions"
SESSION_COOKIE_HTTPONLY = True
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name", "phone"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "errors/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "core.uploads.SealedTemporaryUploadHandler",
]
MESSAGE_TAGS = {40: "error"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CSRF_FAILURE_VIEW = "core.views.csrf_failure"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", 25))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "") == "1"
BROKER_DIR = DATA_DIR / "broker"
CELERY_BROKER_URL = os.environ.get("REDIS_URL") or "filesystem://localhost//"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {}
    if os.environ.get("REDIS_URL")
    else {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
    }
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat")
CELERY_BEAT_SCHEDULE = {
    "uploads": {"task": "evidence.tasks.sweep", "schedule": crontab(hour=2, minute=40)},
    "sweep": {"task": "core.tasks.sweep", "schedule": 60},
    "deliver": {"task": "reminders.tasks.deliver", "schedule": 60},
    "scan": {"task": "reminders.tasks.scan", "schedule": crontab(hour=7, minute=30)},
    "quality": {"task": "hazards.tasks.check_quality", "schedule": crontab(hour=3, minute=20)},
    "name-lists": {"task": "incidents.tasks.destroy_lists", "schedule": crontab(hour=2, minute=20)},
    "exhibits": {"task": "incidents.tasks.check_exhibits", "schedule": crontab(hour=4, minute=20)},
    "sums": {"task": "hazards.tasks.count_sums", "schedule": 60},
    "sums-held": {"task": "hazards.tasks.check_sums", "schedule": crontab(hour=4, minute=10)},
    "misses": {"task": "hazards.tasks.look_for_misses", "schedule": crontab(hour=3, minute=50)},
    "periods": {"task": "campaigns.tasks.open_periods", "schedule": crontab(hour=1, minute=10)},
}

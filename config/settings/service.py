"""The service form: everything that must be secret or shared comes from the environment, or the portal does not start."""

import os
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from . import keys
from .base import *  # noqa: F403

WHY = {
    "SECRET_KEY": "一串 50 个以上的随机字符，所有机器相同",
    "DATABASE_URL": "数据库地址，例如 postgres://用户:密码@主机/库名",
    "REDIS_URL": "消息队列地址，例如 redis://主机:6379/0",
    "ALLOWED_HOSTS": "访问用的域名或地址，用逗号隔开",
    "SITE_URL": "写在消息和二维码里的网址，例如 https://aq.example.gov.cn",
}


def demand(environ):
    """Raise ImproperlyConfigured, naming all that is missing or wrong at once."""
    faults = [f"缺少 {name}（{why}）" for name, why in WHY.items() if not environ.get(name)]
    if 0 < len(environ.get("SECRET_KEY", "")) < 50:
        faults.append("SECRET_KEY 太短，至少 50 个字符")
    if "*" in environ.get("ALLOWED_HOSTS", ""):
        faults.append("ALLOWED_HOSTS 不能用 *")
    if environ.get("DEBUG", "").lower() not in ("", "0", "false"):
        faults.append("服务方式不能打开 DEBUG")
    faults += keys.faults(keys.named_keys(environ))
    if faults:
        raise ImproperlyConfigured("不能启动：" + "；".join(faults))


demand(os.environ)
SECRET_KEY = os.environ["SECRET_KEY"]
DATA_KEYS = [keys.decoded(key) for key in keys.named_keys(os.environ)]
ALLOWED_HOSTS = [host.strip() for host in os.environ["ALLOWED_HOSTS"].split(",")]
SITE_URL = os.environ["SITE_URL"].rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# celery and the cache name a unix socket differently
REDIS = os.environ["REDIS_URL"].replace("redis+socket://", "unix://")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS}}
# e.g. HTTP_X_REAL_IP; only where a proxy of one's own always sets it, else visitors could write what they like
CLIENT_ADDRESS_HEADER = os.environ.get("CLIENT_ADDRESS_HEADER", "")
if urlsplit(SITE_URL).scheme == "https":  # plain http is for a closed office network
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 3600 * 24 * 30

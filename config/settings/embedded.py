"""One machine, no server: SQLite, a broker in the data folder, a secret made at the first start."""

import os
import secrets

from . import keys
from .base import *  # noqa: F403
from .base import BROKER_DIR, DATA_DIR


def kept_secret(path):
    """The secret of this data folder; whoever comes first writes it."""
    try:
        with open(path, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()


SECRET_KEY = os.environ.get("SECRET_KEY") or kept_secret(DATA_DIR / "secret")
DATA_KEYS = [keys.decoded(key) for key in keys.named_keys(os.environ) or keys.kept_keys(DATA_DIR / "data_keys")]
ALLOWED_HOSTS = ["*"]
for folder in ("queue", "control"):
    (BROKER_DIR / folder).mkdir(parents=True, exist_ok=True)

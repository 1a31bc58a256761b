"""Pictures of seals, once sealed with what SECRET_KEY gave, are sealed with the keys of personal data."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import migrations

import core.encrypted
from core import cipher

PURPOSE = "notices.seals"


def seal_anew(apps, schema_editor):
    """A picture that no longer opens stays as it is: its page says so, and it is registered anew."""
    secret = hashlib.sha256(f"notices.seals:{settings.SECRET_KEY}".encode()).digest()
    former = Fernet(base64.urlsafe_b64encode(secret))
    pictures = apps.get_model("notices", "SealPicture").objects
    for row in pictures.iterator(chunk_size=20):
        try:
            data = former.decrypt(bytes(row.kept))
        except InvalidToken:
            continue
        pictures.filter(pk=row.pk).update(kept=cipher.seal(data, PURPOSE))


class Migration(migrations.Migration):
    dependencies = [("notices", "0008_held_numbers")]
    operations = [
        migrations.AlterModelOptions("sealpicture", {"verbose_name": "印章图片"}),
        migrations.AlterField("sealpicture", "kept", core.encrypted.SealedBytes(purpose=PURPOSE)),
        migrations.RunPython(seal_anew, migrations.RunPython.noop),
    ]

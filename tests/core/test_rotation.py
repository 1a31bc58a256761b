"""Sealed columns in the database, and their sealing anew with another key."""

import io

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.test.utils import isolate_apps

from core import cipher, rotation
from core.encrypted import Closed, Digest, EncryptedText, SealedBytes

OLD, NEW = b"o" * 32, b"n" * 32


with isolate_apps("core"):

    class Secret(models.Model):
        name = EncryptedText("姓名", max_length=6, blank=True)
        code = Digest(of="name", purpose="test")
        file = SealedBytes(purpose="test.file", null=True)

        class Meta:
            app_label = "core"
            verbose_name = "密件"


def column(field):
    key = " PRIMARY KEY" if field.primary_key else ""
    return f"{field.column} {field.db_type(connection)}{key} {field.db_type_suffix(connection) or ''}"


@pytest.fixture(autouse=True)
def table(db, settings, monkeypatch):
    settings.DATA_KEYS = [OLD]
    monkeypatch.setattr(rotation, "models_with_secrets", lambda: [Secret])
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE core_secret ({', '.join(column(field) for field in Secret._meta.fields)})")


def kept(row):
    """What the column really holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM core_secret WHERE id = %s", [row.pk])
        return cursor.fetchone()[0]


def write(row, text):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_secret SET name = %s WHERE id = %s", [text, row.pk])


def filled(count=3):
    return [Secret.objects.create(name=f"某人{n}", file=cipher.seal(b"%d" % n, "test.file")) for n in range(count)]


def command(**options):
    out = io.StringIO()
    call_command("rotate_keys", stdout=out, **options)
    return out.getvalue()


def test_a_column_is_sealed_in_the_database_and_plain_in_python():
    row = filled(1)[0]
    assert kept(row).startswith("e1:") and "某人" not in kept(row)
    assert Secret.objects.get().name == "某人0" and list(Secret.objects.values_list("name", flat=True)) == ["某人0"]


def test_each_write_seals_anew_and_update_seals_too():
    row = filled(1)[0]
    before = kept(row)
    row.save()
    assert kept(row) != before
    Secret.objects.update(name="别人")
    assert Secret.objects.get().name == "别人" and "别人" not in kept(row)


def test_nothing_stays_nothing_and_can_be_asked_for():
    filled(1)
    empty = Secret.objects.create()
    assert kept(empty) == "" and Secret.objects.get(name="") == empty
    assert Secret.objects.exclude(name="").count() == 1


@pytest.mark.parametrize("query", [{"name": "某人0"}, {"name__icontains": "某"}, {"name__in": ["某人0"]}, {"name__gt": "a"}])
def test_a_sealed_column_cannot_be_searched(query):
    with pytest.raises(FieldError):
        Secret.objects.filter(**query).exists()


def test_the_length_counts_characters_of_the_plain_text():
    with pytest.raises(ValidationError):
        Secret(name="一二三四五六七").full_clean()
    Secret(name="一二三四五六").full_clean()


def test_an_equal_value_is_found_by_its_hash_before_and_after_another_key(settings):
    row = filled()[1]
    assert Secret.objects.get(code__in=cipher.digests("某人1", "test")) == row
    settings.DATA_KEYS = [NEW, OLD]
    assert Secret.objects.get(code__in=cipher.digests("某人1", "test")) == row
    command()
    settings.DATA_KEYS = [NEW]
    assert Secret.objects.get(code__in=cipher.digests("某人1", "test")) == row


def test_rotation_seals_everything_with_the_newest_key(settings, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 2)
    rows = [*filled(5), Secret.objects.create()]
    settings.DATA_KEYS = [NEW, OLD]
    assert "待换密钥 5 条" in command(check=True)
    assert "已换密钥 5 条" in command()
    settings.DATA_KEYS = [NEW]
    assert [row.name for row in Secret.objects.order_by("pk")] == [row.name for row in rows]
    assert cipher.unseal(Secret.objects.first().file, "test.file") == b"0"
    assert "待换密钥 0 条" in command(check=True)


def test_a_killed_rotation_goes_on_with_what_is_left(settings, monkeypatch):
    filled(4)
    settings.DATA_KEYS = [NEW, OLD]
    write_row, done = rotation._write, []

    def dies(row, values):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(row)
        return write_row(row, values)

    monkeypatch.setattr(rotation, "_write", dies)
    with pytest.raises(KeyboardInterrupt):
        command()
    monkeypatch.setattr(rotation, "_write", write_row)
    assert "已换密钥 2 条" in command()
    settings.DATA_KEYS = [NEW]
    assert [row.name for row in Secret.objects.order_by("pk")] == ["某人0", "某人1", "某人2", "某人3"]


def test_what_another_wrote_meanwhile_is_not_written_over(settings, monkeypatch):
    row, _ = filled(2)
    settings.DATA_KEYS = [NEW, OLD]
    renew = rotation._renewed

    def slow(read):
        values = renew(read)
        if read.pk == row.pk:
            Secret.objects.filter(pk=row.pk).update(name="改过的")
        return values

    monkeypatch.setattr(rotation, "_renewed", slow)
    command()
    assert Secret.objects.get(pk=row.pk).name == "改过的"


def test_a_lost_key_is_said_on_the_page_and_saving_leaves_what_is_kept(settings):
    row = filled(1)[0]
    before, code = kept(row), row.code
    settings.DATA_KEYS = [NEW]
    read = Secret.objects.get()
    assert isinstance(read.name, Closed) and "不在，无法解密" in str(read.name)
    read.save()
    assert kept(row) == before and Secret.objects.get().code == code
    settings.DATA_KEYS = [NEW, OLD]
    assert Secret.objects.get().name == "某人0"


def test_rotation_names_the_rows_that_do_not_open_and_renews_the_others(settings):
    good, bad = filled(2)
    write(bad, "明文")
    settings.DATA_KEYS = [NEW, OLD]
    with pytest.raises(CommandError, match=f"1 条打不开(.|\n)*密件 {bad.pk}：姓名密文已损坏"):
        command()
    assert kept(bad) == "明文" and kept(good).startswith(cipher.mark().decode())
    assert "密文已损坏或被改动" in Secret.objects.get(pk=bad.pk).name


def test_the_sealed_columns_of_the_portal_are_found(monkeypatch):
    monkeypatch.undo()
    assert "notices.SealPicture" in {model._meta.label for model in rotation.models_with_secrets()}

"""Sealing, unsealing and hashing of personal data."""

import pytest

from core import cipher

OLD, NEW = b"o" * 32, b"n" * 32


@pytest.fixture(autouse=True)
def keys(settings):
    settings.DATA_KEYS = [OLD]


def test_what_is_sealed_opens_again_and_looks_different_each_time():
    one, two = (cipher.seal_text("卞秘安", "a.b") for _ in "ab")
    assert one != two and "卞" not in one
    assert cipher.unseal_text(one, "a.b") == cipher.unseal_text(two, "a.b") == "卞秘安"


@pytest.mark.parametrize("data", [b"", b"\x00:e1:", bytes(range(256)) * 300])
def test_bytes_of_any_kind_come_back(data):
    assert cipher.unseal(cipher.seal(data, "x"), "x") == data


def test_a_value_moved_to_another_column_does_not_open():
    with pytest.raises(cipher.Tampered):
        cipher.unseal_text(cipher.seal_text("某人", "leads.person"), "leads.summary")


@pytest.mark.parametrize("at", [0, 4, 12, 30, -1])
def test_one_changed_character_is_found_out(at):
    kept = list(cipher.seal_text("某人", "x"))
    kept[at] = "A" if kept[at] != "A" else "B"
    with pytest.raises(cipher.Locked):
        cipher.unseal_text("".join(kept), "x")


@pytest.mark.parametrize(
    "kept", ["", "某人", "e1:", "e1:aaaa", "e1:12345678:", "e1:12345678:AAAA", "e1:1:!!", "e9:a:b", "\x00"]
)
def test_what_was_never_sealed_does_not_open(kept):
    with pytest.raises(cipher.Tampered):
        cipher.unseal_text(kept, "x")


def test_a_new_key_seals_while_the_old_one_still_opens(settings):
    kept = cipher.seal_text("某人", "x")
    settings.DATA_KEYS = [NEW, OLD]
    assert cipher.unseal_text(kept, "x") == "某人"
    fresh = cipher.seal_text("某人", "x")
    settings.DATA_KEYS = [NEW]
    assert cipher.unseal_text(fresh, "x") == "某人"
    with pytest.raises(cipher.KeyLost, match="密钥 [0-9a-f]{8} 不在"):
        cipher.unseal_text(kept, "x")


def test_the_name_of_a_key_gives_none_of_it_away():
    assert cipher.newest() not in OLD.hex() and len(cipher.newest()) == 8


def test_equal_values_have_equal_hashes_within_one_purpose_only():
    assert cipher.digest(" 11010119900101123x", "id") == cipher.digest("11010119900101123X", "id")
    assert cipher.digest("11010119900101123X", "id") != cipher.digest("11010119900101123X", "phone")
    assert cipher.digest("110101199001011230", "id") != cipher.digest("110101199001011231", "id")


def test_nothing_has_no_hash():
    assert cipher.digest("", "id") == cipher.digest("  ", "id") == "" and cipher.digests("", "id") == []


def test_a_hash_fits_its_column_and_needs_the_key(settings):
    code = cipher.digest("11010119900101123X", "id")
    assert len(code) == 52
    settings.DATA_KEYS = [NEW]
    assert cipher.digest("11010119900101123X", "id") != code
    settings.DATA_KEYS = [NEW, OLD]
    assert cipher.digests("11010119900101123X", "id") == [cipher.digest("11010119900101123X", "id"), code]

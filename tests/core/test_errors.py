"""What a person reads when what they sent cannot be taken."""

import pytest


def test_too_much_text_is_refused_in_words(client, w):
    client.force_login(w.officer)
    answer = client.post("/campaigns/new/", {"text": "安" * (3 * 1024 * 1024)})
    assert answer.status_code == 400 and "超过 8 MB" in answer.content.decode()


def test_too_many_fields_are_refused_in_words(client, w):
    client.force_login(w.officer)
    answer = client.post("/campaigns/new/", {f"f{n}": "1" for n in range(4100)})
    assert answer.status_code == 400 and "分成几次" in answer.content.decode()


@pytest.mark.parametrize("path", ["/no-such-page/", "/hazards/999999/"])
def test_a_page_that_is_not_there_says_so_and_leads_home(client, w, path):
    client.force_login(w.officer)
    answer = client.get(path)
    assert answer.status_code == 404 and 'href="/"' in answer.content.decode()

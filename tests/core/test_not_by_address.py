"""An address that only takes a form's answer, opened by hand or after a log-in."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_a_page_says_that_nothing_was_sent(w, client):
    client.force_login(w.officer)
    answer = client.get(reverse("core:save_view"))
    assert answer.status_code == 405 and answer["Allow"] == "POST"
    assert "操作没有提交" in answer.content.decode()


def test_other_methods_keep_their_bare_answer(w, client):
    client.force_login(w.officer)
    answer = client.put(reverse("core:save_view"))
    assert answer.status_code == 405 and not answer.content

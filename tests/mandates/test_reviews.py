"""Reviews: line by line against the list, the word of another leader, what is short mended by its day."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from core.errors import Refused
from mandates.deadlines import due_lines, due_reviews
from mandates.holders import Holder
from mandates.models import ReviewLine
from mandates.services import reviews
from tests import factories

from .conftest import a_list


def day(days=0):
    return clock.today() + timedelta(days=days)


def asked(w, mandate=None):
    span = {"period": "上半年", "starts_on": day(-90), "ends_on": day(), "due_on": day(5)}
    return reviews.ask(mandates=[mandate or a_list(w)], by=w.officer, **span)[0]


def answered(w, review, by=None, *, short=1):
    """Every line answered, the first `short` of them with a gap."""
    for number, line in enumerate(review.lines.all()):
        gap = number < short
        reviews.answer(line=line, did="做了", is_short=gap, mend="补上" if gap else "", mend_by=day(3) if gap else None,
                       by=by or w.department)  # fmt: skip
    return reviews.submit(review=review, by=by or w.department)


def judged(w, review, **values):
    return reviews.judge(review=review, by=w.leader, **({"word": "总体到位", "short": [], "mend_by": None} | values))


def test_every_duty_of_the_list_is_answered_before_it_is_handed_in(w):
    review = asked(w)
    with pytest.raises(Refused, match="还有 2 项"):
        reviews.submit(review=review, by=w.department)
    with pytest.raises(Refused, match="整改措施和期限"):
        reviews.answer(line=review.lines.first(), did="做了", is_short=True, mend="", mend_by=None, by=w.department)
    assert answered(w, review).state == "submitted"
    with pytest.raises(Refused, match="已经提交"):
        reviews.answer(line=review.lines.first(), did="改口", is_short=False, mend="", mend_by=None, by=w.department)


def test_a_leader_judges_but_never_the_own_review(w):
    review = asked(w, a_list(w, holder=Holder(person=w.leader)))
    with pytest.raises(Refused, match="本人自评"):
        reviews.answer(line=review.lines.first(), did="代填", is_short=False, mend="", mend_by=None, by=w.officer)
    answered(w, review, w.leader)
    with pytest.raises(Refused, match="其他领导"):
        judged(w, review)
    other = factories.user("leader", w.town)
    reviews.judge(review=review, word="到位", short=[], mend_by=None, by=other)
    assert review.word == "到位" and review.judged_by == other


def test_what_the_leader_finds_short_is_to_be_mended_by_the_day(w):
    review = answered(w, asked(w))
    second = review.lines.all()[1]
    with pytest.raises(Refused, match="整改期限"):
        judged(w, review, short=[second])
    assert not ReviewLine.objects.to_mend().exists()
    judged(w, review, short=[second], mend_by=day(6))
    assert [line.mend_by for line in ReviewLine.objects.to_mend().order_by("mend_by")] == [day(3), day(6)]
    assert [due.due_on for due in due_lines(day(6), day(6))] == [day(6)]
    reviews.mended(line=second, on=day(), what="已补", by=w.department)
    with pytest.raises(Refused, match="已经登记"):
        reviews.mended(line=second, on=day(), what="又补", by=w.officer)
    assert not list(due_lines(day(6), day(6)))


def test_the_self_review_is_due_to_whoever_is_reviewed(w):
    review = asked(w)
    assert [(due.obj, due.people) for due in due_reviews(day(5), day(5))] == [(review, [w.department])]


def test_the_same_list_is_reviewed_once_for_the_same_days(w):
    mandate = a_list(w)
    asked(w, mandate)
    with pytest.raises(Refused, match="都已发起"):
        asked(w, mandate)


def test_from_answer_to_word_on_the_pages(client, w):
    review = asked(w)
    client.force_login(w.department)
    for line in review.lines.all():
        client.post(reverse("mandates:review_line", args=[line.pk]), {"did": "查了三家"})
    client.post(reverse("mandates:review_step", args=[review.pk, "submit"]))
    assert client.get(reverse("mandates:review_judge", args=[review.pk])).status_code == 403
    client.force_login(w.leader)
    sent = {"word": "还要加强", "short": [review.lines.first().pk], "mend_by": day(4).isoformat()}
    client.post(reverse("mandates:review_judge", args=[review.pk]), sent)
    page = client.get(reverse("mandates:review", args=[review.pk])).content.decode()
    assert "还要加强" in page and "按评议意见整改" in page
    assert client.get(reverse("mandates:review_pdf", args=[review.pk])).content[:5] == b"%PDF-"
    client.force_login(w.other_officer)
    assert client.get(reverse("mandates:review", args=[review.pk])).status_code == 404


def test_the_list_of_gaps_counts_each_line_once(client, w):
    judged(w, answered(w, asked(w, a_list(w, items=("监督检查", "建立台账", "宣传"))), short=2))
    client.force_login(w.officer)
    rows = client.get(reverse("mandates:reviews"), {"short": "1"}).context["page"]
    assert [(row.lines_of, row.short, row.left) for row in rows] == [(3, 2, 2)]

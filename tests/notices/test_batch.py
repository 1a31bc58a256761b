"""Many papers by one confirmation: what goes along, what stays and why, parts that run twice, numbers that stay whole."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from core import clock, jobs
from core.enums import JobState
from core.errors import Refused
from core.models import Job
from notices import batch, services, tasks, typeset
from notices.models import Paper, PaperNumber
from tests import factories

from .conftest import as_user, circular, in_state, order


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(batch, "PART", 2)


def signed_orders(w, count):
    firms = [factories.enterprise(w.village, name=f"恒远木器{n}厂") for n in range(count)]
    return [in_state(w, "signed", order(w, unit=firm)) for firm in firms]


def run_all(job):
    """As the workers would: the batch, then its parts."""
    jobs.run(job.pk)
    for part in batch.parts(job):
        jobs.run(part.pk)
    job.refresh_from_db()


def states(papers):
    return list(Paper.objects.filter(pk__in=[p.pk for p in papers]).values_list("state", flat=True))


def begin(w, act, papers, by=None, **fields):
    chosen = Paper.objects.filter(pk__in=[paper.pk for paper in papers])
    return batch.start(act=act, papers=chosen, by=by or w.officer, **fields)


# what it does
def test_signed_orders_are_issued_under_numbers_in_a_row(w, small_parts):
    papers = signed_orders(w, 5)
    limit = clock.today() + timedelta(days=5)
    job = begin(w, "issue", papers, due_on=limit)
    run_all(job)
    assert batch.parts(job).count() == 3 and set(states(papers)) == {"issued"}
    assert sorted(Paper.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert all(receipt.due_on == limit for paper in papers for receipt in paper.receipts.all())
    progress = batch.progress(job)
    assert (progress.total, progress.done, progress.failed, progress.running) == (5, 5, [], False)


def test_drafts_are_reviewed_and_signed_en_bloc(w, small_parts):
    papers = [order(w, unit=factories.enterprise(w.village)) for _ in range(3)]
    run_all(begin(w, "review", papers))
    assert set(states(papers)) == {"reviewed"}
    run_all(begin(w, "sign", papers, by=w.leader))
    assert set(states(papers)) == {"signed"}
    assert all(paper.signer == w.leader for paper in Paper.objects.filter(pk__in=[p.pk for p in papers]))


def test_every_part_runs_twice_without_a_second_number_paper_or_message(w, small_parts):
    papers = signed_orders(w, 4)
    job = begin(w, "issue", papers)
    run_all(job)
    before = list(Paper.objects.order_by("pk").values("number", "sha256", "file", "version"))
    batch.split(job)
    for part in batch.parts(job):
        tasks.run_part(part)
    assert list(Paper.objects.order_by("pk").values("number", "sha256", "file", "version")) == before
    assert PaperNumber.objects.get().last == 4 and batch.parts(job).count() == 2


def test_one_paper_that_cannot_be_printed_holds_up_none_and_its_number_goes_to_the_next(w, small_parts):
    papers = signed_orders(w, 5)
    Paper.objects.filter(pk=papers[1].pk).update(content={"unit": "无"})
    job = begin(w, "issue", papers)
    run_all(job)
    issued = Paper.objects.filter(state="issued")
    assert sorted(issued.values_list("number", flat=True)) == [1, 2, 3, 4]
    ((paper, reason),) = batch.progress(job).failed
    assert paper.pk == papers[1].pk and "不完整" in reason
    counter = PaperNumber.objects.get()
    assert (counter.last, counter.held, counter.free) == (4, {}, [])


def test_what_failed_can_be_tried_again_and_what_is_done_is_not_done_twice(w, small_parts):
    papers = signed_orders(w, 3)
    whole = papers[1].content
    Paper.objects.filter(pk=papers[1].pk).update(content={"unit": "无"})
    job = begin(w, "issue", papers)
    run_all(job)
    Paper.objects.filter(pk=papers[1].pk).update(content=whole)
    batch.retry(job)
    assert batch.progress(job).running
    run_all(job)
    assert batch.progress(job).failed == [] and sorted(Paper.objects.values_list("number", flat=True)) == [1, 2, 3]


# numbers held while pages are painted
def test_a_killed_workers_number_waits_for_its_paper(w, monkeypatch):
    first, second = signed_orders(w, 2)
    from notices import numbers

    assert numbers.hold(paper=first, year=clock.today().year) == 1  # and the worker dies here
    assert services.issue(paper=second, by=w.officer).number == 2
    assert services.issue(paper=first, by=w.officer).number == 1


def test_the_number_of_a_paper_sent_back_after_its_worker_died_goes_to_the_next(w):
    from notices import numbers

    first, second = signed_orders(w, 2)
    numbers.hold(paper=first, year=clock.today().year)
    services.send_back(paper=first, by=w.leader, note="再斟酌")
    assert services.issue(paper=second, by=w.officer).number == 1


def test_a_text_changed_while_it_was_printed_is_not_issued(w, monkeypatch):
    (paper,) = signed_orders(w, 1)
    real = typeset.render

    def slow(printed):
        Paper.objects.filter(pk=printed.pk).update(version=printed.version + 2)
        return real(printed)

    monkeypatch.setattr(typeset, "render", slow)
    with pytest.raises(Refused, match="刚被改动"):
        services.issue(paper=paper, by=w.officer)
    assert not list(paper.file.storage.listdir("")[1]) and PaperNumber.objects.get().last == 0


def test_the_slower_of_two_workers_on_one_paper_keeps_nothing(w, monkeypatch, tmp_path):
    (paper,) = signed_orders(w, 1)
    real = typeset.render

    def overtaken(printed):
        monkeypatch.setattr(typeset, "render", real)
        services.issue(paper=Paper.objects.get(pk=printed.pk), by=w.officer)
        return real(printed)

    monkeypatch.setattr(typeset, "render", overtaken)
    assert services.issue(paper=paper, by=w.officer).number == 1
    assert len(list(tmp_path.rglob("*.pdf"))) == 1 and PaperNumber.objects.get().last == 1


# the pages
def confirm(w, role, act, papers, query="", **data):
    address = reverse("notices:batch_confirm") + query
    return as_user(getattr(w, role)).post(
        address, {"act": act, "ids": [str(paper.pk) for paper in papers], **data}, follow=True
    )


def test_the_confirmation_says_what_will_happen_and_what_is_refused_and_why(w):
    ready = signed_orders(w, 2)
    draft, lonely = order(w), in_state(w, "signed", circular(w, units=[]))
    page = confirm(w, "officer", "issue", [*ready, draft, lonely]).content.decode()
    assert '<b class="num">2</b> 份' in page and '云应急责改 <span class="num">2</span> 个' in page
    assert "当前状态是“起草”" in page and "还没有主送单位" in page
    assert all(str(paper.pk) in page for paper in ready) and not Job.objects.exists()


def test_all_that_the_filter_shows_goes_along_whatever_the_page_showed(w):
    signed_orders(w, 3)
    in_state(w, "signed")
    page = confirm(w, "officer", "issue", [], "?kind=order&state=signed", all_matching="1").content.decode()
    assert '<b class="num">3</b> 份' in page


def test_confirming_twice_starts_one_batch_and_shows_it(w, small_parts):
    papers = signed_orders(w, 3)
    data = {"act": "issue", "ids": ",".join(str(paper.pk) for paper in papers), "form_token": "abc"}
    client = as_user(w.officer)
    first, second = (client.post(reverse("notices:batch_start"), data) for _ in range(2))
    assert first.url == second.url and Job.objects.filter(kind=batch.KIND).count() == 1
    job = Job.objects.get(kind=batch.KIND)
    assert "处理中" in client.get(first.url).content.decode()
    run_all(job)
    page = client.get(first.url, headers={"HX-Request": "true"}).content.decode()
    assert '已印发 <b class="num">3</b>' in page and "合并为一个打印文件" in page and "hx-trigger" not in page
    assert "<html" not in page


def test_a_failed_paper_is_listed_with_its_reason_and_can_be_tried_again(w):
    papers = signed_orders(w, 2)
    Paper.objects.filter(pk=papers[0].pk).update(content={"unit": "无"})
    job = begin(w, "issue", papers)
    run_all(job)
    client = as_user(w.officer)
    page = client.get(reverse("notices:batch", args=[job.pk])).content.decode()
    assert "不完整" in page and "重试没有办成的" in page and '没有办成 <b class="num">1</b>' in page
    client.post(reverse("notices:batch_retry", args=[job.pk]))
    assert batch.parts(job).get().state == JobState.QUEUED


def test_the_print_file_has_every_paper_from_an_odd_page_in_the_order_of_numbers(w, small_parts):
    papers = signed_orders(w, 3)
    job = begin(w, "issue", papers)
    run_all(job)
    client = as_user(w.officer)
    first, second = (client.post(reverse("notices:batch_print", args=[job.pk])) for _ in range(2))
    assert first.url == second.url
    merged = jobs.run(Job.objects.get(kind="notices.merge").pk)
    with merged.file.open() as file:
        texts = ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(file.read())).pages]
    assert [f"{n}号" in text for text, n in zip(texts[::2], (1, 2, 3), strict=True)] == [True] * 3
    assert texts[1::2] == ["", ""]


def test_nothing_issued_yet_gives_no_print_file(w):
    job = begin(w, "issue", signed_orders(w, 1))
    answer = as_user(w.officer).post(reverse("notices:batch_print", args=[job.pk]), follow=True)
    assert "还没有印发的公文" in answer.content.decode() and not Job.objects.filter(kind="notices.merge").exists()


# who may
@pytest.mark.parametrize(
    ("role", "act", "status"),
    [
        ("leader", "issue", 403), ("leader", "review", 403), ("officer", "sign", 403), ("cadre", "issue", 403),
        ("supervisor", "issue", 403), ("discipline", "sign", 403), ("boss", "review", 403), ("officer", "burn", 404),
    ],
)  # fmt: skip
def test_only_the_seat_whose_step_it_is_may(w, role, act, status):
    papers = signed_orders(w, 1)
    assert confirm(w, role, act, papers).status_code == status
    data = {"act": act, "ids": str(papers[0].pk)}
    assert as_user(getattr(w, role)).post(reverse("notices:batch_start"), data).status_code == status
    assert not Job.objects.exists()


def test_the_next_townships_papers_are_not_in_sight(w):
    papers = signed_orders(w, 1)
    assert "没有选中公文" in confirm(w, "other_officer", "issue", papers).content.decode()
    as_user(w.other_officer).post(reverse("notices:batch_start"), {"act": "issue", "ids": str(papers[0].pk)})
    assert not Job.objects.exists()


def test_a_batch_is_its_starters_alone(w):
    job = begin(w, "issue", signed_orders(w, 1))
    colleague = factories.user("officer", w.town, office=w.safety_office)
    for name, ask in (("batch", "get"), ("batch_retry", "post"), ("batch_print", "post")):
        assert getattr(as_user(colleague), ask)(reverse(f"notices:{name}", args=[job.pk])).status_code == 404
    other = factories.job(w.officer)
    assert as_user(w.officer).get(reverse("notices:batch", args=[other.pk])).status_code == 404


def test_a_countersign_still_waited_for_keeps_a_paper_out(w):
    from notices import countersign

    papers = [in_state(w, "reviewed"), in_state(w, "reviewed")]
    countersign.ask(paper=papers[0], people=[], offices=[w.office], by=w.officer)
    plan = batch.plan(act="sign", papers=Paper.objects.filter(state="reviewed"), by=w.leader)
    assert [paper.pk for paper in plan.ready] == [papers[1].pk] and "没有会签" in plan.refused[0][1]


@pytest.mark.parametrize("ids", ["", "x", "x,y", "00000000-0000-0000-0000-000000000000"])
def test_nothing_chosen_is_said(w, ids):
    answer = as_user(w.officer).post(reverse("notices:batch_start"), {"act": "issue", "ids": ids}, follow=True)
    assert "没有选中公文" in answer.content.decode() and not Job.objects.exists()


def test_a_limit_in_the_past_starts_nothing(w):
    (paper,) = signed_orders(w, 1)
    data = {"act": "issue", "ids": str(paper.pk), "due_on": "2020-01-01"}
    as_user(w.officer).post(reverse("notices:batch_start"), data)
    assert not Job.objects.exists()


def test_more_than_the_most_is_refused_with_the_number(w, monkeypatch):
    monkeypatch.setattr(batch, "MOST", 1)
    answer = confirm(w, "officer", "issue", signed_orders(w, 2))
    assert "一次最多办理 1 份" in answer.content.decode()


def test_the_list_offers_each_seat_its_own_acts(w):
    signed_orders(w, 1)
    pages = {
        role: as_user(getattr(w, role)).get(reverse("notices:list")).content.decode()
        for role in ("officer", "leader", "discipline")
    }
    assert "成批印发" in pages["officer"] and "成批核稿" in pages["officer"] and "成批签发" not in pages["officer"]
    assert "成批签发" in pages["leader"] and "成批印发" not in pages["leader"] and "成批" not in pages["discipline"]


def test_planning_asks_the_database_no_more_for_more_papers(w, django_assert_num_queries):
    signed_orders(w, 1)
    chosen = Paper.objects.filter(kind="order")
    w.officer.membership  # noqa: B018 - read once before counting
    with django_assert_num_queries(1):
        batch.plan(act="issue", papers=chosen, by=w.officer)
    signed_orders(w, 3)
    with django_assert_num_queries(1):
        batch.plan(act="issue", papers=chosen, by=w.officer)

"""Papers of the demonstration: every state is there, and numbers have no gap."""

import random
from types import SimpleNamespace

from accounts import demo as accounts
from campaigns import demo as campaigns
from core import clock, reference
from dashboard.management.commands.demo import day_from
from enterprises import demo as enterprises
from hazards import demo as hazards
from notices import demo as notices
from notices import services
from notices.models import Paper, PaperNumber, Receipt, WordingVersion
from places import demo as places


def told(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    reference.load_all()
    demo = SimpleNamespace(rng=random.Random(7), today=clock.today(), day=day_from(clock.today()))
    for app in (places, accounts, enterprises, campaigns, hazards, notices):
        app.load(demo)
    return demo


def test_the_papers_of_the_demonstration_agree_with_one_another(db, settings, tmp_path):
    """One load for all, since it prints every paper."""
    demo = told(settings, tmp_path)
    every_kind_and_state_is_there(demo)
    numbers_are_in_a_row_and_every_file_is_whole()
    nothing_happened_in_the_future_or_before_its_cause()
    campaign = demo.campaigns[demo.towns[0].code][0]
    assert campaign.paper.doc_number == campaign.doc_number


def every_kind_and_state_is_there(demo):
    rows = Paper.objects.filter(township=demo.towns[0])
    count = lambda **where: rows.filter(**where).count()  # noqa: E731
    assert count(kind="circular", state="issued") >= 2
    assert count(kind="order", state="issued") >= 6
    assert count(kind="urging", state="issued") >= 3
    assert [count(state=state) for state in ("draft", "reviewed", "signed", "withdrawn")] == [1, 2, 1, 1]
    assert [count(kind=kind, state="issued") for kind in ("tip", "recheck")] == [1, 1]
    assert [count(kind=kind, state="issued") for kind in ("inspection", "interview", "transfer", "report")] == [1] * 4
    assert rows.filter(seal_uses__void=False).get().state == "issued"
    assert WordingVersion.objects.get(township=demo.towns[0]).kind == "tip"
    letter = rows.get(kind="letter")
    assert letter.countersigns.waiting().get().office.name == notices.ASKED and letter.countersigns.count() == 2
    for paper in rows.filter(kind="circular", state="issued").order_by("issued_on")[1:3]:
        assert set(paper.receipts.values_list("state", flat=True)) == {"sent", "read", "signed"}


def numbers_are_in_a_row_and_every_file_is_whole():
    for counter in PaperNumber.objects.all():
        numbers = Paper.objects.filter(township=counter.township, code=counter.code, year=counter.year)
        numbers = sorted(numbers.values_list("number", flat=True))
        assert numbers == list(range(counter.last - len(numbers) + 1, counter.last + 1))
    for paper in Paper.objects.exclude(number=None):
        assert services.intact_bytes(paper)


def nothing_happened_in_the_future_or_before_its_cause():
    now = clock.now()
    for paper in Paper.objects.exclude(number=None):
        assert paper.created_at <= paper.reviewed_at <= paper.signed_at <= paper.issued_at <= now
    for receipt in Receipt.objects.filter(state="signed").select_related("paper"):
        assert receipt.paper.issued_at <= receipt.signed_at <= now and receipt.signed_by


def test_without_faces_the_demonstration_goes_on_and_says_what_to_run(db, settings, tmp_path, capsys):
    settings.FONTS_DIR = tmp_path / "none"
    told(settings, tmp_path)
    assert not Paper.objects.exists()
    assert "./run setup" in capsys.readouterr().err

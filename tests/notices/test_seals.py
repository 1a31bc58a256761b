"""Seals: who is named to keep them, which pictures are taken, who puts them on which papers, what the register keeps."""

import base64
import hashlib
import io
from datetime import timedelta
from importlib import import_module

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from PIL import Image, UnidentifiedImageError

from core import clock
from core.errors import Refused
from notices import countersign, seal_pictures, seals, services
from notices.models import Paper, Seal, SealKeeper, SealPicture, SealUse
from tests import factories

from .conftest import circular, in_state

WHY = "按签发单用印"


@pytest.fixture
def keeper(w):
    return factories.keeper(w.town, w.officer)


@pytest.fixture
def seal(w):
    return factories.seal(w.town)


def place(w, paper=None, by=None, note=WHY):
    return seals.place(paper=paper or in_state(w, "signed"), by=by or w.officer, note=note)


# who keeps them


def name(w, by=None, **fields):
    given = {"person": w.officer, "from_on": clock.today(), "by": by or w.leader}
    return seals.name_keeper(**(given | fields))


def test_a_leader_names_an_officer_with_days_and_it_is_logged(w):
    keeper = name(w, until_on=clock.today() + timedelta(days=30))
    line = keeper.log.get()
    assert (line.actor, line.action_label) == (w.leader, "指定用印人") and "至" in line.note
    assert SealKeeper.objects.current().of_user(w.officer).get() == keeper


@pytest.mark.parametrize("role", ["officer", "department", "discipline", "supervisor", "cadre", "boss", "other_officer"])
def test_nobody_but_a_leader_names_keepers(w, role):
    with pytest.raises(Refused, match="由乡镇领导指定"):
        name(w, by=getattr(w, role))


@pytest.mark.parametrize("who", ["leader", "department", "cadre", "other_officer", "discipline"])
def test_only_the_townships_own_officers_are_named(w, who):
    with pytest.raises(Refused, match="应急办人员里指定"):
        name(w, person=getattr(w, who))


def test_a_person_is_named_once_and_again_after_a_withdrawal(w):
    keeper = name(w)
    with pytest.raises(Refused, match="已经是用印人"):
        name(w)
    seals.withdraw_keeper(keeper=keeper, by=w.leader, note="岗位调整")
    assert name(w).pk != keeper.pk


@pytest.mark.parametrize("until", [-1, -400])
def test_days_that_are_over_are_refused(w, until):
    with pytest.raises(Refused, match="截止日期"):
        name(w, from_on=clock.today() - timedelta(days=500), until_on=clock.today() + timedelta(days=until))


def test_a_withdrawal_needs_a_reason_and_a_leader_of_the_same_township(w, keeper):
    stranger = factories.user("leader", w.other_town)
    for by, note, words in ((w.leader, " ", "原因"), (w.officer, "x", "领导"), (stranger, "x", "本乡镇")):
        with pytest.raises(Refused, match=words):
            seals.withdraw_keeper(keeper=keeper, by=by, note=note)
    assert seals.withdraw_keeper(keeper=keeper, by=w.leader, note="岗位调整").state == "withdrawn"
    assert keeper.log.get().note == "岗位调整"


# the pictures


def altered(change, side=600):
    picture = change(Image.open(io.BytesIO(factories.stamp(side))).convert("RGBA"))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def opaque(picture):
    white = Image.new("RGB", picture.size, "white")
    white.paste(picture, mask=picture.getchannel("A"))
    return white


BAD = {
    "no picture": (lambda: b"not a picture", "不是PNG"),
    "empty": (lambda: b"", "不是PNG"),
    "cut off": (lambda: factories.stamp()[:1500], "没有传完整"),
    "jpeg": (lambda: _jpeg(), "不是PNG"),
    "too few dots for 300 dpi": (lambda: factories.stamp(495), "495×495"),
    "too many dots": (lambda: factories.stamp(4001), "4001×4001"),
    "not square": (lambda: altered(lambda p: p.resize((600, 800))), "不是正方形"),
    "white paper": (lambda: altered(opaque), "底色不透明"),
    "white paper with a channel": (lambda: altered(lambda p: opaque(p).convert("RGBA")), "底色不透明"),
    "blue": (lambda: factories.stamp(colour=(20, 40, 200, 255)), "不是红色"),
    "black": (lambda: factories.stamp(colour=(10, 10, 10, 255)), "不是红色"),
    "blank": (lambda: altered(lambda p: Image.new("RGBA", p.size, (0, 0, 0, 0))), "不是红色"),
    "too heavy": (lambda: factories.stamp() + b"0" * seal_pictures.LIMIT, "超过 4 MB"),
}


def _jpeg():
    out = io.BytesIO()
    Image.new("RGB", (600, 600), "red").save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize("fault", BAD)
def test_a_picture_that_is_no_seal_is_refused_with_what_to_do(w, keeper, fault):
    make, words = BAD[fault]
    with pytest.raises(Refused, match=words):
        seals.register(picture=make(), by=w.officer)
    assert not Seal.objects.exists()


def test_a_bomb_of_dots_is_refused_by_its_head(w, keeper, monkeypatch):
    data = bytearray(factories.stamp())
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("the dots were read"))
    with pytest.raises(Refused):
        seals.register(picture=bytes(data), by=w.officer)


@pytest.mark.parametrize("side", [496, 1200])
def test_a_good_one_is_kept_re_encoded_and_encrypted(w, keeper, side):
    sent = factories.stamp(side)
    seal = seals.register(picture=sent, by=w.officer)
    kept = bytes(SealPicture.objects.get(seal=seal).kept)
    assert seal.issuer == "云溪镇人民政府" and seal.log.get().actor == w.officer
    with pytest.raises(UnidentifiedImageError):
        Image.open(io.BytesIO(kept))
    data = seal_pictures.opened(kept, seal.sha256)
    assert data != sent and Image.open(io.BytesIO(data)).size == (1000, 1000)


def test_words_hidden_in_the_file_do_not_come_along(w, keeper):
    seal = seals.register(picture=factories.stamp() + b"secret words", by=w.officer)
    assert b"secret" not in seal_pictures.opened(seal.picture.kept, seal.sha256)


def test_another_secret_or_a_changed_row_is_said_in_words(w, seal, settings):
    with pytest.raises(Refused, match="校验值不符"):
        seal_pictures.opened(seal.picture.kept, "0" * 64)
    settings.DATA_KEYS = [b"k" * 32]
    with pytest.raises(Refused, match="密钥换过"):
        seal_pictures.opened(seal.picture.kept, seal.sha256)


def test_one_seal_an_issuer_and_the_next_after_stopping(w, keeper):
    first = seals.register(picture=factories.stamp(), by=w.officer)
    with pytest.raises(Refused, match="已有使用中的印章"):
        seals.register(picture=factories.stamp(), by=w.officer)
    seals.stop(seal=first, by=w.leader, note="启用新章")
    assert seals.register(picture=factories.stamp(), by=w.officer).state == "in_use"


def test_an_office_of_the_township_has_a_seal_of_its_own_and_others_have_not(w, keeper):
    assert seals.register(picture=factories.stamp(), office=w.office, by=w.officer).issuer == "云溪镇市场监督管理所"
    with pytest.raises(Refused, match="不是本乡镇"):
        seals.register(picture=factories.stamp(), office=w.other_office, by=w.officer)


@pytest.mark.parametrize("role", ["officer", "leader", "department", "discipline", "cadre", "other_officer"])
def test_who_is_not_named_neither_registers_nor_puts_on(w, seal, role):
    with pytest.raises(Refused, match="用印人办理"):
        seals.register(picture=factories.stamp(), by=getattr(w, role))
    with pytest.raises(Refused, match="用印人办理"):
        place(w, by=getattr(w, role))
    assert not SealUse.objects.exists()


def test_keepers_and_leaders_stop_a_seal_with_a_reason_others_do_not(w, seal, keeper):
    for by, note, words in ((w.discipline, "x", "用印人"), (w.officer, "", "原因"), (w.other_officer, "x", "用印人")):
        with pytest.raises(Refused, match=words):
            seals.stop(seal=seal, by=by, note=note)
    assert seals.stop(seal=seal, by=w.officer, note="印模磨损").withdrawn_at


# putting it on


def test_it_is_a_step_of_its_own_with_who_when_and_why(w, seal, keeper):
    paper = place(w)
    use, line = SealUse.objects.get(), paper.log.get(action="seal")
    assert (use.paper, use.seal, use.by, use.note, use.said) == (paper, seal, w.officer, WHY, "待印发")
    assert paper.state == "signed" and line.actor == w.officer and WHY in line.note and "云溪镇人民政府" in line.note


@pytest.mark.parametrize("note", ["", "  "])
def test_without_a_reason_it_is_refused(w, seal, keeper, note):
    with pytest.raises(Refused, match="必须写明原因"):
        place(w, note=note)
    assert not SealUse.objects.exists()


@pytest.mark.parametrize("state", ["draft", "reviewed", "issued", "withdrawn"])
def test_only_signed_papers_are_sealed(w, seal, keeper, state):
    with pytest.raises(Refused, match="不能用印"):
        place(w, in_state(w, state))


@pytest.mark.parametrize("days", [(-9, -1), (1, 9)])
def test_outside_the_days_named_for_it_is_refused(w, seal, days):
    start, end = (clock.today() + timedelta(days=day) for day in days)
    factories.keeper(w.town, w.officer, from_on=start, until_on=end)
    with pytest.raises(Refused, match="用印人办理"):
        place(w)


def test_a_keeper_who_left_the_office_puts_on_nothing(w, seal, keeper):
    person = factories.user("leader", w.town)
    SealKeeper.objects.update(person=person)
    with pytest.raises(Refused, match="用印人办理"):
        place(w, by=person)


def test_a_keeper_next_door_does_not_seal_this_townships_papers(w, seal):
    factories.keeper(w.other_town, w.other_officer)
    with pytest.raises(Refused, match="不是本乡镇"):
        place(w, by=w.other_officer)


def test_without_a_registered_seal_it_says_whose_is_missing_and_the_paper_goes_out_as_before(w, keeper):
    paper = in_state(w, "signed")
    with pytest.raises(Refused, match="云溪镇人民政府没有登记印章"):
        place(w, paper)
    assert services.issue(paper=paper, by=w.officer).state == "issued"


def test_twice_is_told_and_leaves_one_use(w, seal, keeper):
    paper = place(w)
    with pytest.raises(Refused, match="已经用印"):
        place(w, paper)
    assert SealUse.objects.count() == 1


JOINT = "各村：\n请落实。\n云溪镇人民政府\n云溪镇市场监督管理所\n2026年11月20日"


def test_joint_issuers_get_one_seal_each_or_none_at_all(w, seal, keeper):
    paper = in_state(w, "signed", circular(w, body=JOINT))
    with pytest.raises(Refused, match="市场监督管理所没有登记印章"):
        place(w, paper)
    assert not SealUse.objects.exists()
    second = factories.seal(w.town, office=w.office)
    place(w, paper)
    assert list(SealUse.objects.order_by("order").values_list("seal", flat=True)) == [seal.pk, second.pk]


def test_what_is_sent_back_or_voided_loses_it_and_the_register_keeps_it(w, seal, keeper):
    back, gone = place(w), place(w)
    services.send_back(paper=back, by=w.leader, note="数字有误")
    services.withdraw(paper=gone, by=w.leader, note="不发了")
    assert {use.said for use in SealUse.objects.all()} == {"已作废，未印发"} and not SealUse.objects.standing().exists()
    place(w, in_state(w, "signed", back))
    assert SealUse.objects.standing().get().paper == back and SealUse.objects.count() == 3


def test_after_sealing_the_recipients_stand(w, seal, keeper):
    paper = place(w)
    with pytest.raises(Refused, match="已经用印"):
        services.address(paper=paper, units=[w.village2], by=w.officer)


def test_a_seal_stopped_meanwhile_stops_the_issue_until_it_is_sealed_anew(w, seal, keeper):
    paper = place(w)
    seals.stop(seal=seal, by=w.leader, note="印模外泄")
    with pytest.raises(Refused, match="已停用"):
        services.issue(paper=paper, by=w.officer)
    new = factories.seal(w.town)
    place(w, Paper.objects.get(pk=paper.pk))
    assert SealUse.objects.standing().get().seal == new
    assert services.issue(paper=paper, by=w.officer).state == "issued"


def test_an_issued_or_withdrawn_paper_keeps_its_place_in_the_register(w, seal, keeper):
    paper = services.issue(paper=place(w), by=w.officer)
    assert SealUse.objects.get().said == "已印发"
    services.withdraw(paper=paper, by=w.leader, note="有误")
    use = SealUse.objects.get()
    assert not use.void and use.said == "公文已作废"


def test_countersigning_again_is_not_touched_by_seals(w, seal, keeper):
    paper = in_state(w, "reviewed")
    countersign.ask(paper=paper, people=[w.leader], by=w.officer)
    assert "不能用印" in Paper.workflow.refusal(paper, "seal", w.officer)


def test_a_picture_sealed_with_the_secret_of_sessions_is_sealed_anew(w, seal, settings):
    key = base64.urlsafe_b64encode(hashlib.sha256(f"notices.seals:{settings.SECRET_KEY}".encode()).digest())
    former = Fernet(key).encrypt(seal_pictures.opened(seal.picture.kept, seal.sha256))
    SealPicture.objects.update(kept=former)
    import_module("notices.migrations.0009_seals_by_data_keys").seal_anew(apps, None)
    assert seal_pictures.opened(SealPicture.objects.get().kept, seal.sha256)

"""Photos, scans and recordings on a penalty case: hung on it, seen by those who handle it, printed with their list."""

import io
import re

import pytest
from django.urls import reverse
from pypdf import PdfReader

from core.errors import Refused
from evidence.models import Attachment
from hazards import case_papers
from hazards.services import penalties as services
from tests import factories

from .penal import filed, in_state, punished, ready
from .test_views import as_user


def prove(w, case, by=None, note="车间出口上锁", number=1):
    by = by or w.officer
    ids = [str(factories.photo(by=by).pk) for _ in range(number)]
    return services.add_proof(case=case, by=by, note=note, photos=ids)


def page(w, case, person):
    return as_user(person).get(reverse("hazards:case", args=[case.pk]))


def words(data):
    return re.sub(r"\s", "", "".join(one.extract_text() for one in PdfReader(io.BytesIO(data)).pages))


def test_pictures_hang_on_the_case_with_what_they_prove_in_the_log(w):
    case = prove(w, filed(w), number=2)
    assert Attachment.objects.of(case).filter(slot="proof").count() == 2
    line = case.log.latest("at")
    assert (line.action, line.note, line.actor) == ("prove", "2 件：车间出口上锁", w.officer)
    answer = page(w, case, w.officer)
    assert len(answer.context["proofs"]) == 2 and "证据（2 件）" in answer.content.decode()


def test_it_is_sent_from_the_page(w):
    case, photo = filed(w), factories.photo(by=w.officer)
    url = reverse("hazards:case_step", args=[case.pk, "prove"])
    client = as_user(w.officer)
    assert (
        'enctype="multipart/form-data"' in client.get(reverse("hazards:case", args=[case.pk]) + "?do=prove").content.decode()
    )
    sent = {"note": "现场照片", "photos": [str(photo.pk)], "row_version": case.version}
    assert client.post(url, sent).status_code == 302
    assert list(Attachment.objects.of(case)) == [photo]
    case.refresh_from_db()
    again = client.post(url, {"note": "没有附件", "row_version": case.version})
    assert "请选择照片" in again.content.decode()


@pytest.mark.parametrize(("note", "number", "said"), [(" ", 1, "证明什么"), ("现场", 0, "请选择")])
def test_it_needs_a_file_and_what_it_proves(w, note, number, said):
    with pytest.raises(Refused, match=said):
        prove(w, filed(w), note=note, number=number)
    assert not Attachment.objects.exclude(content_type=None).exists()


@pytest.mark.parametrize("state", ["exempt", "closed", "transferred", "cancelled"])
def test_a_case_that_is_over_takes_no_more(w, state):
    with pytest.raises(Refused, match="不能再补充证据"):
        prove(w, in_state(w, state))


def test_another_station_does_not_add_to_a_case(w):
    with pytest.raises(Refused, match="立案的站所或应急办"):
        prove(w, filed(w), by=w.department)


@pytest.mark.parametrize(("role", "code"), [("officer", 200), ("leader", 200), ("discipline", 200), ("supervisor", 200),
                                            ("boss", 404), ("cadre", 404), ("other_officer", 404)])  # fmt: skip
def test_files_open_for_those_who_handle_or_answer_for_it_never_for_the_unit(w, role, code):
    case = punished(w, prove(w, filed(w)))
    photo = Attachment.objects.of(case).get()
    answer = as_user(getattr(w, role)).get(reverse("evidence:file", args=[photo.pk]))
    assert answer.status_code == code
    if role in ("boss", "cadre"):
        seen = page(w, case, getattr(w, role))
        assert seen.status_code == 200 and str(photo.pk) not in seen.content.decode()


def test_the_list_of_proofs_prints_the_pictures_and_the_decision_names_it(w):
    case = ready(w)
    with pytest.raises(Refused, match="还没有附证据"):
        case_papers.proofs(case)
    case = prove(w, case, number=3)
    data = case_papers.proofs(case)
    said = words(data)
    assert case.number in said and "证据3" in said and Attachment.objects.of(case).first().sha256[:16] in said
    assert sum(len(one.images) for one in PdfReader(io.BytesIO(data)).pages) >= 1
    assert ("proofs", "证据材料目录") in case_papers.offered(case)
    answer = as_user(w.officer).get(reverse("hazards:case_paper", args=[case.pk, "proofs"]))
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    factories.power(w.town)
    case = punished(w, case, authority="")
    assert "3件，见证据材料目录" in words(case_papers.decision(case, "enterprise"))

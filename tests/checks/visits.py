"""Inspections brought to each of their states by their steps."""

from datetime import time

from checks.models import Inspection
from checks.services import inspecting, signing
from tests import factories

from .conftest import a_list, signature


def begun(w, by=None, *, kind="office", firm=None, checklist="", named=(), **values):
    """A visit to the first firm; `checklist=None` goes without a list."""
    by = by or w.officer
    version = a_list().current if checklist == "" else checklist
    firm = firm or w.firm
    given = {
        "place": firm.village, "enterprise": firm, "begun": time(9, 0), "location": "一号车间", "agency": "云溪镇应急管理办公室",
        "checklist": version, "office": by.membership.office,
        "team": [(by, by.name, "", "lead"), *((None, name, "", "member") for name in named)],
    }  # fmt: skip
    return inspecting.start(by=by, kind=kind, **(given | values))


def fresh(row):
    return Inspection.objects.select_related("enterprise", "place", "office").get(pk=row.pk)


def filled(row, by, value="yes", **values):
    for item in row.checklist.items.all() if row.checklist else ():
        inspecting.answer(inspection=row, item=item, value=value, by=by, **values)
    return fresh(row)


def presented(row, by, value="yes"):
    row = filled(row, by, value)
    return signing.present(inspection=row, by=by, ended=time(10, 30), seen=row.version)


def sign_next(row, by, **values):
    row = fresh(row)
    one = next(one for one in signing.signers(row) if one.signature is None)
    given = {"key": one.key, "drawn": signature(), "seen": row.sha256}
    return signing.sign(inspection=row, by=by, **(given | values))


def signed(row, by, value="yes"):
    """Everybody has signed: locked."""
    row = presented(row, by, value)
    while row.state == "signing":
        row = sign_next(row, by)
    return row


def own(w, kind="principal", by=None, **values):
    """A check of the first firm by itself, led by its principal."""
    by = by or w.boss
    firm = factories.Enterprise.objects.visible_to(by).get()
    team = [(None, firm.principal, "", "lead"), (by, by.name, "", "member")]
    return begun(w, by, kind=kind, firm=firm, office=None, **({"team": team} | values))

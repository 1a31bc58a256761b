"""A stale form overwrites nothing and says what changed, in words."""

import pytest
from django import forms

from core.forms import PortalForm, ReasonForm
from enterprises.forms import EnterpriseForm, PermitForm
from enterprises.models import Enterprise, Permit
from tests import factories


def given(firm, **fields):
    return {
        "name": firm.name, "credit_code": firm.credit_code, "village": firm.village.name, "sector": firm.sector_id,
        "scale": firm.scale, "status": firm.status, "principal": firm.principal, "employees": firm.employees,
        "principal_phone": firm.principal_phone, "row_version": firm.version, **fields,
    }  # fmt: skip


@pytest.fixture
def stale(w):
    """A form opened before somebody changed scale, risk, office and address."""
    data = given(w.firm, address="旧街 1 号")
    Enterprise.objects.filter(pk=w.firm.pk).update(
        scale="large", high_risk=True, supervising_office=w.office, address="新街 9 号", version=4
    )
    return EnterpriseForm(data, instance=Enterprise.objects.get(pk=w.firm.pk), user=w.officer)


def test_the_changes_are_told_in_the_words_of_the_form(stale, w):
    assert not stale.is_valid()
    (told,) = stale.non_field_errors()
    for words in ("规模 现在是“大型”", "高危 现在是“是”", f"监管站所 现在是“{w.office.name}”", "地址 现在是“新街 9 号”"):
        assert words in told
    assert "名称 现在是" not in told and "所在村 现在是" not in told and "刚被别人改过" in told


def test_what_was_typed_is_kept_and_a_second_sending_is_taken(stale, w):
    stale.is_valid()
    assert stale["address"].value() == "旧街 1 号"
    again = EnterpriseForm(stale.data, instance=Enterprise.objects.get(pk=w.firm.pk), user=w.officer)
    assert again.is_valid() and again.save().version == 5


def test_a_form_of_the_newest_version_is_taken_and_counts_up(w):
    form = EnterpriseForm(given(w.firm), instance=w.firm, user=w.officer)
    assert form.is_valid(), form.errors
    assert form.save().version == 2


@pytest.mark.parametrize("version", ["", "x", "0", "99"])
def test_a_form_without_a_sound_version_is_stale(w, version):
    permit = factories.permit(w.firm)
    form = PermitForm({"kind": "licence", "name": permit.name, "row_version": version}, instance=permit)
    assert not form.is_valid()
    assert Permit.objects.get().version == 1


def test_an_emptied_value_is_called_empty(w):
    permit = factories.permit(w.firm, number="甲 1")
    data = {"kind": "licence", "name": permit.name, "number": "甲 1", "row_version": 1}
    Permit.objects.update(number="", version=2)
    form = PermitForm(data, instance=Permit.objects.get())
    assert "证号 现在是“空”" in str(form.non_field_errors())


def test_a_change_elsewhere_in_the_row_is_told_too(w):
    permit = factories.permit(w.firm)
    Permit.objects.update(version=2)
    form = PermitForm({"kind": "licence", "name": permit.name, "row_version": 1}, instance=Permit.objects.get())
    assert "其他内容" in str(form.non_field_errors())


def test_a_new_row_has_no_version_to_be_stale(w):
    form = PermitForm({"kind": "licence", "name": "许可证"}, instance=Permit(enterprise=w.firm, village=w.village))
    assert form.is_valid()


@pytest.mark.parametrize("note", ["", "   ", "\n"])
def test_a_reason_of_blanks_is_none(note):
    assert not ReasonForm({"note": note}).is_valid()


def test_nothing_chosen_is_said_in_words(w):
    form = EnterpriseForm(instance=w.firm, user=w.officer)
    html = form.as_p()
    assert "---" not in html and "不选" in html
    assert dict(form.fields["supervising_office"].choices)[""] == "不选"


class Asked(PortalForm):
    title = forms.CharField(label="标题")
    kind = forms.ChoiceField(label="类别", choices=[("a", "甲")])
    agreed = forms.BooleanField(label="以上属实")
    scan = forms.FileField(label="扫描件")
    day = forms.DateField(label="日期", error_messages={"required": "哪一天开的会"})


def test_an_empty_field_says_which_it_is_and_what_to_do():
    form = Asked({})
    form.fields["title"].label = "会议名称"
    assert [form.errors[name][0] for name in form.fields] == [
        "请填写会议名称", "请选择类别", "请勾选以上属实", "请上传扫描件", "哪一天开的会"
    ]  # fmt: skip

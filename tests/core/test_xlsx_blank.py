"""Empty tables to be filled in."""

import io

from openpyxl import load_workbook

from core.xlsx_blank import blank


def book(**given):
    values = {"options": {"村": ["石桥村", "柳湾村"]}, "notes": ["说明一"], **given}
    return load_workbook(io.BytesIO(blank("名单", ("姓名", "村"), ("姓名",), **values)))


def test_headers_are_starred_where_they_must_be_filled_in():
    assert [cell.value for cell in book().active[1]] == ["姓名*", "村"]


def test_a_drop_down_covers_its_column_and_names_the_hidden_list():
    (rule,) = book().active.data_validations.dataValidation
    assert str(rule.sqref) == "B2:B20001" and rule.formula1 == "选项!$A$1:$A$2" and rule.showErrorMessage
    assert [cell.value for cell in book()["选项"]["A"]] == ["石桥村", "柳湾村"]
    assert book()["选项"].sheet_state == "hidden" and book()["填写说明"]["A1"].value == "说明一"


def test_a_loose_column_takes_other_texts_too():
    (rule,) = book(loose=("村",)).active.data_validations.dataValidation
    assert not rule.showErrorMessage


def test_rows_stand_in_the_table_and_no_formula_is_born_from_them():
    cell = book(rows=[["=1+1", "石桥村"]]).active["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_list_without_names_still_opens():
    assert book(options={"村": []}).active.max_row == 1

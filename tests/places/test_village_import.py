import pytest
from openpyxl import load_workbook

from places import village_import
from places.models import Place


def row(code="990101100203", name="上沣村", **values):
    return {"区划代码": code, "村名": name, "简称": "", "人口": "", "在用": ""} | values


def verdicts(w, *rows):
    return village_import.check(list(rows), w.officer)


def test_a_new_village_is_written_with_a_short_name(w):
    assert verdicts(w, row(人口="1,204".replace(",", "")))[0] == ("new", [], [])
    village_import.commit(row(人口="1204"), w.officer)
    village = Place.objects.get(code="990101100203")
    assert (village.name, village.short_name, village.population, village.level) == ("上沣村", "上沣", 1204, "village")


def test_the_same_code_again_says_what_changes_and_then_nothing(w):
    village_import.commit(row(), w.officer)
    renamed = row(name="上沣社区", 简称="上沣", 在用="否")
    assert verdicts(w, renamed) == [("changed", [], [["村名", "上沣村", "上沣社区"], ["在用", "是", "否"]])]
    village_import.commit(renamed, w.officer)
    assert verdicts(w, renamed)[0][0] == "same"


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (row(code="9901011002"), ["区划代码", "“9901011002”不是 12 位数字，请把这一列设为文本格式"]),
        (row(code="990101101201"), ["区划代码", "不是云溪镇的村，前 9 位应为 990101100"]),
        (row(code="990101100000"), ["区划代码", "不是云溪镇的村，前 9 位应为 990101100"]),
        (row(name="村"), ["村名", "请写 2 到 40 个字"]),
        (row(人口="很多"), ["人口", "“很多”不是整数"]),
        (row(经度="东经117度", 纬度="31.2"), ["经度", "“东经117度”不是经度，应在 73 到 136 之间"]),
        (row(经度="31.2", 纬度="31.2"), ["经度", "“31.2”不是经度，应在 73 到 136 之间"]),
        (row(经度="117.5", 纬度="117.5"), ["纬度", "“117.5”不是纬度，应在 3 到 54 之间"]),
        (row(经度="117.5"), ["经度", "经度和纬度要么都填，要么都不填"]),
        (row(在用="停"), ["在用", "只能填“是”或“否”"]),
    ],
)
def test_a_wrong_cell_is_named_with_its_column_and_reason(w, given, fault):
    assert verdicts(w, given) == [("faulty", [fault], [])]


def test_the_position_of_the_village_office_is_kept_and_a_file_without_it_leaves_it(w):
    placed = row(经度="117.501234", 纬度="31.2604")
    village_import.commit(placed, w.officer)
    village = Place.objects.get(code="990101100203")
    assert (str(village.longitude), str(village.latitude)) == ("117.501234", "31.260400")
    assert verdicts(w, placed)[0][0] == "same"
    assert verdicts(w, row(name="上沣社区", 简称="上沣"))[0] == ("changed", [], [["村名", "上沣村", "上沣社区"]])
    village_import.commit(row(), w.officer)
    village.refresh_from_db()
    assert str(village.latitude) == "31.260400"


def test_swapped_columns_are_named_both(w):
    verdict, faults, _ = verdicts(w, row(经度="31.2", 纬度="117.5"))[0]
    assert verdict == "faulty" and [fault[0] for fault in faults] == ["经度", "纬度"]


def test_a_code_twice_is_faulty_the_second_time(w):
    assert [v[0] for v in verdicts(w, row(), row())] == ["new", "faulty"]


def test_only_the_officer_may_import_and_sees_the_villages(w, client):
    client.force_login(w.cadre)
    assert client.get("/jobs/imports/to/villages/").status_code == 403
    assert client.get("/places/villages/").status_code == 403
    client.force_login(w.officer)
    page = client.get("/places/villages/").content.decode()
    assert "石桥村" in page and "北岭村" not in page and "/jobs/imports/to/villages/" in page


def test_the_template_carries_the_present_villages_as_text(w):
    import io

    sheet = load_workbook(io.BytesIO(village_import.template(w.officer)))["村"]
    assert [cell.value for cell in sheet["A"]][:3] == ["区划代码*", "990101100201", "990101100202"]

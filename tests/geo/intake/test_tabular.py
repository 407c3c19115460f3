"""Tables in anyone's columns give the facts that stand in them, and every doubt has its place."""

import io
import json
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.delivered import PACKAGE
from geo.intake import guard
from geo.intake.plan import plan
from geo.intake.reading import Brought
from geo.intake.tabular import read_table
from geo.package import read_package

SOURCE = {"source": "Báo cáo của Sở Công Thương", "source_kind": "report", "period": "2025"}


@pytest.fixture(scope="module")
def hanoi():
    return read_package(PACKAGE)


def sheet(*rows) -> Brought:
    made, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(list(row))
    made.save(out)
    return Brought("bang.xlsx", out.getvalue())


def text(content: str) -> Brought:
    return Brought("bang.csv", content.encode())


def read(file, package, **options):
    return read_table([file], package, SOURCE | options)


def facts(reading) -> list[tuple]:
    return [
        (r.content["cluster_id"], r.content["field"], r.content["value"])
        for r in reading.rows
        if r.table == "facts"
    ]


def rules(reading) -> list[str]:
    return [finding.rule for finding in reading.findings]


def test_a_table_in_vietnamese_under_a_title_is_read(hanoi):
    reading = read(
        sheet(
            ["SỞ CÔNG THƯƠNG"], ["DANH SÁCH CỤM CÔNG NGHIỆP"], [],
            ["STT", "Tên cụm công nghiệp", "Diện tích quy hoạch (m²)", "Đã cho thuê (ha)", "Số lao động", "Doanh thu (triệu đồng)"],
            ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
            [1, "CCN Đại Thắng", 120_000, 7.5, 300, 45_600],
            [2, "Cụm công nghiệp Dị Nậu", "100.000", "8,25", "1.250", None],
            ["", "Tổng cộng", 220_000, 15.75, 1550, 45_600],
        ),
        hanoi,
    )  # fmt: skip
    assert facts(reading) == [
        ("dai-thang", "planned_area_ha", "12"), ("dai-thang", "leased_area_ha", "7.5"),
        ("dai-thang", "workers", "300"), ("dai-thang", "revenue_bn_vnd", "45.6"),
        ("di-nau", "planned_area_ha", "10"), ("di-nau", "leased_area_ha", "8.25"), ("di-nau", "workers", "1250"),
    ]  # fmt: skip
    assert not reading.has_errors()
    assert reading.rows[1].place.cell == "D6"
    assert reading.rows[1].content["period"] == "2025"
    assert reading.sources[0].title == SOURCE["source"]


def test_a_table_in_english_without_accents_is_read(hanoi):
    reading = read(text("Cluster,Total area (ha),Workers,Fill rate (%)\nDai Thang,12.5,300,70.5\n"), hanoi)
    assert facts(reading) == [
        ("dai-thang", "planned_area_ha", "12.5"), ("dai-thang", "workers", "300"), ("dai-thang", "fill_rate_pct", "70.5")
    ]  # fmt: skip


def test_headings_in_two_rows_are_put_together(hanoi):
    reading = read(
        sheet(
            ["TT", "Tên cụm", "Diện tích (ha)", None, None, "Lao động (người)"],
            [None, None, "Quy hoạch", "Đất công nghiệp", "Đã cho thuê", None],
            [1, "Đại Thắng", 12, 8, 6, 100],
        ),
        hanoi,
    )
    assert [field for _, field, _ in facts(reading)] == [
        "planned_area_ha", "industrial_land_ha", "leased_area_ha", "workers"
    ]  # fmt: skip


def test_shares_of_one_are_percents(hanoi):
    reading = read(sheet(["Tên cụm", "Tỷ lệ lấp đầy"], ["Đại Thắng", 0.65], ["Dị Nậu", 1]), hanoi)
    assert [value for *_, value in facts(reading)] == ["65", "100"]


def test_money_without_a_unit_is_asked_about_and_kept_away(hanoi):
    table = sheet(["Tên cụm", "Doanh thu", "Lao động"], ["Đại Thắng", 45_600, 300])
    reading = read(table, hanoi)
    assert [question.name for question in reading.questions] == ["unit:Doanh thu"]
    assert [field for _, field, _ in facts(reading)] == ["workers"]
    answered = read(table, hanoi, **{"unit:Doanh thu": "triệu đồng"})
    assert facts(answered)[0] == ("dai-thang", "revenue_bn_vnd", "45.6")


def test_areas_too_large_for_hectares_are_asked_about(hanoi):
    reading = read(sheet(["Tên cụm", "Diện tích quy hoạch"], ["Đại Thắng", 120_000]), hanoi)
    assert (reading.questions[0].name, reading.questions[0].proposed) == ("unit:Diện tích quy hoạch", "m2")


def test_a_unit_above_the_table_holds_for_its_columns(hanoi):
    table = sheet(
        ["Đơn vị tính: triệu đồng"], ["Tên cụm", "Doanh thu", "Nộp ngân sách"], ["Đại Thắng", 1000, 50]
    )
    assert [value for *_, value in facts(read(table, hanoi))] == ["1", "0.05"]


def test_the_period_is_read_above_the_table_or_in_a_column_or_asked_for(hanoi):
    options = {key: value for key, value in SOURCE.items() if key != "period"}
    table = [["Tên cụm", "Lao động"], ["Đại Thắng", 300]]
    asked = read_table([sheet(*table)], hanoi, options)
    assert [question.name for question in asked.questions] == ["period"]
    above = read_table([sheet(["Số liệu 6 tháng đầu năm 2025"], *table)], hanoi, options)
    assert above.rows[0].content["period"] == "2025-H1"
    column = read_table([sheet(["Tên cụm", "Kỳ", "Lao động"], ["Đại Thắng", "2024", 300])], hanoi, options)
    assert column.rows[0].content["period"] == "2024"
    day = read_table(
        [sheet(["Tên cụm", "Thời điểm", "Lao động"], ["Đại Thắng", date(2025, 6, 30), 300])], hanoi, options
    )
    assert day.rows[0].content["as_of"] == "2025-06-30"


def test_the_source_is_asked_for(hanoi):
    reading = read_table([text("Tên cụm,Lao động\nĐại Thắng,300\n")], hanoi, {"period": "2025"})
    assert {question.name for question in reading.questions} == {"source", "source_kind"}
    assert reading.rows == ()


def test_a_heading_that_may_mean_several_things_is_asked_about(hanoi):
    table = text("Tên cụm,Diện tích,Lao động\nĐại Thắng,12,300\n")
    reading = read(table, hanoi)
    assert [question.name for question in reading.questions] == ["column:Diện tích"]
    assert ("dai-thang", "planned_area_ha", "12") in facts(
        read(table, hanoi, **{"column:Diện tích": "planned_area_ha"})
    )


def test_a_heading_that_means_nothing_is_listed(hanoi):
    reading = read(text("Tên cụm,Lao động,Màu cờ\nĐại Thắng,300,đỏ\n"), hanoi)
    assert rules(reading) == ["table.column-unknown"]
    assert reading.findings[0].place.cell == "C1"


def test_a_mapping_is_given_back_and_holds_the_next_time(hanoi):
    table = text("Đơn vị,DT abc,Lao động\nĐại Thắng,12,300\n")
    first = read(table, hanoi, **{"column:Đơn vị": "cluster", "column:DT abc": "leased_area_ha"})
    again = read(table, hanoi, mapping=json.dumps(first.mapping))
    assert facts(again) == facts(first) != []


@pytest.mark.parametrize("mapping", ["{", "[]", '{"a": 1}', '{"a": "nonsense"}'])
def test_a_mapping_that_is_none_is_said_so(hanoi, mapping):
    assert "table.option" in rules(read(text("Tên cụm,Lao động\nĐại Thắng,3\n"), hanoi, mapping=mapping))


def test_a_near_name_is_asked_about_and_answered(hanoi):
    table = text("Tên cụm,Lao động\nĐại Thắg,300\nDị Nậu,20\n")
    reading = read(table, hanoi)
    assert [question.name for question in reading.questions] == ["cluster:Đại Thắg"]
    assert facts(reading) == [("di-nau", "workers", "20")]
    answered = read(table, hanoi, **{"cluster:Đại Thắg": "dai-thang"})
    assert facts(answered)[0] == ("dai-thang", "workers", "300")
    assert not read(table, hanoi, **{"cluster:Đại Thắg": "-"}).questions


def test_a_district_above_its_rows_tells_namesakes_apart(hanoi):
    table = sheet(
        ["TT", "Tên cụm", "Lao động"],
        ["I", "Huyện Đông Anh"],
        [1, "Liên Hà", 5],
        ["II", "Huyện Đan Phượng"],
        [1, "Liên Hà", 6],
    )
    assert [cluster for cluster, *_ in facts(read(table, hanoi))] == [
        "lien-ha-dong-anh",
        "lien-ha-dan-phuong",
    ]


def test_a_total_that_is_no_sum_is_found(hanoi):
    reading = read(text("Tên cụm,Lao động\nĐại Thắng,300\nDị Nậu,200\nTổng cộng,510\n"), hanoi)
    assert rules(reading) == ["table.sum"]
    assert reading.findings[0].place.cell == "B4"


def test_what_is_no_number_is_found_at_its_cell(hanoi):
    table = sheet(
        ["Tên cụm", "Lao động", "Đã cho thuê (ha)"],
        ["Đại Thắng", "ba trăm", date(2024, 5, 1)],
        ["Dị Nậu", 2.5, "5 tỷ đồng"],
    )
    found = [(finding.rule, finding.place.cell) for finding in read(table, hanoi).findings]
    assert found == [
        ("table.not-a-number", "B2"), ("table.date-for-number", "C2"), ("table.whole", "B3"), ("table.unit", "C3")
    ]  # fmt: skip


def test_empty_cells_and_dashes_are_no_facts(hanoi):
    reading = read(sheet(["Tên cụm", "Lao động", "Dự án"], ["Đại Thắng", None, "-"], ["Dị Nậu", 0, 3]), hanoi)
    assert facts(reading) == [("di-nau", "workers", "0"), ("di-nau", "projects", "3")]


def test_new_clusters_come_by_consent_only_and_whole(hanoi):
    table = sheet(
        ["Tên cụm", "Huyện", "Trạng thái", "Diện tích quy hoạch (ha)"],
        ["Cụm công nghiệp Quỳnh Tương", "Thạch Thất", "đã thành lập", 30],
    )
    assert [question.name for question in read(table, hanoi).questions] == [
        "cluster:Cụm công nghiệp Quỳnh Tương"
    ]
    reading = read(table, hanoi, new_clusters="yes")
    assert reading.rows[0].table == "clusters"
    assert reading.rows[0].content["id"] == "quynh-tuong"
    assert reading.rows[0].content["district_code"] == "276"
    assert facts(reading) == [("quynh-tuong", "planned_area_ha", "30")]
    made = plan(reading, hanoi)
    assert [change.table for change in made.changes] == ["clusters", "facts", "outlines"]


def test_lots_are_rows_of_their_own(hanoi):
    table = sheet(
        ["Lô đất", "Diện tích lô (m2)", "Trạng thái lô", "Giá lô (USD/m2)"],
        ["A1", 5000, "Đã cho thuê", None],
        ["A2", 12_000, "còn trống", 95],
    )
    first, second = read(table, hanoi, cluster="Đại Thắng").rows
    assert (first.table, first.content["id"], first.content["status"], first.content["area_ha"]) == (
        "lots",
        "dai-thang-a1",
        "leased",
        0.5,
    )
    assert (second.content["status"], second.content["price_usd_m2"]) == ("ready", 95)


def test_a_file_without_a_table_says_so(hanoi):
    assert rules(read(text("xin chào\n"), hanoi)) == ["table.no-header"]
    assert rules(read(sheet(["Lao động", "Doanh thu (tỷ đồng)"], [1, 2]), hanoi)) == ["table.no-cluster"]


HEADINGS = {
    "leased_area_ha": (
        ["Diện tích đã cho thuê", "dien tich da cho thue", "Leased area"],
        {"(ha)": 1, "(m2)": 10_000, "": 1},
    ),
    "workers": (["Lao động", "SO LAO DONG", "Workers"], {"": 1, "(người)": 1}),
    "revenue_bn_vnd": (["Doanh thu", "Revenue", "TONG DOANH THU"], {"(tỷ đồng)": 1, "(triệu đồng)": 1000}),
    "fill_rate_pct": (["Tỷ lệ lấp đầy", "Fill rate"], {"(%)": 1}),
}


@st.composite
def tables(draw):
    """A table of random clusters, columns, units and formats, with the facts that stand in it."""
    fields = draw(st.lists(st.sampled_from(sorted(HEADINGS)), min_size=1, unique=True))
    chosen = [
        (draw(st.sampled_from(HEADINGS[f][0])), draw(st.sampled_from(sorted(HEADINGS[f][1])))) for f in fields
    ]
    names = draw(
        st.lists(
            st.sampled_from(["Đại Thắng", "DI NAU", "CCN Phú Túc", "vong-xuyen"]), min_size=1, unique=True
        )
    )
    ids = {"Đại Thắng": "dai-thang", "DI NAU": "di-nau", "CCN Phú Túc": "phu-tuc", "vong-xuyen": "vong-xuyen"}
    rows, expected = [], []
    for name in names:
        cells: list = [name]
        for field, (_, unit) in zip(fields, chosen, strict=True):
            value = draw(st.integers(2, 60)) + draw(st.sampled_from([0, 0.5, 0.25])) * (field != "workers")
            expected.append((ids[name], field, value))
            cells.append(value * HEADINGS[field][1][unit])
        rows.append(cells)
    order = draw(st.permutations(range(len(fields))))
    heading = ["Tên cụm", *(f"{chosen[i][0]} {chosen[i][1]}".strip() for i in order)]
    rows = [[row[0], *(row[i + 1] for i in order)] for row in rows]
    return [["Danh sách"]] * draw(st.integers(0, 5)) + [heading, *rows], expected


@given(tables(), st.sampled_from(["xlsx", "csv-vi", "csv-en"]))
def test_any_table_gives_back_the_facts_it_was_made_of(hanoi, made, form):
    rows, expected = made
    if form == "xlsx":
        file = sheet(*rows)
    else:
        sign, separator = (",", ";") if form == "csv-vi" else (".", ",")
        lines = [
            separator.join(f"{c:g}".replace(".", sign) if isinstance(c, float) else str(c) for c in row)
            for row in rows
        ]
        file = text("\n".join(lines) + "\n")
    reading = read(file, hanoi)
    assert sorted((c, f, float(v)) for c, f, v in facts(reading)) == sorted(expected)
    assert not reading.has_errors()


CELLS = st.one_of(
    st.none(),
    st.text(max_size=12).filter(lambda text: not any(ord(sign) < 32 for sign in text)),
    st.floats(-1e12, 1e12),
    st.dates(),
    st.booleans(),
    st.sampled_from(
        [
            "Đại Thắng",
            "Liên Hà",
            "Tổng cộng",
            "1.234",
            "1,5 ha",
            "2021",
            "-",
            "0",
            "105.8",
            "#REF!",
            "80 - 100",
            "I",
        ]
    ),
)


@given(
    st.lists(
        st.sampled_from(
            [
                "Tên cụm",
                "Đã cho thuê (ha)",
                "Doanh thu",
                "Kỳ",
                "Vĩ độ",
                "Kinh độ",
                "Ngày thành lập",
                "Trạng thái",
                "Huyện",
                "Lô đất",
                "Giá thuê",
                "Dự án",
                "x",
            ]
        ),
        min_size=2,
        max_size=8,
    ),
    st.lists(st.lists(CELLS, max_size=8), max_size=8),
    st.dictionaries(
        st.sampled_from(
            ["period", "as_of", "mapping", "new_clusters", "cluster", "column:x", "unit:Doanh thu"]
        ),
        st.sampled_from(["2025", "yes", "abc", "-", "m2", "Đại Thắng"]),
    ),
)
def test_whatever_stands_in_a_table_is_read_or_told(hanoi, headings, rows, options):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guard, "inside", True)
        reading = read(sheet(headings, *rows), hanoi, **options)
    for finding in plan(reading, hanoi).findings:
        assert "{" not in finding.message.vi + finding.suggestion.en or "{" in str(rows)

"""The shipped package of Hanoi: nothing lost, nothing invented, every trap found."""

import csv
import json
import re
from datetime import date

import frictionless
import pytest

from geo.assemble import layers_of
from geo.crs import geodesic_area_ha
from geo.delivered import ABOUT, PACKAGE, build_package, english_name
from geo.fields import FIELDS
from geo.outlines import ACCURACY_M
from geo.package import checksum, read_package, write_package
from geo.publish import check
from geo.siting import pins_of
from geo.text import to_nfc

SOURCE = PACKAGE / "source"
STARTED_IN_2022 = {
    "dai-thang",
    "phu-tuc",
    "di-nau",
    "thang-loi",
    "tien-phong-gd2",
    "dan-phuong-gd2",
    "vong-xuyen",
}


def delivered(name):
    with (SOURCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def hanoi():
    return read_package(PACKAGE)


@pytest.fixture(scope="module")
def clusters(hanoi):
    layer = layers_of(hanoi, {})["clusters"].set_index("id")
    return layer.astype(object).where(layer.notna(), None)


@pytest.fixture(scope="module")
def breaches(hanoi):
    return check(hanoi, date(2026, 11, 22))


def test_building_it_again_gives_the_shipped_bytes(tmp_path):
    write_package(build_package(SOURCE), tmp_path)
    assert checksum(tmp_path) == checksum(PACKAGE), "run: make data"


def test_a_public_validator_accepts_it():
    report = frictionless.validate(str(PACKAGE / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])


def test_every_delivered_cluster_is_there_with_its_flags(hanoi):
    kept = hanoi.tables["clusters"].set_index("id")
    rows = delivered("clusters")
    assert len(rows) == len(kept) == 113
    for row in rows:
        cluster = kept.loc[row["cluster_id"]]
        assert cluster["name_vi"] == to_nfc(row["name_vi"])
        assert cluster["status"] == row["status"]
        for column in ("phase", "commune_basis", "communes_pre2025"):
            assert (cluster[column] or "") == to_nfc(row[column])
        if row["ward_basis"]:
            assert cluster["ward_basis"] == row["ward_basis"]


def numbers_in(text):
    return {float(number) for number in re.findall(r"\d+(?:\.\d+)?", text)}


def test_every_delivered_fact_is_there_and_no_number_is_lost(hanoi):
    kept = hanoi.tables["facts"].to_dict("records")
    rows = delivered("facts")
    assert len(rows) == len(kept) == 672
    for row, fact in zip(rows, kept, strict=True):
        for column in ("cluster_id", "field", "value", "unit", "as_of", "source_id", "confidence", "scope"):
            assert (fact[column] or "") == to_nfc(row[column]), fact["id"]
        if FIELDS[fact["field"]].kind == "number":
            read = {end for end in (fact["value_min"], fact["value_max"]) if end == end}
            assert read == numbers_in(row["value"]), fact


@pytest.mark.parametrize("name", ["city_series", "programme_targets", "sources"])
def test_every_other_delivered_row_is_there(hanoi, name):
    rows = delivered(name)
    kept = hanoi.tables[name].to_dict("records")
    assert len(kept) == len(rows)
    renamed = {"source_id": "id"} if name == "sources" else {}
    for row, record in zip(rows, kept, strict=True):
        for column, text in row.items():
            value = record[renamed.get(column, column)]
            if column in ("value_low", "value_high"):
                assert (value if value == value else None) == (float(text) if text else None)
            elif column == "field":
                assert text.split(":")[-1] == value
            else:
                assert (value or "") == to_nfc(text)


def test_city_figures_are_numbers_or_said_to_be_about_one(hanoi):
    series = hanoi.tables["city_series"]
    assert series["value_min"].notna().all()
    assert set(series["qualifier"]) == {"exact", "about"}
    assert series[series["area"] == "district"]["district_code"].notna().all()


@pytest.mark.parametrize(
    ("table", "file"),
    [
        ("admin_districts", "admin/hanoi_districts_2024"),
        ("admin_communes", "admin/hanoi_communes_pre2025"),
        ("admin_wards", "admin/hanoi_communes_post2025"),
        ("admin_conversion", "admin/hanoi_ward_conversion_2025"),
        ("places", "admin/hanoi_context_points"),
    ],
)
def test_both_vintages_of_units_and_their_conversion_are_there(hanoi, table, file):
    rows = delivered(file)
    assert len(hanoi.tables[table]) == len(rows)
    code = {"admin_conversion": "old_code", "places": "name"}.get(table, "code")
    assert hanoi.tables[table][code].tolist() == [to_nfc(row[code]) for row in rows]


def test_codes_are_text_with_their_zeros_and_their_days(hanoi):
    assert hanoi.tables["admin_districts"]["code"].tolist()[0] == "001"
    assert len(hanoi.tables["admin_districts"]) == 30
    wards = hanoi.tables["admin_wards"]
    assert len(wards) == 126
    assert wards["code"].str.fullmatch(r"\d{5}").all()
    assert set(wards["valid_from"]) == {date(2025, 7, 1)}
    assert set(hanoi.tables["admin_districts"]["valid_to"]) == {date(2025, 6, 30)}


def test_every_commune_named_is_found(hanoi):
    named = hanoi.tables["clusters"].dropna(subset="communes_pre2025")
    lost = named[named["commune_codes_pre2025"].isna()]["id"].tolist()
    assert lost == []
    for cluster in named.to_dict("records"):
        names, codes = cluster["communes_pre2025"], cluster["commune_codes_pre2025"]
        assert len(names.split("; ")) == len(codes.split("; ")), cluster["id"]


def test_a_schematic_outline_has_exactly_the_published_area(clusters):
    schematic = clusters[clusters["boundary_quality"] == "schematic"]
    assert len(schematic) > 60
    for _, cluster in schematic.iterrows():
        assert geodesic_area_ha(cluster["geometry"]) == pytest.approx(cluster["planned_area_ha"], rel=1e-3)
        assert cluster["geometry_area_ha"] is None
        assert len(cluster["geometry"].exterior.coords) == 7


def test_no_two_outlines_overlap(clusters):
    drawn = clusters[clusters["geometry"].notna()]
    shapes = drawn["geometry"].tolist()
    assert not any(a.intersects(b) for n, a in enumerate(shapes) for b in shapes[n + 1 :])


def test_a_cluster_without_an_exact_area_is_a_point_and_one_without_a_place_nothing(clusters):
    kinds = clusters["geometry"].map(lambda geometry: geometry.geom_type if geometry else None)
    assert set(clusters[kinds == "Point"]["boundary_quality"]) == {"missing"}
    assert clusters[kinds == "Point"]["planned_area_ha"].isna().all()
    nowhere = clusters[kinds.isna()]
    assert len(nowhere) == 12
    assert "dan-phuong-gd2" in nowhere.index
    assert set(nowhere["place_basis"]) == {"district"}


def test_accuracies_start_from_the_assumptions_and_only_grow(clusters):
    for _, cluster in clusters[clusters["geometry"].notna()].iterrows():
        assert cluster["position_accuracy_m"] >= ACCURACY_M[cluster["place_basis"]]


def test_all_pins_are_checked_and_the_three_that_are_no_pins_are_reported(hanoi, breaches):
    assert len(pins_of(hanoi.tables["facts"])) == 33
    unused = {breach.detail.split(":")[0] for breach in breaches if breach.rule == "pin-unused"}
    assert unused == {"hong-ha", "ngoc-my-thach-than", "song-phuong"}
    places = hanoi.layers["outlines"].set_index("id")["place_basis"]
    assert (places == "pin").sum() == 30
    assert not any(places[cluster_id] == "pin" for cluster_id in unused)


def test_every_place_lies_in_hanoi(clusters):
    for geometry in clusters["geometry"].dropna():
        west, south, east, north = geometry.bounds
        assert ABOUT.bbox.west < west < east + 1e-12
        assert east < ABOUT.bbox.east
        assert ABOUT.bbox.south < south <= north < ABOUT.bbox.north


def test_the_seven_started_in_2022_are_there(clusters):
    assert set(clusters.index) >= STARTED_IN_2022
    assert set(clusters.loc[list(STARTED_IN_2022), "status"]) == {"under_construction"}
    assert clusters.loc[list(STARTED_IN_2022), "stated_fill_rate"].isna().all()


def test_of_113_clusters_this_much_is_known(clusters):
    known = {name: int(clusters[name].notna().sum()) for name in (
        "stated_fill_rate", "workers", "revenue_bn_vnd", "leased_area_ha", "industrial_area_ha", "budget_bn_vnd",
        "fill_rate", "fill_rate_gross", "enterprises")}  # fmt: skip
    assert known == {
        "stated_fill_rate": 8, "workers": 2, "revenue_bn_vnd": 1, "leased_area_ha": 1, "industrial_area_ha": 0,
        "budget_bn_vnd": 0, "fill_rate": 0, "fill_rate_gross": 1, "enterprises": 6,
    }  # fmt: skip
    assert clusters.loc["thanh-oai", "fill_rate_gross"] == pytest.approx(58.7 / 59.32, abs=1e-6)
    assert clusters.loc["tan-trieu", "bounds"] == "industrial_area_ha: >5"


@pytest.mark.parametrize(
    ("cluster_id", "column", "value"),
    [
        ("ngoc-liep", "planned_area_ha", 37.78),
        ("phu-thi", "planned_area_ha", 20.22),
        ("kim-bai", "planned_area_ha", 48.8),
        ("cn2-soc-son", "planned_area_ha", 50.59),
        ("lien-ha-2", "planned_area_ha", 21.99),
        ("duc-tu", "investment_bn_vnd", 336.78),
        ("cau-bau", "building_density_max", 0.7),
        ("tien-phong", "stated_fill_rate", 1.0),
    ],
)
def test_the_published_value_follows_the_rule_table(clusters, cluster_id, column, value):
    assert clusters.loc[cluster_id, column] == value


def test_the_group_statement_of_five_clusters_is_one(clusters):
    group = clusters[clusters["stated_fill_rate_scope"] == "group"]
    assert len(group) == 5
    assert set(group["stated_fill_rate_group"]) == {"s027-fill_rate_pct-2025"}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("same-investment", "hien-giang-gd1 = hoa-binh-gd1 = 240.859"),
        ("likely-duplicate", "quat-dong-2 ≈ quat-dong-mo-rong"),
        ("likely-duplicate", "dong-anh ≈ nguyen-khe"),
        ("contradiction", "ngoc-liep.planned_area_ha: 27 (s004) ≠ 37.78"),
        ("contradiction", "phu-thi.planned_area_ha: 32.57"),
        ("contradiction", "kim-bai.planned_area_ha: 46.1"),
        ("contradiction", "dai-thang.date_groundbreaking"),
        ("count-two-meanings", "clusters_to_be_started = clusters_established_2018_2020 = 43"),
        ("rate-before-operation", "hầu hết 100"),
        ("figure-jump", "area_ha: 1337 (2019-07) → 1686 (2020-02)"),
        ("figure-jump", "establishments: 3100 (2019-07) → 3864 (2020-02)"),
        ("figure-repeated", "workers = 60000"),
        ("list-price", "300 USD/m2"),
        ("group-statement", "1 × 5"),
        ("month-of-report", "bac-van-dinh.date_established"),
        ("lawful-size", "nguyen-khe.planned_area_ha: 77.5 ha"),
    ],
)
def test_the_traps_of_the_delivery_are_found(breaches, rule, expected):
    assert any(expected in breach.detail for breach in breaches if breach.rule == rule)


def test_no_trap_of_the_delivery_is_an_error(breaches):
    assert {breach.level for breach in breaches} == {"warning"}
    assert sum(breach.rule == "undated" for breach in breaches) == 44


@pytest.mark.parametrize(
    ("vietnamese", "english"),
    [
        ("Cụm công nghiệp Đồ mộc dân dụng Phùng Xá", "Phung Xa Household-woodwork Industrial Cluster"),
        (
            "Cụm công nghiệp làng nghề Thạch Xá - Giai đoạn 1",
            "Thach Xa Craft-village Industrial Cluster, phase 1",
        ),
        ("Cụm công nghiệp Quất Động mở rộng", "Quat Dong Industrial Cluster, expansion"),
        ("Điểm/Cụm công nghiệp làng nghề Đa Sỹ", "Da Sy Craft-village Industrial Cluster"),
    ],
)
def test_names_are_given_in_english(vietnamese, english):
    assert english_name(vietnamese) == english


def test_the_points_of_communes_are_not_republished(hanoi):
    assert "lon" not in hanoi.tables["admin_communes"].columns
    assert "commune" not in json.dumps(hanoi.tables["places"]["kind"].tolist())

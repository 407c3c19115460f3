"""Rows, order, cells and gaps: written, and read back by a program that is not ours."""

import json

import pytest

from geo.formats.extract import Extract, printable, with_carried
from geo.formats.geojson import to_features, write_geojson
from geo.formats.offered import extract_all
from tests.geo.formats.conftest import ALL, WITH_TABLES, chosen, read_back
from tests.geo.formats.reading_back import Read


def plain(value):
    """Bring a cell of any reader to what JSON would say."""
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    return value.item() if hasattr(value, "item") else value


def as_text(value):
    """Bring a cell to what CSV would say."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return "'" + value if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
    return None if value is None else str(value)


def expected_records(extract: Extract, name: str):
    records = extract.records()
    if name == "csv":
        return [{key: as_text(value) for key, value in record.items()} for record in records]
    if name in ("xlsx", "kml"):
        return [
            {key: printable(v) if isinstance(v, str) else v for key, v in record.items()}
            for record in records
        ]
    if name == "shp":
        cut = {key: lambda v: v.encode()[:254].decode(errors="ignore") for key in extract.properties}
        return [
            {key: cut[key](v) if isinstance(v, str) else v for key, v in record.items()} for record in records
        ]
    return records


def assert_cells(read: Read, extract: Extract, name: str):
    for got, expected in zip(read.records, expected_records(extract, name), strict=True):
        assert {key: plain(got[key]) for key in expected} == expected


@pytest.mark.parametrize("name", WITH_TABLES)
@pytest.mark.parametrize("collection", ["clusters", "observations", "wards", "places"])
def test_every_row_cell_and_gap_of_hanoi_survives_in_order(hanoi, tmp_path, collection, name):
    extract = extract_all(hanoi, collection)
    read = read_back(extract, name, tmp_path)
    assert read.ids == extract.ids
    assert_cells(read, extract, name)


@pytest.mark.parametrize("name", WITH_TABLES)
def test_texts_gaps_and_types_that_break_files_survive(tricky, tmp_path, name):
    extract = extract_all(tricky, "lots")
    read = read_back(extract, name, tmp_path)
    assert read.ids == ["hole", "point", "nowhere", "two"]
    assert_cells(read, extract, name)


@pytest.mark.parametrize("name", [name for name in WITH_TABLES if name not in ("csv", "kml")])
def test_numbers_whole_numbers_and_truth_values_keep_their_types(tricky, tmp_path, name):
    read = read_back(extract_all(tricky, "lots"), name, tmp_path)
    first = {key: plain(value) for key, value in read.records[0].items()}
    assert isinstance(first["area_ha"], float)
    assert first["blocked_reason_count"] == 1
    assert first["is_published"] in (True, 1)
    assert first["price_usd_m2"] is None


@pytest.mark.parametrize("name", ["xlsx", "gpkg", "shp", "fgb", "parquet"])
def test_days_are_days_where_the_format_has_them(tricky, tmp_path, name):
    days = [record["valid_from"] for record in read_back(extract_all(tricky, "lots"), name, tmp_path).records]
    assert [(day.year, day.month, day.day) if day is not None else None for day in days] == [
        (2025, 7, 1),
        None,
        None,
        (2020, 2, 29),
    ]


@pytest.mark.parametrize("name", WITH_TABLES)
def test_chosen_rows_and_columns_come_in_the_order_asked_for(tricky, tmp_path, name):
    extract = chosen(extract_all(tricky, "lots"), [3, 0, 2], ("status", "id", "area_ha"))
    read = read_back(extract, name, tmp_path)
    assert read.ids == ["two", "hole", "nowhere"]
    assert_cells(read, extract, name)
    got = [key for key in read.records[0] if key in extract.properties]
    assert got == (["id", "status", "area_ha"] if name == "kml" else ["status", "id", "area_ha"])


@pytest.mark.parametrize("name", ALL)
def test_an_empty_selection_is_a_valid_empty_file(hanoi, tmp_path, name):
    read = read_back(chosen(extract_all(hanoi, "clusters"), []), name, tmp_path)
    assert (read.ids, read.records, read.geometries) == ([], [], [])


@pytest.mark.parametrize("name", ALL)
def test_a_collection_of_which_nothing_is_published_is_an_empty_file_too(hanoi, tmp_path, name):
    assert read_back(extract_all(hanoi, "lots"), name, tmp_path).ids == []


def test_the_whole_collection_is_one_slice_of_what_is_stored(hanoi):
    extract = extract_all(hanoi, "clusters")
    head, features, end = write_geojson(extract)
    assert features == b",".join(extract.frozen.features(extract.rows))
    assert [*to_features(extract)] == [*extract.frozen.features(extract.rows)]
    assert json.loads(head + features + end)["features"][0]["id"] == extract.ids[0]


def test_what_no_file_goes_without_is_added_to_a_choice_of_columns(hanoi, demo):
    assert with_carried(hanoi.collections["clusters"], ("status",)) == ("id", "status", "boundary_quality")
    assert with_carried(demo.collections["lots"], ("id",)) == ("id", "boundary_quality", "simulated")
    assert with_carried(hanoi.collections["places"], ("name", "id")) == ("name", "id")

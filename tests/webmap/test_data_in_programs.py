"""What the data page offers, taken by its own links and opened in the programs it names."""

import csv
import io
import json
import os
import re
import subprocess
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from webmap import create_app
from webmap.settings import Settings

FILES_IN_QGIS = Path(__file__).parent / "files_in_qgis.py"
METRES = "http://www.opengis.net/def/crs/EPSG/0/5897"
HANOI_IN_METRES = (529_800, 2_274_900, 605_900, 2_365_900)


@pytest.fixture(scope="module")
def client(published_home):
    return create_app(Settings(home=published_home)).test_client()


@pytest.fixture(scope="module")
def take(client):
    """Follow the link of the page to the clusters in a format."""
    page = unescape(client.get("/en/data").get_data(as_text=True))

    def follow(name, **question):
        address = re.search(rf'href="(/api/collections/clusters/items\?f={name}&[^"]+)"', page)[1]
        return client.get(address + "".join(f"&{key}={value}" for key, value in question.items())).get_data()

    return follow


def total(records):
    known = [float(record["planned_area_ha"]) for record in records if record["planned_area_ha"]]
    return len(records), len(known), round(sum(known), 2)


def test_a_spreadsheet_opens_with_numbers_codes_and_the_meaning_of_columns(take):
    body = take("xlsx")
    head, *rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    records = [dict(zip(head, row, strict=True)) for row in rows]
    assert total(records) == (113, 75, 1459.25)
    assert "Cụm công nghiệp làng nghề Dị Nậu" in {record["name_vi"] for record in records}
    assert all(
        isinstance(record["planned_area_ha"], float) or not record["planned_area_ha"] for record in records
    )
    assert {len(record["ward_code"]) for record in records} <= {0, 5}
    book = openpyxl.load_workbook(io.BytesIO(body), read_only=True)
    assert book.sheetnames == ["clusters", "Columns", "Provenance", "Sources"]
    assert sum(1 for _ in book["clusters"].iter_rows()) == 114


def test_a_csv_file_imports_as_the_page_says(take):
    body = take("csv")
    records = [*csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=",")]
    assert total(records) == (113, 75, 1459.25)


@pytest.fixture(scope="module")
def in_qgis(client, take, tmp_path_factory):
    """Save the files in VN-2000 metres, with the style, and let QGIS open them."""
    folder = tmp_path_factory.mktemp("qgis")
    (folder / "style.qml").write_bytes(client.get("/api/collections/clusters/style.qml?lang=en").get_data())
    paths = [folder / f"clusters.{name}" for name in ("gpkg", "fgb", "geojson", "shp")]
    for path in paths:
        ending = ".zip" if path.suffix == ".shp" else ""
        (folder / f"{path.name}{ending}").write_bytes(take(path.suffix[1:], crs=METRES))
    shapes = f"/vsizip/{paths.pop()}.zip/clusters-"
    done = subprocess.run(
        ["/usr/bin/python3", str(FILES_IN_QGIS), str(folder / "map.png"), str(folder / "style.qml"),
         *map(str, paths), f"{shapes}polygons.shp", f"{shapes}points.shp"],
        env={"PATH": os.environ["PATH"], "QT_QPA_PLATFORM": "offscreen", "HOME": str(folder), "LANG": "C.UTF-8"},
        capture_output=True, text=True, timeout=180, check=True,
    )  # fmt: skip
    found = json.loads(done.stdout.strip().splitlines()[-1])
    return found | {"files": [*found["files"].values()], "picture": folder / "map.png"}


def test_qgis_opens_every_file_in_vn_2000_where_it_belongs(in_qgis):
    west, south, east, north = HANOI_IN_METRES
    for one in in_qgis["files"]:
        assert (one["valid"], one["crs"]) == (True, "EPSG:5897")
        left, bottom, right, top = one["box"]
        assert west < left < right < east
        assert south < bottom < top < north
    whole = {"Polygon": 74, "Point": 27, "none": 12}
    assert [one["kinds"] for one in in_qgis["files"]] == [
        whole,
        whole,
        whole,
        {"MultiPolygon": 74},
        {"Point": 27},
    ]


def test_qgis_has_the_types_of_all_columns_from_a_geopackage(client, in_qgis):
    schema = client.get("/api/collections/clusters/schema").get_json()["properties"]
    types = in_qgis["files"][0]["types"]
    words = {"string": "String", "number": "Real", "integer": "Integer64"}
    expected = {name: words[one["type"]] for name, one in schema.items() if "type" in one}
    assert {name: types[name] for name in expected} == expected


def test_the_style_alone_draws_a_saved_file_in_the_colours_of_the_map(in_qgis):
    assert (in_qgis["styled"], in_qgis["rules"]) == (True, 20)
    assert in_qgis["colours"] > 20
    assert in_qgis["picture"].read_bytes().startswith(b"\x89PNG")

"""What a file says about itself, and that the same rows give the same bytes."""

import hashlib
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pyogrio
import pytest

from geo.formats.offered import FORMATS, extract_all, to_bytes
from geo.formats.provenance import describe
from geo.publish import SNAPSHOTS
from tests.geo.formats.conftest import ALL, all_text, chosen, in_crs, read_back

PROJECT = Path(__file__).resolve().parents[3]


SELF_DESCRIBING = [name for name, form in FORMATS.items() if form.is_self_describing]


@pytest.mark.parametrize("name", SELF_DESCRIBING)
def test_a_file_carries_its_provenance_inside(hanoi, tmp_path, name):
    extract = replace(extract_all(hanoi, "clusters"), question="https://x.vn/api/items?filter=a%3C1&f=x")
    told = json.dumps(read_back(extract, name, tmp_path).notes, ensure_ascii=False, default=str)
    if name == "kml":
        told = to_bytes(extract, name).decode().replace("&amp;", "&")
    for expected in (hanoi.revision, "CC-BY-4.0", "IIPMap", extract.question):
        assert expected in told, expected
    assert re.search(r"20\d\d-\d\d-\d\d", told)


@pytest.mark.parametrize("name", ALL)
def test_a_simulated_file_says_so_and_states_the_quality_of_each_outline(demo, name):
    text = all_text(to_bytes(extract_all(demo, "clusters"), name), name)
    assert "SIMULATED" in text or name == "parquet"
    if name == "parquet":
        assert b"SIMULATED" in to_bytes(extract_all(demo, "clusters"), name)
    assert "boundary_quality" in text or "boundary_q" in text


def test_the_document_beside_a_file_says_what_it_holds(hanoi):
    extract = in_crs(replace(extract_all(hanoi, "clusters"), question="https://x.vn/items"), "EPSG:5897")
    body = to_bytes(extract, "csv")
    document = json.loads(json.dumps(describe(extract, hashlib.sha256(body).hexdigest())))
    assert document["numberReturned"] == 113
    assert document["withoutGeometry"] == 12
    assert document["crs"].endswith("5897")
    assert document["sha256"] == hashlib.sha256(body).hexdigest()
    assert document["boundary_quality"] == {"missing": 39, "schematic": 74}
    planned = next(column for column in document["columns"] if column["name"] == "planned_area_ha")
    assert planned == {
        "name": "planned_area_ha",
        "type": "number",
        "title": "Planned area",
        "title_vi": "Diện tích theo quy hoạch",
        "unit": "ha",
    }
    assert "sha256" not in describe(extract, None)
    assert {"id", "title", "url", "kind"} == set(document["sources"][0])


@pytest.mark.parametrize("name", ["gpkg", "fgb", "shp", "parquet", "kml", "xlsx"])
def test_the_sources_that_figures_cite_are_spelled_out(hanoi, tmp_path, name):
    extract = chosen(extract_all(hanoi, "clusters"), [0], ("id", "sectors", "sectors_source"))
    text = all_text(to_bytes(extract, name), name)
    assert "Hanoi: Six industrial clusters to be established" in text
    assert "s027" not in text


@pytest.mark.parametrize("name", ["gpkg", "fgb"])
def test_gdal_knows_the_titles_of_the_columns(hanoi, tmp_path, name):
    path = tmp_path / f"wards.{name}"
    path.write_bytes(to_bytes(extract_all(hanoi, "wards"), name))
    _, table = pyogrio.read_arrow(path)
    assert table.schema.field("area_km2").metadata[b"GDAL:OGR:alternative_name"].decode() == "Diện tích (km2)"


def test_the_same_rows_give_the_same_bytes_in_every_process(published_home, hanoi):
    script = (
        "import hashlib, sys; from pathlib import Path; from geo.formats.offered import *\n"
        "from geo.snapshot import open_snapshot\n"
        "snapshot = open_snapshot(Path(sys.argv[1]))\n"
        "for name in FORMATS: print(name, hashlib.sha256(export_collection(snapshot, 'clusters', name)).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(published_home / SNAPSHOTS)],
        cwd=PROJECT,
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    extract = extract_all(hanoi, "clusters")
    here = {name: hashlib.sha256(to_bytes(extract, name)).hexdigest() for name in FORMATS}
    assert dict(line.split() for line in done.stdout.splitlines()) == here


def test_formats_written_at_once_do_not_mix(hanoi, demo):
    extracts = [extract_all(snapshot, name) for snapshot in (hanoi, demo) for name in ("clusters", "places")]
    tasks = [(extract, name) for extract in extracts for name in ALL]
    alone = [to_bytes(*task) for task in tasks]
    with ThreadPoolExecutor(8) as threads:
        assert [*threads.map(lambda task: to_bytes(*task), tasks)] == alone

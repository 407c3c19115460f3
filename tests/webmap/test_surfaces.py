"""Surfaces as the service, the command line and the data page give them, read by rasterio, GDAL and QGIS."""

import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import rasterio

import server
from geo.demo.province import simulate
from geo.package import write_package
from geo.publish import publish
from webmap import create_app
from webmap.settings import Settings

IN_QGIS = Path(__file__).parent / "surface_in_qgis.py"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("surfaces")
    write_package(simulate(40, 40, (2024, 2026), 3), folder / "package")
    publish(folder / "package", folder / "home", date(2026, 11, 22))
    return folder / "home"


@pytest.fixture(scope="module")
def client(home):
    return create_app(Settings(home=home)).test_client()


@pytest.fixture
def read(client, tmp_path):
    """Ask for a surface and open what comes with rasterio."""

    def take(question):
        answer = client.get(f"/api/surfaces/{question}")
        assert answer.status_code == 200, answer.get_data(as_text=True)
        (tmp_path / "surface.tif").write_bytes(answer.get_data())
        return rasterio.open(tmp_path / "surface.tif")

    return take


def clusters(client, collection="clusters", **question):
    answer = client.get(f"/api/collections/{collection}/items", query_string={"limit": 1000, **question})
    return answer.get_json()["features"]


def workers_with_an_outline(features):
    return sum(
        one["properties"]["workers"]
        for one in features
        if one["properties"]["workers"] is not None and one["geometry"] and one["geometry"]["type"] != "Point"
    )


def test_the_list_leads_to_every_surface_that_can_be_made(client):
    listed = client.get("/api/surfaces?lang=en").get_json()
    assert [one["id"] for one in listed["surfaces"]] == [
        "fill_rate", "fill_rate_statistical", "fill_rate_ready_land", "fill_rate_cleared_land",
        "fill_rate_gross", "unleased_area_ha", "workers_per_km2", "revenue_per_km2",
    ]  # fmt: skip
    for one in listed["surfaces"]:
        assert one["clustersSpread"] == sum(one["boundaryQuality"].values()) > 0
        assert [client.get(link["href"]).status_code for link in one["links"]] == [200, 200, 200]


def test_the_workers_of_a_surface_are_those_of_the_service(client, read):
    with read("workers_per_km2?cell=50") as raster:
        people = raster.read(1, masked=True).astype(float).sum() * 0.05**2
    assert people == pytest.approx(workers_with_an_outline(clusters(client)), rel=1e-4)


def test_a_period_is_asked_of_the_history(client, read):
    features = clusters(client, "history", filter="period = '2024'")
    with read("workers_per_km2?cell=50&time=2024") as raster:
        people = raster.read(1, masked=True).astype(float).sum() * 0.05**2
        assert raster.tags()["PERIOD"] == "2024"
        assert "2024" in raster.tags()["SOURCES"]
    assert people == pytest.approx(workers_with_an_outline(features), rel=1e-4)


def test_a_selection_of_the_map_selects_here_too(client, read):
    wanted = "boundary_quality = 'official' AND planned_area_ha > 10"
    with read(f"workers_per_km2?filter={wanted}&status=active") as raster:
        tags = raster.tags()
    features = clusters(client, filter=f"{wanted} AND status = 'active'")
    assert int(tags["CLUSTERS_SELECTED"]) == len(features) > 0
    assert tags["TOTAL"] == f"{workers_with_an_outline(features):g} workers"


def test_the_file_is_named_by_what_it_holds_and_marked_as_simulated(client, read):
    answer = client.get("/api/surfaces/fill_rate?cell=200&crs=EPSG:3405")
    assert answer.headers["Content-Disposition"].endswith("SIMULATED-fill_rate-SCHEMATIC-200m-EPSG-3405.tif")
    assert answer.headers["Content-Crs"] == "<http://www.opengis.net/def/crs/EPSG/0/3405>"
    with read("fill_rate") as raster:
        assert raster.tags()["SIMULATED"] == "YES" and "SIMULATED" in raster.tags()["NOTICE"]


def test_the_value_of_a_surface_says_that_schematic_outlines_are_among_its_own(client):
    told = client.get("/api/surfaces/fill_rate/value?lon=105.8&lat=21&lang=en").get_json()
    assert told["title"].endswith(" – schematic outlines among them")


def test_an_answer_is_not_sent_twice_and_can_be_had_in_parts(client):
    whole = client.get("/api/surfaces/fill_rate")
    again = client.get("/api/surfaces/fill_rate", headers={"If-None-Match": whole.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    with client.get("/api/surfaces/fill_rate", headers={"Range": "bytes=0-15"}) as part:
        assert (part.status_code, part.get_data()) == (206, whole.get_data()[:16])


@pytest.mark.parametrize(
    ("question", "status", "said"),
    [
        ("nothing", 404, "there is no surface 'nothing'"),
        ("stated_fill_rate", 404, "expected one of fill_rate"),
        ("fill_rate?cell=5", 400, "expected metres from 10 to 1000"),
        ("fill_rate?crs=EPSG:32648", 400, "expected one of"),
        ("fill_rate?time=1999&lang=en", 400, "one of the periods 2024"),
        ("fill_rate?filter=nobody = 1", 400, "has no property 'nobody'"),
        ("fill_rate?size=3", 400, "unknown parameter 'size'"),
        ("fill_rate?as=colours", 400, "expected one of values, classes"),
        ("fill_rate?planned_area_ha=>90000", 400, "nothing to spread; of 0 clusters selected"),
    ],
)
def test_a_question_that_cannot_be_answered_is_told_why(client, question, status, said):
    answer = client.get(f"/api/surfaces/{question}")
    assert (answer.status_code, said in answer.get_json()["detail"]) == (status, True)


def test_the_command_writes_what_the_service_answers(client, home, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ATLAS_HOME", str(home))
    out = tmp_path / "out" / "rate.tif"
    assert server.main(["export", "surface", "fill_rate_gross", "--cell", "50", "--out", str(out)]) == 0
    assert "CLUSTERS_SPREAD" in capsys.readouterr().out
    answer = client.get("/api/surfaces/fill_rate_gross?cell=50").get_data()
    with rasterio.open(out) as ours, rasterio.MemoryFile(answer) as file, file.open() as theirs:
        np.testing.assert_array_equal(ours.read(), theirs.read())


@pytest.mark.parametrize("words", [["surface"], ["surface", "fill_rate"], ["clusters", "fill_rate"]])
def test_a_command_that_says_too_little_is_told_how(home, monkeypatch, capsys, words):
    monkeypatch.setenv("ATLAS_HOME", str(home))
    assert server.main(["export", *words]) == 1
    assert "export surface" in capsys.readouterr().err


def test_gdalinfo_sees_a_colour_table_and_overviews_of_classes(client, tmp_path):
    path = tmp_path / "classes.tif"
    path.write_bytes(client.get("/api/surfaces/fill_rate?cell=25&as=classes").get_data())
    told = subprocess.run(
        [shutil.which("gdalinfo"), "-json", path], capture_output=True, check=True, text=True
    )
    (band,) = json.loads(told.stdout)["bands"]
    assert band["colorTable"]["entries"][1] == [0xFD, 0xE7, 0x25, 255] and band["overviews"]


def test_qgis_draws_a_surface_in_the_colours_of_its_style(client, tmp_path):
    (tmp_path / "surface.tif").write_bytes(client.get("/api/surfaces/fill_rate?cell=100").get_data())
    (tmp_path / "style.qml").write_bytes(client.get("/api/surfaces/fill_rate/style.qml").get_data())
    done = subprocess.run(
        ["/usr/bin/python3", IN_QGIS, *(tmp_path / name for name in ("map.png", "style.qml", "surface.tif"))],
        env={"PATH": os.environ["PATH"], "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "LANG": "C.UTF-8"},
        capture_output=True, text=True, timeout=180, check=True,
    )  # fmt: skip
    told = json.loads(done.stdout.strip().splitlines()[-1])
    assert (told["valid"], told["crs"], told["styled"], told["nodata"]) == (True, "EPSG:5897", True, -9999.0)
    assert told["greatest"] <= 1 and "Legal fill rate" in told["band"]
    classes = client.get("/api/surfaces").get_json()["surfaces"][0]["classes"]
    assert len(set(told["colours"]) & {one["colour"] for one in classes}) >= 4


def test_the_data_page_offers_the_surfaces_in_both_languages(client):
    for address in ("/data", "/en/data"):
        page = client.get(address).get_data(as_text=True)
        assert 'formaction="/api/surfaces/workers_per_km2"' in page and 'name="cell"' in page


def test_a_form_without_a_period_asks_for_the_latest(client):
    answer = client.get("/api/surfaces/fill_rate?cell=100&time=&as=values")
    assert "-100m-EPSG-5897.tif" in answer.headers["Content-Disposition"]

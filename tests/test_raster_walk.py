"""`docs/rasters.md`, followed: every command of the page is run, and what comes out is what the page says."""

import csv
import io
import json
import math
import os
import re
import shlex
import shutil
import subprocess
from contextlib import redirect_stdout
from pathlib import Path

import pytest
import rasterio

import server
from webmap import create_app
from webmap.settings import Settings

PAGE = Path(__file__).resolve().parents[1] / "docs" / "rasters.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)
CIRCLES = ("chuong-mau", "tan-mau", "dan-mau")
REMOVED = "rasters --remove"


def commands(block):
    """List the commands of a block, each on one line."""
    return block.replace("\\\n", " ").strip().splitlines()


class Walker:
    """Runs the page in a folder; what each command wrote is in `told`."""

    def __init__(self, folder):
        self.folder, self.told = folder, {}

    def run(self, command):
        words = shlex.split(command)
        if words[0] == "export":
            name, value = words[1].split("=")
            os.environ[name] = str(self.folder / value)
        elif words[:2] == ["python", "server.py"]:
            with redirect_stdout(io.StringIO()) as told:
                assert server.main(words[2:]) == 0, command
            self.told[command] = told.getvalue()
        else:
            done = subprocess.run(
                [shutil.which(words[0]), *words[1:]], check=True, capture_output=True, text=True
            )
            self.told[command] = done.stdout

    def said(self, *parts):
        return next(told for command, told in self.told.items() if all(part in command for part in parts))

    def table(self, name):
        with (self.folder / "walk" / name).open(encoding="utf-8-sig") as file:
            return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def walk(tmp_path_factory):
    """The page, followed up to where it takes its raster out again."""
    folder = tmp_path_factory.mktemp("followed")
    changed = pytest.MonkeyPatch()
    changed.chdir(folder)
    changed.setenv("ATLAS_HOME", "")
    walker = Walker(folder)
    for language, block in BLOCK.findall(TEXT):
        if language == "python":
            exec(compile(block, str(PAGE), "exec"), {})
            continue
        for command in commands(block):
            if REMOVED not in command:
                walker.run(command)
    yield walker
    changed.undo()


@pytest.fixture(scope="module")
def known(walk):
    return {row["cluster_id"]: row for row in walk.table("rasters/known.csv")}


@pytest.fixture(scope="module")
def clusters(walk):
    return {row["id"]: row for row in walk.table("clusters.csv")}


@pytest.fixture(scope="module")
def client(walk):
    return create_app(Settings(home=walk.folder / "walk" / "home")).test_client()


def rows_of(head):
    """List the rows of the table of the page whose head has this word, without marks of code."""
    part = next(part for part in TEXT.split("\n\n") if part.startswith("|") and head in part.splitlines()[0])
    return [
        [cell.strip().replace("`", "") for cell in line.strip("|").split("|")]
        for line in part.splitlines()[2:]
    ]


def number(text):
    return float(re.match(r"[+−-]?[0-9.]+", text)[0].replace("−", "-"))


def test_every_surveyed_outline_has_the_height_and_slope_of_the_plane(known, clusters):
    assert len(known) == 27
    for cluster_id, row in known.items():
        said = clusters[cluster_id]
        assert float(said["height_mean_m"]) == pytest.approx(float(row["height_mean_m"]), abs=0.01)
        assert float(said["slope_mean_pct"]) == pytest.approx(1.0, abs=0.01)
        grounds = [said[f"height_mean_m_{end}"] for end in ("basis", "source", "as_of")]
        assert grounds == ["computed", "dem-2024", "2024"]
    others = [row for row in clusters.values() if row["id"] not in known]
    assert {(row["height_mean_m"], row["height_mean_m_basis"]) for row in others} == {("", "missing")}


def test_the_table_of_heights_is_what_comes_out(clusters):
    for cluster_id, outline, height, _ in rows_of("height_mean_m"):
        said = clusters[cluster_id]
        assert said["boundary_quality"] == outline
        if outline != "schematic":
            assert float(said["height_mean_m"]) == pytest.approx(float(height), abs=0.001)


def test_a_schematic_outline_has_the_range_of_its_circle_and_a_surveyed_one_every_statistic(walk, known):
    rows = [
        row for row in walk.table("values.csv") if row["kind"] == "dem" and row["subject_kind"] == "cluster"
    ]
    of = {name: {row["statistic"]: row for row in rows if row["subject_id"] == name} for name in CIRCLES}
    for said in of.values():
        assert {row["flag"] for row in said.values()} == {"position_circle"} and said.keys() == {"min", "max"}
        assert float(said["max"]["value"]) - float(said["min"]["value"]) == pytest.approx(20.0, abs=0.8)
    assert {row["subject_id"] for row in rows if row["statistic"] == "median" and not row["flag"]} == set(
        known
    )


def test_what_is_listed_is_what_the_page_shows(walk):
    told = walk.said("rasters --language en")
    shown = re.search(r"^```text\n(dem-2024.*?)^```", TEXT, re.MULTILINE | re.DOTALL)[1]
    for line in shown.splitlines():
        assert re.search(re.escape(line).replace("…", ".+"), told), line


def test_the_filter_the_map_and_the_factsheet_know_the_terrain(client, known):
    found = client.get("/api/collections/clusters/items?limit=100&filter=height_mean_m > 600").get_json()
    high = {name for name, row in known.items() if float(row["height_mean_m"]) > 600}
    assert {one["id"] for one in found["features"]} == high and len(high) == 11
    table = client.get("/en/table?height_mean_m=600..&columns=height_mean_m").get_data(as_text=True)
    assert all(f"/clusters/{name}" in table for name in high)
    assert 'value="dem-2024" selected' in client.get("/en/?raster=dem-2024&opacity=60").get_data(as_text=True)


def test_what_is_seen_agrees_with_the_page(walk):
    rows = walk.table("seen.csv")
    for image, *counts, every in rows_of("seen more"):
        of_image = [row["verdict"] for row in rows if row["seen_source"] == image]
        verdicts = ("agree", "seen_more", "reported_more", "not_reported")
        assert [of_image.count(verdict) for verdict in verdicts] == [int(count) for count in counts]
        assert len(of_image) == int(every)


def test_the_three_rows_by_hand_are_what_comes_out(walk):
    rows = {row["id"]: row for row in walk.table("seen.csv")}
    for name, *said, verdict in rows_of("tolerance"):
        columns = ("seen_share", "reported_share", "gap_share", "tolerance_share")
        for column, text in zip(columns, said, strict=True):
            assert float(rows[name][column]) == pytest.approx(number(text), abs=2e-6), (name, column)
        assert rows[name]["verdict"] == re.match(r"\w+", verdict)[0]
        if beyond := re.search(r"([0-9.]+) ha", verdict):
            assert float(rows[name]["beyond_ha"]) == pytest.approx(float(beyond[1]), abs=0.005)


def test_shares_that_differ_by_cluster_are_found_exactly(walk, known):
    rows = [row for row in walk.table("seen-2022.csv") if row["seen_source"] == "builtup-2022-12-31"]
    found = {row["cluster_id"]: float(row["seen_share"]) for row in rows}
    assert found == {name: float(row["builtup_share_before"]) for name, row in known.items()}


def test_the_cells_of_the_surface_come_to_the_workers_of_the_clusters(walk, clusters):
    with rasterio.open(walk.folder / "walk" / "workers.tif") as surface:
        people = float(surface.read(1, masked=True).astype(float).sum()) * 0.1**2
        assert (surface.crs.to_epsg(), surface.res) == (5897, (100.0, 100.0))
    known = sum(float(row["workers"] or 0) for row in clusters.values())
    assert math.isclose(people, known, rel_tol=1e-4)
    assert known == float(re.search(r"clusters, ([0-9,]+) workers", TEXT)[1].replace(",", ""))


def test_the_tags_of_the_surface_are_what_the_page_shows(walk):
    shown = re.search(r"^```text\n(CLUSTERS_SELECTED.*?)^```", TEXT, re.MULTILINE | re.DOTALL)[1]
    tags = json.loads(walk.said("gdalinfo"))["metadata"][""]
    for line in shown.splitlines():
        name, value = line.split(": ")
        assert tags[name] == value
        assert line in walk.said("export surface workers_per_km2")


def test_a_surface_of_classes_brings_its_colours_along(walk):
    with rasterio.open(walk.folder / "walk" / "classes.tif") as surface:
        assert (surface.crs.to_epsg(), surface.res) == (3405, (50.0, 50.0))
        assert surface.colormap(1)[1][:3] == (0xFD, 0xE7, 0x25)


def test_what_was_brought_can_be_taken_out_again(walk):
    (command,) = (one for _, block in BLOCK.findall(TEXT) for one in commands(block) if REMOVED in one)
    walk.run(command)
    assert "slope-2024" in walk.told[command]
    walk.run("python server.py rasters --language en")
    assert "dem-2024" not in walk.told["python server.py rasters --language en"]

"""The commands as a person types them: real processes, real ports, real signals."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path

import geopandas
import pyogrio
import pytest

PROJECT = Path(__file__).resolve().parent.parent
PACKAGE = PROJECT / "data" / "clusters"
PATIENCE_S = 180


def run(*arguments, home=None, patience=PATIENCE_S, **environment):
    """Run one command to its end."""
    changed = {"ATLAS_HOME": str(home)} if home else {}
    return subprocess.run(
        [sys.executable, "server.py", *map(str, arguments)],
        cwd=PROJECT,
        env={**os.environ, **changed, **environment},
        capture_output=True,
        text=True,
        timeout=patience,
        check=False,
    )


def free_port():
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        return listener.getsockname()[1]


def read(url):
    with closing(urllib.request.urlopen(url, timeout=10)) as response:
        return json.load(response)


@contextmanager
def serving(home, *arguments):
    """Serve in a process group of its own, as a terminal would; Ctrl-C ends it."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "server.py", "serve", *map(str, arguments)],
        cwd=PROJECT,
        env={**os.environ, "ATLAS_HOME": str(home), "PORT": str(port), "HOST": "127.0.0.1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{url}/api/", process)
        yield url, process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        process.communicate(timeout=PATIENCE_S)


def wait_for(url, process):
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        assert process.poll() is None, process.stdout.read()
        try:
            return read(url)
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{url} did not answer within {PATIENCE_S} s")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("atlas")


@pytest.fixture(scope="module")
def url(home):
    with serving(home) as (address, _):
        yield address


def test_serve_publishes_the_shipped_data_and_answers(url):
    assert read(f"{url}/api/collections/clusters/items?limit=1000")["numberReturned"] == 113


def test_ctrl_c_stops_every_process_and_frees_the_port(tmp_path):
    with serving(tmp_path) as (address, process):
        group = process.pid
        os.killpg(group, signal.SIGINT)
        output, _ = process.communicate(timeout=PATIENCE_S)
        assert "Traceback" not in output
    with pytest.raises(ProcessLookupError):
        os.killpg(group, 0)
    port = int(address.rsplit(":", 1)[1])
    socket.create_server(("127.0.0.1", port)).close()


def test_a_worker_that_dies_is_replaced(tmp_path):
    with serving(tmp_path) as (address, process):
        workers = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True, check=True
        ).stdout.split()
        for worker in workers:
            os.kill(int(worker), signal.SIGKILL)
        assert wait_for(f"{address}/api/", process)["revision"]


def test_serve_keeps_another_package_that_was_published_on_purpose(tmp_path):
    package, home = tmp_path / "package", tmp_path / "home"
    assert (
        run("demo", "--clusters", "3", "--lots", "3", "--periods", "2025..2026", "--out", package).returncode
        == 0
    )
    assert run("publish", "--package", package, home=home).returncode == 0
    with serving(home) as (address, _):
        assert read(f"{address}/api/")["simulated"] is True


def test_a_damaged_snapshot_is_published_anew(tmp_path):
    assert run("publish", home=tmp_path).returncode == 0
    features = next((tmp_path / "snapshots").glob("*/clusters.features"))
    features.write_bytes(features.read_bytes() + b"x")
    with serving(tmp_path) as (address, _):
        assert read(f"{address}/api/collections/clusters/items")["numberMatched"] == 113


def test_a_taken_port_is_one_clear_sentence(tmp_path):
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
        done = run("serve", home=tmp_path, PORT=str(port))
    assert done.returncode == 1
    assert f"cannot listen on 127.0.0.1:{port}" in done.stderr
    assert f"PORT={port + 1} make serve" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_unwritable_folder_is_one_clear_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    done = run("serve", home=tmp_path / "file" / "home")
    assert done.returncode == 1
    assert "cannot write to" in done.stderr
    assert "ATLAS_HOME=/path make serve" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("ATLAS_WORKERS", "none"),
        ("ATLAS_REPORT_TO", "someone"),
    ],
)
def test_a_bad_setting_stops_the_start(tmp_path, setting, value):
    done = run("serve", home=tmp_path, **{setting: value})
    assert done.returncode == 1
    assert f"{setting}={value!r}; expected a" in done.stderr


def test_check_finds_the_traps_of_the_shipped_data_and_no_error():
    done = run("check", "--language", "en")
    assert done.returncode == 0, done.stderr
    assert "facts.csv, row 193, column value: warning same-investment" in done.stdout
    assert "0 errors" in done.stdout.splitlines()[-1]


def test_check_speaks_vietnamese_by_default():
    assert "có thể là cùng một nơi" in run("check").stdout


def test_check_exits_with_1_on_an_error_and_names_its_place(tmp_path):
    copy = copied(tmp_path)
    facts = copy / "facts.csv"
    text = facts.read_text(encoding="utf-8")
    lines = text.splitlines()
    row = next(number for number, line in enumerate(lines, 1) if ",thanh-oai,fill_rate_pct," in line)
    lines[row - 1] = lines[row - 1].replace(",100,100.0,100.0,", ",2021,2021.0,2021.0,")
    facts.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run("check", copy)
    assert done.returncode == 1
    assert f"facts.csv, row {row}, column value: error year-as-rate" in done.stdout


def test_check_of_a_damaged_table_names_file_row_and_column(tmp_path):
    copy = copied(tmp_path)
    clusters = copy / "clusters.csv"
    clusters.write_text(
        clusters.read_text(encoding="utf-8").replace(",active,", ",asleep,", 1), encoding="utf-8"
    )
    done = run("check", copy)
    assert done.returncode == 1
    assert "clusters.csv, row 2, column status" in done.stderr
    assert "Traceback" not in done.stderr


def copied(tmp_path):
    copy = tmp_path / "package"
    copy.mkdir()
    for path in PACKAGE.glob("*.*"):
        (copy / path.name).write_bytes(path.read_bytes())
    return copy


def test_a_damaged_file_stops_publish_and_leaves_what_is_served(home, url, tmp_path):
    before = read(f"{url}/api/")["revision"]
    copy = copied(tmp_path)
    (copy / "facts.csv").write_text("id\n1\n")
    done = run("publish", "--package", copy, home=home)
    assert done.returncode == 1
    assert "facts.csv" in done.stderr
    assert read(f"{url}/api/")["revision"] == before


def test_geopandas_and_gdal_read_all_clusters_from_the_address(url):
    address = f"{url}/api/collections/clusters/items?limit=1000"
    layer = geopandas.read_file(address)
    assert len(layer) == 113
    assert layer.crs.to_epsg() == 4326
    assert layer.set_index("id").loc["dai-thang", "name_vi"] == "Cụm công nghiệp làng nghề Đại Thắng"
    described = pyogrio.read_info(address)
    assert described["driver"] == "GeoJSON"
    assert described["features"] == 113


def test_gdal_reads_the_service_through_its_ogc_api_driver(url):
    names = [name for name, _ in pyogrio.list_layers(f"OAPIF:{url}/api/")]
    assert names == [
        "clusters",
        "lots",
        "observations",
        "history",
        "raster_values",
        "seen",
        "wards",
        "districts",
        "places",
    ]
    wards = pyogrio.read_dataframe(f"OAPIF:{url}/api/", layer="wards")
    assert len(wards) == 126


def test_a_geojson_linter_finds_nothing(url):
    linter = (
        'import("@placemarkio/check-geojson").then(async ({check}) => {'
        'let body = ""; for await (const part of process.stdin) body += part;'
        "const {features} = check(body); console.log(features.length)})"
    )
    body = json.dumps(read(f"{url}/api/collections/clusters/items?limit=1000"))
    done = subprocess.run(
        ["node", "-e", linter],
        cwd=PROJECT,
        input=body,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "113"


@pytest.mark.parametrize("file_format", ["geojson", "csv", "gpkg"])
def test_export_writes_a_file_that_opens(home, url, tmp_path, file_format):
    path = tmp_path / f"clusters.{file_format}"
    assert run("export", "clusters", "-f", file_format, "-o", path, home=home).returncode == 0
    assert len(pyogrio.read_dataframe(path)) == 113


def test_export_of_nothing_published_and_of_an_unknown_collection_is_said(home, url, tmp_path):
    assert "nothing is published" in run("export", "clusters", home=tmp_path).stderr
    assert "no collection 'moon'" in run("export", "moon", home=home).stderr
    assert "no geometry to draw" in run("export", "observations", "-f", "dxf", home=home).stderr


def test_the_demo_is_simulated_in_every_file_page_and_export(tmp_path):
    package = tmp_path / "package"
    done = run(
        "demo", "--clusters", "12", "--lots", "60", "--periods", "2024..2026", "--seed", "7", "--out", package
    )
    assert done.returncode == 0, done.stderr
    assert all("simulated" in path.read_text(encoding="utf-8").lower() for path in package.iterdir())
    with serving(tmp_path / "home", "--package", package) as (address, _):
        for name in ("clusters", "lots", "observations", "history", "wards", "districts", "places"):
            body = read(f"{address}/api/collections/{name}/items?f=geojson&limit=1")
            assert body["simulated"] is True
            assert all(feature["properties"]["simulated"] == "SIMULATED" for feature in body["features"])
            for kind in ("csv", "html"):
                with closing(
                    urllib.request.urlopen(f"{address}/api/collections/{name}/items?f={kind}")
                ) as page:
                    text = page.read().decode() + str(page.headers)
                assert "SIMULATED" in text
        for page_address in ("/", "/en/", "/totals", "/en/totals", "/api/?f=html", "/clusters/nowhere"):
            try:
                with closing(urllib.request.urlopen(f"{address}{page_address}")) as page:
                    text = page.read().decode()
            except urllib.error.HTTPError as error:
                text = error.read().decode()
            assert "SIMULATED" in text, page_address
        assert read(f"{address}/api/collections/lots/items")["numberMatched"] == 60


@pytest.mark.parametrize(
    "arguments",
    [
        ("--clusters", "0"),
        ("--clusters", "many"),
        ("--lots", "-1"),
        ("--periods", "2026..2018"),
        ("--periods", "x"),
    ],
)
def test_an_impossible_demo_is_refused(tmp_path, arguments):
    done = run("demo", *arguments, "--out", tmp_path / "package")
    assert done.returncode == 1
    assert "expected" in done.stderr
    assert not (tmp_path / "package").exists()


def test_ward_outlines_at_fault_are_refused_and_change_nothing(home, url, tmp_path):
    (tmp_path / "wards.geojson").write_text('{"type": "FeatureCollection", "features": []}')
    done = run("import", "wards", tmp_path / "wards.geojson", "--credit", "x", "--licence", "y", home=home)
    assert done.returncode == 1
    assert "no outline for 126 wards" in done.stderr
    assert not (home / "boundaries").exists()


@pytest.mark.optional
def test_the_open_ward_outlines_are_taken_where_they_are_at_hand(tmp_path):
    file = os.environ.get("ATLAS_TEST_WARDS")
    if not file:
        pytest.skip("ATLAS_TEST_WARDS names no file of ward outlines")
    credit = "© OpenStreetMap contributors"
    done = run("import", "wards", file, "--credit", credit, "--licence", "ODbL-1.0", home=tmp_path)
    assert done.returncode == 0, done.stderr
    exported = json.loads(run("export", "clusters", home=tmp_path).stdout)
    bases = [feature["properties"]["ward_basis"] for feature in exported["features"]]
    assert bases.count("pin") == 30

"""The data page: the package as it is served, the dictionary, and the snippets run exactly as printed."""

import io
import re
import subprocess
import sys
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen
from zipfile import ZipFile

import frictionless
import pyogrio
import pytest

from geo.formats.offered import FORMATS
from geo.published import COLLECTIONS
from geo.tables import TABLES
from webmap import create_app
from webmap.settings import Settings

AXE = (Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()


@pytest.fixture(scope="module")
def client(published_home):
    return create_app(Settings(home=published_home)).test_client()


@pytest.fixture(scope="module")
def page(client):
    return unescape(client.get("/en/data").get_data(as_text=True))


def take(client, **headers):
    """Get the package, and let go of its file."""
    with client.get("/en/data/package.zip", headers=headers) as response:
        return response.status_code, response.headers, response.get_data()


def test_the_package_is_served_under_a_name_that_says_what_it_is(client, tmp_path):
    _, headers, body = take(client)
    revision = client.get("/api/?f=json").get_json()["revision"]
    assert f"ccn-atlas-cum-cong-nghiep-ha-noi-{revision}.zip" in headers["Content-Disposition"]
    with ZipFile(io.BytesIO(body)) as packed:
        packed.extractall(tmp_path)
    assert frictionless.Package(str(tmp_path / "datapackage.json")).validate().valid
    assert revision in (tmp_path / "README.md").read_text(encoding="utf-8")


def test_the_package_answers_conditional_and_partial_requests(client):
    _, headers, _ = take(client)
    assert take(client, **{"If-None-Match": headers["ETag"]})[0] == 304
    status, _, body = take(client, Range="bytes=0-3")
    assert (status, body) == (206, b"PK\x03\x04")


def test_the_page_offers_the_package_and_every_collection(client, page):
    assert 'href="/data/package.zip"' in page
    for name in COLLECTIONS:
        addresses = re.findall(rf'href="(/api/collections/{name}/items[^"]+)"', page)
        offered = [parse_qs(urlsplit(address).query)["f"][0] for address in addresses]
        assert offered == [*(form for form in FORMATS if form != "dxf" or name != "observations"), "html"]
        for address in addresses:
            assert client.get(address).status_code == 200


def test_the_dictionary_holds_every_column_of_every_collection_and_table(page):
    for name, collection in COLLECTIONS.items():
        for column in collection.columns:
            assert f'id="collection-{name}.{column.name}"' in page
    for name, table in TABLES.items():
        for column in table.columns:
            assert (f'id="table-{name}.{column.name}"' in page) == table.public


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_value_of_a_closed_list_is_said_in_words(client, prefix):
    page = unescape(client.get(f"{prefix}/data").get_data(as_text=True))
    lists = re.search(r'id="dictionary".*', page, re.S)[0]
    cells = re.findall(r"<code>([^<]+)</code>(?!<)([^<]*)(?=<br>|</td>|</details>)", lists)
    assert len(cells) > 100
    assert [code for code, word in cells if not word.strip()] == []


def snippet(server_url, name):
    with urlopen(f"{server_url}/en/data") as answer:
        page = answer.read().decode()
    return unescape(re.search(rf'data-snippet="{name}">(.*?)</code>', page, re.S)[1])


def run(command, code, folder):
    done = subprocess.run(
        [*command, code], capture_output=True, text=True, cwd=folder, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


EXPECTED = "113 clusters, 1459.25 ha planned in 75 of them"


def test_the_geopandas_snippet_runs_as_printed(server_url, tmp_path):
    assert run([sys.executable, "-c"], snippet(server_url, "geopandas"), tmp_path).strip() == EXPECTED


def test_the_javascript_snippet_runs_as_printed(server_url, tmp_path):
    command = ["node", "--input-type=module", "-e"]
    assert run(command, snippet(server_url, "javascript"), tmp_path).strip() == EXPECTED


def test_the_pyogrio_snippet_runs_as_printed_and_asks_what_ogr2ogr_asks(server_url, tmp_path):
    code = snippet(server_url, "pyogrio")
    run([sys.executable, "-c"], code, tmp_path)
    count = "import pyogrio; print(pyogrio.read_info('clusters.gpkg')['features'])"
    assert run([sys.executable, "-c"], count, tmp_path).strip() == "113"
    address = re.search(r'"OAPIF:[^"]+"', code)[0]
    assert snippet(server_url, "ogr2ogr") == f"ogr2ogr clusters.gpkg {address} clusters\n"


def test_the_ogr2ogr_snippet_runs_as_printed(server_url, tmp_path):
    run(["sh", "-e", "-c"], snippet(server_url, "ogr2ogr"), tmp_path)
    assert pyogrio.read_info(tmp_path / "clusters.gpkg")["features"] == 113


def test_a_file_in_metres_is_asked_for_by_the_form(browser, server_url, tmp_path):
    page = browser.new_page()
    page.goto(f"{server_url}/en/data")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Industrial clusters").click()
    assert saved.value.suggested_filename == "clusters-EPSG-5897.gpkg"
    saved.value.save_as(tmp_path / "saved.gpkg")
    page.close()
    read = pyogrio.read_dataframe(tmp_path / "saved.gpkg")
    assert read.crs.to_epsg() == 5897
    assert len(read) == 113


@pytest.mark.parametrize("path", ["/data", "/en/data"])
def test_the_page_is_without_barriers_and_fits_a_phone(browser, server_url, path):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(server_url + path)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.evaluate(
        "document.querySelectorAll('.dictionary').forEach((each) => { each.open = each.id.endsWith('lots'); })"
    )
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")["violations"]
    page.close()
    assert [(one["id"], [node["target"] for node in one["nodes"]][:5]) for one in found] == []

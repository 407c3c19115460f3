"""A package of which little is known yet: no fact, or no cluster at all; everything is still answered."""

from dataclasses import replace
from datetime import date

import pytest

from geo.delivered import PACKAGE
from geo.formats.offered import formats_of
from geo.package import read_package, write_package
from geo.publish import publish
from geo.published import COLLECTIONS
from geo.snapshot import open_snapshot
from webmap import create_app
from webmap.pages.views import PAGES as VIEWS
from webmap.settings import Settings

PAGES = [address for address, _ in VIEWS.values() if "<" not in address and address != "/suggest"]
EMPTIED = {"no facts": (["facts"], []), "no clusters": (["facts", "clusters"], ["outlines"])}


@pytest.fixture(scope="module", params=EMPTIED)
def home(request, tmp_path_factory):
    """A home in which the shipped package is published without some of its rows."""
    tables, layers = EMPTIED[request.param]
    whole = read_package(PACKAGE)
    folder = tmp_path_factory.mktemp("empty")
    package = replace(
        whole,
        tables=whole.tables | {name: whole.tables[name].iloc[:0] for name in tables},
        layers=whole.layers | {name: whole.layers[name].iloc[:0] for name in layers},
    )
    write_package(package, folder / "package")
    publish(folder / "package", folder / "home", date(2026, 11, 22))
    return folder / "home"


@pytest.fixture(scope="module")
def client(home):
    return create_app(Settings(home=home)).test_client()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_answers(client, home, prefix):
    clusters = open_snapshot(Settings(home=home).snapshots).collections["clusters"].records()
    factsheets = [f"/clusters/{cluster['id']}{end}" for cluster in clusters[:2] for end in ("", "/panel")]
    for path in [*PAGES, *factsheets]:
        with client.get(prefix + path) as response:
            assert response.status_code == 200, path


def test_every_collection_comes_in_every_format_and_answers_questions(client, home):
    collections = open_snapshot(Settings(home=home).snapshots).collections
    for name in COLLECTIONS:
        questions = ["filter=id='x'", "bbox=1,2,3,4", "q=a", "sortby=id", "properties=id", "f=html", "f=json"]
        for question in [*questions, *(f"f={form.name}" for form in formats_of(collections[name]))]:
            assert client.get(f"/api/collections/{name}/items?{question}").status_code == 200, question


def test_the_map_opens_without_complaint(home, serve, visit):
    page = visit(f"{serve(home)}/en/?open=table&beside=status@")
    page.wait_for_function("performance.getEntriesByName('atlas:drawn').length")
    page.locator("#part-figures b").first.wait_for()

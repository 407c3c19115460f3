"""Answers taken from the answer to another filter: the very bytes and headers the app would have given."""

import shutil
from datetime import date
from urllib.parse import quote

import pytest

from geo.delivered import PACKAGE
from geo.publish import publish
from webmap import create_app
from webmap.settings import Settings

ITEMS = "/api/collections/clusters/items"
FIRST = "status = 'active' AND planned_area_ha > 10"
FILTERS = {
    "another number": "status = 'active' AND planned_area_ha > 10.25",
    "nothing at all": "planned_area_ha > 100000",
    "accents, quotes and signs": "name_vi = 'Đại \"Thắng\" & 50% + {}' OR name_vi LIKE 'C%'",
    "space": "S_INTERSECTS(geometry, BBOX(105.5,20.9,105.9,21.1))",
    "everything": "id IS NOT NULL",
    "no filter": "planned_area_ha >",
    "an unknown property": "moon = 1",
    "empty": "",
}
RESTS = {
    "all": "limit=1000&filter={}",
    "sorted, in a system": "filter={}&limit=1000&sortby=-planned_area_ha&crs=EPSG:5897&lang=en",
    "some properties": "properties=name_vi&bbox=105.3,20.6,106,21.4&filter={}&limit=1000&f=json",
    "a page": "limit=5&filter={}",
    "from later on": "limit=1000&offset=3&filter={}",
    "a file": "f=csv&filter={}",
    "a page for people": "f=html&filter={}",
}


@pytest.fixture(scope="module")
def app(published_home):
    return create_app(Settings(home=published_home))


@pytest.fixture(scope="module")
def behind(published_home):
    """The app without its memory."""
    app = create_app(Settings(home=published_home))
    app.wsgi_app = app.wsgi_app.app
    return app


def ask(app, rest, text, coding="identity"):
    address = f"{ITEMS}?{RESTS[rest].format(quote(text))}"
    return app.test_client().get(address, headers={"Accept-Encoding": coding})


@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("rest", RESTS)
def test_an_answer_to_another_filter_is_that_of_the_app(app, behind, rest, coding):
    ask(app, rest, FIRST, coding)
    for text in FILTERS.values():
        given, made = ask(app, rest, text, coding), ask(behind, rest, text, coding)
        assert (given.status, given.data) == (made.status, made.data)
        assert sorted(given.headers) == sorted(made.headers)


@pytest.mark.parametrize("rest", ["all", "sorted, in a system", "some properties"])
def test_the_app_is_asked_for_the_first_filter_only(published_home, monkeypatch, rest):
    app = create_app(Settings(home=published_home))
    ask(app, rest, FIRST)
    monkeypatch.setattr(app.wsgi_app, "app", None)
    assert ask(app, rest, FILTERS["another number"]).status_code == 200


def test_an_invalid_byte_is_read_as_the_app_reads_it(app, behind):
    ask(app, "all", FIRST)
    for raw in ("name_vi='%FF'", "name_vi='é'", "name_vi='a'&filter=id IS NULL"):
        address = f"{ITEMS}?limit=1000&filter={raw}"
        given, made = app.test_client().get(address), behind.test_client().get(address)
        assert (given.status, given.data) == (made.status, made.data)


def test_what_is_taken_from_another_answer_can_be_had_again(app):
    ask(app, "all", FIRST)
    given = ask(app, "all", FILTERS["another number"])
    address = f"{ITEMS}?{RESTS['all'].format(quote(FILTERS['another number']))}"
    again = app.test_client().get(
        address, headers={"Accept-Encoding": "identity", "If-None-Match": given.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")


def test_another_snapshot_is_asked_anew(tmp_path):
    publish(PACKAGE, tmp_path, date(2026, 11, 22))
    app = create_app(Settings(home=tmp_path))
    ask(app, "all", FIRST)
    package = tmp_path / "package"
    shutil.copytree(PACKAGE, package)
    clusters = package / "clusters.csv"
    clusters.write_text(clusters.read_text(encoding="utf-8").replace("Dị Nậu", "Dị Nậu 2"), encoding="utf-8")
    revision = publish(package, tmp_path, date(2026, 11, 22)).revision
    assert ask(app, "all", "id = 'di-nau'").get_json()["revision"] == revision
    assert {shape[0] for shape in app.wsgi_app._patterns} == {revision}

"""Answers given again: the very same, until another snapshot or another question."""

import gzip
import shutil
from datetime import date

import pytest

from geo.delivered import PACKAGE
from geo.publish import publish
from webmap import create_app
from webmap.settings import Settings

ITEMS = "/api/collections/clusters/items"


@pytest.fixture(scope="module")
def app(published_home):
    return create_app(Settings(home=published_home))


@pytest.fixture
def asked(app, monkeypatch):
    """The addresses that reached the app behind the memory."""
    addresses, behind = [], app.wsgi_app.app

    def count(environ, start_response):
        addresses.append(environ["PATH_INFO"])
        return behind(environ, start_response)

    monkeypatch.setattr(app.wsgi_app, "app", count)
    return addresses


def test_the_same_question_is_answered_once_and_given_again_whole(app, asked):
    answers = [app.test_client().get(f"{ITEMS}?limit=7", headers={"Accept": "*/*"}) for _ in range(3)]
    assert len(asked) == 1
    assert len({answer.data for answer in answers}) == 1
    assert len({str(answer.headers) for answer in answers}) == 1


def test_another_address_host_format_coding_or_method_is_another_question(app, asked):
    client = app.test_client()
    client.get(f"{ITEMS}?limit=6")
    client.get(f"{ITEMS}?limit=6", headers={"Accept": "text/csv"})
    client.get(f"{ITEMS}?limit=6", headers={"Accept-Encoding": "gzip"})
    client.get(f"{ITEMS}?limit=6", headers={"Host": "other.example"})
    client.get(f"{ITEMS}?limit=6", headers={"Range": "bytes=0-9"})
    client.head(f"{ITEMS}?limit=6")
    assert len(asked) == 6


def test_who_has_it_already_is_told_so_from_memory_too(app, asked):
    client = app.test_client()
    etag = client.get(f"{ITEMS}?limit=4").headers["ETag"]
    for stated in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        again = client.get(f"{ITEMS}?limit=4", headers={"If-None-Match": stated})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
        assert "Content-Encoding" not in again.headers
    assert client.get(f"{ITEMS}?limit=4", headers={"If-None-Match": '"other"'}).status_code == 200
    assert len(asked) == 1


@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("path", [f"{ITEMS}?limit=3", f"{ITEMS}/di-nau", f"{ITEMS}?f=csv", f"{ITEMS}?f=xlsx"])
def test_who_has_it_already_is_told_so_without_it_being_made(published_home, monkeypatch, path, coding):
    headers = {"Accept-Encoding": coding}
    etag = create_app(Settings(home=published_home)).test_client().get(path, headers=headers).headers["ETag"]
    for name in ("extract_page", "extract_one"):
        monkeypatch.setattr(f"webmap.api.items.{name}", None)  # whoever makes an answer fails
    cold = create_app(Settings(home=published_home)).test_client()
    for _ in range(2):
        told = cold.get(path, headers={**headers, "If-None-Match": f'"other", W/{etag}'})
        assert (told.status_code, told.data, told.headers["ETag"]) == (304, b"", etag)
        assert told.headers["Vary"] == "Accept, Accept-Encoding"
        assert told.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


@pytest.mark.parametrize("stated", ["*", " * "])
def test_whoever_has_anything_is_told_that_it_is_there_still(published_home, stated):
    client = create_app(Settings(home=published_home)).test_client()
    for _ in range(2):
        assert client.get(f"{ITEMS}?limit=3", headers={"If-None-Match": stated}).status_code == 304
    assert client.get(f"{ITEMS}?limit=x", headers={"If-None-Match": stated}).status_code == 400


def test_a_large_answer_passes_in_pieces_and_is_not_kept(published_home, monkeypatch):
    plain = {"Accept-Encoding": "identity"}
    whole = create_app(Settings(home=published_home)).test_client().get(ITEMS, headers=plain)
    for module in ("answers", "remembered"):
        monkeypatch.setattr(f"webmap.{module}.LARGE", 10_000)
    monkeypatch.setattr("webmap.answers._PIECE", 1_000)
    app = create_app(Settings(home=published_home))
    for query in ("", "?properties=name_vi"):
        passing = app.test_client().get(ITEMS + query, headers=plain, buffered=False)
        pieces = list(passing.response)
        assert (
            len(pieces) > 10
            and all(pieces[:-1])
            and int(passing.headers["Content-Length"]) == sum(map(len, pieces))
        )
        assert query or (b"".join(pieces) == whole.data and passing.headers == whole.headers)
    part = app.test_client().get(ITEMS, headers={**plain, "Range": "bytes=2000-25000"})
    assert (part.status_code, part.data) == (206, whole.data[2000:25001])
    assert not app.wsgi_app._kept


@pytest.mark.parametrize("path", [f"{ITEMS}?limit=x", "/api/moon", f"{ITEMS}/atlantis"])
def test_what_was_refused_is_not_kept(app, asked, path):
    for _ in range(2):
        assert app.test_client().get(path).status_code in (400, 404)
    assert len(asked) == 2


def test_memory_stays_within_its_room(app, monkeypatch):
    monkeypatch.setattr("webmap.remembered._ROOM", 100_000)
    for offset in range(200, 300):
        app.test_client().get(f"{ITEMS}?limit=1&offset={offset}")
    held = app.wsgi_app
    texts = sum(
        len("".join(key)) + len(answer.body) + sum(len(name + value) for name, value in answer.headers)
        for key, answer in held._kept.items()
    )
    assert len(held._kept) > 10
    assert texts < held._size <= 100_000
    assert held._size == sum(answer.size(key) for key, answer in held._kept.items())


def test_another_snapshot_is_another_answer(tmp_path, published_home):
    shutil.copytree(published_home / "snapshots", tmp_path / "snapshots")
    client = create_app(Settings(home=tmp_path)).test_client()
    first = client.get(f"{ITEMS}?limit=1").get_json()["revision"]
    pointer = tmp_path / "snapshots" / "current"
    package = tmp_path / "package"
    shutil.copytree(PACKAGE, package)
    clusters = package / "clusters.csv"
    clusters.write_text(clusters.read_text(encoding="utf-8").replace("Dị Nậu", "Dị Nậu 2"), encoding="utf-8")
    publish(package, tmp_path, date(2026, 11, 22))
    second = client.get(f"{ITEMS}?limit=1").get_json()["revision"]
    assert first != second == pointer.read_text()


def test_the_whole_collection_packed_beforehand_is_the_body(app):
    for path in (f"{ITEMS}?limit=1000", "/api/collections/wards/items?limit=1000"):
        plain = app.test_client().get(path, headers={"Accept-Encoding": "identity"})
        packed = app.test_client().get(path, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain.data
        assert len(packed.data) < len(plain.data) / 3

"""The files of the pages: kept by browsers as long as they are the same, packed, and found beside each other."""

import gzip
import re
from pathlib import Path
from shutil import copytree

import pytest
from flask import Flask, url_for

from webmap.static_files import add_static_files


@pytest.fixture
def folder(tmp_path):
    """Two scripts, of which one is too small to be packed."""
    made = tmp_path / "static"
    made.mkdir()
    (made / "long.js").write_text("// a line\n" * 500)
    (made / "short.js").write_text("1;")
    return made


def files_of(folder):
    app = Flask(__name__, static_folder=str(folder))
    add_static_files(app)
    return app


def address(app, name):
    with app.test_request_context():
        return url_for("static", filename=name)


def test_a_file_at_its_versioned_address_is_kept_for_good(folder):
    app = files_of(folder)
    with app.test_client().get(address(app, "long.js")) as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("path", ["/static/long.js", "/static-before/long.js"])
def test_at_any_other_address_it_is_there_too_but_asked_for_anew(folder, path):
    with files_of(folder).test_client().get(path) as answer:
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-cache"


def test_the_address_changes_with_any_file_and_with_nothing_else(folder, tmp_path):
    before = address(files_of(folder), "short.js")
    assert address(files_of(copytree(folder, tmp_path / "copy")), "short.js") == before
    (folder / "long.js").write_text("changed")
    assert address(files_of(folder), "short.js") != before


def test_one_who_takes_gzip_gets_it_and_others_get_the_same_text(folder):
    client = files_of(folder).test_client()
    with client.get("/static/long.js", headers={"Accept-Encoding": "gzip"}) as packed:
        with client.get("/static/long.js") as plain:
            assert gzip.decompress(packed.data) == plain.data == (folder / "long.js").read_bytes()
        assert packed.headers["Vary"] == "Accept-Encoding"
        assert int(packed.headers["Content-Length"]) == len(packed.data)


def test_one_who_has_a_file_is_told_so(folder):
    client = files_of(folder).test_client()
    with client.get("/static/long.js", headers={"Accept-Encoding": "gzip"}) as first:
        stated = {"If-None-Match": first.headers["ETag"], "Accept-Encoding": "gzip"}
    with client.get("/static/long.js", headers=stated) as again:
        assert (again.status_code, again.data) == (304, b"")


def test_a_file_too_small_to_be_packed_goes_as_it_is(folder):
    client = files_of(folder).test_client()
    with client.get("/static/short.js", headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.data == b"1;" and "Content-Encoding" not in answer.headers


def test_what_is_not_there_is_not_found(folder):
    with files_of(folder).test_client().get("/static-1/../../etc/passwd") as answer:
        assert answer.status_code == 404


def test_the_map_names_its_files_by_version(client):
    page = client.get("/").get_data(as_text=True)
    addresses = re.findall(r'(?:src|href)="(/static[^"]+)"', page)
    assert addresses and {Path(one).parts[1] for one in addresses} == {Path(addresses[0]).parts[1]}
    assert addresses[0].startswith("/static-")

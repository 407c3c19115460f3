"""The street map that is offered, and what no setting may be."""

import re

import pytest

import server
from geo.errors import QueryError
from webmap import create_app
from webmap.settings import Settings

OURS = "https://tiles.example.org:8443/hanoi/{z}/{x}/{y}.png"


@pytest.mark.parametrize(
    ("basemap", "host", "from_start"),
    [
        ("none", "https://tile.openstreetmap.org", False),
        ("osm", "https://tile.openstreetmap.org", True),
        (OURS, "https://tiles.example.org:8443", True),
    ],
    ids=["none", "osm", "an address"],
)
def test_the_policy_of_the_map_allows_the_host_of_the_tiles_and_no_other(
    published_home, basemap, host, from_start
):
    client = create_app(Settings(home=published_home, basemap=basemap)).test_client()
    page = client.get("/en/")
    images = re.search(r"img-src ([^;]+)", page.headers["Content-Security-Policy"])[1]
    assert images.split() == ["'self'", "data:", host]
    assert page.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert ('data-tiles="' in page.text) and (" checked> Show street map" in page.text) is from_start
    assert "tile" not in client.get("/en/totals").headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "basemap",
    [
        "", "google", "https://tiles.example.org/{z}/{x}.png", "ftp://tiles.example.org/{z}/{x}/{y}.png",
        "https://a.org;script-src *//{z}/{x}/{y}", "https://{s}.example.org/{z}/{x}/{y}.png",
        "https://user@example.org/{z}/{x}/{y}.png", "https://a.org/{z}/{x}/{y}/{x}",
    ],
)  # fmt: skip
def test_a_basemap_that_cannot_be_stops_the_start(basemap):
    with pytest.raises(QueryError, match="expected none, osm or an address of tiles"):
        Settings(basemap=basemap)


def test_the_command_line_says_which_variable_is_wrong(monkeypatch, capsys):
    monkeypatch.setenv("ATLAS_BASEMAP", "google")
    assert server.main(["serve"]) == 1
    assert "ATLAS_BASEMAP='google'; expected none, osm or an address" in capsys.readouterr().err

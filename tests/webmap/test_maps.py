"""The folium parts of a page, and what the server writes around them, without a browser."""

import json
import re
from html.parser import HTMLParser

import pytest

from geo.bbox import BBox
from webmap import create_app
from webmap.maps import Assets, draw_map
from webmap.settings import Settings

ASSETS = Assets("/static/leaflet.js", "/static/leaflet.css", "/static/page.js")
HANOI = BBox(105.3, 20.6, 106.0, 21.4)
ADDRESS = re.compile(r"""(?:src|href)=["']([^"']*)""")


class Tags(HTMLParser):
    """Collects the tags of a page with their attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def named(self, *names):
        return [attributes for tag, attributes in self.found if tag in names]


def test_a_map_loads_leaflet_and_the_page_s_module_and_nothing_else():
    parts = draw_map(HANOI, 113, ASSETS, "abc")
    everything = parts.head + parts.html + parts.script
    assert ADDRESS.findall(everything) == [ASSETS.leaflet_js, ASSETS.leaflet_css]
    assert 'import { start } from "/static/page.js"' in parts.script
    assert "//" not in everything.replace("://", "")
    assert "http" not in everything


def test_a_map_carries_the_nonce_on_every_script_and_no_style_at_all():
    parts = draw_map(HANOI, 113, ASSETS, "abc")
    tags = Tags(parts.head + parts.html + parts.script)
    assert [script["nonce"] for script in tags.named("script")] == ["abc", "abc"]
    assert tags.named("style", "meta") == []
    assert not any("style" in attributes for _, attributes in tags.found)


def test_a_map_fits_its_extent_latitude_first_and_at_once():
    script = draw_map(HANOI, 113, ASSETS, "abc").script
    assert "[[20.6, 105.3], [21.4, 106.0]]" in script
    assert '"animate": false' in script


@pytest.mark.parametrize(("features", "canvas"), [(113, "false"), (10_000, "true")])
def test_many_features_are_drawn_on_a_canvas(features, canvas):
    assert f'"preferCanvas": {canvas}' in draw_map(HANOI, features, ASSETS, "abc").script


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_every_script_of_the_page_stands_under_the_nonce_of_its_policy(client, path):
    response = client.get(path)
    policy = response.headers["Content-Security-Policy"]
    nonce = re.search(r"'nonce-([^']+)'", policy)[1]
    tags = Tags(response.get_data(as_text=True))
    assert {script["nonce"] for script in tags.named("script", "style")} == {nonce}
    assert "unsafe" not in policy
    assert response.headers["Cache-Control"] == "no-store"
    assert not any(name == "style" or name.startswith("on") for _, one in tags.found for name in one)
    assert nonce not in client.get(path).headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/en/"])
def test_the_page_loads_nothing_from_another_host(client, path):
    tags = Tags(client.get(path).get_data(as_text=True))
    named = ("canonical", "alternate")
    elements = [one for one in tags.named("script", "link", "img", "iframe") if one.get("rel") not in named]
    loaded = [one.get("src") or one.get("href") for one in elements]
    assert all(address is None or re.match(r"/(?!/)", address) for address in loaded)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", {"stated_fill_rate", "clusters"}),
        ("?layer=fill_rate&areas=wards&mean=simple", {"fill_rate", "wards", "simple"}),
        ("?layer=nonsense&areas=nonsense&mean=", {"stated_fill_rate", "clusters"}),
        ("?street=1", {"stated_fill_rate", "clusters", "street"}),
    ],
)
def test_the_address_chooses_what_is_shown(client, asked, shown):
    tags = Tags(client.get(f"/{asked}", follow_redirects=True).get_data(as_text=True))
    chosen = {one["value"] for one in tags.named("option") if "selected" in one}
    checked = {one.get("value", "street") for one in tags.named("input") if "checked" in one}
    assert shown <= chosen | checked
    assert (
        len((chosen | checked) & {"clusters", "wards", "districts", "weighted", "simple", "street"})
        == len(shown) - 1
    )


def page_data(client, path):
    html = client.get(path).get_data(as_text=True)
    return json.loads(re.search(r'<script type="application/json"[^>]*>(.*?)</script>', html, re.DOTALL)[1])


def test_the_page_brings_its_words_in_its_language(client):
    assert page_data(client, "/en/")["words"]["status"]["active"] == "active"
    assert page_data(client, "/")["words"]["status"]["active"] == "đang hoạt động"


def test_the_page_brings_no_data_of_single_clusters(client):
    page = client.get("/").get_data(as_text=True)
    assert "duc-tu" not in page
    assert "Dục Tú" not in page


def test_the_page_grows_by_a_few_numbers_for_each_cluster(client, simulated_home):
    small = create_app(Settings(home=simulated_home)).test_client()
    many, few = (len(json.dumps(page_data(one, "/")["drawing"])) for one in (client, small))
    assert many - few < 30 * (113 - 12)


def test_the_other_language_is_the_same_page_with_the_same_question(client):
    tags = Tags(client.get("/en/?layer=stated_fill_rate").get_data(as_text=True))
    ways = {one["hreflang"]: one["href"] for one in tags.named("a") if "hreflang" in one}
    assert ways == {"vi": "/?layer=stated_fill_rate", "en": "/en/?layer=stated_fill_rate"}


def test_the_way_to_the_other_language_never_leaves_the_site(client):
    tags = Tags(client.get("/en/%2F%2Fexample.org/x").get_data(as_text=True))
    ways = [one["href"] for one in tags.named("a") if "hreflang" in one]
    assert ways
    assert all(re.match(r"/(?!/)", way) for way in ways)


def test_households_that_only_registered_are_named_beside_the_establishments(client):
    for address, said in (
        ("/", "chưa tính 226 hộ đăng ký"),
        ("/en/", "226 registered households not counted"),
    ):
        assert client.get(address).get_data(as_text=True).count(said) == 1

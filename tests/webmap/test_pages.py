"""The pages a person reads without a script: factsheets, totals, errors."""

import ast
import gzip
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

WEBMAP = Path(__file__).resolve().parents[2] / "webmap"
EXTRACT = [("**.py", "python"), ("templates/**.html", "jinja2")]


class Reader(HTMLParser):
    """Keeps the text a person sees."""

    def __init__(self):
        super().__init__()
        self.text = []
        self.hidden = 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in ("script", "style", "title")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("script", "style", "title")

    def handle_data(self, data):
        if not self.hidden:
            self.text.append(data)


def seen(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    reader = Reader()
    reader.feed(response.get_data(as_text=True))
    return " ".join(" ".join(reader.text).split())


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_cluster_has_a_factsheet(client, prefix):
    features = client.get("/api/collections/clusters/items?limit=1000").get_json()["features"]
    for feature in features:
        text = seen(client, f"{prefix}/clusters/{feature['id']}")
        assert feature["properties"]["name_en" if prefix else "name_vi"] in text


def test_a_factsheet_explains_the_rate_that_is_computable_and_those_that_are_not(client):
    text = seen(client, "/en/clusters/thanh-oai")
    assert "99%" in text
    assert "no industrial land: the decision on the cluster's detailed plan" in text


@pytest.mark.parametrize(
    ("cluster_id", "expected"),
    [
        ("ngoc-liep", ["37.78", "contradicts the published value", "Xã Tây Phương"]),
        ("quat-dong", ["one statement about 5 clusters", "only the former district is known"]),
        ("binh-minh", ["read off the cluster's name"]),
        ("bich-hoa", ["derived, may differ"]),
        ("cau-bau", ["low confidence", "commercial portal"]),
        ("thanh-van-tan-uoc", ["> 1,100"]),
        ("thanh-oai", ["undated", "secondary source, confirm the original"]),
    ],
)
def test_flags_survive_to_the_page(client, cluster_id, expected):
    text = seen(client, f"/en/clusters/{cluster_id}")
    for part in expected:
        assert part in text


def test_numbers_are_written_as_each_language_writes_them(client):
    assert "1.129,53 ha" in seen(client, "/totals")
    assert "1,129.53 ha" in seen(client, "/en/totals")


def test_the_totals_close_and_say_what_is_missing(client):
    text = seen(client, "/en/totals")
    assert "556.47" in text
    assert "no source gives a city figure" in text
    assert "Biểu 04 line 23" in text
    assert "Thường Tín" in text


@pytest.mark.parametrize("path", ["/nowhere", "/en/nowhere", "/clusters/atlantis", "/en/clusters/atlantis"])
def test_what_is_not_there_is_a_page_in_the_language_of_its_address(client, path):
    response = client.get(path)
    assert response.status_code == 404
    text = response.get_data(as_text=True)
    assert ('lang="en"' if path.startswith("/en") else 'lang="vi"') in text


@pytest.mark.parametrize("path", ["/", "/en/", "/totals", "/clusters/di-nau", "/api/?f=html", "/nowhere"])
def test_no_page_allows_inline_code_or_another_host(client, path):
    response = client.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    page = response.get_data(as_text=True)
    loaded = re.findall(
        r'<(?:script|link(?! rel="(?:canonical|alternate)")|img)[^>]+(?:src|href)="([^"]+)"', page
    )
    assert all(address.startswith(("/", "http://localhost/")) for address in loaded), loaded
    assert not re.search(r"<[^>]+\s(?:style|on[a-z]+)=", page)
    nonces = re.findall(r"<script(?![^>]*src=)[^>]*>", page)
    assert all("nonce=" in tag for tag in nonces)


def test_a_nonce_is_used_once(client):
    one, other = (client.get("/").headers["Content-Security-Policy"] for _ in range(2))
    assert one != other


def test_every_text_has_a_vietnamese_translation():
    with (WEBMAP / "translations" / "vi" / "LC_MESSAGES" / "messages.po").open(encoding="utf-8") as file:
        catalog = read_po(file)
    assert not list(catalog.obsolete)
    found = {
        message
        for _, _, message, _, _ in extract_from_dir(WEBMAP, EXTRACT, keywords={"_": None, "gettext": None})
    }
    missing = sorted(
        str(message) for message in found if not (entry := catalog.get(message)) or not entry.string
    )
    assert missing == []
    assert [message.id for message in catalog if message.id and message.fuzzy] == []


def test_no_text_hides_from_the_translators_inside_another_string():
    """The extractor does not look into the braces of an f-string."""
    hidden = [
        f"{path.name}:{call.lineno}"
        for path in WEBMAP.rglob("*.py")
        for part in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(part, ast.FormattedValue)
        for call in ast.walk(part.value)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("gettext", "ngettext", "pgettext")
    ]
    assert hidden == []


@pytest.mark.parametrize("path", ["/", "/totals", "/clusters/thanh-oai", "/api/?f=html", "/nowhere"])
def test_the_vietnamese_pages_speak_vietnamese(client, path):
    page = unescape(client.get(path).get_data(as_text=True))
    for english in ("Fill rates", "no data", "not computable", "Totals", "Sources", "As of"):
        assert english not in page


@pytest.mark.parametrize("path", ["/", "/table", "/static/vendor/leaflet/leaflet.js", "/static/css/base.css"])
def test_pages_and_their_files_leave_packed(client, path):
    packed = client.get(path, headers={"Accept-Encoding": "gzip, deflate"})
    whole = gzip.decompress(packed.data)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < 0.5 * len(whole)


def test_the_social_preview_has_the_size_its_card_promises(client):
    address = re.search(r'og:image" content="([^"]+)"', client.get("/").get_data(as_text=True))[1]
    with client.get(address) as picture:
        assert picture.data[:8] == b"\x89PNG\r\n\x1a\n"
        assert (int.from_bytes(picture.data[16:20]), int.from_bytes(picture.data[20:24])) == (1200, 630)

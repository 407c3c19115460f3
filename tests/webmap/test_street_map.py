"""The street map below the map: asked for by a person, credited, and never in the way."""

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

pytestmark = pytest.mark.browser

DESK = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"}
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


@pytest.fixture
def page(browser):
    """A page that may speak to other hosts: here they are played by the test."""
    context = browser.new_context(**DESK)
    yield context.new_page()
    context.close()


def open_map(page, address):
    page.goto(address)
    page.wait_for_selector(".degree", state="attached")


def play_openstreetmap(page, **answer):
    """Answer for tile.openstreetmap.org; returns the requests that came."""
    asked = []

    def reply(route):
        asked.append(route.request)
        route.fulfill(**({"status": 200, "content_type": "image/png", "body": PIXEL} | answer))

    page.route("https://tile.openstreetmap.org/**", reply)
    return asked


def test_no_other_host_is_asked_before_a_person_asks(page, server_url):
    elsewhere = []
    page.on("request", lambda one: elsewhere.append(one.url) if not one.url.startswith(server_url) else None)
    open_map(page, f"{server_url}/en/")
    page.wait_for_timeout(300)
    assert elsewhere == []
    assert page.locator("#street-credit").is_hidden()
    assert (
        "tile.openstreetmap.org, which then sees the address (IP)"
        in page.locator("#street-warning").inner_text()
    )


def test_after_the_click_tiles_come_with_referrer_and_credit(page, server_url):
    asked = play_openstreetmap(page)
    open_map(page, f"{server_url}/en/")
    page.get_by_label("Show street map").check()
    page.wait_for_selector(".leaflet-tile-loaded")
    assert page.locator(".name").first.is_hidden()
    assert {one.all_headers()["referer"] for one in asked} == {f"{server_url}/"}
    assert "street=1" in page.url
    credit = page.locator("#street-credit a")
    assert credit.inner_text() == "© OpenStreetMap contributors"
    assert credit.get_attribute("href") == "https://www.openstreetmap.org/copyright"
    page.get_by_label("Show street map").uncheck()
    assert page.locator(".leaflet-tile").count() == 0
    assert "street" not in page.url


def test_the_choice_comes_back_from_the_address(page, server_url):
    asked = play_openstreetmap(page)
    open_map(page, f"{server_url}/?street=1")
    page.wait_for_selector(".leaflet-tile-loaded")
    assert asked
    assert page.get_by_label("Hiện bản đồ đường phố").is_checked()


def test_when_tiles_fail_a_word_says_so_and_the_map_works_on(page, server_url):
    play_openstreetmap(page, status=503, content_type="text/plain", body="busy")
    open_map(page, f"{server_url}/en/?street=1")
    page.get_by_text("Tiles of the street map cannot be loaded").wait_for()
    assert page.locator(".name").first.is_visible()
    assert page.locator(".leaflet-grid-pane").evaluate("pane => getComputedStyle(pane).display") == "block"
    page.locator("path[data-id=duc-tu]").click()
    assert page.locator("#panel h2").is_visible()


@contextmanager
def tile_server():
    """A real server of tiles on this machine; yields its address and the paths that were asked for."""
    paths = []

    class Tiles(BaseHTTPRequestHandler):
        def do_GET(self):
            paths.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(PIXEL)

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", paths
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_tiles_of_another_address_are_there_from_the_start(page, serve, published_home):
    with tile_server() as (address, paths):
        url = serve(published_home, basemap=f"{address}/hanoi/{{z}}/{{x}}/{{y}}.png")
        open_map(page, f"{url}/en/")
        page.wait_for_selector(".leaflet-tile-loaded")
        assert all(path.startswith("/hanoi/") for path in paths)
        assert page.locator("#street-credit").inner_text().startswith(address.removeprefix("http://"))
        page.get_by_label("Show street map").uncheck()
        assert "street=0" in page.url

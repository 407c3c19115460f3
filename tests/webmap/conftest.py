"""The shipped data, published and served once for all tests of the web, and a browser to look at it."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, sync_playwright

from geo.demo.province import simulate
from geo.package import write_package
from geo.publish import publish
from tests.sharing import made_once
from tests.webmap.running import launch_chromium, serving
from webmap import create_app
from webmap.settings import Settings


@pytest.fixture(scope="session")
def simulated_home(tmp_path_factory):
    """A home with a small simulated province published in it."""
    folder = tmp_path_factory.mktemp("simulated")
    write_package(simulate(12, 20, (2024, 2026), 1), folder / "package")
    publish(folder / "package", folder / "home", date(2026, 11, 22))
    return folder / "home"


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory):
    """A home with 2,000 clusters, 20,000 lots and nine years in it, made once a run: it takes minutes."""

    def make(folder):
        write_package(simulate(2_000, 20_000, (2018, 2026), 1), folder / "package")
        publish(folder / "package", folder / "home", date(2026, 11, 22))

    return made_once(tmp_path_factory, "demo", make) / "home"


@pytest.fixture(scope="session")
def app(published_home):
    """The service of the shipped data, in this process."""
    return create_app(Settings(home=published_home))


@pytest.fixture(scope="session")
def client(app):
    """A client of the service with the shipped data."""
    return app.test_client()


@pytest.fixture(scope="session")
def records(client):
    """What the service says of every cluster of the shipped data."""
    answer = client.get("/api/collections/clusters/items?limit=1000").get_json()
    return [feature["properties"] for feature in answer["features"]]


@pytest.fixture(scope="session")
def serve():
    """Serve what is published in a home, on a free port, until the tests end: `serve(home)` is the address."""
    with ExitStack() as stack:
        yield lambda home, **settings: stack.enter_context(serving(home, **settings))


@pytest.fixture(scope="session")
def server_url(serve, published_home):
    """The address of a server of the shipped data."""
    return serve(published_home)


@pytest.fixture(scope="session")
def simulated_url(serve, simulated_home):
    """The address of a server of the simulated province."""
    return serve(simulated_home)


@pytest.fixture(scope="session")
def demo_url(serve, demo_home):
    """The address of a server of the large simulated province; for reading only, for the workers share it."""
    return serve(demo_home)


@pytest.fixture(scope="session")
def browser():
    """A real Chromium, the system's own, that speaks to nobody by itself."""
    with sync_playwright() as playwright:
        chromium = launch_chromium(playwright)
        yield chromium
        chromium.close()


@dataclass
class Visit:
    """One page in a context of its own, and what went wrong there."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)


@pytest.fixture
def visit(browser):
    """Open an address: `visit(address, **context options)`; errors, policy breaches and strangers fail the test."""
    with ExitStack() as stack:
        visits = []

        def open_page(address, **options):
            context = stack.enter_context(browser.new_context(**options))
            visits.append(Visit(context.new_page(), address))
            _listen(visits[-1])
            visits[-1].page.goto(address)
            return visits[-1].page

        yield open_page
        for visited in visits:
            assert visited.complaints == []


def _listen(visited):
    host = urlsplit(visited.address).netloc
    note = visited.complaints.append
    visited.page.on("console", lambda said: note(said.text) if said.type in ("error", "warning") else None)
    visited.page.on("pageerror", lambda error: note(str(error)))
    # what a page itself gives up, because something newer is wanted, has not failed
    visited.page.on(
        "requestfailed",
        lambda one: None if one.failure == "net::ERR_ABORTED" else note(f"failed: {one.url}"),
    )
    visited.page.on(
        "request",
        lambda request: note(request.url) if urlsplit(request.url).netloc not in (host, "") else None,
    )

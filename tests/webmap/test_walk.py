"""Every page in a real browser: both languages, wide and phone, Hanoi and a simulated province of 1,000 clusters."""

from datetime import date
from pathlib import Path

import pytest

from geo.demo.province import simulate
from geo.package import write_package
from geo.publish import publish
from tests.webmap.running import addresses
from webmap.pages.views import PAGES

pytestmark = pytest.mark.browser

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {
    "wide": {"viewport": {"width": 1440, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}
WALKED = [*(name for name, (path, _) in PAGES.items() if "<" not in path and "." not in path), "factsheet"]
CLUSTERS = 1_000


@pytest.fixture(scope="session")
def demo_url(serve, tmp_path_factory):
    """The address of a server of a simulated province."""
    folder = tmp_path_factory.mktemp("demo")
    write_package(simulate(CLUSTERS, 1_000, (2025, 2026), 1), folder / "package")
    publish(folder / "package", folder / "home", date(2026, 11, 22))
    return serve(folder / "home")


@pytest.fixture(params=["hanoi", "demo"])
def root(request):
    """The address of a server: Hanoi, then the simulated province."""
    return request.getfixturevalue({"hanoi": "server_url", "demo": "demo_url"}[request.param])


def grave(page):
    """List what axe finds to be a serious or critical barrier."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    return [
        (breach["id"], [node["html"][:200] for node in breach["nodes"][:5]])
        for breach in found
        if breach["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("prefix", ["", "/en"], ids=["vi", "en"])
@pytest.mark.parametrize("name", WALKED)
def test_a_page_is_whole(visit, root, name, prefix, size):
    page = visit(
        root + prefix + addresses(root)[name], **SIZES[size], reduced_motion="reduce", bypass_csp=True
    )
    page.wait_for_load_state("networkidle")
    assert page.locator("html").get_attribute("lang") == ("en" if prefix else "vi")
    assert page.title().endswith("CCN Atlas")
    assert len(page.locator("meta[name=description]").get_attribute("content")) > 40
    assert page.locator("link[rel=alternate]").evaluate_all("all => all.map(one => one.hreflang)") == [
        "vi",
        "en",
        "x-default",
    ]
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert grave(page) == []


@pytest.mark.parametrize("prefix", ["", "/en"], ids=["vi", "en"])
@pytest.mark.parametrize("name", WALKED)
def test_the_keyboard_goes_through_a_page_and_never_gets_lost(visit, server_url, name, prefix):
    page = visit(server_url + prefix + addresses(server_url)[name], **SIZES["wide"], reduced_motion="reduce")
    page.wait_for_load_state("networkidle")
    stops = []
    for _ in range(25):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(_FOCUS))
    assert stops[0]["skip"]
    assert all(stop["seen"] for stop in stops), [stop for stop in stops if not stop["seen"]]
    assert len({stop["mark"] for stop in stops}) > 10


_FOCUS = """() => {
  const here = document.activeElement;
  const { width, height, bottom, top } = here.getBoundingClientRect();
  const ringed = getComputedStyle(here).outlineStyle !== "none" || here === document.body;
  here.dataset.stop ??= String(Math.random());
  return {
    skip: here.className === "skip",
    seen: here === document.body || (ringed && width > 0 && height > 0 && bottom > 0 && top < innerHeight),
    mark: here.dataset.stop,
    html: here.outerHTML.slice(0, 120),
  };
}"""

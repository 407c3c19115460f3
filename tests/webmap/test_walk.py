"""Every page in a real browser: both languages, wide and phone, Hanoi and a simulated province of 1,000 clusters."""

import re
from collections import Counter
from datetime import date
from math import fsum
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


def turn_into(page, size):
    """Make a page that is open that of the other device, as if it were turned or its window dragged."""
    viewport, is_phone = SIZES[size]["viewport"], size == "phone"
    device = page.context.new_cdp_session(page)
    device.send(
        "Emulation.setDeviceMetricsOverride", {**viewport, "deviceScaleFactor": 1, "mobile": is_phone}
    )
    device.send("Emulation.setTouchEmulationEnabled", {"enabled": is_phone})
    page.wait_for_function(
        "width => Math.abs(document.documentElement.clientWidth - width) < 20", arg=viewport["width"]
    )
    page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


def breadth(page):
    return page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize(
    ("root", "prefix", "size", "then"),
    [("hanoi", "", "wide", "phone"), ("hanoi", "/en", "phone", "wide"),
     ("demo", "", "phone", "wide"), ("demo", "/en", "wide", "phone")],
    ids=["hanoi-vi", "hanoi-en", "demo-vi", "demo-en"], indirect=["root"],
)  # fmt: skip
@pytest.mark.parametrize("name", WALKED)
def test_a_page_is_whole(visit, root, name, prefix, size, then):
    """Opened at one size and turned to the other; any two of data, language and size meet under axe."""
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
    assert breadth(page) <= SIZES[size]["viewport"]["width"]
    assert grave(page) == []
    turn_into(page, then)
    assert breadth(page) <= SIZES[then]["viewport"]["width"]


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
  const ring = (part) => getComputedStyle(here, part).outlineStyle !== "none";
  const ringed = ring() || ring("::after") || here === document.body;
  here.dataset.stop ??= String(Math.random());
  return {
    skip: here.className === "skip",
    seen: here === document.body || (ringed && width > 0 && height > 0 && bottom > 0 && top < innerHeight),
    mark: here.dataset.stop,
    html: here.outerHTML.slice(0, 120),
  };
}"""


def served(page, root, question="clusters/items?limit=10000"):
    """Ask the service, as any other client would."""
    answer = page.request.get(f"{root}/api/collections/{question}")
    assert answer.ok
    return [feature["properties"] for feature in answer.json()["features"]]


def number(text, prefix):
    """Read a number as the language of a page writes it."""
    point, group = (".", ",") if prefix else (",", ".")
    return float(re.sub(r"[^0-9.-]", "", text.replace(group, "").replace(point, ".")))


def texts(page, selector):
    return [text.strip() for text in page.locator(selector).all_inner_texts()]


def both(test):
    return pytest.mark.parametrize("prefix", ["", "/en"], ids=["vi", "en"])(test)


@both
@pytest.mark.parametrize("layer", ["status", "planned_area_ha", "stated_fill_rate", "boundary_quality"])
def test_the_classes_of_the_map_hold_what_the_service_holds(visit, root, prefix, layer):
    page = visit(f"{root}{prefix}/?layer={layer}", **SIZES["wide"], reduced_motion="reduce")
    page.wait_for_selector(".degree", state="attached")
    clusters = served(page, root)
    rows = page.locator(".legend [data-class]").all()
    counts = {row.get_attribute("data-class"): number(row.locator("b").inner_text(), prefix) for row in rows}
    assert sum(counts.values()) == len(clusters)
    assert number(page.locator("#part-figures b").first.inner_text(), prefix) == len(clusters)
    if layer in ("status", "boundary_quality"):
        stated = Counter(cluster[layer] for cluster in clusters)
        assert {code: count for code, count in counts.items() if count} == dict(stated)
    else:
        known = sum(cluster[layer] is not None for cluster in clusters)
        bounds = counts.get("bounds", 0)
        assert counts["missing"] == len(clusters) - known - bounds


@both
def test_the_table_holds_the_rows_and_values_of_the_service(visit, root, prefix):
    page = visit(
        f"{root}{prefix}/table?columns=planned_area_ha,workers&sort=-planned_area_ha", **SIZES["wide"]
    )
    expected = sorted(
        (
            cluster["planned_area_ha"]
            for cluster in served(page, root)
            if cluster["planned_area_ha"] is not None
        ),
        reverse=True,
    )
    shown = [
        number(text, prefix) for text in texts(page, "table tbody tr td:nth-of-type(1)") if text[:1].isdigit()
    ]
    assert shown == [pytest.approx(area, abs=0.005) for area in expected[: len(shown)]]
    assert len(shown) == min(len(expected), 100)


@both
def test_the_factsheet_holds_the_values_of_the_service(visit, root, prefix):
    page = visit(f"{root}{prefix}{addresses(root)['factsheet']}", **SIZES["wide"])
    cluster_id = page.url.rsplit("/", 1)[1]
    (cluster,) = [one for one in served(page, root) if one["id"] == cluster_id]
    for name, stated in zip(
        ("planned_area_ha", "industrial_area_ha", "leased_area_ha", "ready_area_ha"),
        texts(page, ".cards > *")[:4],
        strict=True,
    ):
        value = cluster[name]
        first = stated.splitlines()[0]
        assert (value is None) == (not first[:1].isdigit()), (name, stated)
        if value is not None:
            assert number(first, prefix) == pytest.approx(value, abs=0.005)


@both
def test_the_totals_add_up_to_the_service(visit, root, prefix):
    page = visit(f"{root}{prefix}/totals", **SIZES["wide"])
    clusters = served(page, root)
    areas = [cluster["planned_area_ha"] for cluster in clusters if cluster["planned_area_ha"] is not None]
    feet = texts(page, "section:has(#by-district) tfoot tr > *")
    assert number(feet[1], prefix) == len(clusters)
    assert number(feet[2].split("(")[0], prefix) == pytest.approx(fsum(areas), abs=0.01)


@both
def test_the_data_page_counts_what_the_service_counts(visit, root, prefix):
    page = visit(f"{root}{prefix}/data", **SIZES["wide"])
    for name in ("clusters", "lots", "observations", "history", "wards", "districts", "places"):
        row = page.locator("section:has(#service) tr", has=page.locator(f"code:text-is('{name}')")).first
        matched = page.request.get(f"{root}/api/collections/{name}/items?limit=1").json()["numberMatched"]
        assert number(row.locator("td.number").first.inner_text(), prefix) == matched


@both
def test_about_counts_what_the_service_counts(visit, root, prefix):
    page = visit(f"{root}{prefix}/about", **SIZES["wide"])
    clusters = served(page, root)
    known = sum(cluster["planned_area_ha"] is not None for cluster in clusters)
    row = page.locator(
        "section:has(#coverage) tr", has=page.locator("a[href*='planned_area_ha=known']")
    ).first
    numbers = [number(text, prefix) for text in re.findall(r"[0-9.,]+", row.locator("td").first.inner_text())]
    assert known in numbers and len(clusters) in numbers

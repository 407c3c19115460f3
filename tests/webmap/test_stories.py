"""Three people at work, from opening the map to a file, a print and a link that is sent.

Each story is told with Hanoi and with a large province, in both languages, at a desk and on a phone; at every
station the figures on the page are those of the service. Any two of data, language and size meet.
"""

from collections import Counter, defaultdict
from math import fsum

import pytest

from tests.webmap.stations import DESK, PHONE, Person, ids_in_csv, read_geopackage, told, words_of

pytestmark = pytest.mark.browser

PERIOD = "2025"
HECTARES, RENT = 3, 320
FORMER_DISTRICTS = {"vi": "Huyện, quận, thị xã cũ", "en": "Former districts"}
WAYS = [
    ("server_url", "", "desk"),
    ("server_url", "/en", "phone"),
    ("demo_url", "", "phone"),
    ("demo_url", "/en", "desk"),
]
SIZES = {"desk": DESK, "phone": PHONE}


@pytest.fixture(params=WAYS, ids=["hanoi-vi-desk", "hanoi-en-phone", "demo-vi-phone", "demo-en-desk"])
def way(request):
    """The data, language and size a story is told with."""
    data, prefix, size = request.param
    return request.getfixturevalue(data), prefix, size


@pytest.fixture
def arrive(visit, way):
    """Open a page as somebody at work; what is sent to a colleague opens at the other size."""
    root, prefix, size = way

    def open_page(address, *, as_colleague=False):
        chosen = SIZES["phone" if (size == "desk") == as_colleague else "desk"]
        page = visit(address, **chosen, permissions=["clipboard-read", "clipboard-write"])
        return Person(page, root, prefix)

    return open_page


def test_the_planner_sees_what_is_missing_and_what_changed_and_takes_it_to_the_meeting(arrive, way):
    root, prefix, _ = way
    planner = arrive(f"{root}{prefix}/?layer=stated_fill_rate").wait_for_map()
    planner.sees(told(root))
    planner.tick("status", "active")
    active = [one for one in told(root) if one["status"] == "active"]
    planner.sees(active)
    planner.press_class("missing")
    silent = [
        one
        for one in active
        if one["stated_fill_rate"] is None and "stated_fill" not in (one["bounds"] or "")
    ]
    planner.sees(silent)
    planner.print_says_the_same()
    planner.go_back()
    planner.go_to_period(PERIOD)
    then = [one for one in told(root, "history", period=PERIOD) if one["status"] == "active"]
    planner.sees(then)
    planner.open_table()
    planner.sort_table("-planned_area_ha")
    areas = {one["cluster_id"]: one["planned_area_ha"] for one in then}
    shown = [areas[id] for id in planner.rows()]
    known = sorted((area for area in areas.values() if area is not None), reverse=True)
    assert [area for area in shown if area is not None] == known[: len(shown)]
    planner.leave_table()
    arrive(planner.copy_link(), as_colleague=True).wait_for_map().sees(then)


def middling_district(clusters):
    """Name the former district that has neither many clusters nor few."""
    counts = Counter((one["district_code"], one["district_name"]) for one in clusters).most_common()
    return counts[len(counts) // 2][0]


def ready_by_lots(root):
    """Add up the ready lots of each cluster that has any lots."""
    areas = defaultdict(list)
    for lot in told(root, "lots", properties="cluster_id,area_ha,status"):
        areas[lot["cluster_id"]].append(lot["area_ha"] or 0.0 if lot["status"] == "ready" else 0.0)
    return {id: fsum(listed) for id, listed in areas.items()}


def may_have_ready(cluster, by_lots, hectares):
    """Tell whether a cluster has so much ready land, or nothing that is known rules it out."""
    planned, leased, ready = (
        cluster[name] for name in ("planned_area_ha", "leased_area_ha", "ready_area_ha")
    )
    if ready is None:
        ready = by_lots.get(cluster["id"])
    if ready is not None:
        return ready >= hectares
    unlet = None if planned is None or leased is None or leased > planned else planned - leased
    return all(one is None or one >= hectares for one in (planned, cluster["unleased_area_ha"], unlet))


def test_the_investor_finds_land_compares_and_sends_the_shortlist(arrive, way):
    root, prefix, _ = way
    investor = arrive(f"{root}{prefix}/").wait_for_map()
    investor.page.locator(f"nav a[href='{prefix}/find']").click()
    clusters = told(root)
    investor.asks("ha", HECTARES)
    by_lots = ready_by_lots(root)
    large = [one for one in clusters if may_have_ready(one, by_lots, HECTARES)]
    assert investor.sites_left() == [len(clusters), len(large)]
    investor.asks("rent", RENT)
    rents = [one["land_rent_usd_m2_min"] for one in large]
    cheap = [rent for rent in rents if rent is None or rent <= RENT]
    investor.asks("wastewater", "named")
    assert investor.sites_left() == [len(clusters), len(large), len(cheap), len(cheap)]
    chosen = [investor.tick_site(0), investor.tick_site(1)]
    by_id = {one["id"]: one for one in clusters}
    sheet = words_of(investor.page.request.get(investor.address_of("find.pdf")).body())
    for area in (by_id[one]["planned_area_ha"] for one in chosen):
        assert area is None or f"{investor.says(area)} ha" in sheet
    assert all(
        name in sheet for name in investor.page.locator(".compared th a:first-child").all_inner_texts()
    )
    assert ids_in_csv(investor.takes_list("csv")) == set(chosen)
    investor.page.locator(f"a.button[href*='?id={chosen[0]}']").click()
    investor.wait_for_map().sees([by_id[one] for one in chosen])
    colleague = arrive(investor.copy_link(), as_colleague=True).wait_for_map()
    colleague.open_table()
    assert set(colleague.rows()) == set(chosen)


def test_the_officer_takes_a_district_to_the_desktop_in_the_official_system(arrive, way):
    root, prefix, _ = way
    officer = arrive(f"{root}{prefix}/?layer=status").wait_for_map()
    code, name = middling_district(told(root))
    officer.search(name, FORMER_DISTRICTS[officer.language])
    there = [one for one in told(root) if one["district_code"] == code]
    officer.sees(there)
    assert {name: count for name, count in officer.legend().items() if count} == Counter(
        one["status"] for one in there
    )
    officer.open_table()
    chosen = officer.open_first_row()
    officer.sees_panel_of(next(one for one in there if one["id"] == chosen))
    officer.page.goto(officer.link_to("download"))
    asked = officer.page.locator("#cql2").input_value()
    assert {one["id"] for one in told(root, filter=asked)} == {one["id"] for one in there}
    layer = read_geopackage(officer.takes_file("gpkg", "EPSG:5897"))
    assert set(layer["id"]) == {one["id"] for one in there}
    assert layer.crs.to_epsg() == 5897
    officer.page.go_back()
    officer.wait_for_map()
    whole = officer.page.request.get(officer.link_to("selection.html")).text()
    assert whole.count("<article") == len(there)

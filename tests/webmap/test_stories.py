"""Three people at work, from opening the map to a file, a print and a link that is sent.

Each story is told with Hanoi and with a large province, in both languages, at a desk and on a phone; at every
station the figures on the page are those of the service. Any two of data, language and size meet.
"""


import pytest

from tests.webmap.stations import DESK, PHONE, Person, told

pytestmark = pytest.mark.browser

PERIOD = "2025"
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
    planner = arrive(f"{root}{prefix}/").wait_for_map()
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

"""Reported against seen, on its page and on factsheets: `north` (20 ha, 0.2 let in 2024, tolerance 0.0894) is
built up by 0.35 in the image of 2025 and by 0.25 in that of 2026, beside 8 of 20 ha let in 2025.
"""

from datetime import date
from pathlib import Path

import pytest

from geo.package import write_package
from geo.publish import publish
from geo.rasters.adding import add_raster
from tests.geo.conftest import FACTS, fact, make_package
from tests.geo.rasters.conftest import PROVINCE, brought, full, write
from tests.geo.rasters.test_values import NORTH, SOUTH
from webmap import create_app
from webmap.settings import Settings

AXE = (Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()
DAY = date(2026, 11, 22)
SHARES = {"2025-03-31": 0.35, "2026-02-01": 0.25}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("seen")
    facts = [*FACTS, fact(30, "north", "leased_area_ha", "8", period="2025")]
    outlines = [NORTH, SOUTH, ("west", "missing", None, "district", None)]
    write_package(make_package(facts, outlines=outlines), folder / "package")
    for day, share in SHARES.items():
        path = write(folder / f"{day}.tif", full(share))
        add_raster(folder / "home", str(path), brought("builtup", date=day), PROVINCE)
    publish(folder / "package", folder / "home", DAY)
    return folder / "home"


@pytest.fixture(scope="module")
def seen(home):
    return create_app(Settings(home=home)).test_client()


def text_of(client, address):
    with client.get(address) as response:
        assert response.status_code == 200
        return " ".join(response.get_data(as_text=True).split())


def test_the_page_puts_first_what_is_beyond_the_tolerance(seen):
    page = text_of(seen, "/en/seen?raster=builtup-2025-03-31")
    first = page[page.index('id="visit"') : page.index('id="not-compared"')]
    assert "North Industrial Cluster" in first
    assert "seen more than reported" in first
    for figure in ("35%", "20%", "31 Mar 2025", "+3 ha", "+15 points", "± 1.79 ha", "± 8.9 points"):
        assert figure in first, figure


def test_the_latest_image_of_each_cluster_counts_unless_another_is_asked_for(seen):
    page = text_of(seen, "/en/seen")
    first = page[page.index('id="visit"') : page.index('id="not-compared"')]
    assert ("25%" in first, "40%" in first, "35%" in first) == (True, True, False)
    assert "reported more than seen" in first
    refused = seen.get("/en/seen?raster=nothing")
    assert (refused.status_code, "expected one of builtup-" in refused.text) == (400, True)


def test_the_page_is_there_in_vietnamese_with_numbers_as_they_are_written_there(seen):
    page = text_of(seen, "/seen?raster=builtup-2025-03-31")
    for words in ("Số báo cáo và ảnh vệ tinh", "ảnh thấy nhiều hơn báo cáo", "31/03/2025", "± 1,79 ha"):
        assert words in page, words


def test_clusters_without_an_outline_are_counted_and_not_listed(seen):
    page = text_of(seen, "/en/seen")
    assert "(schematic, or none): 2 of 3." in page
    assert "South Industrial Cluster" not in page


def test_without_a_raster_the_page_names_the_free_data_and_the_command(client):
    page = text_of(client, "/en/seen")
    assert "No satellite image or land-cover map was brought in, so nothing is compared." in page
    assert "None of the 113 clusters has a surveyed outline yet either" in page
    assert "ESA_WorldCover_10m_2021_v200_N21E105_Map.tif" in page
    assert "--kind bands --bands B04,B08,B11,SCL" in page
    assert 'id="visit"' not in page


def test_the_factsheet_draws_both_over_time_and_says_the_latest_in_words(seen):
    page = text_of(seen, "/en/clusters/north")
    section = page[page.index('<section id="seen">') :]
    section = section[: section.index("</section>")]
    assert "The gross fill rate reported (2025) is 40%." in section
    assert "The gap is −15 percentage points (−3 ha)" in section
    figure = section[: section.index("</svg>")]
    counted = [figure.count(f'class="{name}"') for name in ("seen-step", "seen-mark", "seen-bar")]
    assert counted == [2, 2, 2]


def test_the_factsheet_of_a_schematic_cluster_says_that_it_is_not_compared(seen):
    page = text_of(seen, "/en/clusters/south")
    assert "not compared, for the cluster has no surveyed outline." in page
    assert '<section id="seen">' not in page


def test_the_service_answers_questions_about_the_comparisons(seen):
    items = seen.get("/api/collections/seen/items?filter=verdict='seen_more'").get_json()
    assert [one["id"] for one in items["features"]] == ["north.builtup-2025-03-31"]
    assert items["features"][0]["geometry"]["type"] == "Polygon"
    table = seen.get("/api/collections/seen/items?f=csv&sortby=-beyond_ha").get_data(as_text=True)
    assert table.count("north.builtup") == 2
    page = text_of(seen, "/en/data")
    assert "more is seen built up than was reported let" in page


@pytest.mark.parametrize("path", ["/en/seen", "/seen", "/en/clusters/north"])
def test_the_page_is_without_barriers_and_fits_a_phone(home, serve, browser, path):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(serve(home) + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")["violations"]
    page.close()
    assert [(one["id"], [node["target"] for node in one["nodes"]][:5]) for one in found] == []

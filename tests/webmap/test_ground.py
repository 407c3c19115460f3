"""Fit to build on the pages: map, filters, table, factsheet, PDF and land finder, with and without rasters.

North is surveyed, on a plane that rises 5% to the east, its western half 1.5 m under water; south is
schematic; west has no place.
"""

import re
from datetime import date
from html import unescape
from io import BytesIO

import numpy as np
import pytest
from pypdf import PdfReader

from geo.bbox import BBox
from geo.outlines import schematic_outline
from geo.package import write_package
from geo.publish import publish
from geo.published import COLLECTIONS
from geo.rasters.adding import add_raster
from geo.rasters.kinds import MEASURED
from geo.rasters.library import Brought
from tests.geo.conftest import make_package, square
from tests.geo.rasters.conftest import write
from webmap import create_app
from webmap.pages.layers import LAYERS, Group
from webmap.settings import Settings

NORTH = ("north", "official", 5.0, "outline", square(105.80, 21.10, 447.2136))
SOUTH = ("south", "schematic", 200.0, "pin", schematic_outline(105.804, 21.112, 20.0))
WEST = ("west", "missing", None, "district", None)
PROVINCE = BBox(105.0, 20.5, 106.5, 21.5)
COLUMNS = np.arange(400)[None, :] + np.zeros((400, 1))
DEM = Brought("dem", "Copernicus DEM GLO-30", "2021-04-22", "CC-BY-4.0", "© Bên đo")
FLOOD = Brought("flood", "Bản đồ ngập", "2024-09")
GROUND = [layer.id for layer in LAYERS if layer.group is Group.GROUND]


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """A home with a plane and a flood."""
    folder = tmp_path_factory.mktemp("measured")
    heights = (20.137 + 0.5 * COLUMNS).astype("float32")
    depths = np.where(COLUMNS % 2 == 0, 1.5, 0.0).astype("float32")
    write_package(make_package(outlines=[NORTH, SOUTH, WEST]), folder / "package")
    for brought, cells in ((DEM, heights), (FLOOD, depths)):
        path = write(folder / f"{brought.kind}.tif", cells)
        add_raster(folder / "home", str(path), brought, PROVINCE)
    publish(folder / "package", folder / "home", date(2026, 11, 22))
    return folder / "home"


@pytest.fixture(scope="module")
def there(measured):
    return create_app(Settings(home=measured)).test_client()


def get(client, path, language="en"):
    answer = client.get(f"{'/en' if language == 'en' else ''}{path}", follow_redirects=True)
    assert answer.status_code == 200, path
    return answer.text


def words(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def ground_of(client, cluster, language="en"):
    page = get(client, f"/clusters/{cluster}", language)
    return words(re.search(r'<section id="ground">.*?</section>', page, re.S)[0])


def record(client, cluster):
    return client.get(f"/api/collections/clusters/items/{cluster}?f=json").get_json()["properties"]


def paper(client, path):
    pages = PdfReader(BytesIO(client.get(path).data)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


@pytest.mark.parametrize("layer", GROUND)
def test_a_layer_without_any_value_is_not_offered_but_answers(client, there, layer):
    offered = f'<option value="{layer}"'
    assert offered not in get(client, "/")
    assert offered in get(client, f"/?layer={layer}")
    assert (offered in get(there, "/")) == (layer != "builtup_share")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_layer_has_a_legend_that_says_what_is_not_measured(there, language):
    answer = there.get(f"{'/en' if language == 'en' else ''}/selection?layer=slope_mean_pct").get_json()
    said = {"vi": "chưa đo: chưa có ranh giới khảo sát", "en": "not measured: no surveyed outline"}[language]
    classes = [one["label"] for one in answer["classes"]]
    assert classes[-1].startswith(said)
    counts = {classes[mark]: answer["marks"].count(mark) for mark in answer["marks"]}
    assert counts == {"5 – < 8 %": 1, classes[-1]: 2}


@pytest.mark.parametrize("layer", GROUND)
def test_a_layer_of_the_ground_answers_for_periods_differences_and_areas(there, layer):
    for more in ("", "&areas=districts", "&classes=quantiles&k=3", "&beside=slope_mean_pct"):
        assert get(there, f"/?layer={layer}{more}")


@pytest.mark.parametrize(
    "more", ["&time=2024", "&versus=2024", "&time=2024&areas=wards", "&time=2024&versus=2025"]
)
def test_what_is_measured_belongs_to_no_period(simulated_home, more):
    client = create_app(Settings(home=simulated_home)).test_client()
    for layer in GROUND:
        assert get(client, f"/?layer={layer}{more}")


def test_filters_are_offered_where_something_is_known_alone(client, there):
    field = 'name="height_mean_m.least"'
    assert field in get(there, "/")
    assert field not in get(client, "/")
    assert 'name="height_mean_m.typed"' in get(there, "/table")
    assert 'name="height_mean_m.typed"' not in get(client, "/table")
    assert 'value="ground"' not in get(client, "/table")


def test_conditions_on_the_ground_find_the_measured_cluster(there):
    for asked in ("slope_mean_pct=4..6", "flood_share=40%25..60%25", "height_mean_m=known"):
        page = get(there, f"/table?{asked}&columns=ground")
        assert "clusters/north" in page
        assert "clusters/south" not in page
    items = there.get(
        "/api/collections/clusters/items?filter=flood_share>0.4 AND slope_mean_pct<=6"
    ).get_json()
    assert [feature["id"] for feature in items["features"]] == ["north"]


def test_the_table_shows_shares_in_percent_and_leads_to_the_raster(there):
    page = get(there, "/table?columns=ground,grounds&flood_share=known")
    assert "50" in page
    assert "/rasters/flood-2024-09?lang=en" in page


def test_a_measured_cluster_is_told_with_source_date_and_cell(there):
    said = ground_of(there, "north")
    assert "Measured inside the surveyed outline" in said
    height = f"mean {record(there, 'north')['height_mean_m']:.2f}".rstrip("0").rstrip(".")
    assert f"Terrain height {height} m" in said
    assert "Slope mean 5%" in said
    assert "Copernicus DEM GLO-30 , 22 Apr 2021, 10 m" in said
    assert "slope from heights by Horn's method (1981). © Bên đo (CC-BY-4.0)" in said
    assert "100%" in said
    vietnamese = ground_of(there, "north", "vi")
    assert "Mặt bằng xây dựng" in vietnamese
    assert "Độ dốc trung bình 5%" in vietnamese
    assert "bị ngập 5" in vietnamese


def test_a_schematic_cluster_is_told_a_range_that_is_no_fact(there):
    said = ground_of(there, "south")
    assert "it is no fact and no filter" in said
    assert re.search(
        r"Terrain height \d+(\.\d+)? to \d+(\.\d+)? m range over the circle of the position", said
    )
    assert "mean" not in said.replace("means", "")
    assert "không phải số đo của cụm" in ground_of(there, "south", "vi")


def test_no_column_and_no_filter_holds_the_range_of_a_schematic_cluster(there):
    """The ends of its ranges are told on its page, and stand in no property of any cluster."""
    south = record(there, "south")
    for one in MEASURED:
        assert (south[one.name], south[f"{one.name}_basis"]) == (None, "missing")
        for asked in (f"{one.name} IS NOT NULL", f"{one.name} >= -1000"):
            found = there.get("/api/collections/clusters/items", query_string={"filter": asked}).get_json()
            assert "south" not in [feature["id"] for feature in found["features"]]
    least, most = re.search(r"Terrain height (\S+) to (\S+) m", ground_of(there, "south")).groups()
    numbers = [value for value in south.values() if isinstance(value, float)]
    assert not [value for value in numbers if round(value, 2) in (float(least), float(most))]
    assert not [column.name for column in COLLECTIONS["clusters"].columns if column.name.startswith("range")]


def test_a_cluster_without_a_place_is_told_that_nothing_can_be_said(there):
    said = ground_of(there, "west")
    assert "no surveyed outline and no position" in said
    assert said.count("no data: this raster says nothing here") == 3


@pytest.mark.parametrize(("language", "free"), [("vi", "miễn phí"), ("en", "free")])
def test_what_nobody_brought_in_names_the_free_data_set(client, there, records, language, free):
    said = ground_of(client, records[0]["id"], language)
    for name in ("Copernicus DEM GLO-30", "JRC CEMS-GLOFAS", "ESA WorldCover", "WorldPop", "Sentinel-2 L2A"):
        assert re.search(rf"{name}[^(]* \({free}", said)
    assert "server.py import raster FILE" in said
    here = ground_of(there, "north", language)
    assert "--kind landcover" in here
    assert "--kind dem" not in here


def test_what_hardly_has_data_is_flagged(tmp_path):
    cells = np.full((400, 400), 5.0, dtype="float32")
    cells[:, 112:] = np.nan
    write_package(make_package(outlines=[NORTH, SOUTH, WEST]), tmp_path / "package")
    path = write(tmp_path / "half.tif", cells)
    add_raster(tmp_path / "home", str(path), DEM, PROVINCE)
    publish(tmp_path / "package", tmp_path / "home", date(2026, 11, 22))
    client = create_app(Settings(home=tmp_path / "home")).test_client()
    assert "less than half of the area has data" in ground_of(client, "north")
    assert "not measured: no raster covers it" in words(get(client, "/find?height=3"))


def test_the_factsheet_on_paper_tells_the_ground(client, there, records):
    said = paper(there, "/en/clusters/north.pdf")
    assert "Fit to build" in said
    assert "Copernicus DEM GLO-30, 22 Apr 2021, 10 m" in said
    assert "không phải số đo của cụm" in paper(there, "/clusters/south.pdf")
    assert "JRC CEMS-GLOFAS" in paper(client, f"/en/clusters/{records[0]['id']}.pdf")


def test_a_map_of_the_ground_on_paper_names_its_raster(there):
    assert "Bản đồ ngập" in paper(there, "/en/print.pdf?layer=flood_share")


def test_the_finder_asks_only_for_what_a_raster_answers(client, there):
    page = get(there, "/find")
    assert all(f'name="{name}"' in page for name in ("height", "slope", "flood", "depth"))
    bare = get(client, "/find")
    assert not [name for name in ("height", "slope", "flood", "depth") if f'name="{name}"' in bare]
    assert "Terrain height – Copernicus DEM GLO-30" in bare
    assert "Ngập lụt – JRC CEMS-GLOFAS" in get(client, "/find", "vi")


def test_the_finder_answers_with_figure_and_source_or_that_it_is_unknown(there):
    said = words(get(there, "/find?slope=6"))
    assert "1 meet everything asked · 2 may" in said
    assert "meets Mean slope: 5% (Copernicus DEM GLO-30, 22 Apr 2021)" in said
    assert "not known Mean slope: not measured: it has no surveyed outline" in said
    assert "0 meet everything asked" not in words(get(there, "/find?slope=6&unknown=no"))


def test_the_finder_says_by_how_much_the_ground_is_missed(there):
    said = words(get(there, "/find?slope=4&unknown=no", "vi"))
    assert "độ dốc trung bình không quá 4%: " in said
    assert "1%" in said
    assert "at most 0% of the area flooded" in words(get(there, "/find?flood=0"))


def test_an_address_that_asks_for_what_no_raster_answers_finds_all_unknown(client, records):
    page = get(client, "/find?slope=5&depth=0")
    assert f"0 meet everything asked · {len(records)} may" in words(page)
    assert 'name="slope" value="5"' in page


@pytest.mark.parametrize("asked", ["slope=steep", "height=-2", "flood=1e3"])
def test_a_limit_that_is_no_number_is_answered_beside_its_field(there, asked):
    answer = there.get(f"/en/find?{asked}")
    assert answer.status_code == 400
    assert "a number from 0, such as 5 or 0.5" in answer.text


def test_the_proposal_sheet_shows_the_figure_and_its_source(there):
    assert "5% (Copernicus DEM GLO-30, 22 Apr 2021)" in paper(there, "/en/find.pdf?slope=6")

import pandas as pd
import pytest

from geo import tables
from geo.bbox import BBox
from geo.crs import distance_m, forward
from geo.siting import Gazetteer, exact_areas, pins_of, site_clusters
from tests.geo.conftest import cluster, fact, rows

ORIGIN = (105.8, 21.0)


def unit(code, lon, lat, precision="commune"):
    return {"code": code, "lon": str(lon), "lat": str(lat), "coord_precision": precision}


EAST_2KM = forward(*ORIGIN, 90, 2000)
GAZETTEER = Gazetteer(
    communes=pd.DataFrame(
        [unit("00001", *ORIGIN), unit("00002", *EAST_2KM), unit("00003", 105.6, 21.0, "successor ward")]
    ),
    wards=pd.DataFrame([unit("90001", 105.7, 21.0)]),
    bbox=BBox(105.28, 20.56, 106.03, 21.39),
)
SOURCES = rows(
    tables.SOURCES, {"id": "press", "kind": "press"}, {"id": "portal", "kind": "commercial_portal"}
)


def site(*facts, **units):
    layer = site_clusters(
        rows(tables.CLUSTERS, cluster("a", "active", **units)), rows(tables.FACTS, *facts), SOURCES, GAZETTEER
    )
    return layer.iloc[0]


def pin(lon, lat):
    return [fact(1, "a", "lon", f"{lon:.6f}", "deg"), fact(2, "a", "lat", f"{lat:.6f}", "deg")]


def test_a_pin_near_its_commune_places_a_cluster_to_200_m():
    lon, lat = forward(*ORIGIN, 0, 1500)
    placed = site(*pin(lon, lat), commune_codes_pre2025="00001")
    assert (placed["place_basis"], placed["position_accuracy_m"], placed["pin_problem"]) == ("pin", 200, None)
    assert distance_m(placed.geometry.x, placed.geometry.y, lon, lat) < 1


def test_a_pin_far_from_its_commune_is_not_used_and_says_why():
    placed = site(*pin(105.5, 21.2), commune_codes_pre2025="00001")
    assert (placed["place_basis"], placed["position_accuracy_m"]) == ("commune", 1000)
    assert "from the point of its commune" in placed["pin_problem"]


def test_several_communes_place_at_their_mean_and_their_spread_adds_to_the_accuracy():
    placed = site(commune_codes_pre2025="00001; 00002")
    assert placed["position_accuracy_m"] == pytest.approx(2000, abs=2)
    assert distance_m(placed.geometry.x, placed.geometry.y, *ORIGIN) == pytest.approx(1000, abs=2)


def test_a_commune_whose_point_is_its_wards_is_no_better_than_the_ward():
    placed = site(commune_codes_pre2025="00003")
    assert (placed["place_basis"], placed["position_accuracy_m"]) == ("ward", 2500)


def test_without_a_commune_the_ward_places_and_without_either_nothing():
    assert site(ward_codes="90001")["place_basis"] == "ward"
    nowhere = site()
    assert (nowhere["place_basis"], nowhere["boundary_quality"]) == ("district", "missing")
    assert nowhere.geometry is None


def test_the_area_drawn_is_the_published_one_and_a_bound_draws_nothing():
    areas = [fact(1, "a", "planned_area_ha", "30", source_id="portal"), fact(2, "a", "planned_area_ha", "20")]
    assert exact_areas(rows(tables.FACTS, *areas), SOURCES) == {"a": 20.0}
    assert site(*areas, commune_codes_pre2025="00001")["boundary_quality"] == "schematic"
    bound = [fact(1, "a", "planned_area_ha", ">20")]
    assert site(*bound, commune_codes_pre2025="00001").geometry.geom_type == "Point"


def test_half_a_pin_is_none():
    assert pins_of(rows(tables.FACTS, fact(1, "a", "lat", "21.0", "deg"))) == {}

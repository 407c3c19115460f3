"""Distances are straight lines on the ellipsoid, each with how far off it may be; unknown stays unknown."""

from datetime import date

import geopandas
import pytest
import shapely

from geo.distances import Distance, Spot, find_distances, place_accuracy_m, to_spot
from geo.snapshot import freeze

HERE = Spot(105.0, 21.0)


@pytest.fixture
def frozen(tmp_path):
    """Three clusters: one at the spot, one a hundredth of a degree north of it, one without a place."""
    clusters = geopandas.GeoDataFrame(
        {"id": ["here", "north", "nowhere"], "position_accuracy_m": [200.0, 1000.0, None]},
        geometry=[shapely.Point(105, 21), shapely.Point(105, 21.01), None],
        crs=4326,
    )
    places = geopandas.GeoDataFrame(
        {"id": ["port"], "name": ["Cảng"], "kind": ["river port"], "precision": ["port list point, ~1 km"]},
        geometry=[shapely.Point(105.123456, 21.0)],
        crs=4326,
    )
    layers = {"clusters": clusters, "places": places}
    about = {"simulated": False, "title": "test", "day": str(date(2026, 1, 1))}
    return freeze(tmp_path, layers, about, {}, "test").collections


def test_a_hundredth_of_a_degree_north_is_eleven_hundred_metres(frozen):
    here, north, _ = find_distances(frozen["clusters"], HERE)
    assert here == Distance(0.0, 200.0)
    assert north.metres == pytest.approx(1107.1, abs=0.1)  # 1/100 of the meridian's 110.71 km at 21°


def test_the_uncertainty_is_the_clusters_and_the_places_together(frozen):
    far = find_distances(frozen["clusters"], Spot(105.0, 21.0, accuracy_m=100.0))[1]
    assert far.uncertainty_m == 1100.0
    assert (far.least_m, far.most_m) == (far.metres - 1100.0, far.metres + 1100.0)


def test_what_may_be_nearer_than_its_accuracy_is_no_less_than_nothing_away(frozen):
    assert find_distances(frozen["clusters"], HERE)[0].least_m == 0.0


def test_a_cluster_without_a_place_is_at_no_distance(frozen):
    assert find_distances(frozen["clusters"], HERE)[2] is None


def test_a_place_brings_the_accuracy_its_source_states(frozen):
    assert to_spot(frozen["places"], 0) == Spot(105.123456, 21.0, 1000.0)


@pytest.mark.parametrize(
    ("lon", "lat", "precision", "expected"),
    [
        (105.807, 21.2212, "reference point, ~100 m", 100.0),
        (105.859722, 21.025576, "port list point, ~1 km", 1000.0),
        (105.84117, 21.0245, "GeoNames, 5 decimals; some points are rounded to 1 arc-minute (~1.8 km)", 0.0),
        (105.84117, 21.0245, None, 0.0),
    ],
)
def test_the_accuracy_of_a_place_is_the_one_stated_of_it(lon, lat, precision, expected):
    assert place_accuracy_m(lon, lat, precision) == expected


def test_a_place_on_whole_minutes_may_be_half_a_minute_off_each_way():
    found = place_accuracy_m(105.51667, 21.03333, "GeoNames")
    assert found == pytest.approx(1263, abs=15)  # half a minute: 922 m north, 866 m east

"""The benchmark of zonal statistics: what is held against the limit, and that every way answers the same."""

import pytest

from bench.report import OURS
from bench.zonal import Once, make, measure, to_markdown
from bench.zonal_ways import BARE, WAYS, WHOLE_CELLS


def taken(*seconds):
    return [Once(one, 100.0, 300.0, 40.0, 10_000) for one in seconds]


@pytest.mark.parametrize(
    ("ours", "word"), [(1.1, "1.10 × (1.10 to 1.10): reached"), (1.2, "**not reached**")]
)
def test_ours_is_held_against_the_library_called_bare(ours, word):
    tables = to_markdown({OURS: taken(ours), BARE: taken(1.0), WHOLE_CELLS: taken(9.0)}, {"rounds": "1"})
    assert word in tables
    assert "| rasterstats | 9.00 (9.00 to 9.00) | 0.1" in tables


def test_every_way_measures_the_same_outlines_to_the_same_mean(tmp_path):
    make(tmp_path, 200, 10)
    measured = measure(tmp_path, 1)
    assert measured.keys() == WAYS.keys()
    assert {one.outlines for found in measured.values() for one in found} == {10}

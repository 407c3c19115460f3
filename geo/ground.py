"""What rasters say of the ground inside an outline, as a condition of an investor."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from geo.judging import Judgement, Verdict
from geo.rasters.kinds import MEASURED
from geo.schema import Quality
from geo.sites import Site
from geo.snapshot import Frozen

_ROUNDING = 1e-9


class Measure(NamedTuple):
    """What a condition is judged by: a column times a factor, from rasters of these kinds.

    The figure must not be above the limit; with `least`, not below it.
    """

    column: str
    kinds: tuple[str, ...]
    factor: float = 1.0
    least: bool = False


GROUND: dict[str, Measure] = {
    "height": Measure("height_mean_m", ("dem",), least=True),
    "slope": Measure("slope_mean_pct", ("slope", "dem")),
    "flood": Measure("flood_share", ("flood",), factor=100.0),
    "depth": Measure("flood_depth_max_m", ("flood",)),
}
"""The conditions on the ground by their codes; shares are asked for in percent."""


@dataclass(frozen=True)
class Ground:
    """The ground inside the surveyed outline is no steeper, lower or wetter than this."""

    code: str
    limit: float

    def judge(self, site: Site) -> Judgement:
        """Judge by what was measured; a schematic outline is measured by nobody."""
        measure = GROUND[self.code]
        value = site.record[measure.column]
        if value is None:
            surveyed = site.record["boundary_quality"] in (Quality.OFFICIAL, Quality.DIGITISED)
            return Judgement(Verdict.UNKNOWN, "no_raster" if surveyed else "no_survey")
        found = value * measure.factor
        short = self.limit - found if measure.least else found - self.limit
        if short <= _ROUNDING:
            return Judgement(Verdict.MEETS, self.code, found)
        return Judgement(Verdict.FAILS, self.code, found, short)


@lru_cache(maxsize=4)
def known_measured(clusters: Frozen) -> frozenset[str]:
    """Name the columns measured on rasters that any cluster has a value of."""
    held = (one.name for one in MEASURED if one.name in clusters.property_names)
    return frozenset(name for name in held if clusters.columns[name].null_count < len(clusters))

"""The layers of the map, as data: what colours a cluster, what that means, and how it is put in classes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import inf

from flask_babel import lazy_gettext as _

from geo.law_rules import RULE_SETS
from geo.occupancy import DEFINITIONS
from geo.published import DENSITIES, DIFFERENCES, INDICATORS, RATES
from geo.rasters.kinds import MEASURED
from geo.schema import Text
from webmap.pages.colours import QUALITIES, STATUSES
from webmap.pages.raster_edges import DEPTHS, SHARES, SLOPES

_LAW = RULE_SETS[0]


class Group(StrEnum):
    """Under which heading of the chooser a layer stands."""

    RATES = "rates"
    LAND = "land"
    ACTIVITY = "activity"
    GROUND = "ground"
    DATA = "data"


GROUPS: dict[Group, str] = {
    Group.RATES: _("Fill rates"),
    Group.LAND: _("Land and price"),
    Group.ACTIVITY: _("Progress and production"),
    Group.GROUND: _("Fit to build"),
    Group.DATA: _("What is known"),
}


class AreaRule(StrEnum):
    """What a layer says of a district or ward: two means, a sum, or only how many clusters it has."""

    MEANS = "means"
    SUM = "sum"
    COUNT = "count"


@dataclass(frozen=True)
class Fixed:
    """Classes between edges that have a reason. A class holds its lower edge and not its upper one,
    unless that is in `closed`; the last class holds both."""

    edges: tuple[float, ...]
    reason: str
    closed: tuple[float, ...] = ()


@dataclass(frozen=True)
class Natural:
    """Classes at the natural breaks of what is known."""


@dataclass(frozen=True)
class Categories:
    """One class a code of a closed list, in its colour."""

    colours: Mapping[str, str]


@dataclass(frozen=True)
class Layer:
    """One layer; `id` is its name in the address.

    Its value is a column. `indicator` is the published indicator it rests on, whose bound is no value.
    `inputs` are what a computed value needs, `dated` the indicators whose times it is about, `counted`
    those of which it counts how many are known.
    """

    id: str
    group: Group
    title: str | Text
    definition: str | Text
    classes: Fixed | Natural | Categories
    column: str
    areas: AreaRule = AreaRule.COUNT
    counted: tuple[str, ...] = ()
    indicator: str | None = None
    inputs: tuple[str, ...] = ()
    dated: tuple[str, ...] = ()
    unit: str = "1"
    share: bool = False
    whole: bool = False
    of_groups: bool = False


_SHARES = Fixed(
    (0.0, 0.25, _LAW.establish_average_fill_over, _LAW.expand_fill_least, 0.75, 0.9, 1.0),
    _("Fixed classes; 50% and 60% are the thresholds of NĐ 32/2024 Article 8."),
)
_SIZES = Fixed(
    (0.0, _LAW.special_size_ha_least, _LAW.size_ha_least, 20.0, 35.0, 50.0, _LAW.total_ha_most, inf),
    _("Fixed classes; 5, 10 and 75 ha are the legal limits (NĐ 32/2024 Articles 2.1 and 8.2)."),
    closed=(_LAW.total_ha_most,),
)
_GROUND: dict[str, Fixed] = {
    "slope_mean_pct": Fixed(SLOPES, _("Fixed classes, those in which a slope is drawn.")),
    "flood_depth_max_m": Fixed(DEPTHS, _("Fixed classes, those in which a flood is drawn.")),
    "flood_share": Fixed(SHARES, _("Fixed classes of shares.")),
    "builtup_share": Fixed(SHARES, _("Fixed classes of shares.")),
}
_COVERAGE = Fixed((0.0, 5.0, 10.0, 15.0, 20.0, float(len(INDICATORS))), _("Fixed classes of five."))

_RATE_LAYERS = tuple(
    Layer(
        rate.column,
        Group.RATES,
        RATES[rate.column],
        rate.article,
        _SHARES,
        areas=AreaRule.MEANS,
        column=rate.column,
        inputs=(rate.numerator, rate.denominator),
        dated=(rate.column,),
        share=True,
    )
    for rate in DEFINITIONS
)
_HECTARE_LAYERS = tuple(
    Layer(
        column,
        Group.LAND,
        DIFFERENCES[column],
        definition,
        Natural(),
        areas=AreaRule.SUM,
        column=column,
        inputs=inputs,
        dated=(column,),
        unit="ha",
    )
    for column, inputs, definition in (
        (
            "ready_area_ha",
            ("serviced_area_ha", "leased_area_ha"),
            _("Serviced land less leased land; part of it may be committed already."),
        ),
        (
            "unleased_area_ha",
            ("industrial_area_ha", "leased_area_ha"),
            _("Industrial land less leased land: what the test of NĐ 32/2024 Article 8.1c counts."),
        ),
    )
)
_DENSITY_LAYERS = tuple(
    Layer(
        one.name,
        Group.ACTIVITY,
        one.title,
        definition,
        Natural(),
        areas=AreaRule.MEANS,
        column=one.name,
        inputs=(one.numerator, one.denominator),
        dated=(one.numerator, one.denominator),
        unit=one.unit,
    )
    for one, definition in zip(
        DENSITIES,
        (
            _("Workers ÷ planned hectares of the whole cluster; only where both are known."),
            _("Revenue of a year ÷ planned hectares of the whole cluster; only where both are known."),
        ),
        strict=True,
    )
)

_GROUND_LAYERS = tuple(
    Layer(
        one.name,
        Group.GROUND,
        one.title,
        _(
            "Measured inside surveyed outlines alone, on the newest raster that covers at least half of one;"
            " a schematic outline has no value."
        ),
        _GROUND.get(one.name, Natural()),
        column=one.name,
        dated=(one.name,),
        unit=one.unit,
        share=one.unit == "1",
    )
    for one in MEASURED
)

LAYERS: tuple[Layer, ...] = (
    Layer(
        "stated_fill_rate",
        Group.RATES,
        _("Fill rate as stated, definition unknown"),
        _("The figure the source prints; which of the five definitions it means is not known."),
        _SHARES,
        column="stated_fill_rate",
        indicator="stated_fill_rate",
        dated=("stated_fill_rate",),
        share=True,
        of_groups=True,
    ),
    *_RATE_LAYERS,
    Layer(
        "planned_area_ha",
        Group.LAND,
        _("Planned area"),
        _("The whole cluster as planned or decided, with its roads and green."),
        _SIZES,
        areas=AreaRule.SUM,
        column="planned_area_ha",
        indicator="planned_area_ha",
        dated=("planned_area_ha",),
        unit="ha",
    ),
    *_HECTARE_LAYERS,
    Layer(
        "land_rent",
        Group.LAND,
        _("Asking land rent"),
        _("Asking price for the whole lease, VAT not included; of a range its lower end."),
        Natural(),
        column="land_rent_usd_m2_min",
        indicator="land_rent_usd_m2",
        dated=("land_rent_usd_m2",),
        unit="USD/m2",
    ),
    Layer(
        "status",
        Group.ACTIVITY,
        _("Status"),
        _("The latest status a source states for the cluster."),
        Categories(STATUSES),
        column="status",
    ),
    *_DENSITY_LAYERS,
    *_GROUND_LAYERS,
    Layer(
        "data_coverage",
        Group.DATA,
        _("Data coverage"),
        _("How many of the {count} indicators of a cluster have a figure, be it only a bound."),
        _COVERAGE,
        column="known_indicators",
        counted=INDICATORS,
        whole=True,
        dated=INDICATORS,
    ),
    Layer(
        "boundary_quality",
        Group.DATA,
        _("Boundary quality"),
        _("Where the outline comes from. A schematic one has the right area and no more."),
        Categories(QUALITIES),
        column="boundary_quality",
    ),
)
"""The first one is shown unless another is asked for."""

AREAS = ("clusters", "districts", "wards")
MEANS = ("weighted", "simple")


def choose(wanted: str | None, offered: tuple[str, ...]) -> str:
    """Take what is asked for, or the first of what is offered when there is nothing of that name."""
    return wanted if wanted in offered else offered[0]

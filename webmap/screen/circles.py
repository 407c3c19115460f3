"""What the circles of areas stand for, as the legend says it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from geo.snapshot import Snapshot
from webmap.pages.layers import AreaRule, Layer
from webmap.pages.legend_classes import unit_of
from webmap.pages.legends import say
from webmap.pages.wording import amount
from webmap.screen.area_notes import has_outlines
from webmap.screen.classes import Drawn
from webmap.screen.shown import Shown


@dataclass(frozen=True)
class Circles:
    """What the area of a circle means, and what the largest stands for, and one of a quarter of its area."""

    meaning: str
    sizes: Sequence[str]


def explain_circles(shown: Shown) -> Circles | None:
    """Explain them; None where no area is drawn as one."""
    most = max((size for size in shown.drawn.sizes if size), default=0.0)
    if not most or not _has_circles(shown.drawn.kind, shown.snapshot):
        return None
    what, unit = _meaning(shown.question.layer, shown.question.language)
    said = str(gettext("Area of the circle: {what}")).format(what=what)
    sizes = [f"{amount(round(size) if size >= 10 else size)} {unit}".strip() for size in (most, most / 4)]
    return Circles(said, sizes)


def count_little_known(drawn: Drawn) -> int:
    """Count the areas that are pale: fewer than half of their clusters are known."""
    return sum(0 < 2 * known < clusters for known, clusters in zip(drawn.known, drawn.clusters, strict=True))


def _has_circles(kind: str, snapshot: Snapshot) -> bool:
    return kind == "districts" or (kind == "wards" and not has_outlines(snapshot))


def _meaning(layer: Layer, language: str) -> tuple[str, str]:
    if layer.areas is AreaRule.COUNT:
        return gettext("number of clusters"), ""
    if layer.areas is AreaRule.MEANS:
        return gettext("planned hectares, as far as known"), "ha"
    return say(layer.title, language), unit_of(layer)

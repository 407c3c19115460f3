"""What is selected, as an address says it: conditions, words, a ring, what is in view, a filter, a period.

Map, table, finder, files and paper ask by the same parameters, and each gets the same rows; the same
question is written as a filter in CQL2 for the service.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow.compute as pc
import shapely

from geo.bbox import BBox
from geo.conditions import AskedError, Condition, parse_condition
from geo.cql import parse_filter
from geo.crs import CRS84
from geo.errors import QueryError
from geo.filters import Filter, matches
from geo.schema import Column, Text
from geo.snapshot import Frozen, Rows
from geo.tabulate import find_rows, to_cql2

WORDS, WITHIN, EXTENT, FILTER, TIME = "q", "within", "extent", "filter", "time"
PARAMETERS = (WORDS, WITHIN, EXTENT, FILTER, TIME)
"""What a selection reads of an address besides the columns."""

_LONGEST = 4_000
_LEAST_CORNERS = 3
_MOST_CORNERS = 200
_SHORTER = Text(f"không quá {_LONGEST} ký tự", f"no more than {_LONGEST} characters")
_A_RING = Text(
    f"từ {_LEAST_CORNERS} đến {_MOST_CORNERS} góc, mỗi góc là kinh độ,vĩ độ, các cạnh không cắt nhau",
    f"from {_LEAST_CORNERS} to {_MOST_CORNERS} corners as longitude,latitude whose sides do not cross",
)
_OF_A_PERIOD = Text(
    "một cột có trong số liệu theo kỳ; cột này chỉ có ở số liệu mới nhất (bỏ chọn kỳ)",
    "a column that periods have; this one is of the latest figures alone (choose no period)",
)
_A_BOX = Text("tây,nam,đông,bắc bằng độ thập phân", "west,south,east,north in decimal degrees")


@dataclass(frozen=True)
class Selection:
    """A question about clusters; `texts` holds each part as it was written, by the name of its parameter."""

    texts: Mapping[str, str] = field(default_factory=dict)
    conditions: Mapping[str, Condition] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """Return the words that must be borne."""
        return self.texts.get(WORDS, "")

    @property
    def period(self) -> str | None:
        """Return the period whose values are asked for; None for the latest published ones."""
        return self.texts.get(TIME)

    @property
    def collection(self) -> str:
        """Name the collection of the service that is asked."""
        return "history" if self.period else "clusters"

    @property
    def by_column(self) -> dict[str, Condition]:
        """Return the conditions by the column they are put to: of a period the id is that of its cluster."""
        return self._put_to(of_period=self.period is not None)

    def _put_to(self, *, of_period: bool) -> dict[str, Condition]:
        return {
            "cluster_id" if of_period and name == "id" else name: one for name, one in self.conditions.items()
        }

    @property
    def is_open(self) -> bool:
        """Tell whether everything is asked for, in whatever period."""
        return not (self.texts.keys() - {TIME})

    def rows(self, frozen: Frozen, columns: Mapping[str, Column]) -> Rows:
        """Find the rows of the collection that meet all of it, in the order of the collection.

        Raises
        ------
        AskedError
            If the question names what the collection does not have.
        """
        rows = self.rows_at_any_time(frozen, columns)
        return np.intersect1d(rows, rows_of_period(frozen, self.period)) if self.period else rows

    def rows_at_any_time(self, frozen: Frozen, columns: Mapping[str, Column]) -> Rows:
        """Find the rows of a collection that meet all of it but the period; see `rows`."""
        conditions = self._put_to(of_period="cluster_id" in columns)
        for name in conditions.keys() - columns.keys():
            raise AskedError(name, self.texts[name], _OF_A_PERIOD)
        rows = find_rows(frozen, self.words, conditions)
        if not self._further:
            return rows
        try:
            mask = matches(frozen, columns, Filter(parse_filter(self._further, "cql2-text"), CRS84))
        except QueryError as error:
            raise AskedError(FILTER, self.texts.get(FILTER, ""), Text(str(error), str(error))) from None
        return rows[mask[rows]]

    def to_cql2(self) -> str:
        """Write the question as a filter in CQL2 text; empty where all rows are asked for."""
        named = to_cql2(self.words, self.by_column)
        time = f"period = '{self.period}'" if self.period else ""
        return " AND ".join(part for part in (time, named, self._further) if part)

    @cached_property
    def _further(self) -> str:
        """The parts about places, and the reader's own filter, which the service's evaluation answers."""
        ring, box, text = (self.texts.get(name) for name in (WITHIN, EXTENT, FILTER))
        parts = [f"S_INTERSECTS(geometry, {parse_ring(ring).wkt})"] if ring else []
        if box:
            parts += [f"S_INTERSECTS(geometry, BBOX({', '.join(f'{end:.6f}' for end in parse_extent(box))}))"]
        return " AND ".join([*parts, *([f"({text})"] if text else [])])


def parse_selection(
    texts: Mapping[str, str], columns: Mapping[str, Column], periods: tuple[str, ...] = ()
) -> Selection:
    """Read the parts of an address that select; what it says besides is left to others.

    Raises
    ------
    AskedError
        If one of them says what cannot be.
    """
    asked = {name: text.strip() for name, text in texts.items() if name in columns or name in PARAMETERS}
    asked = {name: text for name, text in asked.items() if text}
    for name, text in asked.items():
        if len(text) > _LONGEST and name != "id":
            raise AskedError(name, text[:80], _SHORTER)
    _require_sound(asked, periods)
    conditions = {
        name: parse_condition(columns[name], text) for name, text in asked.items() if name not in PARAMETERS
    }
    return Selection(asked, conditions)


def _require_sound(asked: Mapping[str, str], periods: tuple[str, ...]) -> None:
    if WITHIN in asked:
        parse_ring(asked[WITHIN])
    if EXTENT in asked:
        parse_extent(asked[EXTENT])
    if FILTER in asked:
        try:
            parse_filter(asked[FILTER], "cql2-text")
        except QueryError as error:
            raise AskedError(FILTER, asked[FILTER], Text(str(error), str(error))) from None
    if TIME in asked and asked[TIME] not in periods:
        known = ", ".join(periods)
        said = Text(f"một trong các kỳ: {known}", f"one of the periods {known}")
        none = Text("không có kỳ nào trong dữ liệu", "no period: the data have none")
        raise AskedError(TIME, asked[TIME], said if periods else none)


def parse_ring(text: str) -> shapely.Polygon:
    """Read the corners of a drawn shape, WGS 84 longitude and latitude in turn; it closes itself.

    Raises
    ------
    AskedError
        If they are no corners, too few, too many, or the sides cross.
    """
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        raise AskedError(WITHIN, text, _A_RING) from None
    corners = list(zip(numbers[::2], numbers[1::2], strict=False))
    sound = len(numbers) % 2 == 0 and _LEAST_CORNERS <= len(corners) <= _MOST_CORNERS
    if not sound or not all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in corners):
        raise AskedError(WITHIN, text, _A_RING)
    ring = shapely.Polygon(corners)
    if not ring.is_valid or ring.area == 0:
        raise AskedError(WITHIN, text, _A_RING)
    return ring


def parse_extent(text: str) -> BBox:
    """Read the box that is in view.

    Raises
    ------
    AskedError
        If it is no box in degrees that holds anything.
    """
    try:
        box = BBox.parse(text)
    except QueryError:
        raise AskedError(EXTENT, text, _A_BOX) from None
    if not (box.west < box.east and box.south < box.north):
        raise AskedError(EXTENT, text, _A_BOX)
    return box


def rows_of_period(frozen: Frozen, period: str) -> Rows:
    """List the rows of a period."""
    return np.flatnonzero(pc.equal(frozen.columns["period"], period).to_numpy())

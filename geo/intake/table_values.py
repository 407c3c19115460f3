"""The cells of a table as values of facts, in the units the product keeps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from geo.facts import parse_value
from geo.fields import FIELDS
from geo.intake.days import parse_time
from geo.intake.headers import target_title
from geo.intake.numbers import Basis, DecimalSign, State, Stated, clean, parse_number, plain, said
from geo.intake.quantities import Unit, convert, find_unit
from geo.intake.reading import Choice, Finding, Question
from geo.intake.sheets import Cell
from geo.intake.table_layout import TableColumn
from geo.intake.table_says import finding
from geo.schema import Qualifier, Text

_LOT_UNITS = {"lot_area_ha": "ha", "lot_price_usd_m2": "USD/m2"}
_LARGEST_HA = 500.0
"""No cluster has more hectares; areas beyond, in a column without unit, may be square metres."""
_WHOLE = ("enterprises", "workers", "projects", "projects_foreign", "projects_operating")
_RANGED = ("land_rent_usd_m2", "management_fee_usd_m2_year")


@dataclass
class Values:
    """The values of a table, column by column, with what was found and asked on the way."""

    sign: DecimalSign
    units: dict[int, Unit | None] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def is_number_column(column: TableColumn) -> bool:
    """Tell whether a column holds numbers."""
    target = column.target or ""
    return target in _LOT_UNITS or (target in FIELDS and FIELDS[target].kind == "number")


def kept_unit(target: str) -> str:
    """Name the unit the product keeps a quantity in."""
    if target in _LOT_UNITS:
        return _LOT_UNITS[target]
    unit = FIELDS[target].units[0] if FIELDS[target].units else ""
    return unit.partition(" per ")[0] if unit.startswith("USD") else unit


def settle_unit(
    column: TableColumn, cells: Sequence[Cell], values: Values, given: str | None, said_above: Unit | None
) -> None:
    """Settle the unit of a column: by answer, by heading, by its numbers; where it stays open, ask."""
    target = column.target or ""
    unit = find_unit(given) if given else column.unit
    if given and unit is None:
        values.findings.append(finding("option", column.place, name=f"unit:{column.heading}", got=given))
    kept = kept_unit(target)
    if unit is None and said_above is not None and said_above.kept == kept:
        unit = said_above
    numbers = [
        stated.value for cell in cells if (stated := parse_number(cell.value, values.sign)).value is not None
    ]
    shown = [number for number in numbers if number is not None]
    if kept == "%" and (unit is None or unit.name == "%") and _is_share(shown) and not given:
        if unit is not None:
            largest = max(shown)
            told = {"got": said(largest), "read": said(100 * largest)}
            values.findings.append(
                finding(
                    "share-for-percent", column.place, title=_title(column), heading=column.heading, **told
                )
            )
        unit = find_unit("0-1")
    in_cells = any(parse_number(cell.value, values.sign).unit for cell in cells)
    if unit is None and not in_cells and not given and _must_be_asked(kept, shown):
        values.questions.append(_unit_question(column, kept, shown))
        return
    values.units[column.position] = unit


def _is_share(numbers: Sequence[float]) -> bool:
    """A column of rates in which nothing exceeds 1 holds shares, not percents."""
    return bool(numbers) and max(numbers) <= 1 and any(0 < number < 1 for number in numbers)


def _must_be_asked(kept: str, numbers: Sequence[float]) -> bool:
    if kept in ("tỷ đồng", "triệu USD", "USD/m2", "USD/m2/năm"):
        return bool(numbers)
    return kept == "ha" and any(number > _LARGEST_HA for number in numbers)


_CHOICES = {
    "ha": ("ha", "m2"),
    "tỷ đồng": ("tỷ đồng", "triệu đồng", "đồng"),
    "triệu USD": ("triệu USD", "USD"),
    "USD/m2": ("USD/m2",),
    "USD/m2/năm": ("USD/m2/năm", "USD/m2/tháng"),
}


def _unit_question(column: TableColumn, kept: str, numbers: Sequence[float]) -> Question:
    heading = column.heading
    vi = f"Cột “{heading}” tính bằng đơn vị gì? (lớn nhất: {said(max(numbers)).vi})"
    en = f"In which unit is the column “{heading}”? (largest: {said(max(numbers)).en})"
    choices = tuple(Choice(unit, Text(unit, unit)) for unit in _CHOICES[kept])
    return Question(f"unit:{heading}", column.place, Text(vi, en), choices, "m2" if kept == "ha" else None)


def fact_value(column: TableColumn, cell: Cell, values: Values) -> dict[str, Any] | None:
    """Read a cell as the value of a fact; None where it is empty or a finding says what is wrong."""
    target = column.target or ""
    kind = FIELDS[target].kind
    if kind == "text":
        text = clean(str(cell.value))
        said = not isinstance(cell.value, str) or parse_number(text).state not in (State.EMPTY, State.NONE)
        return {"value": text, "unit": None} if text and said else None
    if kind == "date":
        return _time(column, cell, values)
    return _range(column, cell, values) or _number(column, cell, values)


def _time(column: TableColumn, cell: Cell, values: Values) -> dict[str, Any] | None:
    if isinstance(cell.value, str) and parse_number(cell.value).state in (State.EMPTY, State.NONE):
        return None
    value = parse_time(cell.value)
    if value is None:
        _find(values, "not-a-date", column, cell)
        return None
    return {"value": value, "unit": None}


def _range(column: TableColumn, cell: Cell, values: Values) -> dict[str, Any] | None:
    """A price may be a range: `80 - 100`."""
    if column.target not in _RANGED or not isinstance(cell.value, str):
        return None
    stated = parse_value(clean(cell.value).replace(",", "."))
    unit = values.units.get(column.position)
    if stated.qualifier in (None, Qualifier.EXACT) or unit is None or unit.factor != 1:
        return None
    text = clean(cell.value).replace(",", ".")
    return {"value": text, "value_min": stated.smallest, "value_max": stated.largest,
            "qualifier": str(stated.qualifier), "unit": FIELDS[column.target].units[0]}  # fmt: skip


def _number(column: TableColumn, cell: Cell, values: Values) -> dict[str, Any] | None:
    target = column.target or ""
    value = number_value(column, cell, values)
    if value is None:
        return None
    if target in _WHOLE and value != round(value):
        values.findings.append(finding("whole", cell.place, title=target_title(target), got=said(value)))
        return None
    unit = _fact_unit(target, column)
    exact = {"value_min": value, "value_max": value, "qualifier": Qualifier.EXACT.value}
    return {"value": plain(value), **exact, "unit": unit}


def _fact_unit(target: str, column: TableColumn) -> str | None:
    """Say what was counted as the heading does: enterprises, households or establishments."""
    units = FIELDS[target].units
    heading = clean(column.heading).casefold()
    if target == "enterprises":
        for word, unit in (("hộ", units[1]), ("cơ sở", units[3])):
            if word in heading.split("(")[0]:
                return unit
    return units[0] if units else None


def number_value(column: TableColumn, cell: Cell, values: Values) -> float | None:
    """Read a cell as a number in the unit kept; None where it is empty or a finding says what is wrong."""
    stated = parse_number(cell.value, values.sign)
    if stated.state in (State.EMPTY, State.NONE):
        return None
    if stated.state is not State.NUMBER or stated.value is None:
        _find(values, "date-for-number" if stated.state is State.DATE else "not-a-number", column, cell)
        return None
    stated = _whole_reading(column, stated)
    if stated.basis is Basis.ASSUMED and stated.other is not None and column.target not in _WHOLE:
        told = {"read": said(stated.value or 0.0), "other": said(stated.other)}
        values.findings.append(
            finding("two-readings", cell.place, title=_title(column), got=clean(str(cell.value)), **told)
        )
    return _in_kept_unit(column, cell, stated, values)


def _whole_reading(column: TableColumn, stated: Stated) -> Stated:
    """People and enterprises are counted whole: `1.234` of them can be read in one way only."""
    if column.target in _WHOLE and stated.other is not None and stated.value != round(stated.value or 0):
        return Stated(stated.state, stated.other, stated.unit, stated.basis, stated.value)
    return stated


def _in_kept_unit(column: TableColumn, cell: Cell, stated: Stated, values: Values) -> float | None:
    target, value = column.target or "", stated.value or 0.0
    unit, kept = stated.unit or values.units.get(column.position), kept_unit(target)
    if unit is None or (unit.noun and unit.factor == 1):
        return value
    if unit.noun:
        return float(Decimal(repr(value)) * unit.factor)
    if kept == "deg" or unit.kept == kept or (kept in ("", "lần") and unit.name in ("%", "lần")):
        return convert(value, unit, unit.kept)
    values.findings.append(finding("unit", cell.place, title=_title(column), got=unit.name, unit=kept or "–"))
    return None


def _title(column: TableColumn) -> Text:
    return target_title(column.target or "")


def _find(values: Values, rule: str, column: TableColumn, cell: Cell) -> None:
    values.findings.append(finding(rule, cell.place, title=_title(column), got=clean(str(cell.value))))


def check_totals(
    column: TableColumn,
    rows: Sequence[Sequence[Cell]],
    totals: Sequence[tuple[int, Sequence[Cell]]],
    values: Values,
) -> Iterator[Finding]:
    """Hold each total against the rows since the last one, and against all before it."""
    last = 0
    for count, total in totals:
        stated = _plain_number(column, total, values)
        if stated is not None:
            sums = [
                sum(_plain_number(column, row, values) or 0.0 for row in part)
                for part in (rows[last:count], rows[:count])
            ]
            if not any(abs(stated - one) <= max(0.006, 0.0005 * abs(stated)) for one in sums):
                place = total[column.position].place
                yield finding(
                    "sum", place, title=_title(column), got=said(stated), sum=said(round(sums[1], 6))
                )
        last = count


def _plain_number(column: TableColumn, row: Sequence[Cell], values: Values) -> float | None:
    cell = row[column.position] if column.position < len(row) else None
    return None if cell is None else _whole_reading(column, parse_number(cell.value, values.sign)).value

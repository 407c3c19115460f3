"""Rows of a table of lots."""

from collections.abc import Iterator, Mapping
from typing import Any

from geo.intake.headers import STRUCTURE
from geo.intake.numbers import clean
from geo.intake.reading import Place, Row
from geo.intake.sheets import Cell
from geo.intake.table_layout import TableOf
from geo.intake.table_says import finding
from geo.intake.table_values import Values, number_value
from geo.intake.words import LOT_STATUS_WORDS, find_word
from geo.schema import LotStatus, Quality
from geo.text import slug

_NUMBERS = {"lot_area_ha": "area_ha", "lot_price_usd_m2": "price_usd_m2"}
_TEXTS = {"lot_owner_kind": "owner_kind", "lot_blocked_reason": "blocked_reason"}


def lot_row(
    cluster: str, cells: Mapping[str | None, Cell], table: TableOf, values: Values, place: Place
) -> Iterator[Row]:
    """Make the row of a lot; its id is that of its cluster and its own name."""
    if "lot" not in cells or not slug(clean(str(cells["lot"].value))):
        values.findings.append(finding("no-lot", place))
        return
    content: dict[str, Any] = {
        "id": f"{cluster}-{slug(clean(str(cells['lot'].value)))}",
        "cluster_id": cluster,
        "status": _status(cells.get("lot_status") or cells.get("status"), values),
        "boundary_quality": Quality.MISSING.value,
    }
    for target, column in _NUMBERS.items():
        known = table.column(target)
        if target in cells and known is not None:
            content[column] = number_value(known, cells[target], values)
    for target, column in _TEXTS.items():
        if target in cells:
            content[column] = clean(str(cells[target].value))
    yield Row("lots", content, cells["lot"].place)


def _status(cell: Cell | None, values: Values) -> str:
    if cell is None:
        return LotStatus.UNKNOWN.value
    word = find_word(LOT_STATUS_WORDS, cell.value)
    if word is None:
        known = ", ".join(words[0] for words in LOT_STATUS_WORDS.values())
        got = clean(str(cell.value))
        values.findings.append(
            finding("word", cell.place, title=STRUCTURE["lot_status"], got=got, known=known)
        )
    return str(word or LotStatus.UNKNOWN.value)

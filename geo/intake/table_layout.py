"""Where a sheet has its table: the row (or two) of headings, the columns by meaning, the rows, the totals."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from geo.intake.headers import IGNORED, STRUCTURE, Meaning, find_meaning
from geo.intake.numbers import clean
from geo.intake.quantities import Unit, find_heading_unit
from geo.intake.reading import Place
from geo.intake.sheets import Cell, Sheet
from geo.text import fold

LOOKED_AT = 20
"""The headings are looked for in so many rows from the top."""

_LEAST_COLUMNS = 2
_TOTAL = re.compile(
    r"(tong( cong.*| so\W*(\d+ )?(cum.*|ccn)?| toan .*)?|cong|cong toan .*|toan (tinh|thanh pho)|total.*"
    r"|grand total|sum"
    r"|(cong|tong)( so)? (huyen|xa|phuong|quan|thi xa|thanh pho|tinh) .*)\W*"
)
_SIGNED = re.compile(
    r"(?:\w+[\w .]*,\s*)?ngay\b[\d .…]*\bthang\b[\d .…]*\bnam\b[\d .…]*|(tm|kt|tl|tuq)\.\s.*|noi nhan\W*"
    r"|(nguoi|can bo|don vi) (lap|tong hop)( bieu| bao cao)?\W*"
    r"|(thu truong|giam doc|chu tich|pho chu tich)\b.{0,40}"
)
"""What stands below a table: place and day, and who signs."""
_COLUMN_NUMBER = re.compile(r"\(?\d{1,2}\)?(\s*=.*)?|\(?[a-z]\)?")
_KEY_TARGETS = ("cluster", "cluster_id", "lot")
Row = Sequence[Cell]


@dataclass(frozen=True)
class TableColumn:
    """One column: its heading, what it means, and the unit its heading names."""

    position: int
    heading: str
    meaning: Meaning
    unit: Unit | None
    place: Place

    @property
    def target(self) -> str | None:
        """What the column means, if that is certain and it is not left out."""
        return None if self.meaning.target == IGNORED else self.meaning.target


@dataclass(frozen=True)
class TableOf:
    """The table of a sheet; `above` is what stands over it."""

    sheet: str
    above: tuple[Cell, ...]
    columns: tuple[TableColumn, ...]
    rows: tuple[Row, ...]
    totals: tuple[tuple[int, Row], ...] = field(default=())
    """Rows of totals, each with the number of `rows` that stand before it."""

    def column(self, target: str) -> TableColumn | None:
        """Return the column that means something."""
        return next((column for column in self.columns if column.target == target), None)


def find_table(sheet: Sheet, mapping: Mapping[str, str]) -> TableOf | None:
    """Find the table of a sheet; None where no row looks like headings.

    Parameters
    ----------
    mapping : what headings mean by answer of a person, by heading; it goes before our own reading
    """
    best: tuple[int, int, list[TableColumn]] | None = None
    most = 0
    for depth in (1, 2):
        for number in range(min(LOOKED_AT, len(sheet.rows))):
            columns = _columns(sheet.rows[number : number + depth], depth, mapping)
            known = len({column.meaning.target for column in columns if column.meaning.target})
            if known > most:
                best, most = (number, depth, columns), known
    if best is None or not _is_enough(best[2]):
        return None
    number, depth, columns = best
    above = tuple(cell for row in sheet.rows[:number] for cell in row if cell.value is not None)
    rows, totals = _body(sheet.rows[number + depth :], columns)
    return TableOf(sheet.name, above, tuple(columns), rows, totals)


def _is_enough(columns: Iterable[TableColumn]) -> bool:
    targets = {column.meaning.target for column in columns if column.meaning.target}
    return len(targets) >= _LEAST_COLUMNS and bool(targets - {"number", "note", *_KEY_TARGETS})


def _columns(rows: Sequence[Row], depth: int, mapping: Mapping[str, str]) -> list[TableColumn]:
    """Read one row of headings, or two of which the upper heads several columns."""
    if len(rows) < depth or any(_is_number(cell) for row in rows for cell in row):
        return []
    width = max((len(row) for row in rows), default=0)
    upper = _spread(rows[0], width) if depth == 2 else [None] * width
    found, taken = [], set()
    for position in range(width):
        own = [row[position] for row in rows if position < len(row) and row[position].value is not None]
        texts = _headings(upper[position] if len(rows) == depth == 2 else None, own)
        if not texts or not own:
            continue
        heading, meaning = _meaning(texts, mapping)
        if meaning.target in taken:
            meaning = Meaning(None, (meaning.target or "",))
        if meaning.target not in (None, IGNORED, "note", "number"):
            taken.add(meaning.target)
        unit = next((unit for text in reversed(texts) if (unit := find_heading_unit(text))), None)
        found.append(TableColumn(position, heading, meaning, unit, own[-1].place))
    return found


def _is_number(cell: Cell) -> bool:
    return isinstance(cell.value, int | float) and not isinstance(cell.value, bool) and abs(cell.value) > 40


def _spread(row: Row, width: int) -> list[str | None]:
    """Let each heading of the upper row stand over the empty cells right of it."""
    spread: list[str | None] = []
    for position in range(width):
        value = row[position].value if position < len(row) else None
        spread.append(clean(str(value)) if value is not None else (spread[-1] if spread else None))
    return spread


def _headings(upper: str | None, own: Sequence[Cell]) -> list[str]:
    """List how a column may be called, the fullest first: the upper heading with its own, then its own."""
    last = clean(str(own[-1].value)) if own else ""
    if upper and last and upper != last:
        return [f"{upper} {last}", last]
    return [last] if last else []


def _meaning(texts: Sequence[str], mapping: Mapping[str, str]) -> tuple[str, Meaning]:
    for text in texts:
        if text in mapping:
            return text, Meaning(mapping[text])
    meanings = [(text, find_meaning(text)) for text in texts]
    certain = next((one for one in meanings if one[1].target), None)
    return certain or next((one for one in meanings if one[1].proposed), meanings[-1])


def _body(
    rows: Sequence[Row], columns: Sequence[TableColumn]
) -> tuple[tuple[Row, ...], tuple[tuple[int, Row], ...]]:
    body: list[Row] = []
    totals: list[tuple[int, Row]] = []
    for row in rows:
        if body and _is_signing(row):
            break
        if all(cell.value is None for cell in row) or (not body and _is_column_numbers(row)):
            continue
        if _is_total(row):
            totals.append((len(body), row))
        else:
            body.append(row)
    return tuple(body), tuple(totals)


def _is_signing(row: Row) -> bool:
    """Tell whether the table has ended and the signatures begin."""
    texts = [fold(clean(cell.value)) for cell in row if isinstance(cell.value, str) and clean(cell.value)]
    others = sum(cell.value is not None for cell in row) - len(texts)
    return not others and len(texts) <= 3 and any(_SIGNED.fullmatch(text) for text in texts)


def _is_column_numbers(row: Row) -> bool:
    """Tell whether a row only counts the columns: `(1) (2) (3)`."""
    texts = [
        fold(f"{cell.value:g}" if isinstance(cell.value, float) else str(cell.value))
        for cell in row
        if cell.value is not None
    ]
    return len(texts) > 2 and all(_COLUMN_NUMBER.fullmatch(text) for text in texts)


def _is_total(row: Row) -> bool:
    first = next(
        (
            fold(clean(cell.value))
            for cell in row
            if isinstance(cell.value, str) and len(clean(cell.value)) > 2
        ),
        "",
    )
    return bool(_TOTAL.fullmatch(first))


def is_structure(target: str) -> bool:
    """Tell whether a column says what a row is about, and is no figure."""
    return target in STRUCTURE and not target.startswith("lot_")


def section_of(row: Row) -> str | None:
    """Return the heading a row is when it is no row of figures: a single text, perhaps numbered."""
    texts = [clean(cell.value) for cell in row if isinstance(cell.value, str) and clean(cell.value)]
    others = [cell for cell in row if cell.value is not None and not isinstance(cell.value, str)]
    named = [text for text in texts if len(text) > 3]
    return (
        named[0]
        if len(named) == 1 and len(texts) <= 2 and len(others) <= 1 and len(texts) + len(others) <= 2
        else None
    )


def cells_of(row: Row, columns: Iterable[TableColumn]) -> Iterator[tuple[TableColumn, Cell]]:
    """Pair the columns that mean something with their filled cells."""
    for column in columns:
        if column.target and column.position < len(row) and row[column.position].value is not None:
            yield column, row[column.position]

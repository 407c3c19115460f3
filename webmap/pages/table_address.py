"""The state of the table, which is its address: words, conditions, order, columns, page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

from werkzeug.datastructures import MultiDict

from geo.conditions import AskedError, Condition, parse_condition
from geo.cql import parse_filter
from geo.errors import QueryError
from geo.published import COLLECTIONS, SIMULATED
from geo.schema import Column, Text
from geo.tabulate import to_cql2
from webmap.pages.table_columns import ALL, GROUNDS, GROUPS, MAIN
from webmap.params import Args

WORDS, SORT, CHOSEN, PAGE = "q", "sort", "columns", "page"
_OWN = (WORDS, SORT, CHOSEN, PAGE)
_LONGEST = 200
_DIGITS = 9

_A_COLUMN = Text(
    "tên một cột đã công bố (xem từ điển dữ liệu ở trang Dữ liệu)",
    "the name of a published column (see the data dictionary on the page Data)",
)
_A_PARAMETER = Text(f"{', '.join(_OWN)} hoặc {_A_COLUMN.vi}", f"{', '.join(_OWN)} or {_A_COLUMN.en}")
_COLUMNS = Text(
    f"{', '.join([*GROUPS, GROUNDS, ALL])} hoặc {_A_COLUMN.vi}, cách nhau bằng dấu phẩy",
    f"{', '.join([*GROUPS, GROUNDS, ALL])} or {_A_COLUMN.en}, with commas between them",
)
_ONCE = Text("mỗi tham số một lần", "each parameter once")
_SHORTER = Text(f"không quá {_LONGEST} ký tự", f"no more than {_LONGEST} characters")


@dataclass(frozen=True)
class Asked:
    """What a reader asks of the table; `filters` holds the conditions as they were written."""

    words: str
    filters: Mapping[str, str]
    conditions: Mapping[str, Condition]
    sort: str | None
    chosen: tuple[str, ...]
    page: int

    @property
    def sorted_by(self) -> str | None:
        """Name the column the rows are ordered by."""
        return self.sort.removeprefix("-") if self.sort else None

    @property
    def descending(self) -> bool:
        """Tell whether the order is from large to small."""
        return bool(self.sort) and str(self.sort).startswith("-")

    def query(self, **changes: Any) -> str:
        """Write the query string of this state with some of it changed, from its first page on."""
        state = replace(self, **({"page": 1} | changes))
        pairs = [
            (WORDS, state.words),
            *state.filters.items(),
            (SORT, state.sort or ""),
            (CHOSEN, ",".join(state.chosen)),
            (PAGE, str(state.page) if state.page > 1 else ""),
        ]
        written = urlencode([(name, value) for name, value in pairs if value], safe=",", quote_via=quote)
        return f"?{written}" if written else ""

    def without(self, name: str) -> str:
        """Write the query string without one condition."""
        return self.query(filters={own: text for own, text in self.filters.items() if own != name})


def published_columns(simulated: bool) -> dict[str, Column]:
    """Name every column a cluster is published with."""
    listed = COLLECTIONS["clusters"].columns
    return {column.name: column for column in ((*listed, SIMULATED) if simulated else listed)}


def is_tidy(args: Args) -> bool:
    """Tell whether an address holds no empty fields and no repeated choice, as a sent form does."""
    return all(value for _, value in args.items(multi=True)) and len(args.getlist(CHOSEN)) <= 1


def parse_asked(args: Args, columns: Mapping[str, Column]) -> Asked:
    """Read the state of the table strictly; empty fields count as absent.

    Raises
    ------
    AskedError
        If a parameter is unknown, given twice, or says what cannot be.
    """
    given = [(name, value.strip()) for name, value in args.items(multi=True) if value.strip()]
    texts = dict(given)
    for name, text in given:
        if name not in _OWN and name not in columns:
            raise AskedError(name, text, _A_PARAMETER)
        if name != CHOSEN and [own for own, _ in given].count(name) > 1:
            raise AskedError(name, text, _ONCE)
        if len(text) > _LONGEST and name != CHOSEN:
            raise AskedError(name, text, _SHORTER)
    filters = {name: text for name, text in texts.items() if name not in _OWN}
    return Asked(
        words=texts.get(WORDS, ""),
        filters=filters,
        conditions={name: parse_condition(columns[name], text) for name, text in filters.items()},
        sort=_parse_sort(texts.get(SORT), columns),
        chosen=_parse_chosen([text for name, text in given if name == CHOSEN], columns),
        page=_parse_page(texts.get(PAGE, "1")),
    )


def salvage(args: Args, columns: Mapping[str, Column]) -> tuple[Asked, dict[str, AskedError]]:
    """Read what can be read of a refused address; filters keep what was typed, right or wrong."""
    kept, errors = MultiDict(args), dict[str, AskedError]()
    while True:
        try:
            asked = parse_asked(kept, columns)
        except AskedError as error:
            errors[error.name] = error
            kept.poplist(error.name)
        else:
            typed = {name: error.got for name, error in errors.items() if name in columns}
            return replace(asked, filters={**asked.filters, **typed}), errors


def _parse_sort(text: str | None, columns: Mapping[str, Column]) -> str | None:
    if text is not None and text.removeprefix("-") not in columns:
        raise AskedError(SORT, text, _A_COLUMN)
    return text


def _parse_chosen(texts: list[str], columns: Mapping[str, Column]) -> tuple[str, ...]:
    names = [name for text in texts for name in text.split(",") if name]
    for name in names:
        if name not in (*GROUPS, GROUNDS, ALL) and name not in columns:
            raise AskedError(CHOSEN, name, _COLUMNS)
    return () if names == [MAIN] else tuple(dict.fromkeys(names))


def _parse_page(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS and int(text) > 0):
        raise AskedError(PAGE, text, Text("số trang từ 1", "the number of a page from 1"))
    return int(text)


def to_service(asked: Asked, first: str, names: Sequence[str]) -> dict[str, str] | None:
    """Put the question to the service; None where it is longer than the service reads.

    Parameters
    ----------
    first : the column that orders the rows unless another is asked for
    names : the columns to answer with
    """
    written = to_cql2(asked.words, asked.conditions)
    try:
        question = {"filter": written} if written and parse_filter(written, "cql2-text") else {}
    except QueryError:
        return None
    return {**question, "sortby": asked.sort or first, "properties": ",".join(names)}

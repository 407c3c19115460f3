"""The state of the table, which is its address: what is selected, the order, the columns, the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from geo.conditions import AskedError, Condition
from geo.cql import parse_filter
from geo.errors import QueryError
from geo.schema import Column, Text
from geo.selection import PARAMETERS, TIME, WORDS, Selection, parse_selection
from webmap.pages.table_columns import ALL, GROUNDS, GROUPS, MAIN
from webmap.params import Args
from webmap.screen.address import write_query
from webmap.screen.question import VIEWED

SORT, CHOSEN, PAGE = "sort", "columns", "page"
_OWN = (*PARAMETERS, SORT, CHOSEN, PAGE)
_ELSEWHERE = tuple(name for name in VIEWED if name not in _OWN)
"""What only the map reads; it goes along, so that one comes back to the same map."""

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
    """What a reader asks of the table; `filters` holds the conditions as they were written.

    `places` are the other parts of the selection (a ring, an extent, a filter, a period), `kept` what only
    the map reads.
    """

    words: str
    filters: Mapping[str, str]
    conditions: Mapping[str, Condition]
    sort: str | None
    chosen: tuple[str, ...]
    page: int
    places: Mapping[str, str] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)

    @property
    def sorted_by(self) -> str | None:
        """Name the column the rows are ordered by."""
        return self.sort.removeprefix("-") if self.sort else None

    @property
    def descending(self) -> bool:
        """Tell whether the order is from large to small."""
        return bool(self.sort) and str(self.sort).startswith("-")

    @property
    def selection(self) -> Selection:
        """Return what is selected."""
        words = {WORDS: self.words} if self.words else {}
        return Selection({**words, **self.filters, **self.places}, self.conditions)

    def query(self, **changes: Any) -> str:
        """Write the query string of this state with some of it changed, from its first page on."""
        state = replace(self, **({"page": 1} | changes))
        texts = {
            WORDS: state.words,
            **state.filters,
            **state.places,
            SORT: state.sort or "",
            CHOSEN: ",".join(state.chosen),
            PAGE: str(state.page) if state.page > 1 else "",
            **state.kept,
        }
        return write_query({name: text for name, text in texts.items() if text})

    def without(self, name: str) -> str:
        """Write the query string without one part of the selection."""
        return self.query(
            words="" if name == WORDS else self.words,
            filters={own: text for own, text in self.filters.items() if own != name},
            places={own: text for own, text in self.places.items() if own != name},
        )

    def of_everything(self) -> str:
        """Write the query string without any condition; the period stays."""
        period = {name: text for name, text in self.places.items() if name == TIME}
        return self.query(words="", filters={}, places=period)


def parse_asked(args: Args, columns: Mapping[str, Column], periods: tuple[str, ...] = ()) -> Asked:
    """Read the state of the table strictly; empty fields count as absent.

    Raises
    ------
    AskedError
        If a parameter is unknown, given twice, or says what cannot be.
    """
    given = [(name, value.strip()) for name, value in args.items(multi=True) if value.strip()]
    texts = dict(given)
    for name, text in given:
        if name not in (*_OWN, *_ELSEWHERE) and name not in columns:
            raise AskedError(name, text, _A_PARAMETER)
        if [own for own, _ in given].count(name) > 1:
            raise AskedError(name, text, _ONCE)
        if len(text) > _LONGEST and name == WORDS:
            raise AskedError(name, text, _SHORTER)
    selection = parse_selection(texts, columns, periods)
    return Asked(
        words=selection.words,
        filters={name: text for name, text in selection.texts.items() if name in selection.conditions},
        conditions=selection.conditions,
        sort=_parse_sort(texts.get(SORT), columns),
        chosen=_parse_chosen(texts.get(CHOSEN, ""), columns),
        page=_parse_page(texts.get(PAGE, "1")),
        places={name: text for name, text in selection.texts.items() if name in PARAMETERS and name != WORDS},
        kept={name: text for name, text in texts.items() if name in _ELSEWHERE},
    )


def salvage(
    args: Args, columns: Mapping[str, Column], periods: tuple[str, ...] = ()
) -> tuple[Asked, dict[str, AskedError]]:
    """Read what can be read of a refused address; filters keep what was typed, right or wrong."""
    kept, errors = MultiDict(args), dict[str, AskedError]()
    while True:
        try:
            asked = parse_asked(kept, columns, periods)
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


def _parse_chosen(text: str, columns: Mapping[str, Column]) -> tuple[str, ...]:
    names = [name for name in text.split(",") if name]
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
    written = asked.selection.to_cql2()
    try:
        question = {"filter": written} if written and parse_filter(written, "cql2-text") else {}
    except QueryError:
        return None
    return {**question, "sortby": asked.sort or first, "properties": ",".join(names)}

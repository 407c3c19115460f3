"""The query string, read strictly: what is unknown, repeated or out of range is refused."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict
from werkzeug.datastructures.accept import MIMEAccept

from geo.bbox import parse_bbox
from geo.cql import LANGUAGES as FILTER_LANGUAGES
from geo.cql import parse_filter
from geo.crs import CRS84, Offered, parse_crs
from geo.errors import QueryError
from geo.filters import Filter
from geo.interval import Interval
from geo.schema import Column
from geo.select import Query, parse_sort, parse_words

LANGUAGES = ("vi", "en")
QUESTION = (
    "bbox", "bbox-crs", "datetime", "q", "filter", "filter-lang", "filter-crs", "sortby", "properties", "crs",
    "limit", "offset",
)  # fmt: skip
"""What items can be asked, beside the format, the language and the value of each property."""

_WHOLE = re.compile(r"[0-9]+")
_DIGITS = 15
Args = MultiDict[str, str]


@dataclass(frozen=True)
class Page:
    """Which part of the matches to answer with."""

    limit: int
    offset: int


def require_known(args: Args, known: Collection[str]) -> None:
    """Refuse parameters nobody reads, and any given twice."""
    for name, values in args.lists():
        if name not in known:
            raise QueryError(f"unknown parameter {name!r}; expected one of {', '.join(sorted(known))}")
        if len(values) > 1:
            raise QueryError(f"parameter {name!r} is given {len(values)} times; expected once")


def parse_page(args: Args, default: int, most: int) -> Page:
    """Read limit and offset; a limit above the maximum means the maximum."""
    limit = _parse_whole(args, "limit", default, least=1)
    return Page(min(limit, most), _parse_whole(args, "offset", 0, least=0))


def _parse_whole(args: Args, name: str, default: int, least: int) -> int:
    text = args.get(name)
    if text is None:
        return default
    # digits beyond any collection count as the largest number there is, which is then cut to the maximum
    number = int(text if len(text) <= _DIGITS else "9" * _DIGITS) if _WHOLE.fullmatch(text) else -1
    if number < least:
        raise QueryError(f"{name}={text!r}; expected a whole number of at least {least}")
    return number


def parse_query(args: Args, columns: Mapping[str, Column]) -> Query:
    """Read what selects and sorts: box, days, words, filter, simple property filters, order."""
    bbox_crs = parse_system(args, "bbox-crs")
    return Query(
        bbox=parse_bbox(args["bbox"], bbox_crs) if "bbox" in args else None,
        days=Interval.parse(args["datetime"]) if "datetime" in args else None,
        equal={name: args[name] for name in args if name in columns},
        filter=_parse_filter(args),
        words=parse_words(args["q"]) if "q" in args else (),
        sort=parse_sort(args["sortby"], columns) if "sortby" in args else (),
    )


def _parse_filter(args: Args) -> Filter | None:
    language = parse_filter_language(args)
    system = parse_system(args, "filter-crs")
    return Filter(parse_filter(args["filter"], language), system) if "filter" in args else None


def parse_filter_language(args: Args) -> str:
    """Read the language a filter is written in; CQL2 text unless asked otherwise."""
    return parse_choice(args, "filter-lang", FILTER_LANGUAGES)


def parse_system(args: Args, name: str) -> Offered:
    """Read a coordinate system; WGS 84 longitude, latitude unless asked otherwise."""
    return parse_crs(name, args[name]) if name in args else CRS84


def parse_properties(args: Args, names: Collection[str]) -> tuple[str, ...]:
    """Read which properties to answer with, in the order of the collection; the id always."""
    if "properties" not in args:
        return tuple(names)
    wanted = args["properties"].split(",")
    for name in wanted:
        if name not in names:
            raise QueryError(
                f"properties={args['properties']!r}: {name!r}; expected some of {', '.join(names)}"
            )
    return tuple(name for name in names if name in wanted or name == "id")


def parse_format(args: Args, accept: MIMEAccept, formats: Mapping[str, Any]) -> str | None:
    """Choose a format: `f` if given, else what the client accepts best, the first one for anything.

    Returns
    -------
    a key of `formats` (which maps it to its media type), or None when nothing offered is acceptable
    """
    wanted = args.get("f")
    if wanted is not None:
        if wanted not in formats:
            raise QueryError(f"f={wanted!r}; expected one of {', '.join(formats)}")
        return wanted
    if not accept:
        return next(iter(formats))
    best = accept.best_match(list(formats.values()))
    return next((name for name, media_type in formats.items() if media_type == best), None)


def parse_language(args: Args) -> str:
    """Read the language of an HTML answer of the service; Vietnamese unless asked otherwise."""
    return parse_choice(args, "lang", LANGUAGES)


def parse_choice(args: Args, name: str, offered: Sequence[str]) -> str:
    """Read one of a closed list; the first of it unless asked otherwise."""
    chosen = args.get(name, offered[0])
    if chosen not in offered:
        known = ", ".join(filter(None, offered))
        raise QueryError(
            f"{name}={chosen!r}; expected {f'one of {known}' if known else 'none: there is none'}"
        )
    return chosen

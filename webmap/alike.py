"""Answers to questions that differ from one answered before in their filter alone.

Nearly all of an answer follows from the rest of its question: format, links, headers. It is taken from
the answer before; what the filter selects is put in.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote_plus, unquote_plus

from geo.cql import parse_filter
from geo.errors import QueryError
from geo.filters import Filter
from geo.formats.extract import Extract
from geo.formats.geojson import write_geojson
from geo.schema import Column
from geo.select import Query, select_rows
from webmap.answers import LARGE, entity_tag

PATTERN = "atlas.pattern"
"""Where a view leaves the pattern of its answer, among the WSGI variables."""

Headers = list[tuple[str, str]]
_FILTER = re.compile(r"(?:^|&)filter=([^&]*)")


@dataclass(frozen=True)
class Pattern:
    """An answer with all features that match, and the question it was made for.

    `links` are those of its body, as JSON; `written` is the filter as it stands in addresses;
    `canonical` is the address the ETag is made of.
    """

    extract: Extract
    columns: Mapping[str, Column]
    query: Query
    language: str
    most: int
    members: Mapping[str, Any]
    links: str
    written: str
    canonical: str
    media_type: str

    def answer(self, text: str, headers: Headers) -> tuple[Headers, bytes] | None:
        """Answer with another filter, or not at all where more changes than that.

        Parameters
        ----------
        headers : those of the answer this is the pattern of
        """
        rows = self._select(text)
        if rows is None or len(rows) > self.most:
            return None
        written = f"filter={quote_plus(text)}"
        members = {**self.members, "numberMatched": len(rows), "numberReturned": len(rows), "links": []}
        head, *features = write_geojson(replace(self.extract, rows=rows), members)
        links = b'"links":' + self.links.replace(self.written, written).encode()
        body = b"".join([bytes(head).replace(b'"links":[]', links), *features])
        if len(body) > LARGE:
            return None
        canonical = self.canonical.replace(self.written, written)
        etag = entity_tag(self.extract.snapshot.revision, canonical, self.media_type, "identity")
        changed = {
            "ETag": f'"{etag}"',
            "Content-Length": str(len(body)),
            "Link": dict(headers)["Link"].replace(self.written, written),
            "OGC-NumberMatched": str(len(rows)),
            "OGC-NumberReturned": str(len(rows)),
        }
        return [(name, changed.get(name, value)) for name, value in headers], body

    def _select(self, text: str) -> Any:
        """Select what matches, or nothing where there is something to say about the filter."""
        assert self.query.filter is not None
        try:
            asked = Filter(parse_filter(text, self.language), self.query.filter.crs)
            return select_rows(self.extract.frozen, replace(self.query, filter=asked), self.columns)
        except QueryError:
            return None


def parted(question: str) -> tuple[str, str] | None:
    """Part a query string into what stands around its filter, and the filter, read."""
    found = _FILTER.search(question)
    if found is None or not question.isascii():
        return None
    try:
        text = unquote_plus(found[1], errors="strict")
    except UnicodeDecodeError:
        return None
    return f"{question[: found.start(1)]}\0{question[found.end(1) :]}", text

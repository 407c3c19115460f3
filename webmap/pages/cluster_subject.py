"""The cluster a page is about: its record, the facts about it, and the sources the page cites."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pyarrow.compute as pc

from geo.published import parse_bounds
from geo.snapshot import Frozen, Snapshot
from webmap.pages.words import Words, code_words, flag_words, unit_words

Record = dict[str, Any]


@dataclass(frozen=True)
class Citation:
    """A source under the number that a page gives it; `url` only where it is an address of the web."""

    number: int
    id: str
    title: str
    url: str | None
    kind: str


@dataclass
class Citations:
    """Numbers sources in the order in which a page cites them."""

    sources: Frozen
    kinds: Words
    cited: dict[str, Citation] = field(default_factory=dict)

    def cite(self, ids: str | None) -> list[Citation]:
        """Cite sources by their ids, joined as the service joins them."""
        return [self._cite(source_id) for source_id in (ids or "").split("; ") if source_id]

    def _cite(self, source_id: str) -> Citation:
        if source_id not in self.cited:
            source = self.sources.record(self.sources.get_row(source_id))
            url = source["url"] if (source["url"] or "").lower().startswith(("http://", "https://")) else None
            kind = self.kinds.get(source["kind"], source["kind"])
            title = source["title"] or source["url"] or source_id
            self.cited[source_id] = Citation(len(self.cited) + 1, source_id, title, url, kind)
        return self.cited[source_id]


@dataclass(frozen=True)
class Subject:
    """The cluster a page is about: its published record, all facts about it, and what was cited so far.

    The words of the page's language are looked up once; `values` keeps what was put together already.
    """

    snapshot: Snapshot
    row: int
    language: str
    citations: Citations
    words: dict[str, Words]
    doubts: dict[str, Words]
    units: Words
    values: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def record(self) -> Record:
        """Return the published properties."""
        return self.snapshot.collections["clusters"].record(self.row)

    @cached_property
    def facts(self) -> list[Record]:
        """Return every fact about the cluster."""
        columns = self.snapshot.collections["facts"].columns
        own = columns.filter(pc.equal(columns["cluster_id"], self.record["id"]))
        return list(own.to_pylist())

    @cached_property
    def published(self) -> dict[str, Record]:
        """Return the published fact of each field."""
        return {fact["field"]: fact for fact in self.facts if fact["published"]}

    @cached_property
    def contradicted(self) -> frozenset[str]:
        """Name the fields of which sources say what cannot hold together."""
        return frozenset(fact["field"] for fact in self.facts if fact["contradicts"])

    @cached_property
    def bounds(self) -> dict[str, str]:
        """Return what is known only as a bound, as stated, by indicator."""
        return parse_bounds(self.record["bounds"])

    @property
    def name(self) -> str:
        """Return the name in the language of the page."""
        return str(self.record[f"name_{self.language}"])

    def count_members(self, group_id: str) -> int:
        """Count the clusters that one statement is about."""
        columns = self.snapshot.collections["facts"].columns
        members = columns.filter(pc.equal(columns["group_id"], group_id))["cluster_id"]
        return len(members.unique())


def open_subject(snapshot: Snapshot, cluster_id: str, language: str) -> Subject:
    """Find the cluster a page is about.

    Raises
    ------
    ClusterNotFoundError
        If there is none.
    """
    row = snapshot.collections["clusters"].get_row(cluster_id)
    words = code_words()
    citations = Citations(snapshot.collections["sources"], words["source_kind"])
    return Subject(snapshot, row, language, citations, words, flag_words(), unit_words())

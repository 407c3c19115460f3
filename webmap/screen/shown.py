"""What a question comes to: the records selected, where they stand, and how the map draws them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from geo.snapshot import Frozen, Rows, Snapshot
from webmap.screen.classes import Drawn
from webmap.screen.drawn import columns_needed, draw
from webmap.screen.facets import Facets
from webmap.screen.question import Question, rows_by_id

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Shown:
    """One answer to all parts of the screen.

    `found` are the rows of the collection that is asked (`clusters`, or `history` for a period), and `rows`
    their places among the clusters.
    """

    question: Question
    snapshot: Snapshot
    found: Rows
    rows: Sequence[int]

    @property
    def frozen(self) -> Frozen:
        """Return the collection that is asked."""
        return self.snapshot.collections[self.question.selection.collection]

    @property
    def total(self) -> int:
        """Count the clusters there are."""
        return len(self.snapshot.collections["clusters"])

    @cached_property
    def records(self) -> Sequence[Record]:
        """Read all properties of what is selected; `column` and `layer_records` are quicker."""
        return self.frozen.records(self.found)

    @cached_property
    def layer_records(self) -> Sequence[Record]:
        """Read what classes and legend of the layer are made of."""
        names = columns_needed(self.question, self.frozen.property_names)
        return self.frozen.records(self.found, names)

    def column(self, name: str) -> list[Any]:
        """Read one property of what is selected."""
        return [record[name] for record in self.frozen.records(self.found, [name])]

    @cached_property
    def drawn(self) -> Drawn:
        """Put what is selected into the classes of the layer."""
        return draw(self.question, self.snapshot, self.layer_records, self.rows)

    @cached_property
    def facets(self) -> Facets:
        """Count what other choices would find."""
        return Facets(self.question.selection, self.frozen, self.question.columns)


def show(question: Question, snapshot: Snapshot) -> Shown:
    """Select what is asked for.

    Raises
    ------
    AskedError
        If the filter of the address asks for what the collection does not have.
    """
    frozen = snapshot.collections[question.selection.collection]
    found = question.selection.rows(frozen, question.columns)
    if question.selection.period is None:
        return Shown(question, snapshot, found, found.tolist())
    place = rows_by_id(snapshot)
    ids = (one["cluster_id"] for one in frozen.records(found, ["cluster_id"]))
    return Shown(question, snapshot, found, [place[one] for one in ids])

"""What the nonsense rules look at: the facts that were read, beside what the record publishes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from geo.intake.reading import Place, Row
from geo.intake.telling import filled
from geo.package import Package
from geo.schema import Qualifier, Text

Fact = Mapping[str, Any]


class Read(NamedTuple):
    """A fact that was read, whole, and where."""

    fact: dict[str, Any]
    place: Place

    @property
    def number(self) -> float | None:
        """The number stated, if it is an exact one."""
        return exact_number(self.fact)

    def text(self) -> str:
        """Say the value as stated."""
        return f"{self.fact['value']} {self.fact['unit'] or ''}".strip()


@dataclass(frozen=True)
class Found:
    """Where a rule was broken, and what is told about it."""

    place: Place
    told: Mapping[str, str | Text]

    def fill(self, text: Text) -> Text:
        """Put what is told into a text, in each language its own."""
        return filled(text, **self.told)


@dataclass(frozen=True)
class Subject:
    """The facts read, all rows read, the record, what it publishes by cluster and field, and its facts
    about the clusters concerned."""

    read: Sequence[Read]
    rows: Sequence[Row]
    package: Package
    published: Mapping[tuple[str, str], Fact]
    known: Sequence[Fact]

    @cached_property
    def _by_time(self) -> Mapping[tuple[str, str, str], Read]:
        return {
            (read.fact["cluster_id"], read.fact["field"], read.fact["period"] or read.fact["as_of"]): read
            for read in self.read
        }

    @cached_property
    def statuses(self) -> Mapping[str, str]:
        """The status of every cluster, also of those that are read as new."""
        rows = self.package.tables["clusters"]
        new = {row.content["id"]: row.content.get("status") for row in self.rows if row.table == "clusters"}
        return dict(zip(rows["id"], rows["status"], strict=True)) | new

    @cached_property
    def history(self) -> Mapping[tuple[str, str], Sequence[Fact]]:
        """The facts of the record by cluster and field."""
        found: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for fact in self.known:
            found[fact["cluster_id"], fact["field"]].append(fact)
        return found

    def status(self, cluster: str) -> str | None:
        """Return the status of a cluster."""
        return self.statuses.get(cluster)

    def beside(self, read: Read, field: str) -> Read | None:
        """Find another field of the same cluster and time among what was read, if its number is exact."""
        fact = read.fact
        other = self._by_time.get((fact["cluster_id"], field, fact["period"] or fact["as_of"]))
        return other if other and other.number is not None else None

    def published_number(self, read: Read, field: str) -> float | None:
        """Return the number the record publishes for another field of the same cluster."""
        fact = self.published.get((read.fact["cluster_id"], field))
        return None if fact is None else exact_number(fact)

    def number(self, cluster: str, field: str) -> float | None:
        """Return a number of a cluster, as read or else as published."""
        for read in self.read:
            if (read.fact["cluster_id"], read.fact["field"]) == (cluster, field) and read.number is not None:
                return read.number
        fact = self.published.get((cluster, field))
        return None if fact is None else exact_number(fact)


def exact_number(fact: Fact) -> float | None:
    """Return the number of a fact that states one exactly."""
    if fact["qualifier"] != Qualifier.EXACT or fact["value_min"] is None:
        return None
    return float(fact["value_min"])

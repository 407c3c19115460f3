"""Reported against seen on the factsheet: a chart, the latest comparison in words, all of them in a table."""

from dataclasses import dataclass

import pyarrow.compute as pc

from geo.schema import Quality
from geo.seen_words import SEEN
from webmap.pages.cluster_history import history_of
from webmap.pages.cluster_subject import Subject
from webmap.pages.seen import latest_of_each
from webmap.pages.seen_chart import SeenChart, draw_seen
from webmap.pages.seen_words import Comparison, Printer, short_words

_GROSS = "fill_rate_gross"


@dataclass(frozen=True)
class ClusterSeen:
    """The comparisons of a cluster, the newest first, and the latest that was judged, if any was."""

    surveyed: bool
    words: dict[str, str]
    rows: list[Comparison]
    latest: Comparison | None
    chart: SeenChart | None


def find_seen(subject: Subject) -> ClusterSeen:
    """Put together what images show of a cluster beside what was reported; nothing without an outline."""
    frozen = subject.snapshot.collections[SEEN]
    surveyed = subject.record["boundary_quality"] in (Quality.OFFICIAL, Quality.DIGITISED)
    own = frozen.columns.filter(pc.equal(frozen.columns["cluster_id"], subject.record["id"])).to_pylist()
    if not own:
        return ClusterSeen(surveyed, {}, [], None, None)
    own.sort(key=lambda one: (one["valid_to"], one["seen_source"]), reverse=True)
    printer = Printer(subject.snapshot, subject.language)
    told = [(one["period"], one[_GROSS]) for one in history_of(subject) if one[_GROSS] is not None]
    return ClusterSeen(
        surveyed=surveyed,
        words=short_words(),
        rows=printer.say_all(own),
        latest=printer.say(latest_of_each(own)[0]),
        chart=draw_seen(told, own),
    )

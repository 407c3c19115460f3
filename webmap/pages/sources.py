"""The sources: every one, what it is worth, and all that rests on it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from flask import Response, render_template, request
from flask_babel import gettext

from geo.errors import QueryError
from geo.facts import SOURCE_RANK
from geo.fields import FIELDS
from geo.programmes import to_entry
from geo.series_words import series_title
from geo.snapshot import Snapshot
from geo.text import fold
from geo.units import unit_text
from webmap.pages.cluster_facts import print_value
from webmap.pages.programmes import say, say_period
from webmap.pages.wording import amount, as_stated, when
from webmap.pages.words import code_words, flag_words
from webmap.params import parse_page
from webmap.state import state

Record = dict[str, Any]

FACTS_A_PAGE = 200
COUNTS = ("facts", "published", "clusters", "figures", "targets")


@dataclass(frozen=True)
class Tally:
    """A source and how much rests on it."""

    source: Record
    facts: int
    published: int
    clusters: int
    figures: int
    targets: int


def _most(count: str) -> Callable[[Tally], Any]:
    return lambda tally: (-getattr(tally, count), tally.source["id"])


SORTS: dict[str, Callable[[Tally], Any]] = {
    "id": lambda tally: tally.source["id"],
    "title": lambda tally: (fold(name_of(tally.source)), tally.source["id"]),
    "kind": lambda tally: (SOURCE_RANK[tally.source["kind"]], tally.source["kind"], tally.source["id"]),
    **{name: _most(name) for name in COUNTS},
}
"""What the list can be sorted by; numbers begin with the largest, and `-` before a name turns it round."""


def show_sources(language: str) -> Response:
    """Answer with the list of sources, sorted and filtered as the address says.

    Raises
    ------
    QueryError
        If the address asks for an unknown kind or order.
    """
    snapshot = state().snapshot
    kind = _require(request.args.get("kind", ""), ("", *SOURCE_RANK), "kind")
    text = request.args.get("q", "").strip()
    sort = request.args.get("sort", "facts")
    key = SORTS[_require(sort.removeprefix("-"), tuple(SORTS), "sort")]
    every = tally(snapshot)
    found = [one for one in every if kind in ("", one.source["kind"]) and _says(one.source, text)]
    page = render_template(
        "sources.html",
        lang=language,
        tallies=sorted(found, key=key, reverse=sort.startswith("-")),
        every=every,
        kinds=Counter(one.source["kind"] for one in every),
        ranks={name: rank + 1 for name, rank in SOURCE_RANK.items()},
        worth=_worth(),
        words=code_words()["source_kind"],
        counts=_count_words(),
        sort=sort,
        kind=kind,
        text=text,
        sums={name: sum(getattr(one, name) for one in found) for name in COUNTS if name != "clusters"},
        name_of=name_of,
        amount=amount,
    )
    return Response(page)


def show_source(language: str, source_id: str) -> Response:
    """Answer with one source and all that rests on it.

    Raises
    ------
    ClusterNotFoundError
        If there is no such source.
    QueryError
        If the address asks for a part of the facts that is no whole number.
    """
    snapshot = state().snapshot
    sources = snapshot.collections["sources"]
    source = sources.record(sources.get_row(source_id))
    table = snapshot.collections["facts"].columns
    own = table.filter(pc.equal(table["source_id"], source_id))
    part = parse_page(request.args, FACTS_A_PAGE, FACTS_A_PAGE)
    clusters = snapshot.collections["clusters"].records()
    page = render_template(
        "source.html",
        lang=language,
        source=source,
        tally=next(one for one in tally(snapshot) if one.source["id"] == source_id),
        facts=[_printed(fact, language) for fact in own.slice(part.offset, part.limit).to_pylist()],
        offset=part.offset,
        size=part.limit,
        names={row["id"]: row["name_vi" if language == "vi" else "name_en"] for row in clusters},
        figures=_figures(snapshot, source_id, language),
        targets=[to_entry(row) for row in _resting(snapshot, "programme_targets", source_id)],
        words=code_words()["source_kind"],
        flags=flag_words()["confidence"],
        counts=_count_words(),
        worth=_worth()[source["kind"]],
        rank=SOURCE_RANK[source["kind"]] + 1,
        name_of=name_of,
        said=say,
        period=say_period,
        unit=lambda unit: unit_text(unit).in_language(language),
        amount=amount,
        when=when,
    )
    return Response(page)


def name_of(source: Record) -> str:
    """Name a source by its title, else by the host of its address, else by its id."""
    url = source["url"] or ""
    host = url.split("/")[2] if url.startswith(("http://", "https://")) else url
    return source["title"] or host or source["id"]


def tally(snapshot: Snapshot) -> list[Tally]:
    """Count what rests on every source."""
    facts = snapshot.collections["facts"].columns
    counted = facts.group_by("source_id").aggregate(
        [("id", "count"), ("published", "sum"), ("cluster_id", "count_distinct")]
    )
    by_source = {row["source_id"]: row for row in counted.to_pylist()}
    figures, targets = (
        Counter(snapshot.collections[name].columns["source_id"].to_pylist())
        for name in ("city_series", "programme_targets")
    )
    return [
        _tally(source, by_source.get(source["id"], {}), figures, targets)
        for source in snapshot.collections["sources"].records()
    ]


def _tally(source: Record, row: Record, figures: Counter[str], targets: Counter[str]) -> Tally:
    return Tally(
        source,
        facts=row.get("id_count", 0),
        published=int(row.get("published_sum") or 0),
        clusters=row.get("cluster_id_count_distinct", 0),
        figures=figures[source["id"]],
        targets=targets[source["id"]],
    )


def _require(value: str, known: tuple[str, ...], name: str) -> str:
    if value not in known:
        raise QueryError(f"{name}={value!r}; expected one of {', '.join(filter(None, known))}")
    return value


def _says(source: Record, text: str) -> bool:
    said = fold(" ".join(filter(None, (source["id"], source["title"], source["url"]))))
    return all(word in said for word in fold(text).split())


def _resting(snapshot: Snapshot, name: str, source_id: str) -> list[Record]:
    table: pa.Table = snapshot.collections[name].columns
    return table.filter(pc.equal(table["source_id"], source_id)).to_pylist()  # type: ignore[no-any-return]


def _printed(fact: Record, language: str) -> Record:
    time = fact["period"] or fact["as_of"]
    return fact | {
        "title": FIELDS[fact["field"]].title.in_language(language),
        "shown": print_value(fact),
        "unit": unit_text(fact["unit"]).in_language(language),
        "time": when(time) if time else None,
    }


def _figures(snapshot: Snapshot, source_id: str, language: str) -> list[Record]:
    districts = {row["code"]: row["name"] for row in snapshot.collections["districts"].records()}
    return [
        row
        | {
            "title": series_title(row["field"]).in_language(language),
            "where": districts.get(row["district_code"]),
            "shown": as_stated(row["value"]) if row["value_min"] is not None else row["value"],
            "unit": unit_text(row["unit"]).in_language(language),
        }
        for row in _resting(snapshot, "city_series", source_id)
    ]


def _count_words() -> dict[str, str]:
    return {
        "facts": gettext("Facts"),
        "published": gettext("of them published"),
        "clusters": gettext("Clusters"),
        "figures": gettext("City and district figures"),
        "targets": gettext("Programme figures"),
    }


def _worth() -> dict[str, str]:
    """Say what each kind of source is worth in the choice of the published fact (`geo.facts.CHOICE`)."""
    return {
        "decision": gettext("Stands above all others; only a later decision replaces it."),
        "government": gettext("Pages of authorities: believed where no decision speaks."),
        "report": gettext("The official report forms: believed like the pages of authorities."),
        "press": gettext("Tells what others decided or counted: believed where no authority speaks."),
        "commercial_portal": gettext("Asking prices, pins and offers of brokers: believed last."),
    }

"""The clusters of the selection that nobody can place on a map, by former district."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from flask import render_template

from geo.text import collation_key
from webmap.pages.table_cells import short_name
from webmap.pages.wording import amount
from webmap.screen.shown import Shown


@dataclass(frozen=True)
class Entry:
    """One cluster, and the address that chooses it."""

    id: str
    name: str
    address: str
    chosen: bool


def render_unplaced(shown: Shown) -> str:
    """List them; nothing where every cluster has its place."""
    groups = group_unplaced(shown)
    count = sum(map(len, groups.values()))
    return render_template("screen/_unplaced.html", groups=groups, count=amount(count)) if count else ""


def group_unplaced(shown: Shown) -> dict[str, list[Entry]]:
    """Group the clusters without a place by former district, both in the order of the alphabet."""
    question, frozen = shown.question, shown.frozen
    without = shown.found[np.isnan(frozen.bounds_of(shown.found)).any(axis=1)]
    key = "cluster_id" if question.selection.period else "id"
    name = f"name_{question.language}"
    groups: dict[str, list[Entry]] = defaultdict(list)
    for record in frozen.records(without, [key, name, "district_name"]):
        cluster_id = record[key]
        entry = Entry(
            cluster_id,
            short_name(record[name]),
            question.address.but(cluster=cluster_id),
            question.text("cluster") == cluster_id,
        )
        groups[record["district_name"]].append(entry)
    return {
        district: sorted(groups[district], key=lambda one: collation_key(one.name))
        for district in sorted(groups, key=collation_key)
    }

"""Names people look for, and what each stands for: clusters, units then and now, developers, industries."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from geo.admin import bare_name as bare_unit
from geo.admin import split_names
from geo.industries import INDUSTRIES, SEPARATOR
from geo.schema import Text
from geo.snapshot import Snapshot
from geo.text import bare_name, fold

MOST, MOST_OF_A_GROUP = 12, 5
_SURE = 2
"""So many of each group are kept before the better ones of others take their place."""

_LEAST_LETTERS = 4
"""A shorter word is too little to guess by."""

_MOST_LETTERS = 12
"""A longer one is several written as one."""

_LAST = "\U0010ffff"
"""Sorts behind every letter."""

_LEVEL = re.compile(r"^(Phường|Xã|Thị trấn)\s+")
_ASKED_FOR_ALL = re.compile(r"^(cum cong nghiep|ccn|cum)\s+(?=\S)")
_SIGNS = re.compile(r"[^\w\s]+")


class Group(StrEnum):
    """What a name is the name of, in the order of the groups."""

    CLUSTER = "cluster"
    WARD = "ward"
    COMMUNE = "commune"
    DISTRICT = "district"
    DEVELOPER = "developer"
    INDUSTRY = "industry"


@dataclass(frozen=True)
class Entry:
    """A name, and the parameters of an address it stands for; `clusters` are those it leads to.

    `lies_in` names the former districts, or the units of today into which a former commune went
    (`became`); `keys` are all texts it is found by, each behind a bar.
    """

    group: Group
    title: Text
    change: Mapping[str, str]
    clusters: int
    keys: str
    lies_in: str = ""
    became: bool = False
    is_name: bool = True


@dataclass(frozen=True)
class Found:
    """What a text leads to, the best group first; `guessed` where nothing bears it, but names like it."""

    groups: Mapping[Group, list[Entry]] = field(default_factory=dict)
    guessed: bool = False

    @property
    def count(self) -> int:
        """Count the entries."""
        return sum(map(len, self.groups.values()))


class Gazetteer:
    """All names of a snapshot, by the words they bear."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = list(entries)
        bearing: dict[str, set[int]] = defaultdict(set)
        for place, entry in enumerate(self.entries):
            for word in entry.keys.split():
                bearing[word].add(place)
        self._bearing = dict(sorted(bearing.items()))
        self._words = list(self._bearing)
        self._shortened = _by_shortened(self._words)

    def find(self, text: str) -> Found:
        """Find what bears the words of a text, those that begin with it first; accents do not matter."""
        asked = _ASKED_FOR_ALL.sub("", plain(text))
        words = asked.split()
        if not words:
            return Found()
        borne = self._bearing_all(self._beginning(word) for word in words)
        if borne:
            return Found(_choose([(_rank(entry.keys, asked), entry) for entry in borne]))
        alike = self._bearing_all(self._alike(word) for word in words)
        return Found(_choose([(0, entry) for entry in alike]), guessed=bool(alike))

    def _bearing_all(self, alternatives: Iterable[Iterable[str]]) -> list[Entry]:
        """List the entries that bear one of each of several alternatives."""
        places = [set().union(*(self._bearing[word] for word in words)) for words in alternatives]
        return [self.entries[place] for place in sorted(set.intersection(*places))]

    def _beginning(self, word: str) -> list[str]:
        return self._words[bisect_left(self._words, word) : bisect_left(self._words, word + _LAST)]

    def _alike(self, word: str) -> set[str]:
        """List the words one letter away from a word, or with two of its letters the other way round."""
        if len(word) < _LEAST_LETTERS:
            return set(self._beginning(word))
        return set(self._beginning(word)).union(*(self._shortened.get(form, ()) for form in _shorten(word)))


def plain(text: str) -> str:
    """Reduce a text to the words it is found by: no accents, no case, no signs."""
    return " ".join(_SIGNS.sub(" ", fold(text)).split())


def _by_shortened(words: Iterable[str]) -> dict[str, set[str]]:
    """Give words by themselves and, unless short or long, by every form that lacks one letter."""
    found: dict[str, set[str]] = defaultdict(set)
    for word in words:
        for form in _shorten(word) if _LEAST_LETTERS <= len(word) <= _MOST_LETTERS else {word}:
            found[form].add(word)
    return found


def _shorten(word: str) -> set[str]:
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def _rank(keys: str, asked: str) -> int:
    """Tell how well keys bear words: 0 one begins so, 1 they follow each other inside, 2 in any order."""
    return 0 if f"| {asked}" in keys else 1 if f" {asked}" in keys else 2


def _choose(ranked: list[tuple[int, Entry]]) -> dict[Group, list[Entry]]:
    """Keep the best of each group, no more than fit a list, the group of the best first."""
    by_group: dict[Group, list[tuple[int, Entry]]] = defaultdict(list)
    for rank, entry in sorted(ranked, key=lambda pair: (pair[0], -pair[1].clusters)):
        by_group[entry.group].append((rank, entry))
    order = {group: place for place, group in enumerate(Group)}
    placed = [
        (place >= _SURE, rank, order[group], place, entry)
        for group, listed in by_group.items()
        for place, (rank, entry) in enumerate(listed[:MOST_OF_A_GROUP])
    ]
    kept = sorted(sorted(placed, key=lambda one: one[:4])[:MOST], key=lambda one: one[2:4])
    best = {group: listed[0][0] for group, listed in by_group.items()}
    groups = sorted({entry.group for *_, entry in kept}, key=lambda group: (best[group], order[group]))
    return {group: [entry for *_, entry in kept if entry.group == group] for group in groups}


def _keys(*names: str) -> str:
    """Write the texts an entry is found by; each also as one word, as it is typed in haste."""
    said = dict.fromkeys(name for name in map(plain, names) if name)
    joined = [name.replace(" ", "") for name in said if " " in name]
    return "".join(f"| {name} " for name in (*said, *joined))


_READ = (
    "id", "name_vi", "name_en", "district_name", "district_code", "ward_code", "communes_pre2025",
    "developer", "industries",
)  # fmt: skip


def gazetteer_of(snapshot: Snapshot) -> Gazetteer:
    """Collect the names of a snapshot."""
    clusters = snapshot.collections["clusters"].records(names=_READ)
    return Gazetteer(
        [
            *_clusters(clusters),
            *_units(snapshot, "wards", Group.WARD, "ward_code", clusters),
            *_communes(snapshot, clusters),
            *_units(snapshot, "districts", Group.DISTRICT, "district_code", clusters),
            *_developers(clusters),
            *_industries(clusters),
        ]
    )


def _clusters(clusters: list[dict[str, Any]]) -> Iterator[Entry]:
    for one in clusters:
        names = [bare_name(one[name]) for name in ("name_vi", "name_en")]
        yield Entry(
            Group.CLUSTER,
            Text(_capital(names[0]), _capital(names[1])),
            {"cluster": one["id"]},
            1,
            _keys(*names, one["id"].replace("-", " ")),
            lies_in=one["district_name"],
        )


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _units(
    snapshot: Snapshot, collection: str, group: Group, column: str, clusters: list[dict[str, Any]]
) -> Iterator[Entry]:
    counts = Counter(one[column] for one in clusters)
    for unit in snapshot.collections[collection].records():
        name, shares = unit["full_name"], unit.get("former_districts") or ""
        yield Entry(
            group,
            Text(name, name),
            {column: unit["code"]},
            counts[unit["code"]],
            _keys(unit["name"], name),
            lies_in=", ".join(part.split(":")[0] for part in shares.split("|") if part),
        )


def _communes(snapshot: Snapshot, clusters: list[dict[str, Any]]) -> Iterator[Entry]:
    """Lead from a former commune to the clusters that name it, and to the units of today it went into."""
    districts = {one["full_name"]: one["code"] for one in snapshot.collections["districts"].records()}
    by_ward = Counter(one["ward_code"] for one in clusters)
    naming = Counter(
        (bare_unit(name), one["district_code"])
        for one in clusters
        for name in split_names(one["communes_pre2025"] or "")
    )
    for (name, district), wards in _successors(snapshot).items():
        bare, code = _LEVEL.sub("", name), districts.get(district, "")
        title, keys = Text(name, name), _keys(bare, name)
        if count := naming[bare_unit(name), code]:
            change = {"communes_pre2025": bare, "district_code": code}
            yield Entry(Group.COMMUNE, title, change, count, keys, lies_in=district)
        if [bare_unit(one) for one in wards.values()] != [bare_unit(name)]:
            change = {"ward_code": ",".join(wards)}
            count = sum(by_ward[ward] for ward in wards)
            yield Entry(
                Group.COMMUNE, title, change, count, keys, lies_in=", ".join(wards.values()), became=True
            )


def _successors(snapshot: Snapshot) -> dict[tuple[str, str], dict[str, str]]:
    """Name the units of today, by code, of each former commune of a district, the largest part first."""
    parts = snapshot.collections["admin_conversion"].records()
    parts.sort(key=lambda part: not part["largest_area"])
    found: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    known: dict[tuple[str, str], tuple[str, str]] = {}
    for part in parts:
        name = (part["old_name"], part["old_district"])
        found[known.setdefault((bare_unit(name[0]), name[1]), name)][part["new_code"]] = part["new_name"]
    return found


def _developers(clusters: list[dict[str, Any]]) -> Iterator[Entry]:
    counts = Counter(one["developer"] for one in clusters if one["developer"])
    for name, count in counts.items():
        yield Entry(Group.DEVELOPER, Text(name, name), {"developer": name}, count, _keys(name))


def _industries(clusters: list[dict[str, Any]]) -> Iterator[Entry]:
    counts = Counter(code for one in clusters for code in (one["industries"] or "").split(SEPARATOR))
    for code, industry in INDUSTRIES.items():
        words = [word.removeprefix("=") for word in industry.words.split("|")]
        keys = _keys(industry.title.vi, industry.title.en, *words)
        yield Entry(Group.INDUSTRY, industry.title, {"industries": code}, counts[code], keys, is_name=False)

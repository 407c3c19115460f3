"""Which cluster, commune or district a name means: certain where exactly one fits, else a question."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

import pandas as pd

from geo.intake.reading import Choice, Place, Question
from geo.package import Package
from geo.schema import Text
from geo.text import fold

MOST_CHOICES = 6
_LEAST_LIKENESS = 0.72
_NUMERALS = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_COUNTED = {**_NUMERALS, "mot": "1", "hai": "2", "ba": "3", "bon": "4", "one": "1", "two": "2", "three": "3"}
_PHASE = re.compile(rf"\b(?:giai doan|gd|phase|dot)\s*(\d|{'|'.join(_COUNTED)})\b")
_GENERIC = re.compile(
    r"\b(cum cong nghiep|cum cn|ccn|diem cong nghiep|cum|diem|industrial cluster|industrial|cluster"
    r"|craft village|lang nghe|ttcn|tieu thu cong nghiep|tap trung|vua va nho)\b"
)
_UNIT_TYPES = (
    ("xa", "xa|x|commune"),
    ("phuong", "phuong|p|ward"),
    ("thi tran", "thi tran|tt|town|township"),
    ("huyen", "huyen|h|district"),
    ("quan", "quan|q|urban district"),
    ("thi xa", "thi xa|tx"),
    ("thanh pho", "thanh pho|tp"),
)
_TYPE_WORDS = {fold(word): kind for kind, words in _UNIT_TYPES for word in words.split("|")}
_TYPE_FIRST = re.compile(rf"^({'|'.join(sorted(_TYPE_WORDS, key=len, reverse=True))})(?:\.\s*|\s+)(?=\w)")
_TYPE_LAST = re.compile(r"\s(commune|ward|town|township|district)$")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Named:
    """Something with an id or code: all its names, and the names of the areas it lies in."""

    key: str
    title: str
    names: tuple[str, ...]
    within: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    """What a name means: `key` where exactly one fits, else None and the likeliest, best first."""

    said: str
    key: str | None
    candidates: tuple[Named, ...] = ()


class _Said(NamedTuple):
    name: str
    within: tuple[str, ...]


class Names:
    """Finds by name among clusters, or among the administrative units of one kind."""

    def __init__(self, entries: Iterable[Named]) -> None:
        self._entries = {entry.key: entry for entry in entries}
        self._found: dict[tuple[str, tuple[str, ...]], Match] = {}

    def find(self, said: str, within: Iterable[str] = ()) -> Match:
        """Find what a text means: an id or code, or a name with or without accents and common words.

        Parameters
        ----------
        within : names of communes or districts it is said to lie in; they tell namesakes apart, and a
            name whose place contradicts them is not certain
        """
        asked = (said, tuple(area for area in within if area))
        if asked not in self._found:
            self._found[asked] = self._find(*asked)
        return self._found[asked]

    def get(self, key: str) -> Named | None:
        """Return the entry of an id or code."""
        return self._entries.get(key)

    def _find(self, said: str, within: tuple[str, ...]) -> Match:
        if said.strip() in self._entries:
            return Match(said, said.strip())
        whole, parted = _Said(said, within), _parted(said)
        tries = [whole] if parted is None else [whole, _Said(parted.name, (*within, *parted.within))]
        for name, areas in tries:
            fitting = self._fitting(name)
            placed = [entry for entry in fitting if _lies_in(entry, areas)]
            exact = [entry for entry in placed if _same_accents(name, entry)]
            if len(exact) == 1:
                return Match(said, exact[0].key)
            if fitting:
                return Match(said, None, tuple((placed or fitting)[:MOST_CHOICES]))
        return Match(said, None, tuple(self._near(*tries[-1])))

    def _fitting(self, name: str) -> list[Named]:
        return [self._entries[key] for key in self._by_name.get(name_key(name), ())]

    def _near(self, name: str, areas: tuple[str, ...]) -> Iterator[Named]:
        alike = get_close_matches(name_key(name), list(self._by_name), 3 * MOST_CHOICES, _LEAST_LIKENESS)
        keys = dict.fromkeys(chain.from_iterable(self._by_name[one] for one in alike))
        entries = [self._entries[key] for key in keys]
        ordered = sorted(entries, key=lambda entry: bool(areas) and not _lies_in(entry, areas))
        yield from ordered[:MOST_CHOICES]

    @cached_property
    def _by_name(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for entry in self._entries.values():
            for key in dict.fromkeys(name_key(name) for name in entry.names):
                found[key].append(entry.key)
        return found


def name_key(name: str) -> str:
    """Reduce a name to what is compared: `CCN Bình Phú I – giai đoạn 2` is `binh phu 1 gd2`."""
    folded = " ".join(_NOT_WORD.sub(" ", fold(name)).split())
    phase = _PHASE.search(folded)
    words = _GENERIC.sub(" ", _PHASE.sub(" ", folded)).split() or folded.split()
    numbered = [words[0], *(_NUMERALS.get(word, word) for word in words[1:])] if words else []
    ending = [f"gd{_COUNTED.get(phase[1], phase[1])}"] if phase else []
    return " ".join([*numbered, *ending])


def unit_key(name: str) -> tuple[str | None, str]:
    """Part the type of an administrative unit from its name: `X. Đại Thắng` is (`xa`, `dai thang`)."""
    folded = fold(name)
    if found := _TYPE_FIRST.match(folded):
        return _TYPE_WORDS[found[1]], " ".join(folded[found.end() :].split())
    bare = _TYPE_LAST.sub("", folded)
    return (None if bare == folded else _TYPE_WORDS[folded.rpartition(" ")[2]]), bare


def _parted(said: str) -> _Said | None:
    """Part a name from the places behind it: `Liên Hà, huyện Đông Anh`, `Liên Hà (Đông Anh)`."""
    pieces = [piece.strip() for piece in re.split(r"[,;()]|\s[-–—]\s(?=(?:xã|phường|huyện|quận|thị))", said)]
    pieces = [piece for piece in pieces if piece]
    return _Said(pieces[0], tuple(pieces[1:])) if len(pieces) > 1 else None


def _lies_in(entry: Named, areas: tuple[str, ...]) -> bool:
    """Tell whether a place lies in all areas named; where nothing is known of it, it may."""
    own = {unit_key(area)[1] for area in entry.within}
    return not own or all(unit_key(area)[1] in own or not unit_key(area)[1] for area in areas)


def _same_accents(said: str, entry: Named) -> bool:
    """Tell whether accents agree; a text without any agrees with all. Where a tone stands is no matter."""
    if said.isascii():
        return True
    key = name_key(said)
    return any(_marks(said) == _marks(name) for name in entry.names if name_key(name) == key)


def _marks(name: str) -> tuple[tuple[str, ...], ...]:
    """Collect the accents of each syllable that is compared, in no order."""
    bare = re.sub(r"[^\w]+", " ", name)
    kept = set(name_key(name).split())
    return tuple(
        tuple(sorted(sign for sign in unicodedata.normalize("NFD", syllable) if not sign.isascii()))
        for syllable in unicodedata.normalize("NFC", bare).casefold().split()
        if syllable.isalpha() and fold(syllable) in kept
    )


def cluster_names(package: Package) -> Names:
    """Find clusters by id, name in either language, with phase numbers as `1`, `I` or `một`."""
    return Names(_named_cluster(cluster) for cluster in package.tables["clusters"].to_dict("records"))


def _named_cluster(cluster: Mapping[str, Any]) -> Named:
    names = [cluster["name_vi"], cluster["name_en"]]
    names += [re.sub(r"\s*\([^)]*\)", "", name) for name in names]
    phase = _filled(cluster["phase"])
    if phase:
        names += [f"{name} {phase}" for name in names]
    areas = (cluster[column] for column in ("district_name", "communes_pre2025", "ward_names"))
    within = tuple(part.strip() for area in areas for part in _filled(area).split(";") if part.strip())
    return Named(cluster["id"], cluster["name_vi"], tuple(dict.fromkeys(names)), within)


def _filled(cell: Any) -> str:
    return "" if cell is None or pd.isna(cell) else str(cell)


def ward_names(package: Package) -> Names:
    """Find communes and wards since 1 July 2025 by code or name."""
    return Names(_named_unit(unit, ()) for unit in package.tables["admin_wards"].to_dict("records"))


def district_names(package: Package) -> Names:
    """Find former districts by code or name."""
    return Names(_named_unit(unit, ()) for unit in package.tables["admin_districts"].to_dict("records"))


def commune_names(package: Package) -> Names:
    """Find communes and wards before 2025 by code or name; namesakes are told apart by district."""
    districts = package.tables["admin_districts"]
    names = dict(zip(districts["code"], districts["full_name"], strict=True))
    rows = package.tables["admin_communes"].to_dict("records")
    return Names(_named_unit(unit, (names.get(unit["district_code"], ""),)) for unit in rows)


def _named_unit(unit: Mapping[str, Any], within: tuple[str, ...]) -> Named:
    title = ", ".join([unit["full_name"], *(area for area in within if area)])
    kind, _ = unit_key(unit["full_name"])
    short = {"xa": "X.", "phuong": "P.", "thi tran": "TT.", "huyen": "H.", "quan": "Q.", "thi xa": "TX."}
    names = (unit["full_name"], unit["name"], f"{short.get(kind or '', '')} {unit['name']}".strip())
    return Named(unit["code"], title, names, tuple(area for area in within if area))


def match_question(option: str, place: Place, match: Match) -> Question:
    """Ask which one is meant; the likeliest is proposed only where it is the only one."""
    choices = tuple(
        Choice(entry.key, Text(entry.title, entry.title), _why(entry)) for entry in match.candidates
    )
    if choices:
        text = Text(f"“{match.said}” là đơn vị nào dưới đây?", f"Which of these is “{match.said}”?")
    else:
        text = Text(
            f"Không tìm thấy “{match.said}”. Đây là đơn vị nào?",
            f"“{match.said}” was not found. Which one is it?",
        )
    return Question(option, place, text, choices, choices[0].value if len(choices) == 1 else None)


def _why(entry: Named) -> Text | None:
    areas = ", ".join(entry.within)
    return Text(areas, areas) if areas else None

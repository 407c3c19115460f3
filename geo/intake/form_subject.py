"""Whom a form is about: the cluster, the project, the commune, district or province its heading names.

A name is taken when it is the same letter by letter, accents and case apart. Near names are only proposed.
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any, NamedTuple

import pandas as pd

from geo.intake.form_layout import Said
from geo.intake.reading import Choice, Place
from geo.package import Package
from geo.schema import Text
from geo.text import fold

WARDS_SINCE = date(2025, 7, 1)
"""From this day on communes report, and districts are no more."""

_TO_OTHERS = re.compile(r"^(kinh gui|noi nhan|don vi nhan|co quan nhan|noi gui den|to:)")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_CLUSTER_WORDS = re.compile(r"\b(diem )?(cum cong nghiep|ccn|industrial cluster|cluster)\b")
_AFTER_CLUSTER = re.compile(r"\b(?:cum cong nghiep|ccn|cluster)\b\s*:?\s*([^;:|]*)")
_SHORT = ((re.compile(r"\bgd\s*(?=\d|i)"), "giai doan "), (re.compile(r"\bp\s*(?=\d)"), "giai doan "))
_PROJECT_LABEL = re.compile(r"^(ten du an|du an|project)( dau tu)?\b")
_FIRM_LABEL = re.compile(
    r"^(ten )?(doanh nghiep|chu dau tu|nha dau tu|cong ty|to chuc|don vi bao cao|co so|enterprise)\b"
)
_OF_PROVINCE = re.compile(r"\b(?:so cong thuong|ubnd|uy ban nhan dan)\s+(?:tinh|thanh pho|tp\.?)\s+([a-z ]+)")
_CLOSE = 0.72

Record = Mapping[Hashable, Any]


class Subject(NamedTuple):
    """What was found: the id or code, its name for people, and where it is named."""

    key: str
    name: str
    place: Place


class Sought(NamedTuple):
    """The one subject found; or none, with the choices that come near and what the heading said."""

    subject: Subject | None
    near: tuple[Choice, ...] = ()
    said: Said | None = None


def name_key(name: str) -> str:
    """Reduce a cluster's name to what is compared: without *cụm công nghiệp*, accents, case and signs."""
    key = _NOT_WORD.sub(" ", fold(name))
    for pattern, written_out in _SHORT:
        key = pattern.sub(written_out, key)
    return " ".join(_CLUSTER_WORDS.sub(" ", key).split())


def find_cluster(heading: Sequence[Said], package: Package) -> Sought:
    """Find the cluster a heading names; one of several of a name by the district or commune beside it."""
    clusters = package.tables["clusters"].to_dict("records")
    told = [said for said in heading if not _TO_OTHERS.match(fold(said.text))]
    named = [(said, name) for said in told for name in _cluster_names(said.text)]
    found: dict[str, Subject] = {}
    for said, name in named:
        for cluster in _of_name(name_key(name), clusters, " ".join(fold(one.text) for one in told)):
            found.setdefault(cluster["id"], Subject(cluster["id"], cluster["name_vi"], said.place))
    if len(found) == 1:
        return Sought(next(iter(found.values())))
    if found:
        return Sought(
            None, tuple(Choice(one.key, Text(one.name, one.name)) for one in found.values()), named[0][0]
        )
    near = near_clusters([name for _, name in named], package)
    return Sought(None, near, named[0][0] if named else None)


def _cluster_names(text: str) -> Iterator[str]:
    """List what may be a name in a line: all that follows the word, and that up to each comma or dash."""
    for found in _AFTER_CLUSTER.finditer(fold(text)):
        after = found[1].strip(" .,-–(")
        if not after:
            continue
        yield after
        for sign in (",", "(", " - ", "–", " xa ", " huyen "):
            if sign in after:
                yield after.split(sign)[0]


def _of_name(key: str, clusters: list[Record], around: str) -> list[Record]:
    if not key:
        return []
    full = [cluster for cluster in clusters if name_key(str(cluster["name_vi"])) == key]
    if full:
        return full
    bare = [one for one in clusters if name_key(str(one["name_vi"]).split("(")[0]) == key]
    beside = [one for one in bare if re.search(rf"\b{re.escape(fold(str(one['district_name'])))}\b", around)]
    return beside if len(beside) == 1 else bare if len(bare) > 1 else []


def near_clusters(names: Iterable[str], package: Package) -> tuple[Choice, ...]:
    """List the clusters whose names come near, the nearest first."""
    clusters = package.tables["clusters"]
    by_key = dict(
        zip(
            map(name_key, clusters["name_vi"]),
            zip(clusters["id"], clusters["name_vi"], strict=True),
            strict=True,
        )
    )
    keys = [close for name in names for close in get_close_matches(name_key(name), by_key, 3, _CLOSE)]
    return tuple(Choice(by_key[key][0], Text(by_key[key][1], by_key[key][1])) for key in dict.fromkeys(keys))


def cluster_of_answer(answer: str, package: Package, place: Place) -> Subject | None:
    """Find the cluster an option names, by its id or its name."""
    clusters = package.tables["clusters"]
    for row in clusters.to_dict("records"):
        if answer.strip() == row["id"] or name_key(answer) == name_key(row["name_vi"]):
            return Subject(row["id"], row["name_vi"], place)
    return None


def find_project(heading: Iterable[Said]) -> Subject | None:
    """Find the project a heading names, or else the enterprise behind it."""
    labelled = [(said, *said.text.partition(":")[::2]) for said in heading if ":" in said.text]
    for pattern in (_PROJECT_LABEL, _FIRM_LABEL):
        for said, label, name in labelled:
            bare = name.strip(" .…-_")
            if bare and pattern.search(fold(label)):
                return Subject(bare, bare, said.place)
    return None


def find_unit_of_report(heading: Sequence[Said], package: Package, day: date | None) -> Sought:
    """Find the commune, or until mid-2025 the district, that reports; the sender's line before any other."""
    told = [said for said in heading if not _TO_OTHERS.match(fold(said.text))]
    sender = [
        said for said in told if re.search(r"\b(ubnd|uy ban nhan dan|don vi bao cao)\b", fold(said.text))
    ]
    units = list(_units(package, day))
    for lines in (sender, told):
        found = {unit.key: unit for said in lines for unit in _named_units(said, units)}
        if len(found) == 1:
            return Sought(next(iter(found.values())))
        if found:
            return Sought(
                None, tuple(Choice(key, Text(one.name, one.name)) for key, one in found.items()), lines[0]
            )
    said = next(iter(sender), None)
    return Sought(None, _near_units(said.text, units) if said else (), said)


def _units(package: Package, day: date | None) -> Iterator[tuple[str, str]]:
    """List code and full name of the units that may report on a day; where both could, communes come last."""
    if day is None or day < WARDS_SINCE:
        districts = package.tables["admin_districts"]
        yield from zip(districts["code"], districts["full_name"], strict=True)
    wards = package.tables["admin_wards"]
    yield from zip(wards["code"], wards["full_name"], strict=True)


def _named_units(said: Said, units: list[tuple[str, str]]) -> list[Subject]:
    text = " ".join(_NOT_WORD.sub(" ", fold(said.text)).split())
    found = [(code, name) for code, name in units if re.search(rf"\b{re.escape(_unit_key(name))}\b", text)]
    longest = max((len(name) for _, name in found), default=0)
    return [Subject(code, name, said.place) for code, name in found if len(name) == longest]


def _unit_key(name: str) -> str:
    return " ".join(_NOT_WORD.sub(" ", fold(name)).split())


def _near_units(text: str, units: list[tuple[str, str]]) -> tuple[Choice, ...]:
    by_key = {_unit_key(name): (code, name) for code, name in units}
    sought = re.sub(r"^.*\b(ubnd|uy ban nhan dan|don vi bao cao)\b\W*", "", fold(text))
    keys = get_close_matches(_unit_key(sought), by_key, 3, _CLOSE)
    return tuple(Choice(by_key[key][0], Text(by_key[key][1], by_key[key][1])) for key in keys)


def unit_of_answer(answer: str, package: Package, place: Place) -> Subject | None:
    """Find the commune or district an option names, by its code or its full name."""
    for code, name in _units(package, None):
        if answer.strip() == code or _unit_key(answer) == _unit_key(name):
            return Subject(code, name, place)
    return None


def level_of(code: str, package: Package) -> str:
    """Tell a commune from a district by its code."""
    wards: pd.Series = package.tables["admin_wards"]["code"]
    return "commune" if code in set(wards) else "district"


def find_other_province(heading: Iterable[Said], package: Package) -> Said | None:
    """Find a sender of another province than the package is about."""
    own = re.sub(r"^(tinh|thanh pho) ", "", fold(package.about.province_vi))
    for said in heading:
        found = _OF_PROVINCE.search(fold(said.text))
        if found and not _TO_OTHERS.match(fold(said.text)) and not found[1].startswith(own):
            return said
    return None

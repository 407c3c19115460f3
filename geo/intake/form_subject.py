"""Whom a form is about: the cluster, the project, the commune, district or province its heading names."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from geo.intake.form_layout import Said
from geo.intake.matching import Match, Names, cluster_names, district_names, ward_names
from geo.intake.reading import Place
from geo.package import Package
from geo.text import fold

WARDS_SINCE = date(2025, 7, 1)
"""From this day on communes report, and districts are no more."""

_TO_OTHERS = re.compile(r"^(kinh gui|noi nhan|don vi nhan|co quan nhan|noi gui den|to:)")
_CLUSTER = re.compile(r"\b(?:c[uụ]m c[oô]ng nghi[eệ]p|ccn|cluster)\b\s*:?\s*([^;:|]*)", re.IGNORECASE)
_CLUSTER_LABEL = re.compile(r"^(ten )?(cum cong nghiep|ccn|cluster)[^:]*:")
_SENDER = re.compile(r"(?:\bubnd\b|[uủ]y ban nh[aâ]n d[aâ]n|đơn vị báo cáo)\s*:?\s*(.*)", re.IGNORECASE)
_UNIT = re.compile(
    r"\b((?:xã|phường|thị trấn|huyện|quận|thị xã)\s*:?\s+.+?)(?=\s*[,;().|]|\s[-–—]\s|$)", re.IGNORECASE
)
_PROJECT_LABEL = re.compile(r"^(ten du an|du an|project)( dau tu)?\b")
_FIRM_LABEL = re.compile(
    r"^(ten )?(doanh nghiep|chu dau tu|nha dau tu|cong ty|to chuc|don vi bao cao|co so|enterprise)\b"
)
_OF_PROVINCE = re.compile(r"\b(?:so cong thuong|ubnd|uy ban nhan dan)\s+(?:tinh|thanh pho|tp\.?)\s+([a-z ]+)")
_MOST_ENDS = 4
_ENDS = re.compile(r"\s*[,(;]|\s[-–—]\s|\s(?:xã|phường|huyện|quận|thị xã|kỳ|năm|0?6 tháng)\s", re.IGNORECASE)


class Subject(NamedTuple):
    """What was found: the id or code, its name for people, and where it is named."""

    key: str
    name: str
    place: Place


class Sought(NamedTuple):
    """The one subject found; or none, with what the heading says and what comes near."""

    subject: Subject | None
    match: Match | None = None
    place: Place | None = None


class Directory:
    """The names of the clusters, communes and former districts of a package."""

    def __init__(self, package: Package) -> None:
        self.package = package

    @cached_property
    def clusters(self) -> Names:
        """Name the clusters."""
        return cluster_names(self.package)

    @cached_property
    def wards(self) -> Names:
        """Name the communes and wards of today."""
        return ward_names(self.package)

    @cached_property
    def districts(self) -> Names:
        """Name the former districts."""
        return district_names(self.package)

    def units(self, day: date | None) -> tuple[Names, ...]:
        """Return the kinds of unit that may report on a day."""
        if day is None or day < WARDS_SINCE:
            return self.districts, self.wards
        return (self.wards,)


def find_cluster(heading: Sequence[Said], directory: Directory) -> Sought:
    """Find the cluster a heading names, by a labelled line before any other."""
    told = [said for said in heading if not _TO_OTHERS.match(fold(said.text))]
    labelled = [said for said in told if _CLUSTER_LABEL.match(fold(said.text))]
    around = [name for said in told for name in _unit_names(said.text)]
    lines = [(said, names) for said in labelled or told for names in _cluster_names(said.text)]
    return _only(_matches(lines, (directory.clusters,), around))


def _cluster_names(text: str) -> Iterator[list[str]]:
    """List what may be a name, for each time a line has the word before it."""
    for found in _CLUSTER.finditer(text):
        if names := _shortened(found[1]):
            yield names


def _shortened(text: str) -> list[str]:
    """List a text, then what stands before each sign or word that may end a name, the longest first.

    A name may hold such signs itself: `Bình Minh - Cao Viên` is another cluster than `Bình Minh`.
    """
    whole = text.strip(" .…,-–(")
    ends = [found.start() for found in _ENDS.finditer(whole) if found.start()][:_MOST_ENDS]
    return [name for name in (whole, *(whole[:end].strip() for end in reversed(ends))) if name]


def _unit_names(text: str) -> list[str]:
    return [found[1].replace(":", " ") for found in _UNIT.finditer(text)]


Matched = tuple[Said, Match, Names]


def _matches(
    lines: Iterable[tuple[Said, list[str]]], kinds: Sequence[Names], around: Sequence[str] = ()
) -> Iterator[Matched]:
    """Match each line once: by the longest name that is certain, or else that has anything near it."""
    for said, written in lines:
        tried = [(said, _match(name, names, around), names) for name in written for names in kinds]
        certain = next((one for one in tried if one[1].key is not None), None)
        yield certain or next((one for one in tried if one[1].candidates), tried[0])


def _match(name: str, names: Names, around: Sequence[str]) -> Match:
    match = names.find(name)
    if match.key is None and match.candidates and around:
        placed = names.find(name, around)
        return placed if placed.key else match
    return match


def _only(matches: Iterable[Matched]) -> Sought:
    """Take the one thing that is certain; where nothing or more is, what is to be asked about."""
    listed = list(matches)
    certain = {match.key: (said, names) for said, match, names in listed if match.key is not None}
    if len(certain) == 1:
        key, (said, names) = next(iter(certain.items()))
        return Sought(subject_of(key, names, said.place))
    if certain:
        entries = [entry for key, (_, names) in certain.items() if (entry := names.get(key))]
        said = next(iter(certain.values()))[0]
        return Sought(None, Match(said.text, None, tuple(entries)), said.place)
    near = next(((said, match) for said, match, _ in listed if match.candidates), None)
    first = near or next(((said, match) for said, match, _ in listed), None)
    return Sought(None, first[1], first[0].place) if first else Sought(None)


def subject_of(key: str, names: Names, place: Place) -> Subject:
    """Name what has an id or code."""
    entry = names.get(key)
    return Subject(key, entry.title if entry else key, place)


def find_answer(answer: str, kinds: Iterable[Names], place: Place) -> Subject | None:
    """Find what an option names, by id, code or name."""
    found = ((names, names.find(answer).key) for names in kinds)
    return next((subject_of(key, names, place) for names, key in found if key is not None), None)


def find_project(heading: Iterable[Said]) -> Subject | None:
    """Find the project a heading names, or else the enterprise behind it."""
    labelled = [(said, *said.text.partition(":")[::2]) for said in heading if ":" in said.text]
    for pattern in (_PROJECT_LABEL, _FIRM_LABEL):
        for said, label, name in labelled:
            bare = name.strip(" .…-_")
            if bare and pattern.search(fold(label)):
                return Subject(bare, bare, said.place)
    return None


def find_unit_of_report(heading: Sequence[Said], directory: Directory, day: date | None) -> Sought:
    """Find the commune, or until mid-2025 the district, that reports; the sender's line before any other."""
    told = [said for said in heading if not _TO_OTHERS.match(fold(said.text))]
    senders = [(said, found[1]) for said in told if (found := _SENDER.search(said.text)) and found[1].strip()]
    kinds = directory.units(day)
    lines = [(said, names) for said, name in senders if (names := _shortened(name))]
    sought = _only(_matches(lines, kinds))
    if sought.subject is not None or (sought.match and sought.match.candidates):
        return sought
    others = _only(_matches([(said, [name]) for said in told for name in _unit_names(said.text)], kinds))
    return others if others.subject is not None or sought.match is None else sought


def level_of(code: str, directory: Directory) -> str:
    """Tell a commune from a district by its code."""
    return "commune" if directory.wards.get(code) else "district"


def find_other_province(heading: Iterable[Said], package: Package) -> Said | None:
    """Find a sender of another province than the package is about."""
    own = re.sub(r"^(tinh|thanh pho) ", "", fold(package.about.province_vi))
    for said in heading:
        found = _OF_PROVINCE.search(fold(said.text))
        if found and not _TO_OTHERS.match(fold(said.text)) and not found[1].startswith(own):
            return said
    return None

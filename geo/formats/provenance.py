"""Where a file comes from: what every format carries inside, or in a document beside it."""

from collections import Counter
from datetime import date, datetime
from typing import Any

from geo.formats.extract import Extract
from geo.published import COLLECTIONS
from geo.rasters.flags import TABLE
from geo.schema import Quality, Text
from geo.seen_words import SEEN
from geo.snapshot import Snapshot

_OF_RASTERS = ("clusters", TABLE, SEEN)

NOTICE = "SIMULATED: a fictional province, made by a program; no figure here is about any real place."
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"

QUALITIES: dict[Quality, Text] = {
    Quality.OFFICIAL: Text("ranh giới chính thức", "the official outline"),
    Quality.DIGITISED: Text("ranh giới số hóa", "an outline digitised"),
    Quality.SCHEMATIC: Text(
        "hình giản lược đúng diện tích quanh vị trí đã biết, không phải ranh giới đo đạc",
        "a shape of the right area around the known place, not a surveyed outline",
    ),
    Quality.MISSING: Text(
        "chưa có ranh giới: chỉ có điểm hoặc chưa rõ vị trí", "no outline: a point or nothing"
    ),
}
"""What the words of the column `boundary_quality` say."""

LABELS: dict[str, Text] = {
    "title": Text("Dữ liệu", "Data"),
    "collection": Text("Tập dữ liệu", "Collection"),
    "notice": Text("Lưu ý", "Notice"),
    "question": Text("Truy vấn", "Question"),
    "features": Text("Số đối tượng", "Features"),
    "crs": Text("Hệ tọa độ", "Coordinate system"),
    "date": Text("Ngày công bố", "Published"),
    "revision": Text("Phiên bản", "Revision"),
    "license": Text("Giấy phép", "Licence"),
    "attribution": Text("Nguồn và ghi công", "Sources and credits"),
    "boundary_quality": Text("Chất lượng ranh giới (cột boundary_quality)", "Column boundary_quality"),
    "sources": Text("Nguồn của từng số liệu", "Source of each figure"),
}


def provenance(snapshot: Snapshot, collection: str | None = None) -> dict[str, Any]:
    """Say what every answer carries along: revision, day, licence, credits, and whether it is simulated.

    Outlines and rasters that were imported keep a licence of their own, beside that of the figures.
    """
    outlines = snapshot.about["boundary_credits"].get(collection)
    rasters = "; ".join(sorted({one["credits"] for one in _rasters(snapshot, collection)}))
    parts = {"outlines": outlines, "rasters": rasters}
    own = [f"{part}: {credit}" for part, credit in parts.items() if credit]
    carried: dict[str, Any] = {
        "revision": snapshot.revision,
        "date": published_on(snapshot).isoformat(),
        "license": "; ".join(["figures: CC-BY-4.0", *own]) if own else "CC-BY-4.0",
        "attribution": "; ".join([*snapshot.about["credits"], *filter(None, parts.values())]),
    }
    return {"simulated": True, "notice": NOTICE, **carried} if snapshot.simulated else carried


def _rasters(snapshot: Snapshot, collection: str | None) -> list[dict[str, Any]]:
    """List the rasters that values of a collection were measured on."""
    return list(snapshot.about.get("rasters", ())) if collection in _OF_RASTERS else []


def published_on(snapshot: Snapshot) -> date:
    """Return the day a snapshot was made; the time stamps inside files are of this day, so bytes repeat."""
    return datetime.fromisoformat(snapshot.published).date()


def members(extract: Extract) -> dict[str, Any]:
    """Return the provenance as members of a JSON document."""
    return {
        **provenance(extract.snapshot, extract.name),
        "question": extract.question,
    }


def statement(extract: Extract) -> dict[str, str]:
    """Return the provenance as lines of text, by the names in `LABELS`."""
    carried = members(extract)
    about = extract.snapshot.about
    lines = {
        "title": _both(Text(about.get("title_vi", ""), about.get("title_en", ""))),
        "collection": extract.name,
        "notice": carried.get("notice", ""),
        "question": extract.question,
        "features": str(len(extract.rows)),
        "crs": f"{extract.crs.name} ({extract.crs_uri})" if extract.is_spatial else "",
        "date": carried["date"],
        "revision": carried["revision"],
        "license": f"{carried['license']} ({LICENCE_URL})",
        "attribution": carried["attribution"],
        "boundary_quality": _qualities() if "boundary_quality" in extract.properties else "",
    }
    return {name: line for name, line in lines.items() if line}


def sources(extract: Extract) -> list[dict[str, Any]]:
    """List the sources that the columns chosen refer to by their ids: id, title, url, kind."""
    listed = extract.snapshot.collections.get("sources")
    referring = [name for name in extract.properties if name == "source_id" or name.endswith("_source")]
    cited = {source for name in referring for source in extract.take(name)}
    found = [source for source in listed.records() if source["id"] in cited] if listed else []
    measured = [one for one in _rasters(extract.snapshot, extract.name) if one["id"] in cited]
    return found + [
        {"id": one["id"], "title": f"{one['source']}, {one['date']}", "url": one["url"], "kind": "raster"}
        for one in measured
    ]


def to_lines(extract: Extract) -> list[str]:
    """Write the provenance as lines in both languages, each source cited on a line of its own."""
    lines = [f"{_both(LABELS[name])}: {line}" for name, line in statement(extract).items()]
    cited = [f"{source['id']}: {source['title']} <{source['url'] or '–'}>" for source in sources(extract)]
    return [*lines, f"{_both(LABELS['sources'])}:", *cited] if cited else lines


def describe(extract: Extract, body_sha256: str | None = None) -> dict[str, Any]:
    """Make the document that accompanies a file: its provenance, its columns, its checksum.

    Parameters
    ----------
    body_sha256 : the checksum of the file in hexadecimal digits, if it is at hand
    """
    described = COLLECTIONS.get(extract.name)
    missing = sum(geometry is None for geometry in extract.frozen.geometries(extract.rows))
    return {
        "title": described.title.en if described else extract.name,
        "title_vi": described.title.vi if described else extract.name,
        "collection": extract.name,
        **members(extract),
        "numberReturned": len(extract.rows),
        "withoutGeometry": missing,
        "crs": extract.crs_uri if extract.is_spatial else None,
        "columns": [
            {
                "name": column.name,
                "type": column.type,
                "title": column.title.en,
                "title_vi": column.title.vi,
                **({"unit": column.unit} if column.unit else {}),
                **({"enum": list(column.enum)} if column.enum else {}),
                **({"listed": list(column.listed)} if column.listed else {}),
            }
            for column in extract.columns
        ],
        "boundary_quality": _counted(extract),
        "sources": sources(extract),
        **({"sha256": body_sha256} if body_sha256 else {}),
    }


def _counted(extract: Extract) -> dict[str, int]:
    return dict(sorted(Counter(filter(None, extract.take("boundary_quality"))).items()))


def _qualities() -> str:
    return "; ".join(f"{quality}: {_both(words)}" for quality, words in QUALITIES.items())


def _both(words: Text) -> str:
    return " / ".join(dict.fromkeys(filter(None, (words.vi, words.en))))

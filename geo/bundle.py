"""The whole data package as one file to take away: its tables and outlines as they are, what is
published of them, and what every published column means."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from geo.formats.delimited import to_text
from geo.formats.provenance import NOTICE
from geo.package import DESCRIPTOR
from geo.published import COLLECTIONS
from geo.snapshot import Frozen
from geo.tables import TABLES

BUNDLE = "package.zip"
README = "README.md"
DICTIONARY = "dictionary.csv"
PUBLISHED = ("clusters", "observations")
_HEAD = ("collection", "column", "type", "unit", "title_vi", "title_en", "required", "allowed_values")
_STAMP = (1980, 1, 1, 0, 0, 0)
"""The same date in every file, so that the same package always gives the same bytes."""
_READABLE = 0o644 << 16
_UNIX = 3


def write_bundle(folder: Path, target: Path, revision: str) -> None:
    """Pack a data package; outlines that were imported beside it are not part of it and stay out, and so
    do tables that are not public.

    Parameters
    ----------
    folder : the data package
    target : the file to write, in the folder of the snapshot
    revision : the published revision made of it, named in the README
    """
    descriptor = json.loads((folder / DESCRIPTOR).read_text(encoding="utf-8"))
    hidden = {table.path for table in TABLES.values() if not table.public}
    descriptor["resources"] = [one for one in descriptor["resources"] if one["path"] not in hidden]
    paths = sorted(resource["path"] for resource in descriptor["resources"])
    with ZipFile(target, "w") as packed:
        _add(packed, README, "\n".join(_readme(descriptor, revision)).encode())
        _add(packed, DESCRIPTOR, (json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n").encode())
        for path in paths:
            _add(packed, path, (folder / path).read_bytes())
        _add(packed, DICTIONARY, to_text(_HEAD, _dictionary()).encode())
        for name in PUBLISHED:
            frozen = Frozen(target.parent, name, {})
            rows = (record.values() for record in frozen.records())
            _add(packed, f"published/{name}.csv", to_text(frozen.property_names, rows).encode())


def _dictionary() -> Iterator[Iterable[Any]]:
    for collection in COLLECTIONS.values():
        for column in collection.columns:
            yield (
                *(collection.id, column.name, column.type, column.unit, column.title.vi, column.title.en),
                *("yes" if column.required else "no", " | ".join(column.enum)),
            )


def _add(packed: ZipFile, name: str, body: bytes) -> None:
    entry = ZipInfo(name, _STAMP)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = _READABLE
    entry.create_system = _UNIX
    packed.writestr(entry, body)


def _readme(descriptor: dict[str, Any], revision: str) -> Iterator[str]:
    yield f"# {descriptor['title']} · {descriptor['title_en']}\n"
    if descriptor["simulated"]:
        yield f"**MÔ PHỎNG · SIMULATED**: {NOTICE}\n"
    yield f"- Phiên bản · Revision: {revision}"
    yield f"- Giấy phép · Licence: {_licences(descriptor)} (từng bảng ở dưới · each table below)"
    yield from (f"- Ghi công · Credit: {credit}" for credit in descriptor["credits"])
    yield "\n`datapackage.json` (Frictionless Data Package) mô tả kiểu, đơn vị và ràng buộc của từng cột."
    yield "It gives type, unit and constraints of every column."
    yield "`published/`: bảng đã công bố, mỗi cụm một hàng; `dictionary.csv`: ý nghĩa từng cột."
    yield "`published/` holds what is published of it, a row a cluster; `dictionary.csv` its columns."
    yield "Ô trống: chưa có nguồn nào nêu. An empty cell: no source states it. It never means zero."
    yield "CSV: UTF-8, dấu phẩy ngăn cột, dấu chấm thập phân · commas between columns, decimal points."
    yield "Trong `published/`, văn bản giống công thức có dấu ' đứng trước · text that looks like a formula"
    yield "has an apostrophe before it there; the tables of the package are as delivered."
    yield "Tọa độ · Coordinates: WGS 84, kinh độ, vĩ độ · longitude, latitude.\n"
    yield "| tệp · file | nội dung | content | giấy phép · licence |\n|---|---|---|---|"
    for resource in descriptor["resources"]:
        cells = (f"`{resource['path']}`", resource["title"], resource["title_en"], _licences(resource))
        yield f"| {' | '.join(cells)} |"
    yield ""


def _licences(described: dict[str, Any]) -> str:
    return ", ".join(licence["name"] for licence in described["licenses"])

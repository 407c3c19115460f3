"""Publishing: a data package, read and checked, becomes the snapshot that is served."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from geopandas import GeoDataFrame

from geo import area_reports, law, ledger, totals
from geo.admin import Boundaries
from geo.assemble import layers_of
from geo.boundaries import FOLDER, load_boundaries
from geo.bundle import BUNDLE, write_bundle
from geo.chosen import choose_published, find_contradictions, with_source_kind
from geo.errors import SourceError
from geo.fields import FIELD_OF_INDICATOR, FIELDS
from geo.law_rules import RULE_SETS
from geo.package import Package, checksum, read_package
from geo.rasters.library import Raster, digest, find_rasters
from geo.rows import rows_of
from geo.schema import Qualifier
from geo.snapshot import Snapshot, freeze, open_snapshot
from geo.validate import Breach, Subject, find_breaches

FORMAT = "41"
"""Raised whenever the shape or the computation of what is published changes, so that it is made anew."""

SNAPSHOTS = "snapshots"


def check(package: Package, on: date) -> list[Breach]:
    """Find every breach of the rules, the law being that of a day."""
    facts = with_source_kind(package)
    chosen = choose_published(facts)
    return find_breaches(
        Subject(
            clusters=package.tables["clusters"],
            facts=facts,
            chosen=chosen,
            contradictions=find_contradictions(facts, chosen),
            city_series=package.tables["city_series"],
            outlines=package.layers["outlines"],
            bbox=package.about.bbox,
            size_ha=_lawful_size_ha(on),
        )
    )


def _lawful_size_ha(on: date) -> tuple[float, float]:
    rules = law.rules_on(on) or RULE_SETS[0]
    return rules.special_size_ha_least, rules.total_ha_most


def checksum_of(folder: Path, home: Path) -> str:
    """Digest all that a snapshot would be made of: package, outlines and rasters imported, this format."""
    return _made_of(checksum(folder), home)


def made_of_record(record: Mapping[str, Any], home: Path) -> str:
    """Digest all that the snapshot of a revision would be made of: its own digest covers its rows."""
    return _made_of(str(record["digest"]), home)


def _made_of(data: str, home: Path) -> str:
    return "-".join(part for part in (FORMAT, data, checksum(home / FOLDER), digest(home)) if part)


def is_published(folder: Path, home: Path) -> bool:
    """Tell whether what is served in `home` is whole and was made of exactly this package."""
    return is_made_of(find_published(home), folder, home)


def is_made_of(snapshot: Snapshot | None, folder: Path, home: Path) -> bool:
    """Tell whether a snapshot, if there is any, was made of exactly this package."""
    return snapshot is not None and bool(snapshot.meta["made_of"] == checksum_of(folder, home))


def find_published(home: Path) -> Snapshot | None:
    """Open what is served in `home`, where anything whole is."""
    try:
        return open_snapshot(home / SNAPSHOTS)
    except SourceError:
        return None


def publish(
    folder: Path, home: Path, on: date, into: Path | None = None, record: Mapping[str, Any] | None = None
) -> Snapshot:
    """Read, check, compute and freeze; only the last step touches what is served.

    Parameters
    ----------
    folder : the data package
    home : where imported outlines and rasters, and snapshots live
    on : the day whose law the check of sizes uses
    into : the home of the snapshot, where it is not to be served from `home`
    record : what is said of the revision of the record that the package is; kept in `about`

    Raises
    ------
    DataError, SourceError
        If a file of the package is missing or damaged; what is served stays as it is.
    """
    package = read_package(folder)
    boundaries = _package_boundaries(package) | load_boundaries(home)
    rasters = find_rasters(home)
    layers = _with_rasters(layers_of(package, boundaries), rasters, home)
    clusters = rows_of(layers["clusters"].drop(columns="geometry"))
    told = rows_of(package.tables["area_reports"])
    city_series = rows_of(package.tables["city_series"]) + area_reports.city_figures(told)
    reports = {
        "totals": totals.report(clusters, city_series, _by_year(package)),
        "area_reports": area_reports.report(told, clusters, _unit_names(package)),
        "ledger": ledger.report(package),
        "breaches": [asdict(breach) for breach in check(package, on)],
    }
    about = asdict(package.about) | {
        "bbox": list(package.about.bbox),
        "boundary_credits": {kind: outlines.credit for kind, outlines in boundaries.items()},
        "rasters": [asdict(raster) | {"credits": raster.credits} for raster in rasters],
        "package_checksum": checksum(folder),
    }
    if record is not None:
        about["record"] = dict(record)

    def attach(work: Path, revision: str) -> None:
        write_bundle(folder, work / BUNDLE, revision)

    made_of = checksum_of(folder, home) if record is None else made_of_record(record, home)
    return freeze((into or home) / SNAPSHOTS, layers, about, reports, made_of, attach)


def _with_rasters(
    layers: dict[str, GeoDataFrame], rasters: Sequence[Raster], home: Path
) -> dict[str, GeoDataFrame]:
    if not rasters:
        return layers
    # GDAL and exactextract take half a second to load: only a home with rasters needs them
    from geo.rasters.values import with_rasters
    from geo.seen import with_seen

    return with_seen(with_rasters(layers, rasters, home), rasters)


def _package_boundaries(package: Package) -> dict[str, Boundaries]:
    """Take the outlines of units that the package itself brings, as a simulated one does."""
    credit = "; ".join(package.about.credits)
    found = {}
    for kind, table in (("wards", "admin_wards"), ("districts", "admin_districts")):
        layer = package.layers.get(f"{kind[:-1]}_outlines")
        if layer is not None:
            names = package.tables[table].set_index("code")["full_name"]
            found[kind] = Boundaries(layer.assign(full_name=layer["code"].map(names)), credit)
    return found


def _unit_names(package: Package) -> dict[str, str]:
    units = (package.tables[name] for name in ("admin_districts", "admin_wards"))
    return {
        code: name for table in units for code, name in zip(table["code"], table["full_name"], strict=True)
    }


def _by_year(package: Package) -> Mapping[tuple[str, str], dict[str, float]]:
    """Collect what clusters reported for whole years, by (indicator, year)."""
    facts = package.tables["facts"]
    yearly = facts[
        facts["period"].str.fullmatch(r"\d{4}", na=False) & (facts["qualifier"] == Qualifier.EXACT)
    ]
    found: dict[tuple[str, str], dict[str, float]] = {}
    for fact in rows_of(yearly):
        indicator = FIELDS[fact["field"]].indicator
        if indicator in FIELD_OF_INDICATOR:
            amounts: dict[str, Any] = found.setdefault((indicator, fact["period"]), {})
            amounts[fact["cluster_id"]] = float(fact["value_min"])
    return found

"""Reported against seen: which clusters to visit first because images and reports tell different things."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import floor
from typing import Any

from flask import Response, render_template, request, url_for

from geo.rasters.kinds import KINDS
from geo.schema import Quality
from geo.seen_words import BEYOND, JUDGED, SEEN, Verdict
from geo.snapshot import Snapshot
from webmap.pages.seen_words import Printer, short_words
from webmap.pages.wording import amount, when
from webmap.params import parse_choice, require_known
from webmap.state import state

Record = Mapping[str, Any]

MOST_SHOWN = 100
_SURVEYED = (Quality.OFFICIAL, Quality.DIGITISED)
_USABLE = ("builtup", "landcover")
_TILE_DEG = 3
_WORLDCOVER_TILES = "https://esa-worldcover.s3.eu-central-1.amazonaws.com/v200/2021/map/ESA_WorldCover_10m_2021_v200_{0}_Map.tif"


@dataclass(frozen=True)
class Counts:
    """How many clusters there are, with a surveyed outline, and with a comparison."""

    clusters: int
    surveyed: int
    compared: int

    @property
    def without_outline(self) -> int:
        """Count the clusters without a surveyed outline."""
        return self.clusters - self.surveyed

    @property
    def not_seen(self) -> int:
        """Count the clusters with an outline that no raster has data in."""
        return self.surveyed - self.compared


def show_seen(language: str) -> Response:
    """Answer with the latest comparison of each cluster, or with those of one `raster`."""
    require_known(request.args, ("raster",))
    snapshot = state().snapshot
    records = snapshot.collections[SEEN].records()
    held = {record["seen_source"] for record in records}
    rasters = [raster for raster in snapshot.about.get("rasters", ()) if raster["id"] in held]
    wanted = parse_choice(request.args, "raster", ("", *(raster["id"] for raster in rasters)))
    chosen = [one for one in records if one["seen_source"] == wanted] if wanted else latest_of_each(records)
    groups = {
        "visit": sorted(_with(chosen, BEYOND), key=lambda one: -one["beyond_ha"]),
        "agree": sorted(_with(chosen, (Verdict.AGREE,)), key=lambda one: one[f"name_{language}"]),
        "unjudged": [one for one in chosen if one["verdict"] not in JUDGED],
    }
    printer = Printer(snapshot, language)
    page = render_template(
        "seen.html",
        lang=language,
        groups={name: printer.say_all(group[:MOST_SHOWN]) for name, group in groups.items()},
        counted={name: len(group) for name, group in groups.items()},
        beyond_ha=amount(round(sum(one["beyond_ha"] for one in groups["visit"]), 2)),
        verdicts=Counter(one["verdict"] for one in chosen),
        words=short_words(),
        counts=_counts(snapshot, records),
        usable=any(raster["kind"] in _USABLE for raster in snapshot.about.get("rasters", ())),
        rasters=[(raster["id"], f"{when(raster['date'])}: {raster['source']}") for raster in rasters],
        wanted=wanted,
        most=MOST_SHOWN,
        file=url_for(
            "api.items",
            collection_id=SEEN,
            f="csv",
            limit=state().settings.page_limit_max,
            sortby="-beyond_ha",
        ),
        tiles=worldcover_tiles(snapshot.about["bbox"]),
        urls={name: KINDS[name].free_url for name in ("builtup", "bands")},
        amount=amount,
    )
    return Response(page)


def latest_of_each(records: Iterable[Record]) -> list[Record]:
    """Take of each cluster the latest comparison that was judged, or else the latest of all."""
    best: dict[str, Record] = {}
    for one in records:
        held = best.get(one["cluster_id"])
        if held is None or _turn(one) > _turn(held):
            best[one["cluster_id"]] = one
    return list(best.values())


def worldcover_tiles(bbox: tuple[float, float, float, float]) -> list[str]:
    """Name the files of ESA WorldCover that a province lies in; each covers 3 x 3 degrees."""
    west, south, east, north = (floor(edge / _TILE_DEG) * _TILE_DEG for edge in bbox)
    return [
        _WORLDCOVER_TILES.format(f"N{lat:02}E{lon:03}")
        for lat in range(south, north + 1, _TILE_DEG)
        for lon in range(west, east + 1, _TILE_DEG)
    ]


def _turn(one: Record) -> tuple[bool, str, str]:
    return one["verdict"] in JUDGED, str(one["valid_to"]), one["seen_source"]


def _with(records: Iterable[Record], verdicts: Iterable[str]) -> list[Record]:
    wanted = frozenset(verdicts)
    return [one for one in records if one["verdict"] in wanted]


def _counts(snapshot: Snapshot, records: Iterable[Record]) -> Counts:
    qualities = snapshot.collections["clusters"].columns["boundary_quality"].to_pylist()
    return Counts(
        clusters=len(qualities),
        surveyed=sum(quality in _SURVEYED for quality in qualities),
        compared=len({one["cluster_id"] for one in records}),
    )

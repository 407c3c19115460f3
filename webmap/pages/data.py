"""The data to take away: the whole package, its dictionary, and how to read it."""

from dataclasses import dataclass
from typing import Any

from flask import Response, abort, render_template, request, send_file, url_for
from flask_babel import gettext

from geo.bundle import BUNDLE
from geo.crs import OFFERED, VN2000_TM3_105
from geo.formats.offered import FORMATS, formats_of
from geo.formats.provenance import provenance
from geo.layers import LAYERS
from geo.published import COLLECTIONS, Collection
from geo.snapshot import Frozen, Snapshot
from geo.tables import TABLES
from webmap.answers import answer
from webmap.api.styles import STYLED
from webmap.api.surfaces import DEFAULT_CELL, list_surfaces
from webmap.pages.dictionary import collection_sections, table_sections
from webmap.pages.frame import page_address
from webmap.pages.legends import say
from webmap.pages.snippets import snippets
from webmap.pages.wording import amount, when
from webmap.state import state

_KB = 1_000


@dataclass(frozen=True)
class Offer:
    """One collection of the service and the ways to get it."""

    id: str
    title: str
    description: str
    rows: int
    extent: str
    licence: str
    addresses: dict[str, str]


def show_data(language: str) -> Response:
    """Answer with all ways to take the data away."""
    snapshot = state().snapshot
    bundle = snapshot.folder / BUNDLE
    offers = [_offer(snapshot, collection, language) for collection in COLLECTIONS.values()]
    page = render_template(
        "data.html",
        lang=language,
        host=request.host_url,
        service=url_for("api.landing", _external=True),
        revision=snapshot.revision,
        bundle=page_address("vi", f"data/{BUNDLE}") if bundle.is_file() else None,
        bundle_kb=amount(round(bundle.stat().st_size / _KB)) if bundle.is_file() else None,
        files=_files(snapshot, language),
        offers=offers,
        metres=_in_other_systems(offers),
        surfaces=list_surfaces(language),
        default_cell=DEFAULT_CELL,
        styles=[(name, say(layer.title, language)) for name, layer in STYLED.items()],
        collections=collection_sections(language),
        tables=table_sections(language),
        snippets=snippets(),
        amount=amount,
        when=when,
    )
    return answer(page.encode(), "text/html")


def send_package(_language: str) -> Response:
    """Answer with the whole package; parts of it can be asked for, and what has not changed is not sent."""
    snapshot = state().snapshot
    path = snapshot.folder / BUNDLE
    if not path.is_file():
        abort(404, "this snapshot was published without a package; publish again")
    mark = "SIMULATED-" if snapshot.simulated else ""
    name = f"{mark}ccn-atlas-{snapshot.about['name']}-{snapshot.revision}.zip"
    response = send_file(
        path,
        mimetype="application/zip",
        as_attachment=True,
        download_name=name,
        etag=snapshot.meta["checksums"][BUNDLE][:32],
        conditional=True,
        last_modified=None,
        max_age=0,
    )
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def _files(snapshot: Snapshot, language: str) -> list[tuple[str, str, str]]:
    """List the files of the package: path, title, licence."""
    tables = [
        (table.path, table.title.in_language(language), table.licence)
        for table in TABLES.values()
        if table.public
    ]
    held = [layer for layer in LAYERS.values() if layer.name == "outlines" or snapshot.simulated]
    return tables + [(layer.path, layer.title.in_language(language), "CC-BY-4.0") for layer in held]


def _offer(snapshot: Snapshot, collection: Collection, language: str) -> Offer:
    frozen = snapshot.collections[collection.id]
    return Offer(
        id=collection.id,
        title=collection.title.in_language(language),
        description=collection.description.in_language(language),
        rows=len(frozen),
        extent=_extent(frozen.extent),
        licence=provenance(snapshot, collection.id)["license"],
        addresses=_addresses(frozen, language),
    )


def _addresses(frozen: Frozen, language: str) -> dict[str, str]:
    most = state().settings.page_limit_max
    address = url_for("api.items", collection_id=frozen.name)
    return {
        **{form.title: f"{address}?f={form.name}&limit={most}" for form in formats_of(frozen)},
        "HTML": f"{address}?f=html&lang={language}",
    }


def _in_other_systems(offers: list[Offer]) -> dict[str, Any]:
    """Say what a form needs that asks for a file in metres; degrees of other systems fit no file well."""
    return {
        "formats": [form for form in FORMATS.values() if form.any_crs],
        "systems": [system for system in OFFERED.values() if system.crs.is_projected],
        "official": OFFERED[f"EPSG:{VN2000_TM3_105}"],
        "offers": [offer for offer in offers if "DXF" in offer.addresses],
        "most": state().settings.page_limit_max,
    }


def _extent(extent: tuple[float, float, float, float] | None) -> str:
    if extent is None:
        return str(gettext("no geometry"))
    west, south, east, north = (amount(degrees) for degrees in extent)
    return f"{west}; {south} – {east}; {north}"

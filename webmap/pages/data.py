"""The data to take away: the whole package, its dictionary, and how to read it."""

from dataclasses import dataclass

from flask import Response, abort, render_template, request, send_file, url_for
from flask_babel import gettext

from geo.bundle import BUNDLE
from geo.formats.provenance import provenance
from geo.layers import LAYERS
from geo.published import COLLECTIONS, Collection
from geo.snapshot import Snapshot
from geo.tables import TABLES
from webmap.answers import answer
from webmap.pages.dictionary import collection_sections, table_sections
from webmap.pages.frame import page_address
from webmap.pages.snippets import snippets
from webmap.pages.wording import amount
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
    page = render_template(
        "data.html",
        lang=language,
        host=request.host_url,
        service=url_for("api.landing", _external=True),
        revision=snapshot.revision,
        bundle=page_address("vi", f"data/{BUNDLE}") if bundle.is_file() else None,
        bundle_kb=amount(round(bundle.stat().st_size / _KB)) if bundle.is_file() else None,
        files=_files(snapshot, language),
        offers=[_offer(snapshot, collection, language) for collection in COLLECTIONS.values()],
        collections=collection_sections(language),
        tables=table_sections(language),
        snippets=snippets(),
        amount=amount,
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
    tables = [(table.path, table.title.in_language(language), table.licence) for table in TABLES.values()]
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
        addresses=_addresses(collection.id, language),
    )


def _addresses(collection_id: str, language: str) -> dict[str, str]:
    most = state().settings.page_limit_max
    address = url_for("api.items", collection_id=collection_id)
    return {
        "GeoJSON": f"{address}?f=geojson&limit={most}",
        "CSV": f"{address}?f=csv&limit={most}",
        "HTML": f"{address}?f=html&lang={language}",
    }


def _extent(extent: tuple[float, float, float, float] | None) -> str:
    if extent is None:
        return str(gettext("no geometry"))
    west, south, east, north = (amount(degrees) for degrees in extent)
    return f"{west}; {south} – {east}; {north}"

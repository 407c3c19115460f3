"""Features as files to save: their names, their systems, and the document that describes each."""

import hashlib
from collections.abc import Iterable, Mapping

from flask import Response, url_for
from flask_babel import gettext

from geo.formats.extract import Extract
from geo.formats.offered import FORMATS, Format
from geo.formats.provenance import describe
from geo.geojson import dumps
from geo.text import slug
from webmap.answers import answer
from webmap.api.links import JSON, question_of, to_link


def send_file(extract: Extract, form: Format, links: Iterable[Mapping[str, str]], of: str = "") -> Response:
    """Answer with an extract as a file.

    Parameters
    ----------
    of : the id of the feature, if it is one alone
    """
    held = form.fitted(extract)
    links = [*links, _to_description(extract.name, form, of)]
    response = answer(form.write(held), form.media_type, links, is_packed=form.is_packed)
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(held, form, of)}"'
    return in_system(response, held)


def send_description(extract: Extract, form: Format) -> Response:
    """Answer with what is to be known of a file: source, licence, columns, checksum."""
    held = form.fitted(extract)
    return answer(dumps(describe(held, hashlib.sha256(form.write(held)).hexdigest())), JSON)


def show(response: Response, extract: Extract, of: str = "") -> Response:
    """Finish an answer in GeoJSON, which programs read at once and which is saved under a name of its own."""
    name = _file_name(extract, FORMATS["geojson"], of)
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return in_system(response, extract)


def in_system(response: Response, extract: Extract) -> Response:
    """Name the coordinate system of an answer."""
    response.headers.add("Content-Crs", f"<{extract.crs_uri}>")
    return response


def _to_description(collection_id: str, form: Format, of: str) -> dict[str, str]:
    ids = {"collection_id": collection_id, **({"feature_id": of} if of else {})}
    address = url_for(f"api.{'item' if of else 'items'}_metadata", _external=True, **ids)
    words = gettext("What the file holds, and its checksum")
    return to_link("describedby", question_of(address, form.name), JSON, words)


def _file_name(extract: Extract, form: Format, of: str) -> str:
    """Name a file by what it holds: the collection, the feature, the system if it is not that of storage."""
    mark = "SIMULATED-" if extract.snapshot.simulated else ""
    system = "" if extract.is_crs84 or not extract.is_spatial else extract.system.name.replace(":", "-")
    return f"{mark}{'-'.join(part for part in (extract.name, slug(of), system) if part)}.{form.extension}"

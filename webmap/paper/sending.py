"""How a document on paper leaves: as PDF with a readable name, the same for all who ask on the same day."""

from datetime import date

from flask import Response

from webmap.answers import answer, unchanged
from webmap.paper.typeset import MEDIA_TYPE
from webmap.state import state


def send_paper(document: bytes, name: str, day: date) -> Response:
    """Answer with a document; `name` is that of the file, in ASCII, which says as well if it is simulated."""
    mark = "SIMULATED-" if state().snapshot.simulated else ""
    response = answer(document, MEDIA_TYPE, is_packed=True, day=day.isoformat())
    response.headers["Content-Disposition"] = f'inline; filename="{mark}{name}"'
    return response


def unchanged_paper(day: date) -> Response | None:
    """Say that nothing has changed to one who has the document of the same day."""
    return unchanged(MEDIA_TYPE, day=day.isoformat())

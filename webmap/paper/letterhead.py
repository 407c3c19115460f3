"""What every document on paper bears: title, day, revision, credits, and SIMULATED where it is."""

from datetime import date
from typing import Any

from flask import request
from flask_babel import gettext

from geo.snapshot import Snapshot
from webmap.pages.wording import when


def letterhead(snapshot: Snapshot, language: str, title: str, day: date) -> dict[str, Any]:
    """Put together what `sheet` of `common.typ` asks for as `head`, in the language of the request."""
    about = snapshot.about
    return {
        "lang": language,
        "title": title,
        "atlas": about[f"title_{language}"],
        "simulated": gettext(
            "A fictional province, made by a program: no figure here is about any real place."
        )
        if snapshot.simulated
        else None,
        "day": str(gettext("Printed {day}")).format(day=when(day.isoformat())),
        "revision": " ".join((gettext("Revision"), snapshot.revision)),
        "page": gettext("Page {page} of {pages}"),
        "site": request.host_url.rstrip("/"),
        "credits_title": gettext("Credits"),
        "credits": [gettext("Figures: CC BY 4.0."), *_credits(about)],
    }


def _credits(about: dict[str, Any]) -> list[str]:
    outlines = sorted(set(about["boundary_credits"].values()))
    said = [" ".join((gettext("Outlines:"), " · ".join(outlines)))] if outlines else []
    rasters = sorted({raster["credits"] for raster in about.get("rasters", ())})
    said += [" ".join((gettext("Rasters:"), " · ".join(rasters)))] if rasters else []
    return [*about["credits"], *said]

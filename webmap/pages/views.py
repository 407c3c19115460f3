"""The addresses of the pages; each view is in the module of its page."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, Response

from webmap.editing.desk import add_desks
from webmap.pages.about import show_about
from webmap.pages.contradictions import show_contradictions
from webmap.pages.data import send_package, show_data
from webmap.pages.desks import DESKS
from webmap.pages.factsheet import show_factsheet
from webmap.pages.find import show_finder
from webmap.pages.map_page import show_map
from webmap.pages.panel import show_panel
from webmap.pages.programmes import show_programmes
from webmap.pages.seen import show_seen
from webmap.pages.sources import show_source, show_sources
from webmap.pages.suggest import show_suggestions
from webmap.pages.table import send_table, show_table
from webmap.pages.totals import show_totals
from webmap.pages.vacancies import show_vacancies
from webmap.paper.factsheet import send_factsheet
from webmap.paper.print_map import send_print
from webmap.paper.proposal import send_proposal
from webmap.screen.answer import send_selection
from webmap.screen.area_panel import show_area_panel
from webmap.screen.download import show_download
from webmap.screen.onefile import send_onefile

PAGES: dict[str, tuple[str, Callable[..., Response]]] = {
    "index": ("/", show_map),
    "selection": ("/selection", send_selection),
    "factsheet": ("/clusters/<cluster_id>", show_factsheet),
    "factsheet_pdf": ("/clusters/<cluster_id>.pdf", send_factsheet),
    "print_pdf": ("/print.pdf", send_print),
    "panel": ("/clusters/<cluster_id>/panel", show_panel),
    "area_panel": ("/areas/<kind>/<code>/panel", show_area_panel),
    "find": ("/find", show_finder),
    "proposal_sheet": ("/find.pdf", send_proposal),
    "vacancies": ("/find/vacancies", show_vacancies),
    "table": ("/table", show_table),
    "table_csv": ("/table.csv", send_table),
    "suggest": ("/suggest", show_suggestions),
    "download": ("/download", show_download),
    "onefile": ("/selection.html", send_onefile),
    "totals": ("/totals", show_totals),
    "source": ("/sources/<source_id>", show_source),
    "programmes": ("/programmes", show_programmes),
    "sources": ("/sources", show_sources),
    "contradictions": ("/contradictions", show_contradictions),
    "seen": ("/seen", show_seen),
    "data": ("/data", show_data),
    "package": ("/data/package.zip", send_package),
    "about": ("/about", show_about),
}
"""Endpoint → address below the language, and its view, which is called with that language first."""


def pages(language: str) -> Blueprint:
    """Make the pages of one language; they are the same below their prefix."""
    bp = Blueprint(f"pages_{language}", __name__, url_prefix="/en" if language == "en" else "/")
    for endpoint, (address, view) in PAGES.items():
        bp.add_url_rule(address, endpoint, partial(view, language))
    add_desks(bp, language, DESKS)
    return bp

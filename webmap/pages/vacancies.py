"""The land not yet let, cluster by cluster: what is published, and who has to publish the rest."""

from dataclasses import dataclass

from flask import Response, render_template, request
from flask_babel import gettext

from geo.conditions import AskedError
from geo.finding import tally
from geo.judging import ready_ha
from geo.occupancy import REMEDIES
from geo.schema import Text
from geo.selection import WORDS
from geo.sites import Site
from geo.text import fold
from webmap.answers import answer
from webmap.pages.cluster_values import print_times
from webmap.pages.find_address import PAGE, parse_page
from webmap.pages.find_question import all_sites
from webmap.pages.find_words import hectares
from webmap.pages.frame import page_address
from webmap.pages.table_cells import short_name
from webmap.pages.wording import amount, is_vietnamese
from webmap.pages.words import status_words
from webmap.state import state

PAGE_ROWS = 100
_LONGEST = 100
_SEARCHED = ("name_vi", "name_en", "district_name", "ward_name", "developer")


@dataclass(frozen=True)
class Vacancy:
    """One cluster: its land not yet let, empty where nobody states it, and who has to publish it."""

    name: str
    address: str
    district: str
    status: str
    unleased: str
    unleased_as_of: str
    ready: str
    ready_as_of: str
    developer: str
    body: str
    lacks: str


def show_vacancies(language: str) -> Response:
    """Answer with a page of clusters, those whose land is known first and the largest before the smaller."""
    page = parse_page(PAGE, request.args.get(PAGE, "1"))[1]
    everything = all_sites(state().snapshot)
    words_asked = fold(request.args.get(WORDS, "")[:_LONGEST])
    sites = sorted((one for one in everything if _is_named(one, words_asked)), key=_largest_first)
    shown = sites[(page - 1) * PAGE_ROWS : page * PAGE_ROWS]
    last = max(1, -(-len(sites) // PAGE_ROWS))
    if page > last:
        raise AskedError(PAGE, str(page), Text(f"số trang từ 1 đến {last}", f"a page from 1 to {last}"))
    words = status_words()
    body = render_template(
        "vacancies.html",
        lang=language,
        rows=[_row(site, words, language) for site in shown],
        all=tally(everything),
        found=len(sites),
        asked=request.args.get(WORDS, "").strip()[:_LONGEST],
        page=page,
        pages=range(1, last + 1),
        amount=amount,
        is_vietnamese=is_vietnamese,
    )
    return answer(body.encode(), "text/html")


def _is_named(site: Site, words: str) -> bool:
    """Tell whether every word begins one in the name of the cluster, of its place or its developer."""
    named = fold(" ".join(site.record[name] or "" for name in _SEARCHED)).split()
    return all(any(one.startswith(word) for one in named) for word in words.split())


def _largest_first(site: Site) -> tuple[bool, float]:
    known = [one for one in (site.record["unleased_area_ha"], ready_ha(site)) if one is not None]
    return not known, -max(known, default=0.0)


def _row(site: Site, words: dict[str, str], language: str) -> Vacancy:
    record = site.record
    return Vacancy(
        name=short_name(record[f"name_{language}"]),
        address=page_address(language, f"clusters/{record['id']}"),
        district=record["district_name"],
        status=words[record["status"]],
        unleased=hectares(record["unleased_area_ha"]),
        unleased_as_of=print_times(record["unleased_area_ha_as_of"] or ""),
        ready=hectares(ready_ha(site)),
        ready_as_of=print_times(record["ready_area_ha_as_of"] or "") or gettext("from its lots"),
        developer=record["developer"] or "",
        body=record["ward_name"] or "",
        lacks=_say_lacks(site, language),
    )


def _say_lacks(site: Site, language: str) -> str:
    """Say which documents would tell what is missing; nothing where the land is known."""
    if site.record["unleased_area_ha"] is not None:
        return ""
    names = ("industrial_area_ha", "leased_area_ha", "serviced_area_ha")
    lacking = [name for name in names if site.record[name] is None]
    documents = [REMEDIES[name].in_language(language).split(": ", 1)[-1].split(" (")[0] for name in lacking]
    if not documents:
        return str(gettext("the figures contradict each other"))
    said = "; ".join(documents)
    return said if language == "vi" else said.replace("Biểu ", "Form (Biểu) ").replace(" line", ", line")

"""The headings and standing words of documents on paper, those of the pages wherever they have them."""

from flask_babel import gettext, pgettext

Words = dict[str, str]


def table_words() -> Words:
    """Say the heads of tables and the words that stand for a value."""
    return {
        "no_data": gettext("no data"),
        "not_computable": gettext("not computable"),
        "undated": gettext("undated"),
        "item": gettext("Item"),
        "value": gettext("Value"),
        "as_of": gettext("As of"),
        "grounds": gettext("Basis and source"),
        "remarks": gettext("Remarks"),
        "source": gettext("Source"),
        "sources": gettext("Sources"),
    }


def factsheet_words() -> Words:
    """Say the headings of a factsheet, and the sentences under them."""
    return {
        **table_words(),
        "place": gettext("Place"),
        "rates": gettext("The five fill rates"),
        "rates_note": gettext(
            "Five definitions are in use. Each is computed by its own formula or not at all;"
            " none stands in for another."
        ),
        "definition": gettext("Definition"),
        "formula": gettext("Numerator ÷ denominator"),
        "law": gettext("Basis in law"),
        "values": gettext("All values"),
        "values_note": gettext(
            "Where sources say different things, one is published by a fixed rule;"
            " the others stand on the web page."
        ),
        "ground": gettext("Fit to build"),
        "covered": gettext("Area with data"),
        "raster": gettext("Raster, date, cell size"),
        "unheld": gettext(
            "No raster of the following has been brought in here. Free data sets would fill the gap:"
        ),
        "lots": gettext("Lots"),
        "history": gettext("Figures over time"),
        "history_note": gettext(
            "Each figure is of the very period it stands in; none is carried over. Of H1, revenue and budget"
            " are those of half a year (hollow dots)."
        ),
        "contradictions": gettext("Contradictions"),
        "contradictions_note": gettext(
            "What sources say that cannot hold together, side by side, and why one of them is published."
        ),
        "published_head": gettext("Published?"),
        "published": gettext("published"),
        "contradicts": gettext("contradicts the published value"),
        "agrees": gettext("agrees with the published value, or is about another time"),
        "reason": gettext("Not published because {reason}."),
        "timeline": gettext("Timeline"),
        "timeline_note": gettext(
            "As sources say it; a time that is only a year or a month is left as vague as it is."
        ),
        "planned": pgettext("event", "planned"),
        "doubted": gettext("the sources contradict each other"),
        "scan": gettext("The page of this cluster, always up to date:"),
    }


def print_words() -> Words:
    """Say the headings of a printed map."""
    return {
        "filter": gettext("Filter"),
        "no_filter": gettext("No filter: all clusters"),
        "reading": gettext("How to read it"),
        "sources": gettext("Sources"),
        "scan": gettext("This map on the web:"),
        "map": gettext("Map"),
        "legend": gettext("Legend"),
    }

"""How a reader tells of an error or sends a figure: a prefilled mail, a form, or a text to copy."""

from dataclasses import dataclass
from urllib.parse import quote

from flask import request
from flask_babel import gettext

from webmap.pages.cluster_subject import Subject
from webmap.state import state


@dataclass(frozen=True)
class Report:
    """Where a report goes; without an address there is only a text to copy."""

    address: str | None
    text: str


def make_report(subject: Subject) -> Report:
    """Prefill a report about the cluster of this page."""
    to = state().settings.report_to
    text = _text(subject)
    if not to:
        return Report(None, text)
    return Report(_to_form(to, subject) if "://" in to else _to_mail(to, subject, text), text)


def _text(subject: Subject) -> str:
    told = {
        gettext("Cluster"): f"{subject.name} ({subject.record['id']})",
        gettext("Page"): request.base_url,
        gettext("Revision"): subject.snapshot.revision,
    }
    return "\n".join(f"{title}: {value}" for title, value in told.items())


def _to_mail(to: str, subject: Subject, text: str) -> str:
    title = f"CCN Atlas: {subject.name} ({subject.record['id']})"
    asked = gettext("What is wrong, or the figure you know, with its source and date:")
    body = f"{text}\n\n{asked}\n"
    return f"mailto:{quote(to, safe='@')}?subject={quote(title, safe='')}&body={quote(body, safe='')}"


def _to_form(to: str, subject: Subject) -> str:
    told = {
        "id": subject.record["id"],
        "page": request.base_url,
        "revision": subject.snapshot.revision,
        "language": subject.language,
    }
    return to.format(**{name: quote(value, safe="") for name, value in told.items()})

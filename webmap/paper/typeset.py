"""Setting a document: a typst template and plain data in, a PDF out, the same bytes for the same data."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst

TEMPLATES = Path(__file__).parent / "templates"
MEDIA_TYPE = "application/pdf"
_VIETNAM = timezone(timedelta(hours=7))


def render_pdf(
    template: str, data: Mapping[str, Any], files: Mapping[str, bytes], day: date | None = None
) -> bytes:
    """Set a document.

    Parameters
    ----------
    template : name of a file in `templates/`; what is common to all of them stands in `common.typ`
    data : plain JSON values; the template reads them as values, so that no text is ever taken for markup
    files : pictures as SVG by the names under which the template asks `picture` for them
    day : the day named as that of making in what the file says of itself; none without it
    """
    return _render(template, data, files, day, "pdf")[0]


def render_pages(
    template: str, data: Mapping[str, Any], files: Mapping[str, bytes], ppi: float = 96
) -> list[bytes]:
    """Set a document as pictures (PNG), one a page: to look at, never to be sent."""
    return _render(template, data, files, None, "png", ppi)


def _render(
    template: str,
    data: Mapping[str, Any],
    files: Mapping[str, bytes],
    day: date | None,
    kind: Literal["pdf", "png"],
    ppi: float | None = None,
) -> list[bytes]:
    inputs = {name: content.decode() for name, content in files.items()}
    inputs["data"] = json.dumps(data, ensure_ascii=False)
    compiler = typst.Compiler(
        input=TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
    )
    made = datetime.combine(day or date(2000, 1, 1), time(), _VIETNAM)
    pages = compiler.compile(format=kind, ppi=ppi, timestamp=made)
    if pages is None:
        raise RuntimeError(f"typst made nothing of {template}")
    return pages if isinstance(pages, list) else [pages]


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Take the fonts typst brings along, once a process: every machine sets the same page."""
    return typst.Fonts(include_system_fonts=False)

"""Publishing what was accepted in a process of its own: readers of this one do not wait for it."""

import json
import logging
import subprocess
import sys
from datetime import date

from flask import Response

from geo.errors import SourceError
from webmap.editing.desk import Visitor, go
from webmap.pages.frame import page_address
from webmap.settings import PROJECT, Settings
from webmap.state import state

_SECONDS = 600
_START = (
    "import json, sys; from datetime import date; from pathlib import Path; told = json.load(sys.stdin);"
    " sys.path.insert(0, told['project']);"
    " from geo.records.store import open_records; from geo.records.publishing import publish_head;"
    " publish_head(open_records(Path(told['home']), told['database']), date.fromisoformat(told['on']))"
)
_log = logging.getLogger(__name__)


def publish_apart(settings: Settings, on: date) -> None:
    """Publish the head of the record, and return once it is served.

    Raises
    ------
    SourceError
        If it cannot be published; what was accepted stays accepted, and the next one publishes it.
    """
    told = {
        "project": str(PROJECT),
        "home": str(settings.home),
        "database": settings.database,
        "on": on.isoformat(),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _START],
            input=json.dumps(told), capture_output=True, text=True, timeout=_SECONDS, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SourceError(f"the record could not be published: {error}") from error
    if done.returncode != 0:
        _log.error("publishing failed: %s", done.stderr[-4000:])
        raise SourceError("the record could not be published")


def publish_and_go(visitor: Visitor, onward: str) -> Response:
    """Publish the head and go on; where that fails what was accepted stays, and the next one publishes it."""
    try:
        publish_apart(state().settings, date.today())
    except SourceError:
        onward += "?unpublished=1"
    return go(page_address(visitor.language, onward))

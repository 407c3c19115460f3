"""Wiring: settings in, a WSGI app out."""

from typing import Any

from flask import Flask, Response, g, request
from flask_babel import Babel
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from webmap.api.views import bp as api
from webmap.editing.desk import keep_nowhere
from webmap.editing.record import KEY as RECORD
from webmap.editing.record import Held
from webmap.errors import register_errors
from webmap.pages.frame import page_frame
from webmap.pages.views import pages
from webmap.params import LANGUAGES
from webmap.remembered import Remembered
from webmap.settings import Settings
from webmap.state import KEY, State

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Frame-Options": "DENY",
}

_PACKED: dict[str, Any] = {
    "COMPRESS_ALGORITHM": ["gzip"],
    "COMPRESS_MIMETYPES": ["text/html", "text/css", "text/javascript", "image/svg+xml"],
    "COMPRESS_MIN_SIZE": 1_000,
}
"""Pages and their files; the answers of the service are packed where they are made."""

_EXPOSED = "Link, ETag, Content-Crs, Content-Disposition, OGC-NumberMatched, OGC-NumberReturned"


def create_app(settings: Settings) -> Flask:
    """Build the app on what is published in `settings.home`.

    Raises
    ------
    SourceError
        If nothing is published there, or it is damaged.
    """
    app = Flask(__name__)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.url_map.strict_slashes = False
    app.extensions[KEY] = held = State(settings)
    app.extensions[RECORD] = Held(settings)
    Babel(app, locale_selector=_language)
    app.register_blueprint(api)
    for language in LANGUAGES:
        app.register_blueprint(pages(language))
    app.context_processor(page_frame)
    register_errors(app)
    app.after_request(_secure)
    app.after_request(keep_nowhere)
    app.config.update(_PACKED)
    Compress(app)
    app.after_request(_hold)
    app.wsgi_app = Remembered(app.wsgi_app, held)  # type: ignore[method-assign]
    if settings.proxies:
        behind = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, behind, behind, 0, 0, 0)  # type: ignore[method-assign]
    return app


def _hold(response: Response) -> Response:
    """Read a script or style whole before it is packed: a packed stream would leave its file open."""
    if request.endpoint == "static" and response.mimetype in _PACKED["COMPRESS_MIMETYPES"]:
        response.direct_passthrough = False
        file = response.response
        response.make_sequence()
        getattr(file, "close", lambda: None)()
    return response


def _language() -> str:
    """English below /en/ and where the service is asked for it; Vietnamese everywhere else."""
    if request.path.startswith("/api"):
        return "en" if request.args.get("lang") == "en" else "vi"
    return "en" if request.path.split("/")[1] == "en" else "vi"


def _secure(response: Response) -> Response:
    """Allow a page its own files, and what carries its nonce, and tiles if it has a map."""
    nonce = f" 'nonce-{g.nonce}'" if "nonce" in g else ""
    images = f" {g.images_from}" if "images_from" in g else ""
    policy = (
        "default-src 'none'",
        f"script-src 'self'{nonce}",
        f"style-src 'self'{nonce}",
        f"img-src 'self' data:{images}",
        "font-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
    response.headers.setdefault("Content-Security-Policy", "; ".join(policy))
    if request.path.startswith("/api"):
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = _EXPOSED
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response

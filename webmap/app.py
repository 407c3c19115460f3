"""Wiring: settings in, a WSGI app out."""

from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, request
from flask_babel import Babel
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from webmap.api.raster_views import bp as api
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
from webmap.static_files import add_static_files

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Frame-Options": "DENY",
}

_PACKED: dict[str, Any] = {
    "COMPRESS_ALGORITHM": ["gzip"],
    "COMPRESS_MIMETYPES": ["text/html", "image/svg+xml"],
    "COMPRESS_MIN_SIZE": 1_000,
    "COMPRESS_REGISTER": False,
}
"""Pages; their files and the answers of the service are packed where they are made."""

_EXPOSED = "Link, ETag, Content-Crs, Content-Disposition, Repr-Digest, OGC-NumberMatched, OGC-NumberReturned"
_OF_THE_SERVICE = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": _EXPOSED, **_HEADERS}


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
    add_static_files(app)
    app.register_blueprint(api)
    for language in LANGUAGES:
        app.register_blueprint(pages(language))
    app.context_processor(page_frame)
    register_errors(app)
    app.after_request(_secure)
    app.after_request(keep_nowhere)
    app.config.update(_PACKED)
    app.after_request(_packed_by(Compress(app)))
    app.wsgi_app = Remembered(app.wsgi_app, held)  # type: ignore[method-assign]
    if settings.proxies:
        behind = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, behind, behind, 0, 0, 0)  # type: ignore[method-assign]
    return app


def _packed_by(compress: Compress) -> Callable[[Response], Response]:
    """Pack what is not packed where it is made."""

    def pack(response: Response) -> Response:
        if response.status_code == HTTPStatus.OK and _is_of_the_service():
            return response
        packed: Response = compress.after_request(response)
        return packed

    return pack


def _is_of_the_service() -> bool:
    return request.path.startswith("/api")


def _language() -> str:
    """English below /en/ and where the service is asked for it; Vietnamese everywhere else."""
    if _is_of_the_service():
        return "en" if request.args.get("lang") == "en" else "vi"
    return "en" if request.path.split("/")[1] == "en" else "vi"


def _secure(response: Response) -> Response:
    """Allow a page its own files, what carries its nonce, tiles below a map, and a frame if made for one."""
    nonce = f" 'nonce-{g.nonce}'" if "nonce" in g else ""
    images = f" {g.images_from}" if "images_from" in g else ""
    embedders = "*" if "embeds" in g else "'none'"
    response.headers.add("Content-Security-Policy", _policy(nonce, images, embedders))
    response.headers.extend(_OF_THE_SERVICE if _is_of_the_service() else _HEADERS)
    if "embeds" in g:
        response.headers.remove("X-Frame-Options")
    return response


@lru_cache(maxsize=8)
def _policy(nonce: str, images: str, embedders: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self'{nonce}",
            f"style-src 'self'{nonce}",
            f"img-src 'self' data:{images}",
            "font-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            f"frame-ancestors {embedders}",
        )
    )

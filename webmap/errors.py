"""The one table from errors to answers: problem details for the service, a page for people."""

import logging
from http import HTTPStatus

from flask import Flask, Response, json, render_template, request
from flask_babel import get_locale, gettext
from werkzeug.exceptions import HTTPException, InternalServerError

from geo.conditions import AskedError
from geo.errors import ClusterNotFoundError, DataError, IntakeError, MovedOnError, QueryError
from geo.intake.guard import INPUT_MB
from webmap.pages.wording import title_language

STATUS: dict[type[Exception], HTTPStatus] = {
    QueryError: HTTPStatus.BAD_REQUEST,
    ClusterNotFoundError: HTTPStatus.NOT_FOUND,
    IntakeError: HTTPStatus.UNPROCESSABLE_ENTITY,
    MovedOnError: HTTPStatus.CONFLICT,
    DataError: HTTPStatus.INTERNAL_SERVER_ERROR,
}
_LONGEST_GOT = 80
_log = logging.getLogger(__name__)


def register_errors(app: Flask) -> None:
    """Make every error of this app an answer."""
    for error_class, status in STATUS.items():
        app.register_error_handler(error_class, _answer_with(status))
    app.register_error_handler(HTTPException, _answer_http)


def _answer_with(status: HTTPStatus):  # type: ignore[no-untyped-def]
    def answer(error: Exception) -> Response:
        if status is HTTPStatus.INTERNAL_SERVER_ERROR:
            _log.error("our data is at fault", exc_info=error)
            return to_problem(status, "The data behind this answer cannot be read; it has been logged.")
        return to_problem(status, _detail_of(error))

    return answer


def _detail_of(error: Exception) -> str:
    """Say what is wrong: of an address in the language of the page, else in English."""
    if not isinstance(error, AskedError):
        return str(error)
    said = gettext("“{name}={value}” cannot be answered; expected: {expected}.")
    expected = error.expected.in_language(str(get_locale()))
    return str(said).format(name=error.name, value=error.got[:_LONGEST_GOT], expected=expected)


def _answer_http(error: HTTPException) -> Response:
    if isinstance(error, InternalServerError):
        return to_problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Something failed here; it has been logged.")
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    if error.response is not None or status < HTTPStatus.BAD_REQUEST:
        return app_response(error)
    generic = error.description == type(error).description and not request.path.startswith("/api")
    answer = to_problem(status, "" if generic else error.description or status.phrase)
    if isinstance(headers := getattr(error, "valid_methods", None), (list, tuple, set)):
        answer.headers["Allow"] = ", ".join(sorted(headers))
    return answer


def app_response(error: HTTPException) -> Response:
    """Pass on an answer that is no failure, such as a redirect."""
    passed = Response()
    passed.status_code = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    passed.headers.extend(error.get_headers())
    return passed


def to_problem(status: HTTPStatus, detail: str) -> Response:
    """Answer with RFC 9457 problem details, or with a page where a person asked for one."""
    if request.path.startswith("/api"):
        return to_problem_details(status, detail)
    title, advice = _explain(status)
    if status is HTTPStatus.FORBIDDEN and detail:
        advice, detail = detail, ""
    page = render_template(
        "error.html", title=title, advice=advice, detail=detail, status=int(status),
        detail_language=title_language(detail) or "en",
    )  # fmt: skip
    return Response(page, status=status, mimetype="text/html")


def to_problem_details(status: HTTPStatus, detail: str) -> Response:
    """Answer a program with RFC 9457 problem details."""
    body = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": detail}
    return Response(json.dumps(body, ensure_ascii=False), status=status, mimetype="application/problem+json")


def _explain(status: HTTPStatus) -> tuple[str, str]:
    """Say to a person what happened, and what can be done."""
    if status is HTTPStatus.NOT_FOUND:
        advice = gettext("The address may be mistyped or out of date. The table lists every cluster.")
        return gettext("Page not found"), advice
    if status is HTTPStatus.FORBIDDEN:
        return gettext("Not allowed"), gettext("Nothing was changed. Sign in, or ask somebody who may.")
    if status is HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        advice = gettext(
            "Nothing was stored. At most {most} MB are taken at once: send the files in several parts."
        )
        return gettext("That is too large"), str(advice).format(most=INPUT_MB)
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        advice = gettext("Nothing was changed. Go back and try again, or start from the table.")
        return gettext("The address cannot be answered"), advice
    advice = gettext("It has been logged. Nothing is lost: please try again in a moment.")
    return gettext("Something failed here"), advice

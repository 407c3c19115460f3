"""Everything the OpenAPI description allows, and what it does not, asked by a machine: never a fault of ours.

Two checks of schemathesis are left out by name. `negative_data_rejection` wants a limit above the maximum
refused, where OGC API – Features has it answered with the maximum. `positive_data_acceptance` wants every
text accepted that is a string, where a filter has a grammar no JSON Schema can state.
"""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from geo.published import COLLECTIONS

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
    allow_header_conformance,
]
PLAIN = ["/catalog.jsonld"]
ENDS = (
    "",
    "/queryables",
    "/schema",
    "/schema/geojson",
    "/items",
    "/items/{featureId}",
    "/metadata",
    "/items/{featureId}/metadata",
)
_TILE = "tiles/WebMercatorQuad/{z}/{row}/{column}.png"
PATHS = [
    "/", "/conformance", "/collections",
    *(f"/collections/{name}{end}" for name in COLLECTIONS for end in ENDS),
    "/collections/clusters/style.qml", "/collections/clusters/clusters.qlr",
    "/surfaces", "/surfaces/{surface}",
    *(f"/surfaces/{{surface}}/{end}" for end in ("style.qml", "value", _TILE)),
    "/rasters", "/rasters/{raster}", *(f"/rasters/{{raster}}/{end}" for end in ("value", _TILE)),
]  # fmt: skip
_FEW, _MANY = 8, 120
"""Examples of a path without a question, and of items: 2,000 requests in all; the long run asks 20,000."""


@pytest.fixture(scope="module")
def described(app):
    return schemathesis.openapi.from_wsgi("/api/openapi.json", app)


def test_every_path_described_is_asked(described):
    assert {result.ok().path for result in described.get_all_operations()} == {*PLAIN, *PATHS}


@pytest.mark.parametrize("path", PLAIN)
def test_a_path_without_parameters_answers_as_described(described, path):
    _ask(described, path, GenerationMode.POSITIVE)


@pytest.mark.soak
@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
@pytest.mark.parametrize("path", PATHS)
def test_no_question_is_a_fault_of_ours(described, path, mode):
    _ask(described, path, mode)


def _ask(described, path, mode):
    times = 10 if settings.get_current_profile_name() == "soak" else 1
    examples = times * (_MANY if path.endswith("/items") else _FEW)

    @given(case=described[path]["GET"].as_strategy(generation_mode=mode))
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def ask(case):
        response = case.call(headers={"Accept-Encoding": "identity"})
        case.validate_response(response, checks=CHECKS)

    ask()

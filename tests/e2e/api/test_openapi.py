"""Responses conform to the OpenAPI document: sequences of valid requests get documented responses, and never a 500."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from testing.processes import callflow, free_port

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def document() -> Iterator[schemathesis.BaseSchema]:
    """The document of a Callflow of its own: a sequence may list the published flows and delete them."""
    with callflow(free_port()) as address:
        yield schemathesis.openapi.from_url(f"{address}/openapi.json")


def test_sequences_of_requests_get_the_documented_responses(document: schemathesis.BaseSchema) -> None:
    machine = document.as_state_machine()

    class Calls(machine):  # type: ignore[misc, valid-type]  # made from the document as it is now
        def validate_response(self, response: object, case: object, **more: object) -> None:
            case.validate_response(response, checks=CHECKS)  # type: ignore[attr-defined]

    Calls.run(
        settings=settings(
            max_examples=25,
            stateful_step_count=8,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
    )

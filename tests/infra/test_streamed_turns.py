"""The API streams turns, and only turns; the function reads from the event whether it does."""

from __future__ import annotations

from typing import Any

import pytest

from functions.lambdas.streamed import STAGE_VARIABLE, STREAM
from infra.operate.rollback import STREAMS
from tests.infra.test_templates import FUNCTIONS, RESOURCES, events, template

MAX_TURN_SECONDS = 25
"""The longest deadline of a turn that functions/settings.py takes."""
INTEGRATION_SECONDS = 29
"""API Gateway's time limit of an integration, if the template sets none."""


def transfer(event: Any) -> str:
    return str(event["Properties"].get("ResponseTransferMode", "BUFFERED"))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_turns_are_streamed_and_nothing_else(function: str) -> None:
    modes = {transfer(event) for event in events(function) if event["Type"] == "Api"}
    # SAM ignores the value STREAM without a word.
    assert modes <= ({"RESPONSE_STREAM"} if function == "TurnFunction" else {"BUFFERED"})


@pytest.mark.parametrize("api", ["Api", "WorkerApi"])
def test_an_events_stage_says_that_it_streams(api: str) -> None:
    assert any(event["Properties"]["RestApiId"] == api for event in events("TurnFunction"))
    assert RESOURCES[api]["Properties"]["Variables"] == {STAGE_VARIABLE: STREAM}


@pytest.mark.parametrize("api", ["Api", "WorkerApi"])
def test_an_api_that_streams_neither_compresses_nor_caches(api: str) -> None:
    everywhere = template("template.yaml")["Globals"]["Api"]
    for properties in (everywhere, RESOURCES[api]["Properties"]):
        assert not properties.keys() & {"MinimumCompressionSize", "CacheClusterEnabled", "CacheClusterSize"}
    # An edge-optimized endpoint would end a response that is silent for 30 seconds, a regional one after 5 minutes.
    assert everywhere["EndpointConfiguration"] == {"Type": "REGIONAL"}


def test_a_streamed_turn_ends_by_its_deadline_before_lambda_or_api_gateway_end_it() -> None:
    assert MAX_TURN_SECONDS < RESOURCES["TurnFunction"]["Properties"]["Timeout"] <= INTEGRATION_SECONDS


def test_the_client_that_is_taught_to_stream_changes_only_with_a_deployment() -> None:
    assert RESOURCES["TurnFunction"]["Properties"]["RuntimeManagementConfig"] == {"UpdateRuntimeOn": "FunctionUpdate"}


def test_a_rollback_recognizes_a_version_that_streams() -> None:
    assert RESOURCES["TurnFunction"]["Properties"]["Description"].startswith(STREAMS)


def test_the_access_log_tells_how_long_the_first_part_took() -> None:
    written = template("template.yaml")["Globals"]["Api"]["AccessLogSetting"]["Format"]
    assert '"transfer":"$context.integration.responseTransferMode"' in written
    assert '"firstMillis":"$context.integration.timeToFirstContent"' in written

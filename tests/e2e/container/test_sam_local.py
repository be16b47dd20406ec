"""Every function of the template in a container that `sam local` starts with podman, by its event and over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from testing.aws_lambda.containers import GATEWAY, engine, make_runtime_image
from testing.aws_lambda.described import functions_of_template
from testing.aws_lambda.events import event
from testing.aws_lambda.forwarder import Forwarder
from testing.aws_lambda.sam_local import ARCHITECTURE, SamLocal, required_sam
from testing.aws_lambda.services import ORGANIZATION, Services, services
from testing.containers.podman import need_podman

FUNCTIONS = functions_of_template()
WORDS = "I understand you're having a technical issue. Let me check our system status..."


@pytest.fixture(scope="module")
def aws() -> Iterator[Services]:
    required_sam()
    need_podman()
    with services() as running:
        yield running


@pytest.fixture(scope="module")
def sam(aws: Services, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SamLocal]:
    folder = tmp_path_factory.mktemp("sam")
    with ExitStack() as stack:
        tables, others = (stack.enter_context(Forwarder(to, GATEWAY)) for to in (aws.dynamodb, aws.others))
        addresses = aws.addresses(dynamodb=tables.url, others=others.url)
        environment = stack.enter_context(engine(folder, addresses))
        make_runtime_image(folder / "image", environment, ARCHITECTURE)
        variables = {name: aws.variables(described) for name, described in FUNCTIONS.items()}
        local = SamLocal(folder, environment, variables)
        local.build()
        yield local


def test_a_turn_is_answered_with_the_flows_words(sam: SamLocal) -> None:
    answer = sam.invoke("TurnFunction", event("TurnFunction"))
    assert (answer["statusCode"], answer["headers"]["x-request-id"]) == (200, "from-events")
    assert json.loads(answer["body"])["response"] == WORDS


def test_the_api_lists_the_flows(sam: SamLocal) -> None:
    answer = sam.invoke("ApiFunction", event("ApiFunction"))
    assert "customer-support" in [flow["flowId"] for flow in json.loads(answer["body"])["flows"]]


def test_the_end_of_a_session_is_queued(aws: Services, sam: SamLocal) -> None:
    assert sam.invoke("PostCallFunction", event("PostCallFunction")) == {"batchItemFailures": []}
    [message] = aws.queued()
    # The link differs: it is made from the deployment's address.
    link = {"transcriptUrl": ""}
    sent = json.loads(event("DeliverFunction")["Records"][0]["body"])
    assert {**json.loads(message["Body"]), **link} == {**sent, **link}


def test_a_message_without_a_webhook_is_deleted(sam: SamLocal) -> None:
    assert sam.invoke("DeliverFunction", event("DeliverFunction")) == {"batchItemFailures": []}


def test_the_schedule_finds_no_idle_session(sam: SamLocal) -> None:
    answer = sam.invoke("IdleFunction", event("IdleFunction"))
    assert (answer["closed"], answer["failed"]) == (0, 0)


def test_a_conversation_runs_over_http(sam: SamLocal) -> None:
    """start-api authorizes nobody, so the functions take the organization from the header, as in the local stack."""
    variables = {name: {**given, "CALLFLOW_AUTH": "local"} for name, given in sam.variables.items()}
    with SamLocal(sam.folder, sam.environment, variables).api() as client:
        client.headers["X-Organization-Id"] = ORGANIZATION
        turns = [
            client.post("/api/flows/customer-support/process", json={"roomName": "over-http", "turnId": id_, **said})
            for id_, said in (("t-1", {}), ("t-2", {"userInput": "My computer won't start"}))
        ]
        assert [turn.status_code for turn in turns] == [200, 200], [turn.text for turn in turns]
        assert [turn.json()["response"] for turn in turns] == ["Hello!", WORDS]
        session = client.get(f"/api/flows/sessions/{turns[0].json()['sessionId']}")
        assert session.json()["session"]["context"]["variables"]["issueCategory"] == "technical"
        unknown = client.post("/api/flows/no-such-flow/process", json={"roomName": "over-http"})
        assert (unknown.status_code, unknown.headers["content-type"]) == (404, "application/problem+json")

"""The contract of `Agents`: the table, and the fake that other tests use."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, replace
from typing import Any

import pytest

from functions.adapters.dynamodb.flows.agents import DynamoAgents
from functions.adapters.dynamodb.flows.flows import DynamoFlows
from functions.ports.agents import Agent, Agents, AnsweredCall, NumberGrant, PhoneNumber
from functions.ports.sessions import BadCursorError
from testing.fakes.agents import InMemoryAgents


@dataclass(frozen=True)
class HttpError:
    """The part of an HTTP response that botocore reads."""

    status_code: int


NOON = 1_780_315_200_000
ODD_IDS = ["ünï-cödé ☎", "a#b#c", "with spaces", "per%23cent", "..", "AGENT#1"]
ANNA = Agent("anna", "Anna", "support", "latest", voice="alto", language="de")
CALL = AnsweredCall("acme", "anna", "support", 3, "room-1", "session_1")


@pytest.fixture(params=["memory", "dynamodb"])
def agents(request: pytest.FixtureRequest) -> Agents:
    if request.param == "memory":
        return InMemoryAgents()
    store: Agents = request.getfixturevalue("dynamo_agents")
    return store


def test_an_agent_is_returned_as_it_was_saved_last(agents: Agents) -> None:
    assert agents.agent("acme", "anna") is None
    agents.put_agent("acme", ANNA)
    assert agents.agent("acme", "anna") == ANNA
    changed = replace(ANNA, flow_version=2, voice=None)
    agents.put_agent("acme", changed)
    assert agents.agent("acme", "anna") == changed


def test_an_agent_is_deleted_once(agents: Agents) -> None:
    agents.put_agent("acme", ANNA)
    assert not agents.delete_agent("other", "anna")
    assert agents.delete_agent("acme", "anna")
    assert not agents.delete_agent("acme", "anna")
    assert agents.agent("acme", "anna") is None


@pytest.mark.parametrize("odd", ODD_IDS)
def test_an_id_may_have_any_characters(agents: Agents, odd: str) -> None:
    agent = replace(ANNA, agent_id=odd, flow_id=odd)
    agents.put_agent(odd, agent)
    assert agents.agent(odd, odd) == agent
    assert agents.agents(odd, cursor=None, limit=5) == ((agent,), None)
    call = replace(CALL, organization_id=odd, room_name=odd)
    assert agents.keep_answered_call("+15550100", call) == call
    assert agents.answered_call(odd, "+15550100") == call


def test_no_organization_sees_the_agents_of_another(agents: Agents) -> None:
    agents.put_agent("acme", replace(ANNA, agent_id="x#anna"))
    assert agents.agent("acme#x", "anna") is None
    assert agents.agents("acme#x", cursor=None, limit=5) == ((), None)


def test_a_number_leads_to_its_agent(agents: Agents) -> None:
    number = PhoneNumber("+15550100", "acme", "anna")
    assert agents.number("+15550100") is None
    assert agents.put_number(number) == "put"
    assert agents.number("+15550100") == number
    assert agents.put_number(replace(number, agent_id="ben")) == "put"
    assert agents.number("+15550100") == replace(number, agent_id="ben")
    assert agents.numbers("acme", cursor=None, limit=5) == ((replace(number, agent_id="ben"),), None)


def test_a_number_stays_with_the_organization_that_has_it(agents: Agents) -> None:
    number = PhoneNumber("+15550100", "acme", "anna")
    agents.put_number(number)
    assert agents.put_number(replace(number, organization_id="other")) == "owned"
    assert not agents.delete_number("other", "+15550100", at=NOON)
    assert agents.number("+15550100") == number
    assert agents.numbers("other", cursor=None, limit=5) == ((), None)


def test_a_released_number_is_free(agents: Agents) -> None:
    number = PhoneNumber("+15550100", "acme", "anna")
    agents.put_number(number)
    assert agents.delete_number("acme", "+15550100", at=NOON)
    assert not agents.delete_number("acme", "+15550100", at=NOON)
    assert agents.number("+15550100") is None
    assert agents.numbers("acme", cursor=None, limit=5) == ((), None)
    assert agents.put_number(replace(number, organization_id="other")) == "put"


def test_a_number_keeps_its_newest_grant(agents: Agents) -> None:
    number = PhoneNumber("+15550100", "acme", "anna")
    assert agents.grant("+15550100") is None
    granted = NumberGrant("+15550100", "acme", NOON)
    assert agents.put_number(number, grant=granted) == "put"
    assert agents.grant("+15550100") == granted
    assert agents.put_number(number) == "put"
    assert agents.grant("+15550100") == granted
    older = replace(granted, at=NOON - 1)
    assert agents.put_number(replace(number, agent_id="ben"), grant=older) == "outdated"
    assert (agents.number("+15550100"), agents.grant("+15550100")) == (number, granted)


def test_a_grant_has_the_time_of_the_release(agents: Agents) -> None:
    number, granted = PhoneNumber("+15550100", "acme", "anna"), NumberGrant("+15550100", "acme", NOON)
    agents.put_number(number, grant=granted)
    agents.delete_number("acme", "+15550100", at=NOON + 5)
    assert agents.grant("+15550100") == replace(granted, released_at=NOON + 5)
    assert agents.put_number(number, grant=granted) == "put"
    assert agents.grant("+15550100") == granted


def test_the_release_of_a_number_without_a_grant_is_recorded(agents: Agents) -> None:
    agents.put_number(PhoneNumber("+15550100", "acme", "anna"))
    agents.delete_number("acme", "+15550100", at=NOON)
    assert agents.grant("+15550100") == NumberGrant("+15550100", "acme", 0, NOON)
    # Any grant of the operator is newer.
    other = NumberGrant("+15550100", "other", NOON - 10)
    assert agents.put_number(PhoneNumber("+15550100", "other", "ben"), grant=other) == "put"


def test_a_number_moves_only_from_the_named_organization(agents: Agents) -> None:
    agents.put_number(PhoneNumber("+15550100", "acme", "anna"))
    taken = PhoneNumber("+15550100", "bank", "ben")
    assert agents.put_number(taken, instead_of="other") == "owned"
    assert agents.put_number(taken, instead_of="acme", grant=NumberGrant("+15550100", "bank", NOON)) == "put"
    assert agents.number("+15550100") == taken
    assert agents.numbers("acme", cursor=None, limit=5) == ((), None)
    assert agents.numbers("bank", cursor=None, limit=5) == ((taken,), None)
    assert agents.put_number(taken, instead_of="bank") == "put"
    assert agents.numbers("bank", cursor=None, limit=5) == ((taken,), None)


def test_a_call_keeps_its_first_answer(agents: Agents) -> None:
    assert agents.answered_call("room-1", "+15550100") is None
    assert agents.keep_answered_call("+15550100", CALL) == CALL
    assert agents.keep_answered_call("+15550100", replace(CALL, flow_version=4)) == CALL
    assert agents.answered_call("room-1", "+15550100") == CALL
    assert agents.answered_call("room-1", "+15550101") is None
    assert agents.answered_call("room-2", "+15550100") is None


def filled(agents: Agents) -> None:
    for name in "dbaec":
        agents.put_agent("acme", replace(ANNA, agent_id=name))
    for last in range(5):
        agents.put_number(PhoneNumber(f"+1555010{last}", "acme", "anna"))


def test_the_pages_hold_each_agent_and_each_number_once(agents: Agents) -> None:
    filled(agents)
    found: list[str] = []
    cursor: str | None = None
    for _ in range(3):
        page, cursor = agents.agents("acme", cursor=cursor, limit=2)
        found += [agent.agent_id for agent in page]
    assert (found, cursor) == (["a", "b", "c", "d", "e"], None)
    found = []
    for _ in range(3):
        numbers, cursor = agents.numbers("acme", cursor=cursor, limit=2)
        found += [number.e164 for number in numbers]
    assert (found, cursor) == ([f"+1555010{last}" for last in range(5)], None)


@pytest.mark.parametrize(
    "cursor", ["", "nonsense", "☎", "e30=", "bnVsbA==", "W10=", base64.b64encode(b'{"pk": 1}').decode(), "e" * 5_000]
)
def test_a_malformed_cursor_is_refused(agents: Agents, cursor: str) -> None:
    with pytest.raises(BadCursorError):
        agents.agents("acme", cursor=cursor, limit=5)
    with pytest.raises(BadCursorError):
        agents.numbers("acme", cursor=cursor, limit=5)


def test_the_cursor_of_another_list_is_refused(agents: Agents) -> None:
    filled(agents)
    _, of_agents = agents.agents("acme", cursor=None, limit=1)
    _, of_numbers = agents.numbers("acme", cursor=None, limit=1)
    assert of_agents is not None
    assert of_numbers is not None
    with pytest.raises(BadCursorError):
        agents.numbers("acme", cursor=of_agents, limit=1)
    with pytest.raises(BadCursorError):
        agents.agents("acme", cursor=of_numbers, limit=1)
    with pytest.raises(BadCursorError):
        agents.agents("other", cursor=of_agents, limit=1)


def test_lists_that_share_a_table_refuse_each_others_cursors(
    dynamo_agents: DynamoAgents, dynamo_flows: DynamoFlows
) -> None:
    filled(dynamo_agents)
    for name in "ab":
        dynamo_flows.save_draft("acme", name, name, {}, 1)
    _, of_agents = dynamo_agents.agents("acme", cursor=None, limit=1)
    of_flows = dynamo_flows.page("acme", cursor=None, limit=1).cursor
    assert of_agents is not None
    assert of_flows is not None
    with pytest.raises(BadCursorError):
        dynamo_flows.page("acme", cursor=of_agents, limit=1)
    with pytest.raises(BadCursorError):
        dynamo_agents.agents("acme", cursor=of_flows, limit=1)


@pytest.mark.parametrize("sk", ["", "AGENT#", "AGENT#\ud800", "AGENT#" + "x" * 2_000])
def test_a_forged_cursor_never_reaches_the_table(dynamo_agents: DynamoAgents, sk: str) -> None:
    forged = {"pk": {"S": "ORGANIZATION#acme"}, "sk": {"S": sk}}
    cursor = base64.urlsafe_b64encode(json.dumps(forged).encode()).decode()
    if sk == "AGENT#":
        assert dynamo_agents.agents("acme", cursor=cursor, limit=1) == ((), None)
        return
    with pytest.raises(BadCursorError):
        dynamo_agents.agents("acme", cursor=cursor, limit=1)


def test_a_concurrent_transaction_is_not_taken_for_another_owner(dynamo_agents: DynamoAgents) -> None:
    events = dynamo_agents._connection.client.meta.events
    clashes: list[str] = []

    def clash(model: Any, **_: Any) -> Any:
        if model.name != "TransactWriteItems" or len(clashes) == 2:
            return None
        clashes.append(model.name)
        reasons = [{"Code": "TransactionConflict", "Message": "busy"}, {"Code": "None"}]
        error = {"Code": "TransactionCanceledException", "Message": "[TransactionConflict, None]"}
        return HttpError(400), {"Error": error, "CancellationReasons": reasons, "ResponseMetadata": {}}

    number = PhoneNumber("+15550100", "acme", "anna")
    events.register("before-call.dynamodb", clash)
    try:
        assert dynamo_agents.put_number(number) == "put"
        clashes.clear()
        assert dynamo_agents.delete_number("acme", "+15550100", at=NOON)
    finally:
        events.unregister("before-call.dynamodb", clash)
    assert len(clashes) == 2

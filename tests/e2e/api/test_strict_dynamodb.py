"""The turn protocol and every store on DynamoDB Local: the tests that run on moto, and tests that moto cannot run."""

from __future__ import annotations

import inspect
import random
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import ModuleType
from typing import Any

import httpx
import pytest
from pynamodb.exceptions import QueryError

from flow_core.evaluate import Evaluate
from flow_core.state import Status
from functions.adapters.dynamodb.flows.agents import DynamoAgents
from functions.adapters.dynamodb.flows.flows import DynamoFlows
from functions.adapters.dynamodb.flows.rates import DynamoRates
from functions.adapters.dynamodb.sessions.open_sessions import DynamoOpenSessions
from functions.adapters.dynamodb.sessions.postings import POSTINGS
from functions.adapters.dynamodb.sessions.session_search import DynamoSessionSearch
from functions.adapters.dynamodb.sessions.sessions import HEAD_KEY, DynamoSessions
from functions.errors import UnavailableError
from functions.failures.causes import causes
from functions.records import TurnCall
from functions.settings import Settings
from testing.processes import callflow, free_port
from testing.stage import KEEP_DAYS, Stage, counting
from testing.strict_dynamodb import flows_table, sessions_on, sessions_table, strict_dynamodb, strict_settings  # noqa: F401
from tests.e2e.api import test_copies_and_crowds, test_the_documents_session
from tests.e2e.api.test_copies_and_crowds import tool  # noqa: F401
from tests.functions.adapters.dynamodb import (
    test_agents_contract,
    test_open_sessions_contract,
    test_session_search_contract,
    test_sessions_contract,
)
from tests.functions.adapters.dynamodb.flows import test_flow_versions_contract, test_flows_contract
from tests.functions.adapters.dynamodb.test_open_sessions_contract import Both
from tests.functions.adapters.dynamodb.test_session_search_contract import World as SearchWorld
from tests.functions.adapters.dynamodb.test_sessions_contract import head_of, record_of
from tests.functions.conftest import dynamo_agents, dynamo_flows, dynamo_sessions, javascript  # noqa: F401
from tests.functions.turn import test_cost, test_leases, test_once
from tests.functions.turn.test_cost import watch  # noqa: F401
from tests.functions.turn.test_leases import tools  # noqa: F401
from tests.functions.turn.test_once import at_once

STORES = {
    *("sessions", "flows", "agents", "both", "world", "table_world"),
    *("dynamo_sessions", "dynamo_flows", "dynamo_agents", "api"),
}


def again(module: ModuleType) -> type:
    """Collect the tests of a module that use a store in a class. The class gets the fixtures of the module."""
    members = inspect.getmembers(module, inspect.isfunction)
    tests = {name: test for name, test in members if name.startswith("test_")}
    chosen = {name: test for name, test in tests.items() if STORES & set(inspect.signature(test).parameters)}
    assert chosen
    return type(module.__name__, (), {name: staticmethod(test) for name, test in chosen.items()})


TestSessions = again(test_sessions_contract)
TestOpenSessions = again(test_open_sessions_contract)
TestSessionSearch = again(test_session_search_contract)
TestFlows = again(test_flows_contract)
TestFlowVersions = again(test_flow_versions_contract)
TestAgents = again(test_agents_contract)
TestTurnsHappenOnce = again(test_once)
TestLeases = again(test_leases)
TestCost = again(test_cost)
TestCopiesAndCrowdsOverHttp = again(test_copies_and_crowds)
TestTheDocumentsSession = again(test_the_documents_session)


@pytest.fixture(scope="module")
def settings(strict_settings: Settings) -> Settings:  # noqa: F811
    return strict_settings


@pytest.fixture(scope="module")
def _sessions_table(settings: Settings) -> DynamoSessions:
    return sessions_on(settings)


@pytest.fixture(scope="module")
def _flows_table(settings: Settings) -> tuple[DynamoFlows, DynamoAgents]:
    table = flows_table(settings)
    return DynamoFlows(table, keep_days=KEEP_DAYS), DynamoAgents(table)


@pytest.fixture
def sessions(dynamo_sessions: DynamoSessions) -> DynamoSessions:  # noqa: F811
    """Return the sessions without a lock: unlike moto, this DynamoDB is thread-safe."""
    return dynamo_sessions


@pytest.fixture
def flows(dynamo_flows: DynamoFlows) -> DynamoFlows:  # noqa: F811
    return dynamo_flows


@pytest.fixture
def agents(dynamo_agents: DynamoAgents) -> DynamoAgents:  # noqa: F811
    return dynamo_agents


@pytest.fixture
def both(sessions: DynamoSessions, settings: Settings) -> Both:
    return Both(sessions, DynamoOpenSessions(sessions_table(settings)))


@pytest.fixture(params=[POSTINGS, 2])
def world(request: pytest.FixtureRequest, sessions: DynamoSessions, settings: Settings) -> SearchWorld:
    search = DynamoSessionSearch(sessions_table(settings), sessions.connection, postings=request.param)
    return SearchWorld(search, sessions)


@pytest.fixture
def table_world(sessions: DynamoSessions, settings: Settings) -> SearchWorld:
    return SearchWorld(DynamoSessionSearch(sessions_table(settings), sessions.connection), sessions)


@pytest.fixture(scope="module")
def api(strict_dynamodb: str) -> Iterator[httpx.Client]:  # noqa: F811
    """Start `callflow dev` on this DynamoDB. Its own credentials separate its tables."""
    own = {"AWS_ACCESS_KEY_ID": "dev", "AWS_SECRET_ACCESS_KEY": "dev"}
    with (
        callflow(free_port(), own, options=("--dynamodb-endpoint", strict_dynamodb)) as address,
        httpx.Client(base_url=f"{address}/api", timeout=40) as client,
    ):
        yield client


def test_the_server_listens_on_this_machine_only(strict_dynamodb: str) -> None:  # noqa: F811
    port = int(strict_dynamodb.rsplit(":", 1)[1])
    with socket.socket() as probe:
        # A server that listened on every address would answer here.
        assert probe.connect_ex(("127.0.0.2", port)) != 0


def test_twenty_concurrent_first_turns_make_one_session_of_twenty_turns(
    sessions: DynamoSessions,
    javascript: Evaluate,  # noqa: F811
) -> None:
    stage = Stage((counting(),), javascript, sessions, wait_seconds=60)
    calls = [TurnCall(f"t{index}", f"word {index}") for index in range(20)]
    at_once([lambda call=call: stage.run(call).body for call in calls])  # type: ignore[misc]
    assert [turn.number for turn in stage.turns] == list(range(1, 21))
    assert sorted(map(str, list_of(stage.variables["log"]))) == sorted(f"word {index}" for index in range(20))
    page = sessions.of_flow("acme", "flow", status=None, cursor=None, limit=100)
    assert [one.session_id for one in page.sessions] == [stage.head.session_id]


def test_concurrent_requests_never_pass_the_limit_of_a_minute_together(flows: object, settings: Settings) -> None:
    rates = DynamoRates(flows_table(settings))
    at = round(time.time() * 1000)
    taken = at_once([lambda: rates.take("acme", "tool-test", limit=5, at=at) for _ in range(16)])
    assert taken.count(True) == 5


def list_of(value: object) -> list[object]:
    assert isinstance(value, list)
    return value


def test_one_of_fifty_concurrent_conditional_writes_succeeds(sessions: DynamoSessions) -> None:
    for version in (1, 2, 3):
        head = head_of("s")
        rivals = [replace(head, version=version, turns=index) for index in range(50)]
        won = at_once([as_text(lambda rival=rival: sessions.advance(rival)) for rival in rivals])  # type: ignore[misc]
        assert won.count("True") == 1
        standing = sessions.head("s")
        assert standing == rivals[won.index("True")]


def test_one_of_fifty_concurrent_records_is_written_and_all_get_it(sessions: DynamoSessions) -> None:
    head = head_of("s")
    rivals = [record_of("t", said=f"copy {index}") for index in range(50)]
    answers = at_once([as_text(lambda rival=rival: sessions.propose(head, rival)) for rival in rivals])  # type: ignore[misc]
    assert answers.count("None") == 1
    winner = rivals[answers.index("None")]
    assert set(answers) == {"None", repr(winner)}
    assert sessions.turn("s", "t") == winner


def as_text(call: Callable[[], object]) -> Callable[[], str]:
    return lambda: repr(call())


def test_every_reader_sees_a_confirmed_write(sessions: DynamoSessions) -> None:
    head = head_of("s")
    for version in range(1, 31):
        assert sessions.advance(replace(head, version=version))
        read = at_once([as_text(lambda: getattr(sessions.head("s"), "version", None))] * 5)
        assert read == [str(version)] * 5


@pytest.mark.parametrize(
    ("digits", "forms"), [(100_000, ["packed"]), (630_000, ["packed", "parts"])], ids=["packed", "in parts"]
)
def test_a_head_is_read_unchanged_on_both_sides_of_a_change_of_its_stored_form(
    sessions: DynamoSessions, digits: int, forms: list[str]
) -> None:
    """The text is hexadecimal. Two of its digits take a little more than one byte after packing."""
    long = random.Random(3).randbytes(digits).hex()
    found = set()
    for version, length in enumerate(range(digits - 24_000, digits + 1, 2_000), start=1):
        head = replace(head_of("s"), version=version, given_variables={"long": long[:length]})
        assert sessions.advance(head)
        assert sessions.head("s") == head
        item = sessions.items.get("s", HEAD_KEY, consistent_read=True)
        found |= {name for name in ("data", "packed", "parts") if getattr(item, name) is not None}
    assert sorted(found) == forms


def test_an_item_of_more_than_400_kb_is_refused(sessions: DynamoSessions) -> None:
    """The tests of long heads rely on this server's limit."""
    item = sessions.items("s", HEAD_KEY)
    item.data = "x" * 409_601
    with pytest.raises(UnavailableError) as raised:
        sessions.connection.write(item)
    assert raised.value.reason == "refused"
    assert "size" in str(causes(raised.value)[1])
    item.data = "x" * 409_000
    assert sessions.connection.write(item)


def test_the_index_of_open_sessions_has_no_ended_session_and_no_turn(sessions: DynamoSessions, both: Both) -> None:
    for index in range(100):
        head = head_of(f"s{index}", at=1_000 + index)
        assert sessions.advance(head)
        assert sessions.propose(head, record_of("t")) is None
        if index % 2:
            ended = replace(head, version=2, state=replace(head.state, status=Status.COMPLETED))
            assert sessions.advance(ended)
    assert both.found(limit=7) == sorted(f"s{index}" for index in range(0, 100, 2))
    assert sum(1 for _ in sessions.items.by_open.scan()) == 50


def test_an_index_has_no_consistent_read(sessions: DynamoSessions) -> None:
    """A consistent read of an index raises an error, so no code can rely on one."""
    with pytest.raises(QueryError, match="Consistent read cannot be true"):
        list(sessions.items.by_open.query("open#00", consistent_read=True))


def test_the_longest_names_of_the_api_are_stored(api: httpx.Client) -> None:
    flow_id, agent_id = "f" * 128, "a" * 128
    headers = {"X-Organization-Id": "o" * 128}
    nodes: list[dict[str, Any]] = [
        {"id": "start", "type": "start", "data": {}},
        {"id": "ask", "type": "elicitation", "data": {"prompt": "Go on.", "variable": "said"}},
        {"id": "end", "type": "end", "data": {}},
    ]
    edges = [{"id": "1", "source": "start", "target": "ask"}, {"id": "2", "source": "ask", "target": "end"}]
    flow = {"name": "☎" * 200, "onFailure": "end", "nodes": nodes, "edges": edges}
    assert api.put(f"/flows/{flow_id}", json=flow, headers=headers).status_code == 200
    assert api.post(f"/flows/{flow_id}/publish", headers=headers).status_code == 201
    agent = {"name": "☎" * 200, "flowId": flow_id}
    assert api.put(f"/agents/{agent_id}", json=agent, headers=headers).status_code == 200
    turn = {"roomName": "😀" * 255, "turnId": "😀" * 64, "userInput": "😀" * 4_000}
    answers = [api.post(f"/flows/{flow_id}/process", json=turn, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    listed = api.get(f"/flows/{flow_id}/sessions", headers=headers).json()["sessions"]
    assert len(listed) == 1

"""An adapter of the store raises the port's error, with the operation, the table and the reason."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from pynamodb.exceptions import GetError, PutError, QueryError, TableError, TransactWriteError

from functions.adapters import dynamodb
from functions.adapters.dynamodb.errors import reason_of
from functions.adapters.dynamodb.flows.agents import DynamoAgents
from functions.adapters.dynamodb.flows.audit import DynamoAudit
from functions.adapters.dynamodb.flows.flows import DynamoFlows
from functions.adapters.dynamodb.items import Table
from functions.adapters.dynamodb.sessions.open_sessions import DynamoOpenSessions
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.errors import Reason, UnavailableError
from functions.failures.causes import causes
from functions.ports.agents import Agent, PhoneNumber
from functions.ports.audit import Entry

NOWHERE = Table("nowhere", "us-east-1")
_FLOWS = DynamoFlows(NOWHERE, keep_days=1)
_AGENTS = DynamoAgents(NOWHERE)
_SESSIONS = DynamoSessions(NOWHERE, keep_days=1)


def _answered(code: str, status: int = 400, **more: Any) -> ClientError:
    response: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}, **more}
    return ClientError(response, "PutItem")


ASKED: dict[str, tuple[Callable[[], object], str]] = {
    "read": (lambda: _FLOWS.summary("acme", "f"), "GetItem"),
    "transaction": (lambda: _AGENTS.put_number(PhoneNumber("+15550100", "acme", "a")), "TransactWriteItems"),
    "write": (lambda: _AGENTS.put_agent("acme", Agent("a", "A", "f", 1)), "PutItem"),
    "list": (lambda: _FLOWS.page("acme", cursor=None, limit=5), "Query"),
    "versions": (lambda: _FLOWS.versions("acme", "f", cursor=None, limit=5), "Query"),
    "head": (lambda: _SESSIONS.head("s"), "GetItem"),
    "sessions": (lambda: _SESSIONS.of_flow("acme", "f", status=None, cursor=None, limit=5), "Query"),
    "open sessions": (lambda: DynamoOpenSessions(NOWHERE).page(1, cursor=None, limit=5), "Query"),
    "audit": (lambda: DynamoAudit(NOWHERE).record("acme", Entry(1, "ann", "agent.saved", "a")), "PutItem"),
}


@pytest.mark.parametrize("name", ASKED)
def test_a_missing_table_is_refused_by_name(aws: None, name: str) -> None:
    ask, operation = ASKED[name]
    with pytest.raises(UnavailableError) as raised:
        ask()
    assert raised.value.reason == "refused"
    assert raised.value.operation == f"{operation} nowhere"
    assert any("ResourceNotFoundException" in str(cause) for cause in causes(raised.value))


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (GetError("", ReadTimeoutError(endpoint_url="x")), "unreachable"),
        (PutError("", _answered("InternalServerError", 500)), "unreachable"),
        (QueryError(""), "unreachable"),
        (PutError("", _answered("ThrottlingException")), "throttled"),
        (PutError("", _answered("ProvisionedThroughputExceededException")), "throttled"),
        (
            TransactWriteError(
                "", _answered("TransactionCanceledException", CancellationReasons=[{"Code": "ThrottlingError"}])
            ),
            "throttled",
        ),
        (TableError("", _answered("AccessDeniedException")), "refused"),
        (PutError("", _answered("ValidationException")), "refused"),
    ],
)
def test_the_reason_is_read_from_the_librarys_error(error: Exception, reason: Reason) -> None:
    assert reason_of(error) == reason


def test_every_adapter_of_the_store_translates_its_errors() -> None:
    seen = 0
    for module in pkgutil.walk_packages(dynamodb.__path__, f"{dynamodb.__name__}."):
        loaded = importlib.import_module(module.name)
        for name, kind in vars(loaded).items():
            ours = isinstance(kind, type) and kind.__module__ == loaded.__name__ and name.startswith("Dynamo")
            if not ours:
                continue
            seen += 1
            for method, called in vars(kind).items():
                if callable(called) and (method == "__call__" or not method.startswith("_")):
                    assert hasattr(called, "__wrapped__"), f"{name}.{method}: add raises_unavailable"
    assert seen >= 6

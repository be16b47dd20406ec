"""DynamoDB Local of AWS. It checks more than moto and runs requests concurrently."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from functions.adapters.dynamodb.items import LIMITS, Table
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.settings import Settings
from local.tables import make_tables
from testing.calls.livekit_stack import missing
from testing.processes import HOST, free_port, running
from testing.stage import KEEP_DAYS

_PARTS = Path(".cache/dynamodb-local").resolve()
_SERVER = Path(__file__).with_suffix(".xml")


@pytest.fixture(scope="session")
def strict_dynamodb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start DynamoDB Local in memory. Each pair of credentials and region has separate tables."""
    java = shutil.which("java")
    if java is None or not (_PARTS / "got.xml").exists():
        missing("DynamoDB Local", "make dynamodb-local")
    port = free_port()
    options = [f"-Djava.library.path={_PARTS}", "-Xmx1g", "-cp", f"{_PARTS}/*"]
    command = [java, *options, "org.eclipse.jetty.xml.XmlConfiguration", f"port={port}", str(_SERVER)]
    log = tmp_path_factory.mktemp("dynamodb") / "dynamodb-local.log"
    # The main program of DynamoDB Local sends telemetry. It does not run here, and the variable is a safeguard.
    with running(command, lambda: _listens(port), environment={"DDB_LOCAL_TELEMETRY": "0"}, log=log):
        yield f"http://{HOST}:{port}"


@pytest.fixture(scope="module")
def strict_settings(strict_dynamodb: str) -> Iterator[Settings]:
    """The settings of new tables on DynamoDB Local."""
    with tables_on(strict_dynamodb) as settings:
        yield settings


@contextmanager
def tables_on(endpoint: str) -> Iterator[Settings]:
    """Create the tables on a DynamoDB, with made-up credentials.

    Args:
        endpoint: The URL of the DynamoDB.

    Yields:
        The settings that name the tables.
    """
    with pytest.MonkeyPatch.context() as environment:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            environment.setenv(name, "testing")
        for name in ("AWS_SESSION_TOKEN", "AWS_PROFILE"):
            environment.delenv(name, raising=False)
        environment.setenv("AWS_EC2_METADATA_DISABLED", "true")
        # A busy machine or a slow disk delays a response. The client must not retry, because tests count requests.
        environment.setitem(LIMITS, "read_timeout_seconds", 60)
        settings = replace(Settings(), dynamodb_endpoint=endpoint)
        make_tables(settings)
        yield settings


def sessions_table(settings: Settings) -> Table:
    return Table(settings.sessions_table, settings.region, settings.dynamodb_endpoint)


def sessions_on(settings: Settings) -> DynamoSessions:
    """Return the stored sessions. Their time to live exceeds the age of the tests' clock.

    This server deletes expired items about every ten seconds, also in the middle of a test.
    """
    return DynamoSessions(sessions_table(settings), keep_days=KEEP_DAYS)


def flows_table(settings: Settings) -> Table:
    return Table(settings.flows_table, settings.region, settings.dynamodb_endpoint)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0

"""The store as a process. Confirmed writes survive any end of it, and only one process uses a folder at a time."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from local.processes.dynamodb import EmbeddedDynamoDB, NoStoreError
from local.store.database import FILE
from tests.local.store.tables import TABLE, key


def ask(endpoint: str, operation: str, headers: dict[str, str] | None = None, **request: Any) -> dict[str, Any]:
    """Send a request to the store, and return the response. A refused request raises `urllib.error.HTTPError`."""
    table = {} if operation in ("TransactWriteItems", "ListTables") else {"TableName": "table"}
    body = json.dumps({**table, **request}).encode()
    sent = {"X-Amz-Target": f"DynamoDB_20120810.{operation}", **(headers or {})}
    with urllib.request.urlopen(urllib.request.Request(endpoint, body, sent), timeout=60) as response:
        assert response.headers["Date"]
        content: dict[str, Any] = json.loads(response.read())
        return content


def test_confirmed_writes_survive_kill_9(tmp_path: Path) -> None:
    answered: list[int] = []
    for seed in range(3):
        with EmbeddedDynamoDB(tmp_path) as store:
            if not seed:
                ask(store.endpoint, "CreateTable", **TABLE)
            expect(store.endpoint, answered)
            threading.Timer(random.Random(seed).uniform(0.3, 1.5), os.kill, (store.pid, signal.SIGKILL)).start()
            for number in range(seed * 10**6, seed * 10**6 + 10**5):
                try:
                    write_both(store.endpoint, number)
                except urllib.error.HTTPError:
                    raise
                except (OSError, http.client.HTTPException):
                    break
                answered.append(number)
    assert answered
    with EmbeddedDynamoDB(tmp_path) as store:
        expect(store.endpoint, answered)


def write_both(endpoint: str, number: int) -> None:
    """Write two items in one transaction."""
    items = [
        {**key(half, str(number)), "x": {"S": "x" * 3_000}, "g": {"S": "g"}, "n": {"N": str(number)}} for half in "ab"
    ]
    ask(endpoint, "TransactWriteItems", TransactItems=[{"Put": {"TableName": "table", "Item": item}} for item in items])


def expect(endpoint: str, answered: list[int]) -> None:
    """Check that each confirmed transaction is stored, none is partial, and the indexes agree with the items."""
    found: dict[str, set[int]] = {"a": set(), "b": set()}
    indexes: tuple[dict[str, Any], ...] = ({}, {"IndexName": "keys"})
    for index in indexes:
        start: dict[str, Any] = {}
        seen: dict[str, set[int]] = {"a": set(), "b": set()}
        while True:
            page = ask(endpoint, "Scan", **index, **start)
            for item in page["Items"]:
                seen[item["p"]["S"]].add(int(item["s"]["S"]))
            if "LastEvaluatedKey" not in page:
                break
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
        assert seen["a"] == seen["b"] >= set(answered)
        assert not found["a"] or found == seen
        found = seen


def test_only_one_store_uses_a_folder_at_a_time(tmp_path: Path) -> None:
    with EmbeddedDynamoDB(tmp_path) as store:
        for fresh in (False, True):
            with (
                pytest.raises(NoStoreError, match="in use by another Callflow"),
                EmbeddedDynamoDB(tmp_path, fresh=fresh),
            ):
                pass
        ask(store.endpoint, "CreateTable", **TABLE)
    with EmbeddedDynamoDB(tmp_path) as store:
        ask(store.endpoint, "DescribeTable")


def test_a_fresh_store_moves_the_old_one_aside(tmp_path: Path) -> None:
    with EmbeddedDynamoDB(tmp_path, fresh=True) as store:
        assert store.put_aside is None
        ask(store.endpoint, "CreateTable", **TABLE)
        ask(store.endpoint, "PutItem", Item=key("a", "1"))
        os.kill(store.pid, signal.SIGKILL)
    with EmbeddedDynamoDB(tmp_path, fresh=True) as store:
        with pytest.raises(urllib.error.HTTPError):
            ask(store.endpoint, "DescribeTable")
        assert store.put_aside is not None
        aside = store.put_aside
    with EmbeddedDynamoDB(Path(aside)) as store:
        assert ask(store.endpoint, "GetItem", Key=key("a", "1"))["Item"] == key("a", "1")


def test_no_file_is_written_without_a_folder(tmp_path: Path) -> None:
    with EmbeddedDynamoDB() as store:
        ask(store.endpoint, "CreateTable", **TABLE)


def test_an_unreadable_store_is_reported_and_can_be_moved_aside(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all" * 1_000)
    with pytest.raises(NoStoreError, match="--fresh"), EmbeddedDynamoDB(tmp_path):
        pass
    with EmbeddedDynamoDB(tmp_path, fresh=True) as store:
        assert store.put_aside
    (connection := sqlite3.connect(tmp_path / FILE)).execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(NoStoreError, match="another release"), EmbeddedDynamoDB(tmp_path):
        pass
    with pytest.raises(NoStoreError, match="--data"), EmbeddedDynamoDB(tmp_path / FILE):
        pass


def test_only_its_owner_can_read_the_file(tmp_path: Path) -> None:
    with EmbeddedDynamoDB(tmp_path) as store:
        ask(store.endpoint, "CreateTable", **TABLE)
        assert {path.stat().st_mode & 0o077 for path in tmp_path.iterdir()} == {0}


def test_the_store_serves_only_this_machine_and_no_web_pages() -> None:
    with EmbeddedDynamoDB() as store:
        port = int(store.endpoint.rsplit(":", 1)[1])
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.2", port)) != 0
        for headers in ({"Host": "evil.example"}, {"Host": f"evil.example:{port}"}, {"Origin": "http://evil.example"}):
            with pytest.raises(urllib.error.HTTPError) as caught:
                ask(store.endpoint, "ListTables", headers)
            assert caught.value.code == 400


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"TableName": 1}'])
def test_a_request_that_cannot_be_read_is_refused(body: bytes) -> None:
    with EmbeddedDynamoDB() as store:
        request = urllib.request.Request(store.endpoint, body, {"X-Amz-Target": "DynamoDB_20120810.GetItem"})
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request, timeout=30)
        assert caught.value.code == 400


def test_the_store_ends_with_the_process_that_started_it() -> None:
    code = (
        "import os, time; from local.processes.dynamodb import EmbeddedDynamoDB\n"
        "store = EmbeddedDynamoDB(); store.__enter__(); print(store.endpoint, store.pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        _, pid = parent.stdout.readline().split()
        parent.kill()
        os.waitid(os.P_PID, parent.pid, os.WEXITED | os.WNOWAIT)
    assert gone(int(pid))


def gone(pid: int) -> bool:
    for _ in range(600):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").exists() and Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] == "Z":
            return True
        threading.Event().wait(0.1)
    return False

"""A copy of the flows table is read, checked and loaded."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from flow_core.json import Json
from functions.adapters.dynamodb.flows.agents import DynamoAgents
from functions.adapters.dynamodb.flows.flows import DynamoFlows
from functions.adapters.dynamodb.items import Table
from functions.ports.agents import Agent
from infra.copies.__main__ import main
from infra.copies.export import CopyError, Folder, newest
from infra.copies.load import load
from testing.dynamodb_export import write_export

TONIGHT = datetime(2026, 11, 29, 3, 17, tzinfo=UTC)
BUCKET = "copies"


@dataclass(frozen=True)
class Stores:
    flows: DynamoFlows
    agents: DynamoAgents
    name: str


def stores(name: str) -> Stores:
    table = Table(name, "us-east-1")
    flows = DynamoFlows(table, keep_days=1)
    flows.items.create_table(wait=True)
    return Stores(flows, DynamoAgents(table), name)


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in (
        ("AWS_ACCESS_KEY_ID", "t"),
        ("AWS_SECRET_ACCESS_KEY", "t"),
        ("AWS_DEFAULT_REGION", "us-east-1"),
    ):
        monkeypatch.setenv(name, value)
    with mock_aws():
        yield


@pytest.fixture
def lost() -> Stores:
    """The stores of a stack with two flows, one of them too long to be stored as text, and an agent."""
    made = stores("lost")
    for name, length in (("short", 10), ("long", 150_000)):
        written: Json = {"name": name, "words": "word " * (length // 5)}
        made.flows.save_draft("acme", name, name, written, 1)
        draft = made.flows.draft("acme", name)
        assert draft is not None
        made.flows.publish("acme", draft, name, 2, by="ann", note="first")
    made.agents.put_agent("acme", Agent("support", "Support", "short", "latest"))
    return made


def everything(table: str) -> list[Mapping[str, Any]]:
    items: list[Mapping[str, Any]] = boto3.client("dynamodb").scan(TableName=table)["Items"]
    return items


def in_folder(path: Path, items: list[Mapping[str, Any]], **more: Any) -> str:
    def put(key: str, content: bytes) -> None:
        (path / key).parent.mkdir(parents=True, exist_ok=True)
        (path / key).write_bytes(content)

    return write_export(put, items, **{"at": TONIGHT, **more})


def new_stack(table: str) -> None:
    template = {
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {"FlowsTable": {"Value": table}},
    }
    boto3.client("cloudformation").create_stack(StackName="rescue", TemplateBody=json.dumps(template))


def test_a_new_stack_has_the_flows_and_agents_of_the_lost_one(lost: Stores, capsys: pytest.CaptureFixture[str]) -> None:
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket=BUCKET)

    def put(key: str, content: bytes) -> None:
        s3.put_object(Bucket=BUCKET, Key=key, Body=content)

    # An older copy, and one of which the newest has only the beginning.
    write_export(put, [], at=TONIGHT - timedelta(days=1), prefix="callflow-prod")
    write_export(put, everything("lost"), at=TONIGHT, prefix="callflow-prod")
    put(f"callflow-prod/AWSDynamoDB/{int(TONIGHT.timestamp() * 1000) + 1:014d}-e5f6/_started", b"")
    rescue = stores("rescue-flows")
    new_stack("rescue-flows")
    assert main(["load", f"s3://{BUCKET}/callflow-prod", "--stack", "rescue"]) == 0
    told = capsys.readouterr().out
    for line in ("2 flows", "2 versions of flows", "1 agents"):
        assert line in told
    assert sorted(map(str, everything("rescue-flows"))) == sorted(map(str, everything("lost")))
    for name in ("short", "long"):
        before, after = (each.flows.version("acme", name, 1) for each in (lost, rescue))
        assert after is not None
        assert after == before
    assert rescue.agents.agent("acme", "support") == lost.agents.agent("acme", "support")
    # The lost stack's list goes on: the next version is the second.
    draft = rescue.flows.draft("acme", "short")
    assert draft is not None
    rescue.flows.save_draft("acme", "short", "short", {"name": "changed"}, 3)
    changed = rescue.flows.draft("acme", "short")
    assert changed is not None
    published = rescue.flows.publish("acme", changed, "short", 4)
    assert published is not None
    assert published.version == 2


def test_a_table_with_items_is_refused_unless_an_attempt_continues(lost: Stores, tmp_path: Path) -> None:
    in_folder(tmp_path, everything("lost"))
    stores("rescue-flows").agents.put_agent("acme", Agent("other", "Other", "short", "latest"))
    client, copy = boto3.client("dynamodb"), newest(Folder(tmp_path))
    with pytest.raises(CopyError, match="new stack"):
        load(client, "rescue-flows", copy.items())
    assert load(client, "rescue-flows", copy.items(), again=True)["flows"] == 2
    assert load(client, "rescue-flows", copy.items(), again=True)["flows"] == 2
    assert len(everything("rescue-flows")) == len(everything("lost")) + 1


def test_what_has_expired_stays_away(tmp_path: Path) -> None:
    keys = {"pk": {"S": "CALL#1"}, "sk": {"S": "CALL"}}
    in_folder(tmp_path, [{**keys, "expires_at": {"N": "1"}}, {**keys, "sk": {"S": "B"}, "expires_at": {"N": "9e12"}}])
    stores("rescue-flows")
    counts = load(boto3.client("dynamodb"), "rescue-flows", newest(Folder(tmp_path)).items())
    assert counts == {"expired": 1, "others": 1}


def test_items_that_dynamodb_did_not_take_are_sent_again() -> None:
    class Busy:
        """Takes one item of each request."""

        def __init__(self) -> None:
            self.taken: list[str] = []

        def scan(self, **_: Any) -> dict[str, int]:
            return {"Count": 0}

        def batch_write_item(self, RequestItems: dict[str, list[Any]]) -> dict[str, Any]:  # noqa: N803  # boto3's name
            ((table, wanted),) = RequestItems.items()
            self.taken.append(wanted[0]["PutRequest"]["Item"]["sk"]["S"])
            return {"UnprocessedItems": {table: wanted[1:]} if wanted[1:] else {}}

    items = [{"pk": {"S": "AUDIT#acme"}, "sk": {"S": f"AT#{number}"}} for number in range(5)]
    client, pauses = Busy(), list[float]()
    assert load(client, "t", items, pause=pauses.append) == {"entries of the audit": 5}
    assert client.taken == [f"AT#{number}" for number in range(5)]
    assert pauses == sorted(set(pauses))
    assert len(pauses) == 4
    with pytest.raises(CopyError, match="--again"):
        load(Busy(), "t", items * 2, pause=pauses.append)


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        ("missing file", "lacks"),
        ("changed file", "damaged"),
        ("missing item", "instead of"),
        ("incremental", "FULL_EXPORT"),
        ("ion", "DYNAMODB_JSON"),
        ("nothing", "no complete export"),
    ],
)
def test_a_copy_that_is_not_whole_is_refused(damage: str, why: str, tmp_path: Path) -> None:
    item = {"pk": {"S": "a"}, "sk": {"S": "b"}}
    differs: dict[str, dict[str, Any]] = {
        "missing item": {"itemCount": 3},
        "incremental": {"exportType": "INCREMENTAL_EXPORT"},
        "ion": {"outputFormat": "ION"},
    }
    more = differs.get(damage, {})
    folder = tmp_path / in_folder(tmp_path, [item], **more)
    first = next(iter(sorted((folder / "data").iterdir())))
    if damage == "missing file":
        first.unlink()
    elif damage == "changed file":
        first.write_bytes(gzip.compress(b"{}"))
    elif damage == "nothing":
        (folder / "manifest-summary.json").unlink()
    with pytest.raises(CopyError, match=why):
        list(newest(Folder(tmp_path)).items())


@pytest.mark.parametrize(("hours", "code"), [(1, 0), (25, 0), (27, 1)])
def test_a_missing_nightly_copy_is_told(
    hours: int, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    in_folder(tmp_path, [], at=datetime.now(UTC) - timedelta(hours=hours))
    assert main(["age", str(tmp_path)]) == code
    assert ("older than a day" in capsys.readouterr().err) == (code == 1)


def test_an_unknown_stack_is_told_with_a_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    in_folder(tmp_path, [])
    assert main(["load", str(tmp_path), "--stack", "nobody"]) == 1
    assert "Deploy the stack first" in capsys.readouterr().err

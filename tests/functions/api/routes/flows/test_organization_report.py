"""The report of an organization, and the export of reports as CSV."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from functions.adapters.dynamodb.items import Table
from functions.adapters.dynamodb.sessions.counts import DynamoCounts
from functions.api.reports import rows as exports
from functions.ports.reporting.counts import Counters, SessionCounts
from testing.api.stack import Stack, assert_problem, of
from tests.functions.api.routes.flows.test_report import ASK, call, report

NUMBER = "+15550177"
SESSIONS = count()


@pytest.fixture
def organization(fresh: str) -> str:
    """An organization without other flows."""
    return f"org-{fresh}"


@pytest.fixture
def now(stack: Stack) -> int:
    return stack.services.now()


def ask(stack: Stack, organization: str, **query: str) -> Any:
    answer = stack.client.get("/api/report", params=query, headers=of(organization))
    assert answer.status_code == 200, answer.text
    return answer.json()


def counted(stack: Stack, organization: str, flow_id: str, at: int, group: str, **more: Any) -> None:
    """Store the counters of a session as the stream's function does."""
    settings = stack.services.settings
    counters: Counters = {group: {"sessions": 1, "status": {"completed": 1}, **more}}
    session = f"{flow_id}-{next(SESSIONS)}"
    counts = DynamoCounts(Table(settings.sessions_table, settings.region))
    counts.save(SessionCounts(session, organization, flow_id, at, 1, counters))


def table(answer: Any) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def test_the_report_of_an_organization_has_all_its_flows_and_no_others(
    stack: Stack, organization: str, fresh: str
) -> None:
    one, other = f"{fresh}-1", f"{fresh}-2"
    for flow_id in (one, other, f"{fresh}-3"):
        stack.publish(flow_id, ASK, organization=organization)
    stack.publish(one, ASK, organization="stranger")
    call(stack, one, "", "left", organization=organization)
    call(stack, one, "", "right", organization=organization)
    call(stack, other, "", "left", organization=organization)
    call(stack, one, "", "left", organization="stranger")
    shown = ask(stack, organization)
    assert (shown["sessions"], shown["byOutcome"], shown["complete"]) == (3, {"left": 2, "right": 1}, True)
    assert {flow_id: part["sessions"] for flow_id, part in shown["byFlow"].items()} == {one: 2, other: 1}
    assert shown["containment"] == 1
    assert list(shown["byChannel"]) == ["chat"]
    assert sum(part["sessions"] for part in shown["byDay"].values()) == 3
    assert ask(stack, organization, flowId=other)["sessions"] == 1
    assert ask(stack, organization, channel="phone")["byFlow"] == {}
    assert_problem(stack.client.get("/api/report?flowId=none", headers=of(organization)), 404)
    assert_problem(stack.client.get("/api/report?flowId=a+b", headers=of(organization)), 422, "flowId")


def test_a_deleted_flow_is_only_in_a_report_that_asks_for_it(stack: Stack, organization: str, fresh: str) -> None:
    stack.publish(fresh, ASK, organization=organization)
    call(stack, fresh, "", "left", organization=organization)
    assert stack.client.delete(f"/api/flows/{fresh}", headers=of(organization)).status_code == 204
    assert ask(stack, organization)["sessions"] == 0
    assert ask(stack, organization, flowId=fresh)["sessions"] == 1


def test_sessions_are_told_apart_by_agent_and_number(stack: Stack, fresh: str, now: int) -> None:
    stack.publish(fresh, ASK)
    for group, sessions in (("1 phone ann +15550177", 3), ("1 phone ann +15550178", 2), ("1 phone", 1)):
        for _ in range(sessions):
            counted(stack, "demo", fresh, now - 5000, group)
    shown = report(stack, fresh)
    assert shown["sessions"] == 6
    assert {name: part["sessions"] for name, part in shown["byNumber"].items()} == {NUMBER: 3, "+15550178": 2}
    assert {name: part["sessions"] for name, part in shown["byAgent"].items()} == {"ann": 5}
    assert report(stack, fresh, agentId="ann", calledNumber="(555) 01-77", channel="phone")["sessions"] == 0
    assert report(stack, fresh, agentId="ann", calledNumber="1 555-0177", channel="phone")["sessions"] == 3
    assert report(stack, fresh, agentId="ben")["sessions"] == 0


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_days_are_those_of_the_organization(stack: Stack, organization: str, fresh: str, now: int, zone: str) -> None:
    stack.publish(fresh, ASK, organization=organization)
    saved = stack.client.put("/api/settings", json={"timeZone": zone}, headers=of(organization))
    assert saved.status_code == 200
    today = datetime.fromtimestamp(now / 1000, ZoneInfo(zone)).date()
    midnight = round(datetime(today.year, today.month, today.day, tzinfo=ZoneInfo(zone)).timestamp() * 1000)
    yesterday = today - timedelta(days=1)
    for at in (midnight - 1, midnight - 2, midnight):
        counted(stack, organization, fresh, at, "1 phone")
    for shown in (
        ask(stack, organization, **{"from": yesterday.isoformat(), "to": today.isoformat()}),
        report(stack, fresh, organization, **{"from": yesterday.isoformat(), "to": today.isoformat()}),
    ):
        assert shown["timeZone"] == zone
        days = {name: part["sessions"] for name, part in shown["byDay"].items()}
        assert days == {yesterday.isoformat(): 2, today.isoformat(): 1}
    only = report(stack, fresh, organization, **{"from": yesterday.isoformat(), "to": yesterday.isoformat()})
    assert only["sessions"] == 2


def test_the_export_has_a_row_for_each_day_and_group(stack: Stack, organization: str, fresh: str, now: int) -> None:
    stack.publish(fresh, ASK, organization=organization)
    models = {"tokens": {"input": 50, "output": 4}, "errors": {"tool": {"look": {"503": 2}}}}
    for group in ("1 phone ann +15550177", "1 phone ann +15550177", "2 chat"):
        counted(stack, organization, fresh, now - 9_000, group, turns={"4": 1}, **models)
    path, headers = f"/api/flows/{fresh}/report", of(organization)
    found = table(stack.client.get(path, params={"format": "csv"}, headers=headers))
    day = datetime.fromtimestamp((now - 9_000) / 1000, UTC).date().isoformat()
    assert [(row["version"], row["channel"], row["agentId"], row["calledNumber"]) for row in found] == [
        ("1", "phone", "ann", "'+15550177"),
        ("2", "chat", "", ""),
    ]
    first = found[0]
    assert (first["date"], first["flowId"], first["sessions"], first["completed"]) == (day, fresh, "2", "2")
    assert (first["containment"], first["turnsMedian"], first["firstWordMillisP95"]) == ("1.0", "4.0", "")
    assert (first["toolErrors"], first["inputTokens"], first["outputTokens"]) == ("4", "100", "8")
    negotiated = stack.client.get(path, headers={**headers, "Accept": "text/csv"})
    assert table(negotiated) == found
    assert negotiated.headers["content-disposition"] == f'attachment; filename="report-{fresh}-sessions.csv"'
    assert table(stack.client.get("/api/report", params={"format": "csv"}, headers=headers)) == found
    json_first = stack.client.get(path, headers={**headers, "Accept": "text/csv, application/json"})
    assert json_first.json()["sessions"] == 3
    assert stack.client.get(path, params={"format": "json"}, headers={**headers, "Accept": "text/csv"}).json()


def test_the_other_exports_have_outcomes_nodes_and_errors(
    stack: Stack, organization: str, fresh: str, now: int
) -> None:
    stack.publish(fresh, ASK, organization=organization)
    counted(
        stack,
        organization,
        fresh,
        now - 9_000,
        "1 chat",
        outcome={'=HYPERLINK("http://a.test")': 1, 'say "hi", then\nend': 2},
        nodes={"ask": {"entered": 3, "exits": {"default": 2, "noInput": 1}}, "bye": {"entered": 2, "ended": 2}},
        errors={"model": {"ask": {"timeout": 5}}},
    )

    def export(rows: str) -> list[dict[str, str]]:
        query = {"format": "csv", "rows": rows}
        return table(stack.client.get(f"/api/flows/{fresh}/report", params=query, headers=of(organization)))

    outcomes = {row["outcome"]: row["sessions"] for row in export("outcomes")}
    assert outcomes == {'\'=HYPERLINK("http://a.test")': "1", 'say "hi", then\nend': "2"}
    nodes = [(row["nodeId"], row["entered"], row["endedHere"], row["exit"], row["left"]) for row in export("nodes")]
    assert nodes == [
        ("ask", "3", "0", "default", "2"),
        ("ask", "3", "0", "noInput", "1"),
        ("bye", "2", "2", "", ""),
    ]
    assert [(row["kind"], row["error"], row["count"]) for row in export("errors")] == [("model", "timeout", "5")]


@pytest.fixture
def no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("flow_report", "organization_report"):
        monkeypatch.setattr(f"functions.api.reports.{module}.SECONDS", -1.0)


@pytest.mark.usefixtures("no_time")
def test_an_export_that_would_lack_rows_is_none(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, ASK)
    call(stack, fresh, "", "left")
    assert not report(stack, fresh)["complete"]
    assert not ask(stack, "demo")["complete"]
    for path in (f"/api/flows/{fresh}/report", "/api/report"):
        answer = stack.client.get(path, params={"format": "csv"})
        assert_problem(answer, 503)
        assert answer.headers["retry-after"] == "1"


def test_a_very_long_export_names_the_remedy(
    stack: Stack, fresh: str, now: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack.publish(fresh, ASK)
    for version in (1, 2):
        counted(stack, "demo", fresh, now - 9_000, f"{version} chat")
    monkeypatch.setattr(exports, "MAX_ROWS", 2)
    path = f"/api/flows/{fresh}/report?format=csv"
    assert len(table(stack.client.get(path))) == 2
    monkeypatch.setattr(exports, "MAX_ROWS", 1)
    assert_problem(stack.client.get(path), 422, "from")


def test_four_hundred_dates_are_one_report_though_clocks_change(stack: Stack, organization: str) -> None:
    stack.client.put("/api/settings", json={"timeZone": "Europe/London"}, headers=of(organization))
    last = date(2026, 3, 1)
    first = last - timedelta(days=399)
    assert ask(stack, organization, **{"from": first.isoformat(), "to": last.isoformat()})["sessions"] == 0
    longer = {"from": (first - timedelta(days=1)).isoformat(), "to": last.isoformat()}
    assert_problem(stack.client.get("/api/report", params=longer, headers=of(organization)), 422, "from")

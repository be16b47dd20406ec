"""The sessions that a report is about: the parameters of its routes, checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Annotated, Any, Literal, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fastapi import Header, Query

from flow_core.state import Channel
from functions.api.http.ids import ID_RULE, is_valid_id
from functions.api.http.problems import invalid_field
from functions.api.schemas.requests.fields import e164
from functions.ports.reporting.counts import Counters
from functions.report.days import Counted
from functions.report.session_counts import Group
from functions.services import Services

SECONDS = 10.0
"""Seconds that a request adds counters. API Gateway waits for 29."""
From: TypeAlias = Annotated[
    str | None, Query(alias="from", max_length=40, description="A date or a time (RFC 3339). 30 days before `to`.")
]
To: TypeAlias = Annotated[
    str | None,
    Query(alias="to", max_length=40, description="A date, which is included, or a time, which is not. Now."),
]
ChannelQuery: TypeAlias = Annotated[Channel | None, Query(alias="channel", description="Only this channel.")]
AgentQuery: TypeAlias = Annotated[
    str | None, Query(alias="agentId", max_length=200, description="Only sessions of this agent.")
]
NumberQuery: TypeAlias = Annotated[
    str | None,
    Query(alias="calledNumber", max_length=40, description="Only calls to this number. Write its + as %2B."),
]
FormatQuery: TypeAlias = Annotated[
    Literal["json", "csv"] | None,
    Query(alias="format", description="`csv` exports rows. Without it, the header `Accept: text/csv` asks for them."),
]
CSV_RESPONSE: dict[str, Any] = {"content": {"text/csv": {"schema": {"type": "string"}}}}
"""The export, in the document of the API."""
AcceptHeader: TypeAlias = Annotated[str | None, Header(alias="Accept", include_in_schema=False)]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which sessions are counted. None: all."""

    version: str | None = None
    channel: str | None = None
    agent_id: str | None = None
    number: str | None = None

    def __contains__(self, group: Group) -> bool:
        """Whether the sessions of a group are counted."""
        return (
            self.version in (None, group.version)
            and self.channel in (None, group.channel)
            and self.agent_id in (None, group.agent_id)
            and self.number in (None, group.number)
        )

    def of(self, counted: Counted) -> Iterator[tuple[int, Group, Counters]]:
        """Yield the counters of each date and group that are counted."""
        for day, by_group in counted.days.items():
            for name, counters in by_group.items():
                group = Group.of(name)
                if isinstance(counters, dict) and group in self:
                    yield day, group, counters


def chosen(channel: Channel | None, agent_id: str | None, number: str | None, version: str | None = None) -> Chosen:
    """Check the parameters. `ProblemError` (422) names one that is malformed."""
    if agent_id is not None and not is_valid_id(agent_id):
        raise invalid_field("agentId", ID_RULE)
    if number is not None:
        try:
            number = e164(number)
        except ValueError as error:
            raise invalid_field("calledNumber", str(error)) from error
    return Chosen(version, channel, agent_id, number)


def zone_of(services: Services, organization_id: str) -> tzinfo:
    """Return the time zone of an organization's reports."""
    name = services.organizations.settings(organization_id).time_zone
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        # An earlier release of the database had it.
        return UTC


def wants_csv(asked: Literal["json", "csv"] | None, accept: str | None) -> bool:
    """Whether a request asks for rows as CSV."""
    if asked is not None:
        return asked == "csv"
    kinds = [part.split(";")[0].strip().lower() for part in (accept or "").split(",")]
    return "text/csv" in kinds and "application/json" not in kinds

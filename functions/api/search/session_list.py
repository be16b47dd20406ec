"""`GET /api/sessions`: the sessions of an organization that fit some filters, newest first."""

from __future__ import annotations

from datetime import UTC
from typing import Annotated, Literal, NotRequired, get_args

from fastapi import APIRouter, Query
from typing_extensions import TypedDict

from flow_core.state import Channel, Status
from flow_core.timestamp import iso
from functions.api.http.dependencies import Cursor, Limit, Organization, ServicesDep
from functions.api.http.ids import ID_RULE, is_valid_id
from functions.api.http.problems import invalid_field
from functions.api.http.raw_json import RawJsonRoute
from functions.api.reports.chosen import zone_of
from functions.api.reports.period import moment
from functions.ports.search.session_search import FoundSession, SessionQuery, TestMode
from functions.search.words import MIN_LENGTH, number_key, words_of

MAX_WORDS = 8
"""Words of a search, at most: each is a list that a page reads."""

router = APIRouter(route_class=RawJsonRoute)


class FoundSessionItem(TypedDict):
    """A session in a list of search results. `testMode` is absent if the session is no test."""

    sessionId: str
    flowId: str
    flowVersion: int | Literal["draft"]
    status: Status
    roomName: str
    createdAt: str
    channel: Channel
    agentId: NotRequired[str]
    callerNumber: NotRequired[str]
    calledNumber: NotRequired[str]
    outcome: NotRequired[str]
    testMode: NotRequired[Literal["chat", "audio", "simulated"]]


class FoundSessionList(TypedDict):
    """A page of sessions, newest first. `cursor` is null on the last page; even an empty page may have one."""

    sessions: list[FoundSessionItem]
    cursor: str | None


@router.get("/api/sessions")
def search_sessions(
    organization: Organization,
    services: ServicesDep,
    flow_id: Annotated[str | None, Query(alias="flowId", description="Only sessions of this flow.")] = None,
    agent_id: Annotated[str | None, Query(alias="agentId", description="Only sessions of this agent.")] = None,
    status: Annotated[str | None, Query(description="Only sessions with this status.")] = None,
    caller_number: Annotated[
        str | None, Query(alias="callerNumber", max_length=100, description="Only calls from this number.")
    ] = None,
    called_number: Annotated[
        str | None, Query(alias="calledNumber", max_length=100, description="Only calls to this number.")
    ] = None,
    outcome: Annotated[str | None, Query(max_length=200, description="Only sessions with this outcome.")] = None,
    node: Annotated[
        str | None, Query(max_length=400, description="Only ended sessions that reached the node with this id.")
    ] = None,
    test_mode: Annotated[
        str | None,
        Query(alias="testMode", description="Only tests of this kind: chat, audio or simulated; `none`: no tests."),
    ] = None,
    begins: Annotated[
        str | None, Query(alias="from", max_length=40, description="A date or a time (RFC 3339).")
    ] = None,
    ends: Annotated[
        str | None,
        Query(alias="to", max_length=40, description="A date, which is included, or a time, which is not."),
    ] = None,
    text: Annotated[
        str | None,
        Query(max_length=500, description="Only ended sessions whose caller said all of these words, in any order."),
    ] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> FoundSessionList:
    """List the sessions of the organization that fit all filters, newest first. An empty page may have a cursor."""
    zone = UTC if begins is None and ends is None else zone_of(services, organization)
    begin = 0 if begins is None else moment("from", begins, zone, whole_day=False)
    end = None if ends is None else moment("to", ends, zone, whole_day=True)
    if end is not None and begin >= end:
        raise invalid_field("from", "must be before to; send an earlier time, or leave it out")
    query = SessionQuery(
        flow_id=_id("flowId", flow_id),
        agent_id=_id("agentId", agent_id),
        status=_status(status),
        caller_number=_number("callerNumber", caller_number),
        called_number=_number("calledNumber", called_number),
        outcome=_filled("outcome", outcome),
        test_mode=_test_mode(test_mode),
        node=_filled("node", node),
        words=() if text is None else _words(text),
        begin=begin,
        end=end,
    )
    page = services.session_search.find(organization, query, cursor=cursor, limit=limit)
    return {"sessions": [_shown(session) for session in page.sessions], "cursor": page.cursor}


def _id(field: str, name: str | None) -> str | None:
    if name is not None and not is_valid_id(name):
        raise invalid_field(field, ID_RULE)
    return name


def _status(name: str | None) -> Status | None:
    if name is not None and name not in set(Status):
        raise invalid_field("status", f"must be one of {', '.join(Status)}")
    return None if name is None else Status(name)


def _test_mode(name: str | None) -> TestMode | None:
    if name is None:
        return None
    mode: TestMode
    for mode in get_args(TestMode):
        if mode == name:
            return mode
    raise invalid_field("testMode", f"must be one of {', '.join(get_args(TestMode))}")


def _number(field: str, number: str | None) -> str | None:
    return None if number is None else number_key(_filled(field, number) or "")


def _filled(field: str, text: str | None) -> str | None:
    if text is not None and not text.strip():
        raise invalid_field(field, "must not be empty; leave it out to find all")
    return text


def _words(text: str) -> tuple[str, ...]:
    words = words_of(text)
    if not words:
        raise invalid_field("text", f"needs a word of {MIN_LENGTH} letters or more that is not as common as 'the'")
    if len(words) > MAX_WORDS:
        raise invalid_field("text", f"has {len(words)} words; send at most {MAX_WORDS}")
    return tuple(sorted(words))


def _shown(session: FoundSession) -> FoundSessionItem:
    shown: FoundSessionItem = {
        "sessionId": session.session_id,
        "flowId": session.flow_id,
        "flowVersion": session.flow_version,
        "status": session.status,
        "roomName": session.room_name,
        "createdAt": iso(session.created_at),
        "channel": session.channel,
    }
    if session.agent_id is not None:
        shown["agentId"] = session.agent_id
    if session.caller_number is not None:
        shown["callerNumber"] = session.caller_number
    if session.called_number is not None:
        shown["calledNumber"] = session.called_number
    if session.outcome is not None:
        shown["outcome"] = session.outcome
    if session.test_mode != "none":
        shown["testMode"] = session.test_mode
    return shown

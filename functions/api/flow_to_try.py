"""The flow that a request wants to try without a session: a version, the draft, or a definition that is not saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal, TypeVar

from flow_core.check import Checked, check, read_flow
from flow_core.flow import RULES, Flow
from flow_core.json import Json
from functions.api.http.problems import ProblemError, not_found
from functions.api.problem_items import problem_item
from functions.api.schemas.responses.problem_details import ProblemItem
from functions.ports.flows import Definition
from functions.records import FlowPin
from functions.services import Services
from functions.turn.called_flows import UncallableFlowError, called_by, freeze
from functions.turn.mcp_tools import UnlistedToolsError

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class ToTry:
    """A flow that can run, with its inner flows."""

    flow_id: str
    flow: Flow
    pin: FlowPin
    """Of a definition that is not saved, it has revision 0."""
    draft: Definition | None = None
    """The draft as it is now, with all that a publication would freeze. None for a version."""


def flow_to_try(
    services: Services,
    organization: str,
    flow_id: str,
    version: int | Literal["latest", "draft"],
    definition: dict[str, Json] | None = None,
    *,
    list_tools: bool = False,
) -> ToTry:
    """Return a flow that can run.

    Args:
        services: The services.
        organization: The owner of the flow.
        flow_id: The flow.
        version: A version, the latest one, or the draft.
        definition: Taken in place of a stored one.
        list_tools: Whether MCP servers are asked for the tools of a draft, as for a publication.

    Returns:
        The flow. A draft has the flows that it calls as they are now.

    `ProblemError` is raised: 404 if there is no such flow or version, 422 with `problems` if it cannot run.
    """
    summary = _found(services.flows.summary(organization, flow_id), f"flow {flow_id}")
    if definition is not None:
        return _frozen(services, organization, Definition(flow_id, FlowPin(None, 0), definition), list_tools)
    if version == "draft":
        draft = _found(services.flows.draft(organization, flow_id), f"flow {flow_id}")
        return _frozen(services, organization, draft, list_tools)
    pin = summary.published if version == "latest" else services.pinned.pin(organization, flow_id, version)
    pin = _found(pin, f"{version} version of the flow {flow_id}")
    return ToTry(flow_id, services.pinned(organization, flow_id, pin), pin)


def _found(found: Found | None, what: str) -> Found:
    if found is None:
        raise not_found(what)
    return found


def _require_without_errors(checked: Checked) -> None:
    if not checked.errors:
        return
    first = f"{checked.errors[0].message} {checked.errors[0].remedy}"
    detail = f"The definition has errors and cannot run. The first: {first}"
    problems = [problem_item(item) for item in checked.problems]
    raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, detail, problems)


def _frozen(services: Services, organization: str, draft: Definition, list_tools: bool) -> ToTry:
    called = called_by(services.flows, organization, draft.written, flow_id=draft.flow_id)
    _require_without_errors(check(draft.written, services.inspect(organization), services.schema_problem, called))
    try:
        whole = freeze(services.list_tools(organization, draft) if list_tools else draft, called)
    except UncallableFlowError as error:
        raise _cannot_run(error, [{"field": "nodes", "message": str(error)}]) from error
    except UnlistedToolsError as error:
        raise _cannot_run(error, [problem_item(item) for item in error.problems]) from error
    flow, problems = read_flow(whole.written, RULES, whole.subflows)
    if flow is None:
        raise _cannot_run("it has errors; correct them", [problem_item(item) for item in problems])
    return ToTry(draft.flow_id, flow, whole.pin, whole)


def _cannot_run(why: object, problems: Sequence[ProblemItem]) -> ProblemError:
    return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, f"The flow cannot run: {why}", problems)

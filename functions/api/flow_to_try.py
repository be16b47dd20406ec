"""The flow that a request wants to try without a session: a version, the draft, or a definition that is not saved."""

from __future__ import annotations

from http import HTTPStatus
from typing import Literal, TypeVar

from flow_core.check import Checked, check, read_flow
from flow_core.flow import RULES, Flow
from flow_core.json import Json
from functions.api.http.problems import ProblemError, not_found
from functions.api.routes.flows import problem_item
from functions.ports.flows import Definition
from functions.records import FlowPin
from functions.services import Services
from functions.turn.called_flows import UncallableFlowError, called_by, freeze

Found = TypeVar("Found")


def flow_to_try(
    services: Services,
    organization: str,
    flow_id: str,
    version: int | Literal["latest", "draft"],
    definition: dict[str, Json] | None = None,
) -> Flow:
    """Return a flow that can run, with its inner flows.

    Args:
        services: The services.
        organization: The owner of the flow.
        flow_id: The flow.
        version: A version, the latest one, or the draft.
        definition: Taken in place of a stored one.

    Returns:
        The flow. A draft has the flows that it calls as they are now, and asks no MCP server for its tools.

    `ProblemError` is raised: 404 if there is no such flow or version, 422 with `problems` if it cannot run.
    """
    summary = _found(services.flows.summary(organization, flow_id), f"flow {flow_id}")
    if definition is not None:
        called = called_by(services.flows, organization, definition, flow_id=flow_id)
        checked = check(definition, services.inspect(organization), services.schema_problem, called)
        _require_without_errors(checked)
        return _frozen(services, organization, Definition(flow_id, FlowPin(None, 0), definition))
    if version == "draft":
        draft = _found(services.flows.draft(organization, flow_id), f"flow {flow_id}")
        return _frozen(services, organization, draft)
    pin = summary.published if version == "latest" else services.pinned.pin(organization, flow_id, version)
    return services.pinned(organization, flow_id, _found(pin, f"{version} version of the flow {flow_id}"))


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


def _frozen(services: Services, organization: str, draft: Definition) -> Flow:
    try:
        whole = freeze(draft, called_by(services.flows, organization, draft.written, flow_id=draft.flow_id))
    except UncallableFlowError as error:
        problems = [{"field": "nodes", "message": str(error)}]
        reason = f"The flow cannot run: {error}"
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, reason, problems) from error
    flow, problems_of_shape = read_flow(whole.written, RULES, whole.subflows)
    if flow is None:
        shown = [problem_item(item) for item in problems_of_shape]
        raise ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, "The flow has errors and cannot run. Correct them.", shown)
    return flow

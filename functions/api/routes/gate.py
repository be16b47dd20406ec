"""The gate of a flow: what a publication must pass."""

from __future__ import annotations

from fastapi import APIRouter

from functions.api.http.dependencies import FlowId, Organization, ServicesDep
from functions.api.http.problems import not_found
from functions.api.http.request_body import SmallJson
from functions.api.publishing_gate import shown_gate
from functions.api.routes.audit import AuditDep
from functions.api.schemas.requests.gate import GateBody
from functions.api.schemas.responses import gate as responses
from functions.ports.flows import Gate
from functions.services import Services

router = APIRouter(route_class=SmallJson)


@router.put("/api/flows/{flowId}/gate")
def put_gate(
    flow_id: FlowId, body: GateBody, organization: Organization, services: ServicesDep, audit: AuditDep
) -> responses.Gate:
    """Save what a publication of the flow must pass. The flow must exist."""
    _require_flow(services, organization, flow_id)
    gate = Gate(body.tests, body.replay_last, body.most_differing, body.words_may_differ, body.least_node_coverage)
    services.gates.save_gate(organization, flow_id, gate)
    shown = shown_gate(gate)
    audit.record("gate.saved", flow_id, **shown)
    return shown


@router.get("/api/flows/{flowId}/gate")
def get_gate(flow_id: FlowId, organization: Organization, services: ServicesDep) -> responses.Gate:
    """Read what a publication of the flow must pass. Without a gate, everything passes."""
    _require_flow(services, organization, flow_id)
    return shown_gate(services.gates.gate(organization, flow_id))


def _require_flow(services: Services, organization: str, flow_id: str) -> None:
    if services.flows.summary(organization, flow_id) is None:
        raise not_found(f"flow {flow_id}")

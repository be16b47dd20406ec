"""Publishes the flows of examples/ through the API's own services."""

from __future__ import annotations

import json
from pathlib import Path

from flow_core.check import check
from functions.ports.flows import Definition
from functions.records import FlowPin
from functions.services import Services

EXAMPLES = Path(__file__).parent.parent / "examples"
WRITTEN_FOR = "http://127.0.0.1:8000"
"""Where the examples look for their tools."""


def publish_examples(services: Services, organization_id: str, address: str) -> list[str]:
    """The ids of the flows; `address` is where this stack serves their tools."""
    published: list[str] = []
    for path in sorted(EXAMPLES.glob("*.json")):
        written = json.loads(path.read_text().replace(WRITTEN_FOR, address))
        checked = check(written, services.inspect, services.schema_problem)
        if checked.errors or checked.flow is None:
            raise ValueError(f"{path}: {checked.errors}")
        now, warnings = services.now(), len(checked.warnings)
        revision = services.flows.save_draft(organization_id, path.stem, checked.flow.name, written, now, warnings)
        draft = Definition(path.stem, FlowPin(None, revision), written)
        services.flows.publish(organization_id, draft, checked.flow.name, now)
        published.append(path.stem)
    return published

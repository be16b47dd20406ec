"""Definitions of flows that tests save and publish."""

from __future__ import annotations

import random

from flow_core.json import Json
from functions.ports.flows import Definition, Flows

IN_PARTS = random.Random(2).randbytes(1_500_000).hex()
"""A text that one item does not hold."""


def saved(flows: Flows, written: Json, *, organization: str = "acme", flow: str = "support") -> Definition:
    flows.save_draft(organization, flow, "Support", written, 1_000)
    draft = flows.draft(organization, flow)
    assert draft is not None
    return draft


def published(flows: Flows, organization: str, draft: Definition, name: str, at: int) -> int:
    done = flows.publish(organization, draft, name, at)
    assert done is not None
    return done.version

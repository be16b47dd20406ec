"""Small exports in the formats of other products, written by hand, and what a test asks of an import."""

from __future__ import annotations

from typing import Any

from tests.functions.flow_import.written.asked import errors_of, inner_of, leads, nodes_of, notes_at, zipped
from tests.functions.flow_import.written.dialogflow import CX
from tests.functions.flow_import.written.pipecat import PIPECAT, PIPECAT_EDITOR
from tests.functions.flow_import.written.retell import RETELL
from tests.functions.flow_import.written.vapi import VAPI
from tests.functions.flow_import.written.voiceflow import VOICEFLOW

__all__ = [
    "ALL",
    "CX",
    "PIPECAT",
    "PIPECAT_EDITOR",
    "RETELL",
    "VAPI",
    "VOICEFLOW",
    "errors_of",
    "inner_of",
    "leads",
    "nodes_of",
    "notes_at",
    "zipped",
]

ALL: dict[str, dict[str, Any]] = {
    "retell": RETELL,
    "vapi": VAPI,
    "pipecat": PIPECAT,
    "pipecat-editor": PIPECAT_EDITOR,
    "voiceflow": VOICEFLOW,
    "dialogflow-cx": CX,
}
"""Name -> export."""

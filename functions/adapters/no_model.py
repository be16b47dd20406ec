"""The model of an installation that has none configured: an llm node speaks its fallback."""

from __future__ import annotations

from flow_core.effects import AskModel
from functions.ports.model import ModelOutcome, Silent


class NoModel:
    """functions.ports.model.Model."""

    def ask(self, effect: AskModel, *, deadline: float) -> ModelOutcome:
        return Silent("no model is configured")

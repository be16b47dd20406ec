"""A model and a store of secrets that report their failures to operators. A flow author's errors are not reported."""

from __future__ import annotations

from dataclasses import dataclass

from flow_core.effects import AskModel
from functions.deadline import Deadline
from functions.errors import UnavailableError
from functions.ports.model import LetOut, Model, ModelOutcome, Silent
from functions.ports.observe import Report
from functions.ports.secrets import Secrets


@dataclass(frozen=True, slots=True)
class ReportedModel:
    """`Model` that reports `Silent.cause`."""

    model: Model
    failed: Report

    def ask(self, effect: AskModel, *, deadline: Deadline, let_out: LetOut | None = None) -> ModelOutcome:
        """See `Model.ask`."""
        outcome = self.model.ask(effect, deadline=deadline, let_out=let_out)
        if isinstance(outcome, Silent) and outcome.cause is not None:
            self.failed("model-failed", outcome.cause, node=effect.node_id, model=effect.model or "the default")
        return outcome


@dataclass(frozen=True, slots=True)
class ReportedSecrets:
    """`Secrets` that reports a store that cannot be reached."""

    secrets: Secrets
    failed: Report

    def get(self, organization_id: str, name: str) -> str | None:
        """See `Secrets.get`."""
        try:
            return self.secrets.get(organization_id, name)
        except UnavailableError as error:
            self.failed("tool-secrets-unreachable", error, organization=organization_id)
            raise

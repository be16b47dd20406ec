"""Failures of a model or a store of secrets are reported to operators. Errors of an author are not."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from botocore.exceptions import ClientError

from flow_core.effects import AskModel
from functions.adapters.models.attempts import Attempted, Passing, ask_until
from functions.adapters.observability.reported import ReportedModel, ReportedSecrets
from functions.deadline import NEVER, Deadline
from functions.errors import UnavailableError
from functions.failures.codes import Failure
from functions.ports.model import LetOut, Model, ModelOutcome, Replied, Silent
from functions.wiring.api import build
from testing.api.stack import LOCAL, Observed

ASKS = AskModel("e-1", "talk", "Talk.", (), None, None, None, {}, True, 1.0)


@dataclass
class RecordedReport:
    """A `Report` that records its calls."""

    lines: list[tuple[Failure, BaseException | None, dict[str, str | int]]] = field(default_factory=list)

    def __call__(self, failure: Failure, error: BaseException | None, /, **known: str | int) -> None:
        self.lines.append((failure, error, known))


@dataclass(frozen=True)
class Answering:
    outcome: ModelOutcome

    def ask(self, effect: AskModel, *, deadline: Deadline, let_out: LetOut | None = None) -> ModelOutcome:
        return self.outcome


class Unreachable:
    def get(self, organization_id: str, name: str) -> str | None:
        detail = "Secrets Manager refused: AccessDeniedException"
        raise UnavailableError("secrets", "GetSecretValue", "refused", detail=detail)


def test_a_failing_provider_is_reported_with_its_node() -> None:
    refused = ClientError({"Error": {"Code": "AccessDeniedException"}}, "Converse")
    report = RecordedReport()
    outcome = ReportedModel(Answering(Silent("Bedrock refused", refused)), report).ask(ASKS, deadline=NEVER)
    assert outcome == Silent("Bedrock refused")
    assert report.lines == [("model-failed", refused, {"node": "talk", "model": "the default"})]


@pytest.mark.parametrize("outcome", [Replied("Hello."), Silent("the reply fits no schema")])
def test_a_reply_and_an_authors_mistake_are_not_reported(outcome: ModelOutcome) -> None:
    report = RecordedReport()
    assert ReportedModel(Answering(outcome), report).ask(ASKS, deadline=NEVER) == outcome
    assert report.lines == []


def test_the_outcome_has_the_cause_of_the_last_attempt() -> None:
    errors = [ConnectionResetError(), ConnectionRefusedError()]

    def attempt(again: bool) -> Attempted:
        return Passing("could not be reached", 0.0, cause=errors.pop(0))

    outcome = ask_until(Deadline.after(5), attempt)
    assert isinstance(outcome, Silent)
    assert isinstance(outcome.cause, ConnectionRefusedError)


def test_secrets_that_cannot_be_read_are_reported_and_the_error_is_raised() -> None:
    report = RecordedReport()
    with pytest.raises(UnavailableError):
        ReportedSecrets(Unreachable(), report).get("acme", "TOKEN")
    ((failure, error, known),) = report.lines
    assert (failure, known) == ("tool-secrets-unreachable", {"organization": "acme"})
    assert isinstance(error, UnavailableError)


def test_the_api_uses_the_reporting_adapters() -> None:
    observed = Observed()
    services = build(LOCAL, observed)
    model: Model = services.run_turn.perform.model
    assert isinstance(model, ReportedModel)
    model.failed("model-failed", None)
    assert observed.codes == ["model-failed"]
    assert services.run_turn.perform.secrets.get("acme", "NONE") is None

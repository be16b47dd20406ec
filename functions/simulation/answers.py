"""The models and tools of a flow in a simulated call: its mocks, and real models where the test has none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flow_core.effects import AskModel, CallMcp, CallTool
from functions.deadline import Deadline
from functions.flow_tests.authored import FlowTest
from functions.flow_tests.mocks import Mocks, Unanswered
from functions.ports.model import LetOut, Model, ModelOutcome
from functions.ports.tools import SecretNamed, ToolOutcome
from functions.records import TurnRecord


@dataclass(slots=True)
class PartlyMocked:
    """`Model`, `Tools` and `McpServers` of one call.

    A node whose mocks have an answer of a model gets all its answers from them. A node with answers of tools alone asks
    the real model, and so does a node without mocks. No tool is ever called.
    """

    model: Model
    mocks: Mocks
    modelled: frozenset[str]
    """The nodes whose mocks answer for their model."""

    def ask(self, effect: AskModel, *, deadline: Deadline, let_out: LetOut | None = None) -> ModelOutcome:
        """See `Model.ask`."""
        model = self.mocks if effect.node_id in self.modelled else self.model
        return model.ask(effect, deadline=deadline, let_out=let_out)

    def call(
        self,
        effect: CallTool | CallMcp,
        *,
        idempotency_key: str = "",
        secrets: SecretNamed | None = None,
        deadline: Deadline | None = None,
    ) -> ToolOutcome:
        """See `Tools.call` and `McpServers.call`."""
        return self.mocks.call(effect, idempotency_key=idempotency_key, secrets=secrets, deadline=deadline)

    @property
    def unanswered(self) -> Unanswered | None:
        """The first effect without a usable mock; None if there was none."""
        return self.mocks.unanswered


def answers_of(test: FlowTest, model: Model, so_far: Sequence[TurnRecord]) -> PartlyMocked:
    """Make the answers of a call.

    Args:
        test: The test with the mocks.
        model: The real models.
        so_far: The turns of the call until now. The answers that they took are not given again.

    Returns:
        The answers.
    """
    modelled = frozenset(node for node, mocks in test.mocks.items() if any(mock.is_of_model for mock in mocks))
    given = Counter(
        run.node_id for turn in so_far for run in turn.effects if run.kind != "AskModel" or run.node_id in modelled
    )
    return PartlyMocked(model, Mocks(test.mocks, lambda node_id: False, given=given, repeats=True), modelled)

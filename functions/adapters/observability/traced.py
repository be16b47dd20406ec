"""A model, tools and MCP servers whose calls are spans of a trace. A span has no word of a question or an answer."""

from __future__ import annotations

from dataclasses import dataclass

from flow_core.effects import AskModel, CallMcp, CallTool
from functions.deadline import Deadline
from functions.ports.model import LetOut, Model, ModelOutcome, Silent
from functions.ports.observing.spans import Span, Spans
from functions.ports.tools import Failed, McpServers, SecretNamed, ToolOutcome, Tools


@dataclass(frozen=True, slots=True)
class TracedModel:
    """`Model` that is traced."""

    model: Model
    spans: Spans

    def ask(self, effect: AskModel, *, deadline: Deadline, let_out: LetOut | None = None) -> ModelOutcome:
        """See `Model.ask`."""
        with self.spans.open("model", "client", {"callflow.node": effect.node_id}) as span:
            outcome = self.model.ask(effect, deadline=deadline, let_out=let_out)
            span.add({"gen_ai.request.model": effect.model})
            if isinstance(outcome, Silent):
                span.failed("silent")
            else:
                span.add(
                    {
                        "gen_ai.response.model": outcome.model or None,
                        "gen_ai.usage.input_tokens": outcome.input_tokens,
                        "gen_ai.usage.output_tokens": outcome.output_tokens,
                    }
                )
            return outcome


@dataclass(frozen=True, slots=True)
class TracedTools:
    """`Tools` that are traced. One span has all attempts at a call."""

    tools: Tools
    spans: Spans

    def call(self, effect: CallTool, *, idempotency_key: str, secrets: SecretNamed, deadline: Deadline) -> ToolOutcome:
        """See `Tools.call`."""
        with self.spans.open("tool", "client", {"callflow.node": effect.node_id}) as span:
            outcome = self.tools.call(effect, idempotency_key=idempotency_key, secrets=secrets, deadline=deadline)
            _describe(span, outcome)
            return outcome


@dataclass(frozen=True, slots=True)
class TracedMcp:
    """`McpServers` that are traced."""

    mcp: McpServers
    spans: Spans

    def call(self, effect: CallMcp, *, secrets: SecretNamed, deadline: Deadline) -> ToolOutcome:
        """See `McpServers.call`."""
        with self.spans.open("mcp tool", "client", {"callflow.node": effect.node_id}) as span:
            outcome = self.mcp.call(effect, secrets=secrets, deadline=deadline)
            _describe(span, outcome)
            return outcome


def _describe(span: Span, outcome: ToolOutcome) -> None:
    if isinstance(outcome, Failed):
        span.failed("no answer")
        return
    span.add({"http.response.status_code": outcome.status})
    if not 200 <= outcome.status < 300:
        span.failed(str(outcome.status))

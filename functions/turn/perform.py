"""Performs an effect, model or tool, and returns the result as an event. Nothing is saved or decided here."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, assert_never

from flow_core.effects import AskModel, CallMcp, CallTool, Effect, ToolEffect
from flow_core.events import EffectResult, ModelFailed, ModelReplied, ToolAnswered, ToolFailed
from flow_core.json import Json
from functions.deadline import Deadline
from functions.json_schema.check import mismatch, schema_problem
from functions.ports.model import LetOut, Model, Silent
from functions.ports.observe import Report
from functions.ports.secrets import Secrets
from functions.ports.tools import Answered, Failed, McpServers, ToolOutcome, Tools
from functions.records import EffectRun


@dataclass(frozen=True, slots=True)
class Perform:
    """Performs effects with the ports of model, tools and secrets."""

    model: Model
    tools: Tools
    secrets: Secrets
    stamp: Callable[[str], dict[str, Any]]
    """Turn id -> the fields of `flow_core.events.EventBase`: turn id, time and random seed."""
    failed: Report
    """Logs an unexpected error of a model, a tool or the secrets."""
    mcp: McpServers | None = None
    """None if no MCP server can be called here."""
    has_model: bool = False
    """Whether a model is configured for questions that name none."""

    def __call__(
        self, effect: Effect, organization_id: str, turn_id: str, deadline: Deadline, let_out: LetOut | None = None
    ) -> tuple[EffectResult, EffectRun]:
        """Perform an effect. An unexpected error becomes the effect's failure, for which the flow has an exit.

        Args:
            effect: The effect.
            organization_id: The organization whose secrets a tool may use.
            turn_id: The turn, for the answer.
            deadline: The effect is answered by then.
            let_out: See `Model.ask`.

        Returns:
            The answer, and the run for the trace.
        """
        started = time.monotonic()
        answer: EffectResult
        match effect:
            case AskModel():
                try:
                    answer = self._ask(effect, turn_id, deadline, let_out)
                except Exception as error:
                    answer = ModelFailed(effect_id=effect.id, error=self._report("model", error), **self.stamp(turn_id))
            case CallTool() | CallMcp():
                try:
                    answer = self._call(effect, organization_id, turn_id, deadline)
                except Exception as error:
                    answer = ToolFailed(effect_id=effect.id, error=self._report("tool", error), **self.stamp(turn_id))
            case _:
                assert_never(effect)
        return answer, effect_run(effect, answer, (time.monotonic() - started) * 1000)

    def _report(self, what: str, error: Exception) -> str:
        # Only the class: an exception's text may hold a caller's words.
        self.failed("effect-raised", error, effect=what)
        return f"an unexpected {type(error).__name__} on our side"

    def _ask(
        self, effect: AskModel, turn_id: str, deadline: Deadline, let_out: LetOut | None
    ) -> ModelReplied | ModelFailed:
        for name, schema in effect.extract.items():
            # Possible in a flow that was saved before `check` rejected such a schema.
            problem = schema_problem(schema)
            if problem is not None:
                why = f"the JSON schema of {name} cannot be used: {problem}"
                return ModelFailed(effect_id=effect.id, error=why, **self.stamp(turn_id))
        for tool in effect.tools:
            problem = schema_problem(tool.parameters)
            if problem is not None:
                why = f"the parameters of the tool {tool.name} cannot be used: {problem}"
                return ModelFailed(effect_id=effect.id, error=why, **self.stamp(turn_id))
        outcome = self.model.ask(effect, deadline=deadline.within(effect.timeout_seconds), let_out=let_out)
        stamp = self.stamp(turn_id)
        if isinstance(outcome, Silent):
            return ModelFailed(effect_id=effect.id, error=outcome.error, said=outcome.said, **stamp)
        return ModelReplied(
            effect_id=effect.id,
            text=outcome.text,
            extracted=outcome.extracted,
            input_tokens=outcome.input_tokens,
            output_tokens=outcome.output_tokens,
            calls=outcome.calls,
            said=outcome.said,
            model=outcome.model,
            **stamp,
        )

    def _call(
        self, effect: ToolEffect, organization_id: str, turn_id: str, deadline: Deadline
    ) -> ToolAnswered | ToolFailed:
        def secrets(name: str) -> str | None:
            return self.secrets.get(organization_id, name)

        outcome: ToolOutcome
        if isinstance(effect, CallTool):
            outcome = self.tools.call(effect, idempotency_key=effect.id, secrets=secrets, deadline=deadline)
        elif self.mcp is not None:
            outcome = self.mcp.call(effect, secrets=secrets, deadline=deadline)
        else:
            outcome = Failed("no MCP server can be called here")
        stamp = self.stamp(turn_id)
        if isinstance(outcome, Failed):
            return ToolFailed(effect_id=effect.id, error=outcome.error, **stamp)
        return ToolAnswered(
            effect_id=effect.id,
            status=outcome.status,
            headers=outcome.headers if effect.max_characters is None else {},
            body=bounded(outcome.body, effect.max_characters),
            mismatch=_mismatch(effect, outcome),
            **stamp,
        )


def _mismatch(effect: ToolEffect, answer: Answered) -> str | None:
    """Return why a 2xx answer does not fit the effect's schema; None if it fits, or if there is no schema."""
    if effect.response_schema is None or not 200 <= answer.status < 300:
        return None
    if answer.cut:
        return "it is too large to be checked"
    return mismatch(effect.response_schema, answer.body)


def bounded(body: Json, most: int | None) -> Json:
    """Return a body; its beginning as text if it has more than `most` characters of JSON."""
    if most is None:
        return body
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    # One character more than fits, so that the flow sees that it is cut.
    return body if len(text) <= most else text[: most + 1]


def effect_run(effect: Effect, answer: EffectResult, millis: float) -> EffectRun:
    """Make the trace of an effect from its answer and its milliseconds."""
    millis = round(millis, 1)
    match answer:
        case ModelFailed() | ToolFailed():
            return EffectRun(effect.kind, effect.node_id, millis, False, answer.error)
        case ToolAnswered():
            ok = 200 <= answer.status < 300 and answer.mismatch is None
            error = None if ok else f"the tool answered {answer.status}"
            if answer.mismatch is not None:
                error = f"the answer does not fit the response schema: {answer.mismatch}"
            return EffectRun(effect.kind, effect.node_id, millis, ok, error)
        case ModelReplied():
            return EffectRun(
                effect.kind,
                effect.node_id,
                millis,
                True,
                input_tokens=answer.input_tokens,
                output_tokens=answer.output_tokens,
                model=effect.model if isinstance(effect, AskModel) else None,
                answered_by=answer.model or None,
            )
        case _:
            assert_never(answer)

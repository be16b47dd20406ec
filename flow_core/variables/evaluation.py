"""What the expressions and texts of a flow read and set while one event is folded.

Nothing here goes from node to node or from flow to flow: step_context.py does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from flow_core.conditions import applied, assigned
from flow_core.evaluate import Evaluate, Evaluated, Overran, Threw, Value
from flow_core.events import EventBase
from flow_core.flow import Flow
from flow_core.json import Json, Variables
from flow_core.languages import Locale, locale_of
from flow_core.state import State
from flow_core.subflows.frames import innermost
from flow_core.text import templates
from flow_core.timestamp import iso
from flow_core.trace import Decision
from flow_core.variables.sizes import (
    MAX_VALUE_CHARACTERS,
    MAX_VALUE_DEPTH,
    MAX_VARIABLES_CHARACTERS,
    SHORT_VALUE_CHARACTERS,
    SHORT_VALUES_RESERVE_CHARACTERS,
    is_deeper,
    size_of,
)
from flow_core.variables.types import type_problem

_WORDS = frozenset({None, "string", "choice", "name", "email", "number", "integer"})
"""Types of value that have no words of their own; None for an unknown type."""
_MACHINE_FORMS = frozenset("0123456789+[{ \t\r\n")
"""The first characters of dates, moments, phone numbers and JSON. A text that begins with another one is words."""


class Evaluation:
    """The variables of the flow that runs, and the evaluation of its expressions and texts.

    Args:
        flow: The session's flow.
        state: The state before the event.
        event: The event.
        evaluate: The JavaScript engine.
    """

    __slots__ = (
        "_evaluate",
        "_evaluations",
        "_known",
        "_size",
        "before",
        "decisions",
        "event",
        "flow",
        "frames",
        "interrupted",
        "language",
        "node_id",
        "overran",
        "root",
        "rules",
        "turn",
        "variables",
    )

    def __init__(self, flow: Flow, state: State, event: EventBase, evaluate: Evaluate) -> None:
        self.root = flow
        self.frames = state.frames
        self.flow = innermost(flow, state.frames) if state.frames else flow
        """The flow that runs: an inner one while `frames` names flows that wait for it."""
        self.rules = self.flow.rules
        self.before = state
        self.language = state.session.language or flow.language
        """BCP 47: the language of the call, that of the agent, or else of the outermost flow."""
        self.event = event
        self.node_id = state.node_id or ""
        self.variables: dict[str, Json] = dict(state.variables)
        self.interrupted = state.interrupted
        self.turn = state.turn if event.turn_id == state.turn_id else state.turn + 1
        self.decisions: list[Decision] = []
        self.overran: list[int] = []
        self._evaluate = evaluate
        self._evaluations = 0
        self._known: dict[str, Json] | None = None
        """The names that every expression can read; None after a variable has changed."""
        self._size: int | None = None
        """Characters of the variables of all flows together; None until a variable is set."""

    @property
    def locale(self) -> Locale:
        """The language and region of the call."""
        return locale_of(self.language)

    @property
    def zone(self) -> str:
        """IANA: the time zone of the agent, or else of the outermost flow."""
        return self.before.session.time_zone or self.root.time_zone

    # Expressions

    def evaluate(
        self, expression: str, scope: Mapping[str, Json] | None = None, hidden: Collection[str] = ()
    ) -> Evaluated:
        """Evaluate an expression.

        Args:
            expression: The expression. It reads the variables and `session`.
            scope: Further names that it reads.
            hidden: Variables that it cannot read.

        Returns:
            The value, or why there is none.
        """
        index = self._evaluations
        self._evaluations += 1
        if index in self.event.overran:
            result: Evaluated = Overran("passed its time or memory")
        else:
            if self._known is None:
                self._known = {**self.flow.unset, **self.variables, "session": self._session_facts()}
            known = self._known if scope is None else {**self._known, **scope}
            if hidden:
                known = {name: value for name, value in known.items() if name not in hidden}
            result = self._evaluate(expression, known, self.event.at, self.event.seed + index)
        if isinstance(result, Overran):
            self.overran.append(index)
        return result

    def is_true(self, expression: str, name: str, scope: Mapping[str, Json] | None = None) -> bool:
        """Evaluate a condition, and record it in the trace as `name`. A condition that fails is false.

        One that sets a variable is false with an error: its author meant `===`.
        """
        variable = assigned(expression)
        if variable is None or self.rules < 2:
            return self._holds(self.evaluate(expression, scope), name)
        return self._holds(Threw(f"the condition sets {variable}; write {variable} === … to compare it"), name)

    def is_valid(self, validation: str, value: Json) -> bool:
        """Evaluate a validation, which reads `value`. A function or a pattern is tried on the value."""
        if self.rules < 2 or assigned(validation) is not None:
            return self.is_true(validation, "validation", {"value": value})
        scope = {"value": value}
        result = self.evaluate(validation, scope)
        tried = applied(validation, result)
        return self._holds(result if tried is None else self.evaluate(tried, scope), "validation")

    def _holds(self, result: Evaluated, name: str) -> bool:
        true = result.truthy
        error = None if true or isinstance(result, Value) else result.error
        self.decisions.append(Decision(self.node_id, name, true, error))
        return true

    def assign(
        self, assignments: Mapping[str, str], scope: Mapping[str, Json] | None, unanswered: Collection[str] = ()
    ) -> None:
        """Set variables to the results of expressions, in order. A failure is recorded in the trace.

        Args:
            assignments: Variable -> expression.
            scope: Names that the expressions read in addition to the variables.
            unanswered: Variables that they cannot read before one of them has set the variable.
        """
        hidden = set(unanswered)
        for name, expression in assignments.items():
            result = self.evaluate(expression, scope, hidden)
            error = self._set(name, result.value) if isinstance(result, Value) else result.error
            self._record(name, f"assign.{name}", error)
            if error is None:
                hidden.discard(name)

    def empty(self, name: str) -> None:
        """Take away the value of an earlier answer, so that no failure passes it on. Its default comes back."""
        if self.rules < 2 or name not in self.variables:
            return
        declared = self.flow.variables.get(name)
        if self._set(name, None if declared is None else declared.default) is not None:
            # There is no room for the default. Every expression reads a variable that is not set as null.
            del self.variables[name]
            self._size = self._known = None

    def set_variable(self, name: str, value: Json, field: str) -> bool:
        """Set a variable, unless the value is too large or of another type than the declared one.

        Args:
            name: The variable.
            value: Its new value.
            field: The field of the node that sets it, for the trace.

        Returns:
            True if the variable is set. If False, the old value stays, and the trace has the error.
        """
        error = self._set(name, value)
        self._record(name, field, error)
        return error is None

    def _record(self, name: str, field: str, error: str | None) -> None:
        if error is not None:
            self.decisions.append(Decision(self.node_id, field, self.variables.get(name), error))

    def _set(self, name: str, value: Json) -> str | None:
        """Set a variable. Returns why it keeps its old value; None if it is set."""
        declared = self.flow.variables.get(name)
        if declared is not None and self.rules > 1:
            wrong = type_problem(value, declared.type)
            if wrong is not None:
                return wrong
        if is_deeper(value, MAX_VALUE_DEPTH):
            return f"the value has lists or objects within each other more than {MAX_VALUE_DEPTH} deep"
        size = size_of(value)
        if size > MAX_VALUE_CHARACTERS:
            return f"the value has {size} characters of JSON; a variable holds at most {MAX_VALUE_CHARACTERS}"
        if self._size is None:
            self._size = sum([_size_together(each) for each in self._all_variables()])  # noqa: C419 (a list is faster)
        grows = size - size_of(self.variables[name]) if name in self.variables else len(name) + size
        limit = MAX_VARIABLES_CHARACTERS + (SHORT_VALUES_RESERVE_CHARACTERS if size <= SHORT_VALUE_CHARACTERS else 0)
        # A value that is not longer than the old one is always stored: a flow may begin with larger variables.
        if grows > 0 and self._size + grows > limit:
            return f"all variables together hold at most {MAX_VARIABLES_CHARACTERS} characters of JSON"
        self._size += grows
        self.variables[name] = value
        self._known = None
        return None

    def _all_variables(self) -> Sequence[Variables]:
        """Return the variables of the flow that runs, of those that wait, and of those that a handler interrupted."""
        every = [self.variables, *[frame.variables for frame in self.frames]]
        for question in self.interrupted:
            every += [question.variables, *[frame.variables for frame in question.left]]
        return every

    def record_error(self, field: str, value: Json, error: str) -> None:
        """Record in the trace what is wrong with a field of the node."""
        self.decisions.append(Decision(self.node_id, field, value, error))

    # Texts

    def value_of(self, hole: templates.Hole, field: str, scope: Mapping[str, Json] | None = None) -> Json:
        """Return the value for a hole in a text for machines: the words of its filter, or else the value unchanged.

        A failure gives an empty string and is recorded in the trace under the name `field`.
        """
        value = self._value_of(hole, field, scope)
        return value if hole.filter is None else self._spoken(value, hole, field, {})

    def render(self, text: str, field: str) -> str:
        """Return a text for a machine or a model, with its holes filled. The trace records failures as `field`."""
        return self._filled(text, lambda hole: templates.as_text(self.value_of(hole, field)))

    def spoken(
        self,
        text: str,
        field: str,
        scope: Mapping[str, Json] | None = None,
        types: Mapping[str, str] | None = None,
    ) -> str:
        """Return a text for the caller's ear, with its holes filled.

        Args:
            text: The author's text.
            field: The name under which the trace records failures.
            scope: Names that the holes can read in addition to the variables.
            types: Name in `scope` -> the type of value that the caller was asked for, such as "date".
        """
        return self._filled(
            text, lambda hole: self._spoken(self._value_of(hole, field, scope), hole, field, types or {})
        )

    def _filled(self, text: str, words_of: Callable[[templates.Hole], str]) -> str:
        if "{{" not in text:
            return text
        template = templates.parse(text)
        if isinstance(template, templates.Unclosed):
            return text
        return "".join(piece if isinstance(piece, str) else words_of(piece) for piece in template)

    def _value_of(self, hole: templates.Hole, field: str, scope: Mapping[str, Json] | None) -> Json:
        result = self.evaluate(hole.expression, scope)
        if isinstance(result, Value):
            return result.value
        self.record_error(field, "", result.error)
        return ""

    def _spoken(self, value: Json, hole: templates.Hole, field: str, types: Mapping[str, str]) -> str:
        value_type = types.get(hole.expression) or self.flow.asked_types.get(hole.expression)
        if value is None or value == "":
            return ""
        if hole.filter is None and (self.rules < 2 or (value_type in _WORDS and _is_said_as_it_is(value))):
            return templates.as_text(value)
        # Imported with the first value: texts with words only do not need it, and neither does the start of a process.
        from flow_core.spoken.speak import speak
        from flow_core.spoken.voice import voice_of

        voice = voice_of(self.locale.tag, self.zone)
        text, error = speak(value, voice, hole.filter, value_type)
        if error is not None:
            self.record_error(field, text, error)
        return text

    def _session_facts(self) -> dict[str, Json]:
        session = self.before.session
        return {
            "id": session.id,
            "channel": session.channel,
            "callerNumber": session.caller_number,
            "calledNumber": session.called_number,
            "turn": self.turn,
            "startedAt": iso(session.started_at),
        }


def _size_together(variables: Variables) -> int:
    return sum([len(name) + size_of(value) for name, value in variables.items()])  # noqa: C419 (a list is faster)


def _is_said_as_it_is(value: Json) -> bool:
    """Return whether a value is said as machines write it."""
    if isinstance(value, str):
        return value[0] not in _MACHINE_FORMS
    return isinstance(value, int) and not isinstance(value, bool)

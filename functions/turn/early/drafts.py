"""A turn that is tried and not taken: a model may be asked, no tool runs, and only the model's answers are kept.

The same turn takes an answer if it asks the same question: then the input and the state before it are the same, too.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace

from flow_core.effects import AskModel
from flow_core.events import ModelReplied
from functions.deadline import Deadline
from functions.errors import UnavailableError
from functions.ports.drafts import Answers, Drafts
from functions.records import UnwritableError
from functions.turn.attempt import Attempt
from functions.turn.commit import reply_json
from functions.turn.perform import Perform


@dataclass(frozen=True, slots=True)
class Drafted:
    """A turn that was tried."""

    body: str
    """The JSON of the reply that the turn would get, with `draft`."""


@dataclass(frozen=True, slots=True)
class NotDrafted:
    """A turn that cannot be tried."""

    why: str
    """The end of a sentence that begins with "it"."""


TOOL = NotDrafted("would call a tool")
DECIDED = NotDrafted("is decided already, or its session has ended")
BUSY = NotDrafted("waits for another turn, which calls a tool")
FAILED = NotDrafted("fails")


def tried(attempt: Attempt, perform: Perform, deadline: Deadline, drafts: Drafts | None) -> Drafted | NotDrafted:
    """Try a turn, and keep the model's answers.

    Args:
        attempt: The attempt, on a head without a lease. It is not saved.
        perform: Asks the model.
        deadline: The model has answered by then.
        drafts: Keeps the answers; None if they may not be stored.

    Returns:
        The reply that the turn would get, or why there is none. A tool is not called: the turn calls it.
    """
    call, head = attempt.call, attempt.head
    answers: dict[str, ModelReplied] = {}
    effect = attempt.next_effect()
    while isinstance(effect, AskModel):
        outlet = attempt.open_outlet()
        let_out = None if outlet is None else outlet.after(attempt.words)
        answer, _ = perform(effect, head.organization_id, call.turn_id, deadline, let_out)
        if not isinstance(answer, ModelReplied):
            return FAILED
        answers[digest(effect)] = answer
        effect = attempt.next_effect(answer)
    if attempt.failed:
        return FAILED
    # The answers up to a tool are kept, too: the turn then asks the model no second time before it calls the tool.
    if answers and drafts is not None:
        try:
            drafts.keep(head.session_id, call.turn_id, answers)
        except UnwritableError:
            return FAILED
    if effect is not None:
        return TOOL
    reply = reply_json(head.session_id, call.turn_id, attempt.state, attempt.words, attempt.action)
    return Drafted(f'{reply[:-1]},"draft":true}}')


def taken(attempt: Attempt, effect: AskModel, perform: Perform, drafts: Drafts) -> ModelReplied | None:
    """Return the answer to a question that a draft of the same turn has asked; None if there is none.

    The draft is read once for an attempt, and only for a turn with words: no other turn is worth a draft.
    """
    call = attempt.call
    if call.user_input is None:
        return None
    if attempt.draft is None:
        attempt.draft = _kept(attempt, drafts)
    answer = attempt.draft.get(digest(effect))
    return None if answer is None else replace(answer, overran=(), **perform.stamp(call.turn_id))


def digest(effect: AskModel) -> str:
    """Return the digest of a question with all that a model reads."""
    text = json.dumps(asdict(effect), sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _kept(attempt: Attempt, drafts: Drafts) -> Answers:
    try:
        return drafts.kept(attempt.head.session_id, attempt.call.turn_id)
    except UnavailableError:
        # The model answers without it.
        return {}

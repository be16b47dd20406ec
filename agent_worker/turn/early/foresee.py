"""The part of a transition that drafts a turn: it is tried with words that may be all that the caller says.

A turn is drafted only if a model reads the answer, and only while nothing is spoken and no reply is due. What a caller
heard of a reply that was cut off is not known earlier, and belongs to the request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from agent_worker.turn.commands import PostDraft
from agent_worker.turn.events import InputForeseen
from agent_worker.turn.request_body import turn_fields
from agent_worker.turn.state import Context, Draft

MAX_DRAFTS = 3
"""Maximum number of drafts before a turn. A caller who speaks in pieces would otherwise cost a draft for each."""
_SENTENCE_MARKS = (
    ".,;:!?\u2026\u00a1\u00bf\"'\u2018\u2019\u201c\u201d\u00ab\u00bb\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f"
)
"""The marks that an engine of speech to text adds or leaves out around the same words."""


def foresee(context: Context, event: InputForeseen) -> tuple[Context, tuple[PostDraft, ...]]:
    """Draft the turn that words would become.

    Args:
        context: The conversation.
        event: The words.

    Returns:
        The context, and the command. None if the words are drafted already, or a draft does not pay.
    """
    idle = context.begun and not context.speeches and not context.deferred and context.pending_reply is None
    if not idle or not context.asks_model or context.drafts >= MAX_DRAFTS or not event.input.text.strip():
        return context, ()
    if draft_of(context, event.input.text) is not None:
        return context, ()
    fields = turn_fields(event.input, context.interrupted, context.missed, context.whispers)
    draft = Draft(event.turn_id, event.input, fields)
    return replace(context, draft=draft, drafts=context.drafts + 1), (PostDraft(event.turn_id, fields),)


def draft_of(context: Context, text: str) -> Draft | None:
    """Return the draft with the same words, apart from case and the marks of sentences. None if it is taken already."""
    draft = context.draft
    if draft is None or draft.taken or _words(draft.input.text) != _words(text):
        return None
    return draft


def take(context: Context, speech_id: str) -> Context:
    """Mark the draft as taken if a speech answers its words: the next words need another id."""
    draft = context.draft
    if draft is None or draft.turn_id != speech_id:
        return context
    return replace(context, draft=replace(draft, taken=True))


def is_drafted(context: Context, turn_id: str, fields: Mapping[str, object]) -> bool:
    """Return whether a turn was drafted with the same request."""
    draft = context.draft
    return draft is not None and draft.turn_id == turn_id and draft.fields == fields


def _words(text: str) -> list[str]:
    return [word for each in text.casefold().split() if (word := each.strip(_SENTENCE_MARKS))]

"""The question that the caller is asked, as the keys, the speech to text and the turn taking of a call need it."""

from __future__ import annotations

from livekit.agents import AgentSession

from agent_worker.backend.reply import Keys, Listen
from agent_worker.call.patience import TurnEnd, endpointing


class OpenQuestion:
    """Follows the question from its first word until other words are spoken.

    Args:
        turn_end: What ends an utterance. None for a call without speech, which has no patience.
    """

    def __init__(self, turn_end: TurnEnd | None = None) -> None:
        self._turn_end = turn_end
        self._action: Listen | None = None
        self._hints: tuple[str, ...] = ()
        """The words that speech to text expects."""
        self._expects: tuple[str, ...] = ()
        """The types of value for which the session has its patience."""

    @property
    def keys(self) -> Keys | None:
        """How the keys of the answer are collected. None if the flow does not say, or nothing is asked."""
        return None if self._action is None else self._action.keys

    @property
    def may_be_agreed_to(self) -> bool:
        """Whether "mm-hm" may be an answer."""
        return self._action is not None and not {"boolean", "choice"}.isdisjoint(self._action.expects)

    def ask(self, session: AgentSession[None], action: object) -> None:
        """Prepare for the answer, before the first word is spoken: the caller may answer at once.

        Args:
            session: The session, whose speech to text receives the hints. An engine without hints logs that once.
            action: The action after the words. Any other than `Listen` means that they ask nothing.
        """
        self._action = action if isinstance(action, Listen) else None
        hints = () if self._action is None else self._action.hints
        if hints != self._hints:
            self._hints = hints
            session.update_options(keyterms=list(hints))
        expects = () if self._action is None else self._action.expects
        if self._turn_end is not None and expects != self._expects:
            self._expects = expects
            session.update_options(endpointing_opts=endpointing(expects, self._turn_end))

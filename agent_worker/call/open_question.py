"""The question that the caller is asked, as the keys and the speech to text of a call need it."""

from __future__ import annotations

from livekit.agents import AgentSession

from agent_worker.backend.reply import Keys, Listen


class OpenQuestion:
    """Follows the question from its first word until other words are spoken."""

    def __init__(self) -> None:
        self._action: Listen | None = None
        self._hints: tuple[str, ...] = ()
        """The words that speech to text expects."""

    @property
    def keys(self) -> Keys | None:
        """How the keys of the answer are collected. None if the flow does not say, or nothing is asked."""
        return None if self._action is None else self._action.keys

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

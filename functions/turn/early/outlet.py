"""Lets out the words of one request before its turn is committed, in the order in which its reply will have them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flow_core.state import Message
from functions.ports.model import LetOut
from functions.records import TurnCall


class Outlet:
    """The words that were let out for one request, in all its attempts.

    Args:
        let_out: Takes the words. It returns at once and raises nothing.
        now: Returns milliseconds since the epoch.
    """

    def __init__(self, let_out: LetOut, now: Callable[[], int]) -> None:
        self.said = ""
        """All words that were let out."""
        self.before = ""
        """Those of earlier attempts."""
        self.first_at: int | None = None
        """When the first words were let out, in milliseconds since the epoch. None before."""
        self._let_out, self._now = let_out, now

    def catch_up(self, response: str) -> None:
        """Let out what a turn's response has beyond the words that were let out."""
        if len(response) > len(self.said) and response.startswith(self.said):
            self._say(response[len(self.said) :])

    def after(self, response: str) -> LetOut:
        """Return the outlet for a model's words, which come after a response that was let out."""
        space = " " if response else ""

        def let_out(words: str) -> None:
            self._say(words if self.said != response else space + words)

        return let_out

    def beyond(self, response: str) -> str:
        """Return the words that were let out and that a response does not have."""
        return self.said[len(response) :].strip() if self.said.startswith(response) else ""

    def call(self, call: TurnCall) -> TurnCall:
        """Begin an attempt. Returns its request: the words of earlier ones are part of the conversation."""
        self.before = self.said
        if not self.said:
            return call
        return replace(call, missed=(*call.missed, Message("assistant", self.said, call.turn_id)))

    def _say(self, words: str) -> None:
        if self.first_at is None:
            self.first_at = self._now()
        self.said += words
        self._let_out(words)

"""Lets out the words of a reply while the model still writes it, and checks them against the whole reply.

Each provider's adapter feeds it with what arrives. reply.py alone decides what the model replied.
"""

from __future__ import annotations

import threading
from dataclasses import replace

from flow_core.effects import AskModel
from functions.adapters.models.clauses import Clauses
from functions.adapters.models.first_words import FirstWords
from functions.adapters.models.printable import printable
from functions.adapters.models.reply import Malformed, words_key
from functions.adapters.models.thoughts import Thoughts
from functions.ports.model import MAX_REPLY, LetOut, Replied, Silent

_CHANGED = "the model's reply does not begin with the words that were spoken while it was written"
_CHOSE = "the model spoke, and chose something else in the same reply"
_FENCE = "```"


class Outlet:
    """The words that were let out for one question. Thread-safe.

    Args:
        let_out: Takes the words.
    """

    def __init__(self, let_out: LetOut) -> None:
        self._let_out = let_out
        self._said = ""
        self._closed = False
        self._lock = threading.Lock()

    @property
    def said(self) -> str:
        """All words that were let out."""
        return self._said

    def __call__(self, words: str) -> None:
        """Let out the next words, unless the outlet is closed."""
        with self._lock:
            if words and not self._closed:
                self._said += words
                self._let_out(words)

    def close(self) -> str:
        """Let out nothing more. Returns all words that were let out."""
        with self._lock:
            self._closed = True
            return self._said


class Written:
    """One answer while the model writes it.

    Args:
        effect: The question.
        outlet: Takes the words.
        thinking: See `Thoughts`.
    """

    def __init__(self, effect: AskModel, outlet: Outlet, *, thinking: bool = False) -> None:
        self._effect = effect
        self._outlet = outlet
        self._thoughts = Thoughts(thinking=thinking)
        self._stopped = False
        self._begin()

    def _begin(self) -> None:
        effect = self._effect
        self._object = FirstWords(words_key(effect), effect.choice) if effect.extract else None
        self._clauses = Clauses()
        self._half = ""
        """Half of a surrogate pair."""
        self._begun = False

    @property
    def unopened(self) -> bool:
        """See `Thoughts`."""
        return self._thoughts.unopened

    def text(self, part: str) -> None:
        """Take the next part of the answer's text."""
        forget, text = self._thoughts.feed(part)
        if forget:
            self._stopped = self._stopped or bool(self._outlet.said)
            self._begin()
        self._read(text)

    def structure(self, part: str) -> None:
        """Take the next part of the object's JSON, from a provider that sends it apart from the text."""
        self._read(part)

    def _read(self, text: str) -> None:
        if self._stopped or not text:
            return
        was_whole = self._object is not None and self._object.whole
        words = text if self._object is None else self._object.feed(text)
        words = self._half + words
        self._half = words[-1:] if "\ud800" <= words[-1:] <= "\udbff" else ""
        words = printable(words[: len(words) - len(self._half)])
        if not self._begun:
            words = words.lstrip()
            self._begun = bool(words)
        for piece in self._clauses.feed(words):
            self._say(piece)
        if self._object is not None and self._object.whole and not was_whole:
            self._say(printable(self._clauses.rest() + self._half).rstrip())

    def _say(self, piece: str) -> None:
        left = MAX_REPLY - len(self._outlet.said)
        if self._stopped or _FENCE in piece or len(piece) > left:
            self._stopped = True
        else:
            self._outlet(piece)

    def checked(self, reply: Replied | Silent | Malformed) -> Replied | Silent | Malformed:
        """Check the whole reply against the words that were let out, and let out the rest of it.

        Args:
            reply: What `read` made of the answer.

        Returns:
            The reply; Silent if the words are not its beginning.
        """
        if not isinstance(reply, Replied):
            return reply
        said, is_spoken = self._outlet.said, self._is_spoken(reply)
        if said and not is_spoken:
            return Silent(_CHOSE)
        if reply.calls:
            # Beside calls, `read` takes no words out of an object.
            return replace(reply, text=reply.text if reply.text.startswith(said) else said, said=said)
        if not reply.text.startswith(said):
            return Silent(_CHANGED)
        if self._effect.speak and is_spoken:
            self._outlet(reply.text.rstrip()[len(said) :])
        return reply

    def _is_spoken(self, reply: Replied) -> bool:
        choice = self._effect.choice
        return choice is None or reply.extracted.get(choice.name) in (None, choice.none)

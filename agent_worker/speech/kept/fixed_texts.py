"""The texts of a call that are always the same, and where they stand in a text that is spoken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from livekit.agents import tokenize

MAX_CHARACTERS = 1_000
"""Characters of a part that may be kept. A longer one has no end that a caller waits for."""
_SPOKEN = tokenize.blingfire.SentenceTokenizer(retain_format=True)
"""Cuts a text as livekit-agents does before it is spoken: a short sentence goes with the next one."""
_SENTENCES = tokenize.blingfire.SentenceTokenizer(min_sentence_len=1, retain_format=True)
_MAX_JOINED = 8
"""Sentences that are looked up as one part."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text that is spoken."""

    text: str
    fixed: bool
    """Whether it is always the same, so that its sound may be kept."""


class FixedTexts:
    """Texts that are always the same. They are public: the author of the flow, or Callflow, wrote every word.

    Args:
        texts: The texts, without any value of a caller.
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self.parts: tuple[str, ...] = ()
        """The texts in parts as they are spoken, each once."""
        self._known: frozenset[str] = frozenset()
        spoken: dict[str, None] = {}
        known: set[str] = set()
        for text in texts:
            tokens = [_plain(token) for token in _SPOKEN.tokenize(text)]
            spoken.update(dict.fromkeys(token for token in tokens if 0 < len(token) <= MAX_CHARACTERS))
            known.update(_plain(sentence) for sentence in _SENTENCES.tokenize(text))
        self.parts = tuple(spoken)
        self._known = frozenset(known | set(spoken))

    def __len__(self) -> int:
        return len(self.parts)

    def cut(self, text: str) -> list[Part]:
        """Cut a text into parts that are always the same and parts that are not.

        Args:
            text: What is spoken.

        Returns:
            The parts in order. A text of which nothing is known is one part, as it is.
        """
        plain = _plain(text)
        if plain in self._known:
            return [Part(plain, fixed=True)]
        parts = list(self._runs([_plain(sentence) for sentence in _SENTENCES.tokenize(text)]))
        return parts if any(part.fixed for part in parts) else [Part(text, fixed=False)]

    def _runs(self, sentences: list[str]) -> Iterator[Part]:
        """Yield the longest known runs of sentences, and the other sentences joined."""
        index, other = 0, ""
        while index < len(sentences):
            length = self._known_run(sentences[index : index + _MAX_JOINED])
            if length == 0:
                other = f"{other} {sentences[index]}".strip()
                index += 1
                continue
            if other:
                yield Part(other, fixed=False)
                other = ""
            yield Part(" ".join(sentences[index : index + length]), fixed=True)
            index += length
        if other:
            yield Part(other, fixed=False)

    def _known_run(self, sentences: list[str]) -> int:
        return next((n for n in range(len(sentences), 0, -1) if " ".join(sentences[:n]) in self._known), 0)


def _plain(text: str) -> str:
    return " ".join(text.split())

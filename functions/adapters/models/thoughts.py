"""Takes the thoughts of a reasoning model out of text that arrives piece by piece, as reply.py does with whole text."""

from __future__ import annotations

import re

_TAG = re.compile("</?think>")
_END = "</think>"
_TAGS = ("<think>", _END)


class Thoughts:
    """Reads one answer.

    Args:
        thinking: Whether the answer begins with a thought, for a model that is known to leave out the opening tag.
    """

    def __init__(self, *, thinking: bool = False) -> None:
        self.unopened = False
        """True after a closing tag without an opening one: all that came before it was a thought."""
        self._thinking = thinking
        self._opened = not thinking
        self._held = ""

    def feed(self, text: str) -> tuple[bool, str]:
        """Take the next part of the answer.

        Returns:
            Whether all earlier text was a thought after all; and the text of this part without thoughts.
        """
        self._held += text
        forget, said = False, ""
        while True:
            if self._thinking:
                thought, end, rest = self._held.partition(_END)
                if not end:
                    self._held = thought[-len(_END) + 1 :]
                    return forget, said
                self.unopened = self.unopened or not self._opened
                self._thinking, self._opened, self._held = False, True, rest
            elif (tag := _TAG.search(self._held)) is None:
                keep = _kept(self._held)
                said += self._held[: len(self._held) - keep]
                self._held = self._held[len(self._held) - keep :]
                return forget, said
            elif tag[0] == _END:
                self.unopened = forget = True
                said, self._held = "", self._held[tag.end() :]
            else:
                said += self._held[: tag.start()]
                self._thinking, self._held = True, self._held[tag.end() :]


def _kept(text: str) -> int:
    """The number of characters at the end that may be the beginning of a tag."""
    start = text.rfind("<", -len(_END))
    return len(text) - start if start >= 0 and any(tag.startswith(text[start:]) for tag in _TAGS) else 0

"""Digits that are said one by one: "four oh double five". A language says which word is a digit or repeats one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flow_core.languages.utterance import Word, follows


def said_one_by_one(
    words: Sequence[Word],
    index: int,
    digit_at: Callable[[Sequence[Word], int], str | None],
    repeats: Mapping[str, int],
    goes_on: Callable[[Sequence[Word], int], bool] | None = None,
) -> tuple[list[str], int]:
    """Read digits without a pause between them.

    Args:
        words: The utterance.
        index: Where the digits begin.
        digit_at: Reads one digit.
        repeats: Words before a digit that repeat it -> how often: "double".
        goes_on: Whether the digit at an index is the beginning of a number in words; None: it never is.

    Returns:
        Each digit, as often as it is repeated, and the index after the last one.
    """
    said: list[str] = []
    start = index
    while index < len(words) and (index == start or follows(words, index)):
        times = repeats.get(words[index].text, 0)
        at = index + 1 if times and follows(words, index + 1) else index
        digit = digit_at(words, at)
        if digit is None or (goes_on is not None and goes_on(words, at)):
            break
        said.append(digit * (times or 1))
        index = at + 1
    return said, index

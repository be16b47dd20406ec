"""Finds names that two choices of one question share. It reads no caller's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flow_core.authored.asked import Choice
from flow_core.check.problem import Path, Place, Problem, quoted
from flow_core.languages.language import ChoiceWords
from flow_core.values.types.choice import heard_words


def shared_name_problems(
    choices: Sequence[str | Choice], vocabulary: ChoiceWords, place: Place, path: Path
) -> Iterator[Problem]:
    """Find each name of a choice that an earlier choice has too.

    Args:
        choices: The choices of a question.
        vocabulary: The words of the flow's language.
        place: The node.
        path: The path from the node to the choices.

    Yields:
        A warning for each name. Names are the same if a caller who says one is heard to say the other: case,
        punctuation and the plural make no difference.
    """
    owners: dict[tuple[str, ...], tuple[int, str]] = {}
    for index, choice in enumerate(choices):
        value = choice if isinstance(choice, str) else choice.value
        for name, inner in _names(choice):
            words = heard_words(name, vocabulary) or (name,)
            first, owner = owners.setdefault(words, (index, value))
            if first == index:
                continue
            if owner == value:
                text = f"the choice {quoted(value)} is there twice."
                yield place.warning("choice-twice", text, "Take one of them away.", (*path, index, *inner))
                break
            text = f"{quoted(name)} is a name of two choices, {quoted(owner)} and {quoted(value)}."
            remedy = "Leave it to one of them: a caller who says it can mean either."
            yield place.warning("shared-choice-name", text, remedy, (*path, index, *inner))


def _names(choice: str | Choice) -> Iterator[tuple[str, Path]]:
    """Return the names of a choice, and the path from the choice to each."""
    if isinstance(choice, str):
        yield choice, ()
        return
    yield choice.value, ("value",)
    if choice.label:
        yield choice.label, ("label",)
    for index, synonym in enumerate(choice.synonyms):
        yield synonym, ("synonyms", index)

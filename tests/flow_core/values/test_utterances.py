"""What callers say, and what is meant: every sentence in utterances/LANGUAGE/TYPE.yaml."""

from __future__ import annotations

from pathlib import Path

import pytest

from testing.utterances import FOLDER, Utterance, files, utterances

LEAST = {"en": 60}
"""Language -> sentences that each type has at least."""
LEAST_ELSEWHERE = 30


def name_of(path: Path) -> str:
    return str(path.relative_to(FOLDER).with_suffix(""))


ALL = [
    pytest.param(each, id=f"{name_of(path)}: {each.said}"[:120].encode("ascii", "backslashreplace").decode())
    for path in files()
    for each in utterances(path)
]


@pytest.mark.parametrize("utterance", ALL)
def test_an_answer_is_understood_or_asked_again(utterance: Utterance) -> None:
    assert utterance.read() == utterance.meant
    assert type(utterance.read()) is type(utterance.meant)


@pytest.mark.parametrize("path", files(), ids=name_of)
def test_a_type_has_enough_sentences_and_nearly_half_of_them_are_refused(path: Path) -> None:
    answers = list(utterances(path))
    assert len(answers) >= LEAST.get(path.parent.name, LEAST_ELSEWHERE)
    assert 0.35 <= sum(each.meant is None for each in answers) / len(answers) <= 0.65
    assert len({(each.said, each.question, each.locale.tag, each.at) for each in answers}) == len(answers)

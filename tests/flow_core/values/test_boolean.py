"""Yes and no as callers say them."""

from __future__ import annotations

import pytest

from flow_core.values import NoMatch, Question, locale_of, read, read_keys

AT = 1_714_953_600_000

YES = """yes|Yeah.|yep|yup|correct|sure|that's right|That’s correct!|yes please|of course|uh-huh|okay|ok|I do|right|
    fine|absolutely|yes, that's right|yeah sure|I think so|sounds good|go ahead|true|y|exactly|yes yes yes|all right|
    why not|yes I do|please do"""  # noqa: RUF001 - a phone's keyboard types this apostrophe
NO = """no|nope|nah|not really|I don't|no thanks|no thank you|that's wrong|not correct|that's not right|never|false|n|
    no no no|I don't think so|absolutely not|not yet|no, I don't|incorrect|okay, no|I'd rather not|negative|no way|
    it isn't|I do not|of course not|not at all|i dont"""


def spoken(table: str) -> list[str]:
    return [" ".join(phrase.split()) for phrase in table.split("|")]


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("said", spoken(YES))
def test_a_yes_is_true(said: str, whole: bool) -> None:
    assert read(said, Question("boolean"), locale_of(), at=AT, whole=whole) is True


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("said", spoken(NO))
def test_a_no_is_false(said: str, whole: bool) -> None:
    assert read(said, Question("boolean"), locale_of(), at=AT, whole=whole) is False


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("um yeah I think so", True),
        ("yes I'd like that very much", True),
        ("well, yes", True),
        ("no, actually yes", True),
        ("sure, no problem", True),
        ("no, that's fine, thanks", False),
        ("yes, sorry, no", False),
        ("yes I mean no", False),
        ("no, I'm fine", False),
    ],
)
def test_an_answer_is_found_in_a_sentence_and_the_sentence_does_not_match(said: str, value: bool) -> None:
    assert read(said, Question("boolean"), locale_of(), at=AT, whole=False) is value


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(
    "said",
    """maybe|perhaps|not sure|I'm not sure|I don't know|it depends|yes, no|yes and no|yes/no|hello|possibly|no idea|
    I want to correct my order|I am calling about a bill|I do have a question|no problem|right now|make sure|
    something is wrong with it|what|I know|never mind|maybe yes""".split("|"),
)
def test_an_answer_that_could_be_yes_or_no_does_not_match(said: str, whole: bool) -> None:
    assert isinstance(read(said, Question("boolean"), locale_of(), at=AT, whole=whole), NoMatch)


@pytest.mark.parametrize("said", ["um yes", "yes that is my name", "yes, sorry, no", "", "   "])
def test_an_answer_with_other_words_is_not_whole(said: str) -> None:
    assert isinstance(read(said, Question("boolean"), locale_of(), at=AT, whole=True), NoMatch)


def test_one_is_yes_and_two_is_no_on_the_keys() -> None:
    assert read_keys("1#", Question("boolean"), locale_of(), at=AT) is True
    assert read_keys("2", Question("boolean"), locale_of(), at=AT) is False
    assert read_keys("3", Question("boolean"), locale_of(), at=AT) == NoMatch("1 is yes and 2 is no")
    assert isinstance(read_keys("*", Question("boolean"), locale_of(), at=AT), NoMatch)


@pytest.mark.parametrize(
    "said",
    [
        "the address is correct",
        "I don't want to do that",
        "something is wrong",
    ],
)
def test_a_word_that_is_not_understood_makes_no_match(said: str) -> None:
    assert isinstance(read(said, Question("boolean"), locale_of(), at=AT), NoMatch)

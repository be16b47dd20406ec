"""Expected words are a text that a reply contains, or a regular expression between slashes."""

from __future__ import annotations

import pytest

from functions.flow_tests.wording import has_wording, wording_problem


@pytest.mark.parametrize(
    ("reply", "expected", "has"),
    [
        ("It is Shipped.", "is shipped", True),
        ("It  is\nshipped", "it is shipped", True),
        ("It is shipped", "lost", False),
        ("Straße", "STRASSE", True),
        ("It is 12.50", "/\\d+\\.\\d{2}/", True),
        ("It is Shipped", "/shipped/", False),
        ("It is Shipped", "/shipped$/i", True),
        ("a\nb", "/a.b/", False),
        ("a\nb", "/a.b/s", True),
        ("a\nb", "/^b$/m", True),
        ("", "/^$/", True),
        ("and/or", "and/or", True),
        ("a / b", "/", True),
        ("4/5/6", "/5/6", True),
        ("ü", "/\\u00fc/", True),
    ],
)
def test_a_reply_has_or_has_not_the_words(reply: str, expected: str, has: bool) -> None:
    assert has_wording(reply, expected) is has
    assert wording_problem(expected) is None


@pytest.mark.parametrize("expected", ["/(/", "/a/x", "/a/ii", "/(?=a)/", "/" + "a" * 501 + "/", "/(a{1000}){1000}/"])
def test_a_pattern_that_cannot_be_used_has_a_problem_and_no_match(expected: str) -> None:
    assert wording_problem(expected)
    assert not has_wording("a" * 2000, expected)

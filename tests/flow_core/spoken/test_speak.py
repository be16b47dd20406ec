"""Numbers, lists, letters, phone numbers, and what never reaches a caller's ear."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow_core.json import Json
from flow_core.spoken.speak import speak
from flow_core.spoken.voice import voice_of
from flow_core.text.filters import FILTERS, Filter
from tests.flow_core.spoken.speaking import problem, said

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["amount", "currency", "x"]), inner),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en-US", "1,234,567.25"), ("es-ES", "1.234.567,25"), ("fr-FR", "1234567,25"), ("de-DE", "1.234.567,25"),
     ("de-CH", "1234567.25"), ("it", "1.234.567,25"), ("pt-PT", "1234567,25"), ("nl", "1.234.567,25")],
)  # fmt: skip
def test_the_filter_number_marks_thousands_as_the_region_does_and_never_by_a_space(language: str, words: str) -> None:
    assert said(1234567.25, "number", language=language) == words


def test_a_number_is_said_as_it_is_without_a_filter() -> None:
    assert said(1234567) == "1234567"
    assert said(12.5) == "12.5"
    assert said(12.5, language="de") == "12,5"
    assert said(12.0, language="de") == "12"
    assert said(0.1 + 0.2) == "0.3"
    assert said(1e300) == "1e+300"
    assert said(1e300, language="de") == "1e+300"
    assert said(-3) == "-3"


def test_the_filter_number_takes_a_text_that_is_a_number() -> None:
    assert said("-1234.50", "number") == "minus 1,234.5"
    assert said("+12", "number", language="nl") == "12"
    assert said(-0.0, "number") == "0"
    assert said(-2, "number", language="nl") == "min 2"
    assert said(0.1 + 0.2, "number") == "0.3"
    assert said(1e-9, "number") == "0.000000001"
    assert said(1e-300, "number") == "0"
    assert said(10**18 - 1, "number") == "999,999,999,999,999,999"
    assert problem(2**4000, "number")[0] == str(2**4000)
    assert problem("a dozen", "number") == ("a dozen", 'the filter "number" cannot say this text; it needs a number')
    assert problem(True, "number")[1] == 'the filter "number" cannot say a boolean; it needs a number'


@pytest.mark.parametrize(
    ("language", "two", "three"),
    [
        ("en-US", "milk and bread", "milk, bread, and ice"),
        ("en-GB", "milk and bread", "milk, bread and ice"),
        ("es", "milk y bread", "milk, bread e ice"),
        ("fr", "milk et bread", "milk, bread et ice"),
        ("de", "milk und bread", "milk, bread und ice"),
        ("it", "milk e bread", "milk, bread e ice"),
        ("pt", "milk e bread", "milk, bread e ice"),
        ("nl", "milk en bread", "milk, bread en ice"),
    ],
)
def test_a_list_is_said_with_the_languages_and(language: str, two: str, three: str) -> None:
    assert said(["milk", "bread"], language=language) == two
    assert said(["milk", "bread", "ice"], "list", language=language) == three


def test_a_list_says_each_item_for_the_ear() -> None:
    assert said(["2026-12-04", None, "", True]) == "Friday, December 4, 2026 and yes"
    assert said(["2026-12-04", "2026-12-05"], "date") == "Friday, December 4, 2026 and Saturday, December 5, 2026"
    assert said([[1, 2], 3]) == "1 and 2 and 3"
    assert said([]) == ""
    assert said(["milk"]) == "milk"
    assert said("milk", "list") == "milk"
    assert said(["19:30"], asked="time") == "7:30 PM"
    assert problem(["milk", {"a": 1}]) == ("milk", problem({"a": 1})[1])
    assert said(["pan", "hielo"], language="es") == "pan y hielo"
    assert said(["Ana", "Isabel"], language="es") == "Ana e Isabel"


def test_items_with_commas_have_and_between_all_of_them() -> None:
    days: Json = ["2026-12-04", "2026-12-05", "2026-12-06"]
    assert said(days) == "Friday, December 4, 2026 and Saturday, December 5, 2026 and Sunday, December 6, 2026"
    assert said(days, language="nl") == "vrijdag 4 december 2026, zaterdag 5 december 2026 en zondag 6 december 2026"


def test_lists_within_each_other_end_somewhere() -> None:
    value: Json = "milk"
    for _ in range(99):
        value = [value]
    assert said([value]) == "milk"
    assert said([[value]]) == ""


@pytest.mark.parametrize(
    ("value", "filter", "asked", "words"),
    [
        ("0042", "digits", None, "0 0 4 2"),
        ("4111 1111-2222", "digits", None, "4 1 1 1, 1 1 1 1, 2 2 2 2"),
        ("- 12 -", "digits", None, "1 2"),
        ("AB-12.", "digits", None, "A B, 1 2"),
        (42, "digits", None, "4 2"),
        (4.5, "digits", None, "4 dot 5"),
        ("0042", None, "digits", "0 0 4 2"),
        ("AB12CD", None, "code", "A B 1 2 C D"),
        ("SW1A 1AA", None, "postcode", "S W 1 A, 1 A A"),
        ("James Miller", "spell", None, "J A M E S, M I L L E R"),
        ("j.o-e_x@ex.com", "spell", None, "J dot O dash E underscore X at E X dot C O M"),
        ("straße", "spell", None, "S T R A ß E"),
        (42, "spell", None, "4 2"),
        ("James", None, "name", "James"),
    ],
)
def test_digits_codes_and_spelled_words_are_said_one_by_one(
    value: Json, filter: Filter | None, asked: str | None, words: str
) -> None:
    assert said(value, filter, asked=asked) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", "A arroba B punto C"),
        ("fr", "A arobase B point C"),
        ("de", "A at B Punkt C"),
        ("it", "A chiocciola B punto C"),
        ("pt", "A arroba B ponto C"),
        ("nl", "A apenstaartje B punt C"),
    ],
)
def test_signs_have_their_names_in_the_language(language: str, words: str) -> None:
    assert said("a@b.c", "spell", language=language) == words


def test_what_cannot_be_said_one_by_one_is_said_as_it_is() -> None:
    assert problem("...", "digits") == ("...", 'the filter "digits" cannot say this text; it needs digits')
    assert problem("a" * 201, "spell")[0] == "a" * 201
    assert problem(True, "spell")[0] == "yes"
    assert problem({"a": 1}, "spell")[0] == ""


@pytest.mark.parametrize(
    ("value", "language", "words"),
    [
        ("+14155550132", "en-US", "plus 1, 4 1 5, 5 5 5, 0 1 3 2"),
        ("+442079460958", "en-GB", "plus 4 4, 2 0, 7 9 4 6, 0 9 5 8"),
        ("+34912345678", "es", "más 3 4, 9 1 2, 3 4, 5 6, 7 8"),
        ("+33123456789", "fr", "plus 3 3, 1, 2 3, 4 5, 6 7, 8 9"),
    ],
)
def test_a_phone_number_is_said_in_the_groups_of_its_country(value: str, language: str, words: str) -> None:
    assert said(value, language=language) == words
    assert said(value, "phone", language=language) == words


@pytest.mark.parametrize(
    ("value", "language", "words"),
    [
        ("4155550132", "en-US", "4 1 5, 5 5 5, 0 1 3 2"),
        ("(415) 555-0132", "en-US", "4 1 5, 5 5 5, 0 1 3 2"),
        (4155550132, "en-US", "4 1 5, 5 5 5, 0 1 3 2"),
        ("02079460958", "en-GB", "0 2 0, 7 9 4 6, 0 9 5 8"),
        ("911", "en-US", "9 1 1"),
        ("1234567", "de", "1 2 3, 4 5 6 7"),
        ("12345678901234567890", "en-US", "1 2 3, 4 5 6, 7 8 9, 0 1 2, 3 4 5, 6 7 8, 9 0"),
    ],
)
def test_a_phone_number_without_its_country_is_said_as_in_the_region(value: Json, language: str, words: str) -> None:
    assert said(value, "phone", language=language) == words
    assert said(value, asked="phone", language=language) == words


def test_a_number_that_its_country_does_not_allow_is_said_as_a_phone_number_only_by_the_filter() -> None:
    assert said("+15550100") == "+15550100"
    assert said("+999123456789") == "+999123456789"
    assert said("+999123456789", "phone") == "plus 9 9 9, 1 2 3, 4 5 6, 7 8 9"


@pytest.mark.parametrize("value", ["call me", "+", "1-", True, 12.5, "--- ---"])
def test_what_is_no_phone_number_is_an_error_and_is_said_as_it_is(value: Json) -> None:
    assert problem(value, "phone")[0] == said(value)


@pytest.mark.parametrize(
    ("language", "yes", "no"),
    [("en", "yes", "no"), ("es", "sí", "no"), ("fr", "oui", "non"), ("de", "ja", "nein"), ("it", "sì", "no"),
     ("pt", "sim", "não"), ("nl", "ja", "nee"), ("ja-JP", "yes", "no"), ("EN_gb", "yes", "no")],
)  # fmt: skip
def test_true_and_false_are_yes_and_no(language: str, yes: str, no: str) -> None:
    assert said(True, language=language) == yes
    assert said(False, language=language) == no


@pytest.mark.parametrize("filter", [None, *FILTERS])
def test_null_and_the_empty_text_are_silent(filter: Filter | None) -> None:
    assert said(None, filter) == ""
    assert said("", filter) == ""


def test_an_object_is_silent_and_an_error() -> None:
    assert problem({"street": "High Street"}) == (
        "",
        "an object cannot be spoken: name one of its fields, such as {{ order.number }}",
    )
    assert problem({"street": "High Street"}, "list")[0] == ""
    assert problem({"street": "High Street"}, "date")[1].startswith('the filter "date" cannot say an object')


def test_a_list_or_an_object_in_the_text_of_json_is_not_heard_as_json() -> None:
    assert said('["milk", "bread"]') == "milk and bread"
    assert said('{"amount": 12.5, "currency": "USD"}') == "$12.50"
    assert problem('{"street": "High Street"}')[0] == ""
    for text in ("[laughs]", "{{ 7*7 }}", "[NaN]", "[" * 3000):
        assert said(text) == text


@pytest.mark.parametrize("text", ["James Miller", "12 High Street", "+1 is a vote", "3rd of May", "2026", "-4"])
def test_other_words_are_said_as_they_are(text: str) -> None:
    assert said(text) == text


@settings(deadline=None)
@given(_JSON, st.sampled_from([None, *FILTERS]), st.sampled_from(["en-US", "es-MX", "fr-CA", "de-CH", "pt-PT"]))
def test_any_value_can_be_said_and_no_object_is_heard(value: Json, filter: Filter | None, language: str) -> None:
    text, error = speak(value, voice_of(language, "America/New_York"), filter)
    if isinstance(value, dict):
        assert error is not None or set(value) == {"amount", "currency"}
        assert '"currency"' not in text

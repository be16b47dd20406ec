"""The language and the time zone of a flow."""

from __future__ import annotations

import pytest

from flow_core.json import Json
from flow_core.languages import LANGUAGE_CODES
from testing.flows import edge, flow, line, node
from tests.flow_core.check.checking import checked, codes, the_problem
from tests.flow_core.conversations import parsed


@pytest.mark.parametrize(
    "language", ["en-US", "en-GB", "EN-gb", "es", "fr-CA", "de-AT", "it-IT", "pt-BR", "nl", "es-419"]
)
def test_a_known_language_with_or_without_a_region_is_accepted(language: str) -> None:
    assert checked(line(node("decision"), language=language)).errors == ()


@pytest.mark.parametrize("language", ["en", "EN-GB", *LANGUAGE_CODES])
def test_a_language_whose_words_are_read_is_no_problem(language: str) -> None:
    assert codes(line(node("decision"), language=language)) == []


@pytest.mark.parametrize("language", ["tlh", "english", "en_US", "en-", "-en", "en US", "e", "en-GB\n"])
def test_another_language_is_an_error_that_names_the_known_ones(language: str) -> None:
    problem = the_problem(line(node("decision"), language=language))
    assert (problem.code, problem.path) == ("unknown-language", ("language",))
    assert all(f'"{known}"' in problem.text for known in ("en", "es", "fr", "de", "it", "pt", "nl"))
    assert "en-GB" in problem.remedy


@pytest.mark.parametrize("zone", ["UTC", "Europe/London", "America/Argentina/Buenos_Aires", "Etc/GMT+1", "GB-Eire"])
def test_a_zone_of_the_iana_database_is_accepted(zone: str) -> None:
    assert codes(line(node("decision"), timeZone=zone)) == []


@pytest.mark.parametrize(
    "zone", ["London", "Europe/Londn", "+01:00", "europe", "../zoneinfo/UTC", "/etc/passwd", "A\0", "Europe"]
)
def test_another_zone_is_an_error_with_an_example(zone: str) -> None:
    problem = the_problem(line(node("decision"), timeZone=zone))
    assert (problem.code, problem.path) == ("unknown-time-zone", ("timeZone",))
    assert "Europe/London" in problem.remedy


@pytest.mark.parametrize("field", ["language", "timeZone", "onFailure"])
@pytest.mark.parametrize("value", [7, "", None, ["en"]])
def test_a_malformed_field_of_the_flow_is_one_problem_of_that_field(field: str, value: Json) -> None:
    if field == "onFailure" and value is None:
        assert codes(line(node("decision"), onFailure=None)) == []
    else:
        assert the_problem({**line(node("decision")), field: value}).path == (field,)


def test_a_flow_without_the_fields_is_in_american_english_and_utc() -> None:
    document = parsed(flow([node("start"), node("end")], [edge("start", "end")]))
    assert (document.language, document.time_zone, document.on_failure) == ("en-US", "UTC", None)


def test_the_node_after_a_failure_must_exist() -> None:
    assert codes(line(node("decision"), onFailure="end")) == []
    problem = the_problem(line(node("decision"), onFailure="endd"))
    assert (problem.code, problem.path) == ("unknown-on-failure", ("onFailure",))
    assert problem.remedy.endswith('Did you mean "end"?')


def test_the_start_node_after_a_failure_is_a_warning() -> None:
    assert the_problem(line(node("decision"), onFailure="start")).code == "on-failure-into-start"

"""The rules for a transfer whose destination comes from a variable."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from flow_core.events import SessionBegan
from flow_core.json import Json
from flow_core.nodes.transfer import has_variable_destination
from flow_core.state import Hangup, Listen, State, Transfer
from flow_core.step import fold
from flow_core.transfer.number_ranges import country_of, is_costly
from flow_core.transfer.rules import TransferRules, refusal
from tests.flow_core.conversations import Conversation
from tests.flow_core.nodes.test_transfer import transfers

ANY = TransferRules()


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("+12125550100", "US"), ("+15550100", "US"), ("+14165550100", "CA"), ("+18765550100", "JM"),
        ("+442079460000", "GB"), ("+441481960194", "GG"), ("+79161234567", "RU"), ("+77012345678", "KZ"),
        ("+4930123456", "DE"), ("+390612345678", "IT"), ("+870773123456", None), ("+881612345678", None),
        ("+882131234567", None), ("+883510012345678", None), ("+979123456789", None), ("+99912345678", None),
        ("+80012345678", None),
    ],
)  # fmt: skip
def test_the_country_of_a_number(number: str, country: str | None) -> None:
    assert country_of(number) == country
    assert (refusal(number, ANY) is None) == (country is not None)


@pytest.mark.parametrize(
    "number",
    [
        "+19005550100", "+12129765550", "+449098790000", "+447012345678", "+448431234567", "+4990012345678",
        "+491371234567", "+33891234567", "+39899123456", "+41900123456", "+61190012345", "+78091234567",
    ],
)  # fmt: skip
def test_a_costly_number_is_refused_unless_its_prefix_is_listed(number: str) -> None:
    assert is_costly(number)
    assert refusal(number, ANY) is not None
    assert refusal(number, TransferRules(countries=(country_of(number) or "",))) is not None
    assert refusal(number, TransferRules(prefixes=(number[:6],))) is None


@pytest.mark.parametrize("number", ["+12125550100", "+15550123", "+18005550100", "+442079460000", "+4930123456"])
def test_an_ordinary_number_is_allowed_without_rules(number: str) -> None:
    assert refusal(number, ANY) is None


def test_with_rules_only_listed_numbers_are_allowed() -> None:
    rules = TransferRules(countries=("US", "GB"), prefixes=("+4930", "+870"))
    for number in ("+12125550100", "+442079460000", "+4930123456", "+870773123456"):
        assert refusal(number, rules) is None
    for number in ("+14165550100", "+18765550100", "+441481960194", "+4940123456", "+881612345678"):
        assert refusal(number, rules) is not None
    assert refusal("+12125550100", TransferRules(prefixes=("+4930",))) is not None
    assert "CA" in str(refusal("+14165550100", rules))


@pytest.mark.parametrize(
    ("uri", "allowed"),
    [
        ("sip:anna@pbx.example.com", True),
        ("SIPS:anna@PBX.example.com:5061", True),
        ("sip:pbx.example.com", True),
        ("sip:anna@other.example.com", False),
        ("sip:anna@pbx.example.com.evil.com", False),
        ("sip:anna@evil.pbx.example.com", False),
        ("sip:pbx.example.com@evil.com", False),
        ("sip:anna@pbx.example.com;transport=tcp", False),
        ("sip:anna;x=1@pbx.example.com", False),
        ("sip:anna@pbx.example.com?Replaces=x", False),
        ("sip:anna%40evil.com@pbx.example.com", False),
        ("sip:a\x00b@pbx.example.com", False),
        ("sip:a\x1fb@pbx.example.com", False),
        ("sip:ann\u00e4@pbx.example.com", False),
        ("sip:anna@[::1]", False),
    ],
)
def test_a_sip_uri_needs_a_listed_domain_and_has_no_other_part(uri: str, allowed: bool) -> None:
    assert (refusal(uri, TransferRules(sip_domains=("pbx.example.com",))) is None) == allowed
    assert refusal(uri, ANY) is not None


def _refused(talk: Conversation) -> str:
    assert talk.path[-2:] == [("desk", "failed"), ("back", "listen")]
    [(field, error)] = talk.errors
    assert field == "to"
    return error or ""


@pytest.mark.parametrize("number", ["+19005550100", "sip:anna@example.com", "nobody", ""])
def test_a_refused_transfer_leaves_by_failed_with_the_reason_in_the_trace(number: str) -> None:
    talk = transfers(to="{{ number }}", message="I will put you through.")
    assert talk.begin(transfers=ANY, number=number).then == Listen(8)
    assert talk.spoken == ["Hello.", "Still here?"]
    assert _refused(talk)


def test_an_allowed_transfer_is_made() -> None:
    talk = transfers(to="{{ number }}")
    assert talk.begin(transfers=ANY, number="+1 (212) 555-0100").then == Transfer("+12125550100")
    assert talk.errors == []


@pytest.mark.parametrize("to", ["+19005550100", "+870773123456", "sip:desk@any.example.com;transport=tcp"])
def test_a_destination_that_the_author_wrote_is_never_refused(to: str) -> None:
    assert transfers(to=to).begin(transfers=ANY).then == Transfer(to)


def test_the_author_may_write_the_domain_only() -> None:
    def goes(to: str, who: str) -> object:
        return transfers(to=to).begin(transfers=ANY, who=who).then

    assert goes("sip:{{ who }}@pbx.example.com", "anna") == Transfer("sip:anna@pbx.example.com")
    for who in ("anna@evil.com", "anna@evil.com;x=", "", "a b"):
        assert goes("sip:{{ who }}@pbx.example.com", who) == Listen(8)
    assert goes("sip:anna@{{ who }}", "pbx.example.com") == Listen(8)
    assert goes("sip:anna@{{ who }}.com", "pbx.example") == Listen(8)


def test_a_refused_transfer_without_an_edge_ends_with_the_apology() -> None:
    talk = transfers(comes_back=False, to="{{ number }}")
    assert talk.begin(transfers=ANY, number="+19005550100").then == Hangup()
    assert talk.state.outcome == "node desk has no way on by failed"


def test_the_rules_at_the_beginning_apply_to_the_whole_session() -> None:
    talk = transfers(to="{{ number }}")
    talk.begin(transfers=TransferRules(countries=("GB",)), number="+12125550100")
    assert talk.state.transfers == TransferRules(countries=("GB",))
    talk.says("Yes.")
    assert talk.path[-2:] == [("desk", "failed"), ("back", "listen")]


def test_a_recording_without_rules_folds_to_the_same_steps() -> None:
    written: Json = {"kind": "SessionBegan", "turn_id": "t", "at": 1, "seed": 1, "variables": {"number": "sip:a@b"}}
    event = TypeAdapter(SessionBegan).validate_python(written)
    talk = transfers(to="{{ number }}")
    [step] = fold(talk.flow, talk.state, [event], talk.evaluate)
    assert step.then == Transfer("sip:a@b")
    assert "transfers" not in TypeAdapter(State).dump_python(step.state, mode="json")
    assert "transfers" not in TypeAdapter(SessionBegan).dump_python(event, mode="json")


def test_a_session_with_rules_is_stored_and_read_again() -> None:
    talk = transfers(to="{{ number }}")
    talk.begin(transfers=TransferRules(("US",), ("+4930",), ("pbx.example.com",)), number="nobody")
    states = TypeAdapter(State)
    assert states.validate_json(states.dump_json(talk.state)) == talk.state


@pytest.mark.parametrize(
    ("to", "needed"), [("{{ number }}", True), ("+1{{ number }}", True), ("+12125550100", False), ("{{ open", False)]
)
def test_rules_are_needed_if_a_destination_comes_from_a_variable(to: str, needed: bool) -> None:
    assert has_variable_destination(transfers(to=to).flow) == needed

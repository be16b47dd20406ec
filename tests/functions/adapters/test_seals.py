"""A sealed part is opened by the keys of its organization and its session, and by no others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.adapters.secrets.call_keys import FixedCallKeys
from functions.adapters.secrets.seals import AesSeals
from functions.errors import UnavailableError

OLD, NEW = "an-old-key-with-more-than-32-characters", "a-new-key-with-more-than-32-characters"


@dataclass(frozen=True)
class Rotating:
    """Keys of which the present one is read again only if none fits."""

    first: Sequence[str]
    second: Sequence[str]

    def accepted(self, *, again: bool = False) -> Sequence[str]:
        return self.second if again else self.first


@given(st.binary(max_size=2000))
def test_a_part_is_opened_as_it_was_and_shows_nothing(payload: bytes) -> None:
    seals = AesSeals(FixedCallKeys(OLD))
    key = seals.new_key("o", "s")
    sealed = seals.seal("o", "s", key, "head", payload)
    assert seals.open("o", "s", key, "head", sealed) == payload
    assert sealed.isascii()
    assert len(payload) < 8 or payload not in sealed.encode()


def test_a_part_is_opened_only_as_what_it_is() -> None:
    seals = AesSeals(FixedCallKeys(OLD))
    key, other = seals.new_key("o", "s"), seals.new_key("o", "s")
    sealed = seals.seal("o", "s", key, "head", b"words")
    assert seals.open("o", "s", key, "turn 1", sealed) is None
    assert seals.open("o", "s", other, "head", sealed) is None
    assert seals.open("o", "s", key, "head", sealed[:-8] + "AAAAAAA=") is None
    assert seals.open("o", "s", key, "head", "no base64") is None


@pytest.mark.parametrize(("organization", "session"), [("o", "another"), ("another", "s")])
def test_the_key_of_a_session_fits_no_other(organization: str, session: str) -> None:
    seals = AesSeals(FixedCallKeys(OLD))
    key = seals.new_key("o", "s")
    with pytest.raises(UnavailableError, match="keep the previous key"):
        seals.seal(organization, session, key, "head", b"words")


def test_a_session_goes_on_during_a_rotation_and_in_a_process_that_has_not_seen_it() -> None:
    before = AesSeals(FixedCallKeys(OLD))
    key = before.new_key("o", "s")
    sealed = before.seal("o", "s", key, "head", b"words")
    assert AesSeals(Rotating((NEW, OLD), (NEW, OLD))).open("o", "s", key, "head", sealed) == b"words"
    newer = AesSeals(FixedCallKeys(NEW)).new_key("o", "s")
    late = AesSeals(Rotating((OLD,), (NEW, OLD)))
    assert late.open("o", "s", newer, "head", late.seal("o", "s", newer, "head", b"words")) == b"words"


def test_without_a_key_there_is_no_data_key() -> None:
    with pytest.raises(UnavailableError, match="CALLFLOW_CALL_KEYS_SECRET"):
        AesSeals(FixedCallKeys("")).new_key("o", "s")

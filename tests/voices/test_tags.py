"""Language tags as engines of speech compare them."""

from __future__ import annotations

import pytest

from voices.polly import default_voice, engine_of, language_code
from voices.tags import covers, parts_of


@pytest.mark.parametrize(
    ("tag", "parts"),
    [
        ("de", ("de", "")),
        ("DE-at", ("de", "AT")),
        ("en_gb", ("en", "GB")),
        ("zh-Hant-TW", ("zh", "TW")),
        ("es-419", ("es", "419")),
        ("nb-NO", ("no", "NO")),
        ("cmn-CN", ("zh", "CN")),
        ("yue-CN", ("zh", "HK")),
        ("arb", ("ar", "")),
        ("sl-rozaj", ("sl", "")),
    ],
)
def test_a_tag_has_a_language_and_a_region(tag: str, parts: tuple[str, str]) -> None:
    assert parts_of(tag) == parts


@pytest.mark.parametrize(
    ("spoken", "wanted", "covered"),
    [
        ("de-DE", "de-DE", True),
        ("de-DE", "de", True),
        ("de-DE", "de-AT", False),
        ("en", "en-GB", True),
        ("nb-NO", "no", True),
        ("en-US", "de-US", False),
    ],
)
def test_a_voice_covers_its_own_region_and_a_language_without_one(spoken: str, wanted: str, covered: bool) -> None:
    assert covers(spoken, wanted) is covered


def test_polly_has_a_voice_an_engine_and_a_code_for_a_call() -> None:
    voices = [default_voice(*parts_of(tag)) for tag in ("de-AT", "de-LI", "nb", "tlh")]
    assert voices == ["Hannah", "Vicki", "Ida", None]
    assert [engine_of("Ida", ""), engine_of("Ida", "standard"), engine_of("Ruth", "")] == [
        "neural",
        "standard",
        "generative",
    ]
    codes = [language_code(*parts_of(tag)) for tag in ("de", "de-AT", "nb-NO", "zh-CN", "zh-HK", "ar-AE", "ar-SA")]
    assert codes == [None, "de-AT", "nb-NO", "cmn-CN", "yue-CN", "ar-AE", "arb"]

"""Language tags as engines of speech compare them: a language and a region. No engine is named here."""

from __future__ import annotations

_ALIASES = {"arb": "ar", "cmn": "zh", "nb": "no", "nn": "no"}
"""Codes of the same languages. Amazon and LiveKit know Norwegian, Chinese and Arabic by several."""
_CANTONESE = "yue"


def parts_of(tag: str) -> tuple[str, str]:
    """Read a language tag.

    Args:
        tag: A BCP 47 tag, such as de, de-AT or zh_Hant_TW.

    Returns:
        The language in lower case and the region in capitals, empty if the tag has none. Norwegian is `no`.
    """
    first, *others = tag.replace("_", "-").split("-")
    language = first.lower()
    region = next((each for each in others if len(each) == 2 or (len(each) == 3 and each.isdigit())), "").upper()
    if language == _CANTONESE:
        return "zh", "HK"
    return _ALIASES.get(language, language), region


def covers(spoken: str, wanted: str) -> bool:
    """Return whether a voice that speaks one tag can be used for another.

    Args:
        spoken: A tag of the voice. Without a region, it covers all regions.
        wanted: The tag of a call. Without a region, every region is right.
    """
    (language, region), (wanted_language, wanted_region) = parts_of(spoken), parts_of(wanted)
    return language == wanted_language and (not region or not wanted_region or region == wanted_region)

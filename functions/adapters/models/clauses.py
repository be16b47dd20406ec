"""Cuts words that arrive piece by piece into clauses that can be spoken. No network and no provider's format is here.

A cut is wrong if it is early: half a date sounds broken. It costs little if it is late. So every doubt means no cut.
"""

from __future__ import annotations

import re
import unicodedata

# ruff: noqa: RUF001  # punctuation of all scripts

MIN_SENTENCE = 10
"""Characters of a piece that ends as a sentence. A shorter one is spoken with the next."""
MIN_PAUSE = 24
"""Characters of a piece that ends with a comma, a colon or a semicolon."""

_WIDE = 3
"""Characters that one of a script without spaces counts for."""
_ENDS = frozenset("!?…؟۔।॥։።፧。！？៕။")
_PAUSES = frozenset(",;:،؛፣፤、，；：၊")
_CLOSERS = "\"'”’“‘»)]}*」』）】"
_OPENERS = "\"'“‘„«([{*¿¡「『（【"
_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_SPACED_PHRASES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Thai, Lao, Burmese and Khmer: a space ends a phrase."""

_GAP = re.compile(r"(?<=\S)\s++(?=\S)|(?<=[。！？；、，：」』）】])(?=[^\s。！？；、，：」』）】])")
"""The places where a clause may end: a space between words, or after the punctuation of a script without spaces."""

# Before a full stop. "No" and its like stand before a digit, where no clause ends anyway.
_ABBREVIATIONS = frozenset(
    "dr mr mrs ms prof st mt ft rev hon gen col capt sgt lt jr sr inc ltd co corp dept ext tel vs etc approx est "
    "ave rd blvd apt fig vol pp jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun "
    "hr fr nr str bzw usw ca ggf evtl inkl zzgl bspw vgl tgl mio mrd okt dez abs "
    "sra srta ud uds av avda núm pág tfno dña aprox mme mlle mm bd éd env "
    "sig dott ing avv geom gent pag dhr mevr mw blz enz bijv evt gem sto sta exmo exma".split()
)
# "Friday, May 6" is one date.
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag "
    "sonnabend sonntag lunes martes miércoles jueves viernes sábado domingo lundi mardi mercredi jeudi vendredi "
    "samedi dimanche lunedì martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag donderdag "
    "vrijdag zaterdag zondag segunda terça quarta quinta sexta segunda-feira terça-feira quarta-feira quinta-feira "
    "sexta-feira".split()
)


class Clauses:
    """Reads the words of one reply in order.

    Its pieces, put together, are the beginning of the words, regardless of the parts in which they arrive. No piece
    ends with a space: the next one begins with it.
    """

    def __init__(self) -> None:
        self._held = ""
        self._looked_to = 0
        """The place in `_held` before which no clause ends."""

    def feed(self, words: str) -> list[str]:
        """Take the next words.

        Args:
            words: Any part of them.

        Returns:
            The clauses that are whole now. What may still be the beginning of a longer one is held back.
        """
        self._held += words
        whole: list[str] = []
        while (gap := _GAP.search(self._held, self._looked_to)) is not None:
            if _ends_before(self._held, gap.start(), gap.end()):
                whole.append(self._held[: gap.start()])
                self._held = self._held[gap.start() :]
                self._looked_to = gap.end() - gap.start()
            else:
                self._looked_to = gap.end()
            # A place without a space is found again at the same index.
            self._looked_to += gap.start() == gap.end()
        return whole

    def rest(self) -> str:
        """Return the words that are held back, at the end of the reply."""
        rest, self._held, self._looked_to = self._held, "", 0
        return rest


def _ends_before(text: str, end: int, following: int) -> bool:
    """Return whether the clause ends at the index `end`. The next word begins at the index `following`."""
    word = text[max(0, end - 64) : end].split()[-1]
    after = text[following]
    said = word.rstrip(_CLOSERS)
    if not said:
        return False
    mark, stem = said[-1], said[:-1].lstrip(_OPENERS)
    weight = _weight(text[:end].strip())
    if _is_digit(stem[-1:] or mark) and _is_digit(after):
        return False
    if mark in _ENDS or "\n" in text[end:following]:
        return weight >= MIN_SENTENCE
    if mark == ".":
        return weight >= MIN_SENTENCE and _is_full_stop(stem, after)
    if mark in _PAUSES:
        return weight >= MIN_PAUSE and _is_pause(stem, after)
    return bool(weight >= MIN_PAUSE and _SPACED_PHRASES.match(mark) and _SPACED_PHRASES.match(after))


def _is_full_stop(stem: str, after: str) -> bool:
    """Return whether a full stop after `stem` ends a sentence, and neither an abbreviation nor an ordinal number."""
    if len(stem) < 2 or "." in stem or _is_digit(stem[-1]) or after.islower() or _is_digit(after):
        return False
    return stem.casefold() not in _ABBREVIATIONS


def _is_pause(stem: str, after: str) -> bool:
    """Return whether a comma after `stem` stands between clauses, and not within a date, a number or a name."""
    if _is_digit(after) or any(map(_is_digit, stem)) or "." in stem:
        return False
    return stem.casefold() not in _DAYS and not (stem[:1].isupper() and after.isupper())


def _is_digit(character: str) -> bool:
    return bool(character) and unicodedata.category(character[0]) in ("Nd", "Nl", "No")


def _weight(piece: str) -> int:
    """The length of a piece for the ear."""
    return len(piece) + (_WIDE - 1) * len(_WITHOUT_SPACES.findall(piece))

"""Reads an e-mail address, typed or spoken ("j o h n dot smith at gmail dot com"). Never looks a domain up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flow_core.json import Json
from flow_core.values.answer import NoMatch
from flow_core.values.spoken import REPEATS, below_hundred
from flow_core.values.utterance import Found, Word, ends_clause, plain, settle, text_at, word_in

_CONNECTORS = {
    "dot": ".", "point": ".", "period": ".", "underscore": "_", "dash": "-", "hyphen": "-", "minus": "-", "plus": "+",
}  # fmt: skip
_AT = frozenset({"at", "@"})
# What stands before an address and is no part of it.
_BEFORE = frozenset(
    """at @ its it is my email mail e-mail address the an that thats be would so to me us on use using try please yes
    yeah yep ok okay sure um uh er well and or send contact reach write get for as by via no not sorry actually wait
    mean rather here heres hello hi hey want like id ill say think should was this with of in from could can just put
    down under thanks""".split()
)
_PIECE = re.compile(r"[a-z0-9._%+\-]+", re.IGNORECASE)
_LOCAL = re.compile(r"[a-z0-9_%+'\-]+(?:\.[a-z0-9_%+'\-]+)*", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
_TOP = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{2,59}", re.IGNORECASE)
# Looking no further keeps a long utterance linear; nobody spells more.
_FARTHEST = 70
_JOINED_AT_MOST = 2


def read_email(said: str, *, whole: bool) -> Json | NoMatch:
    """A typed address as it was typed; a spoken one in lower case."""
    words = _pieces(said)
    found: list[Found] = []
    for index, word in enumerate(words):
        if word.text in _AT and (address := _address(words, index, found[-1].end if found else 0)) is not None:
            found.append(address)
    lower = [Word(word.text.lower(), word.paused) for word in words]
    return settle(lower, found, "email address", whole=whole)


def _pieces(said: str) -> list[Word]:
    """Chunks with "@" divided off; one that stood free is the spoken "at"."""
    pieces: list[Word] = []
    for chunk in plain(said).split():
        word = word_in(chunk)
        local, at, domain = word.text.partition("@")
        glued = "@" if local and domain else "at"
        parts = [local, glued if at else "", domain]
        said_parts = [part.lower() if part.lower() in {"at", *_CONNECTORS} else part for part in parts if part]
        pieces += [Word(part) for part in said_parts[:-1]]
        pieces += [Word(part, word.paused) for part in said_parts[-1:]]
    return pieces


def _address(words: Sequence[Word], at: int, floor: int) -> Found | None:
    glued = words[at].text == "@"
    begin = at + 2 if not glued and text_at(words, at + 1).lower() == "sign" else at + 1
    domain, end = _domain(words, begin, glued=glued)
    start, clear = _start(words, at, floor, glued=glued)
    if domain is None or start == at:
        return None
    local = _joined(words[start:at], typed=glued)
    if not _is_local(local):
        return Found(NoMatch(f"no address can begin with {local!a}"), start, end)
    if not clear:
        return Found(NoMatch("where the address begins could not be told"), start, end)
    typed = glued and end - start == 3
    return Found(f"{local}@{domain}" if typed else f"{local}@{domain}".lower(), start, end)


def _start(words: Sequence[Word], at: int, floor: int, *, glued: bool) -> tuple[int, bool]:
    """Where the part before "at" begins, and whether that is clear."""
    start = at
    connected = joined = 0
    while start > max(floor, at - _FARTHEST) and not (start < at and words[start - 1].paused):
        text = words[start - 1].text.lower()
        after_connector = start < at and words[start].text in _CONNECTORS
        if text in _CONNECTORS and start < at and not after_connector:
            connected += 1
        elif glued and start == at:
            pass
        elif not _PIECE.fullmatch(text) or (text in _BEFORE and not after_connector):
            return start, not _explains_a_letter(words, start)
        elif start < at and not after_connector and not _spelled(text):
            if glued:
                return start, True
            joined += 1
            if connected or joined >= _JOINED_AT_MOST:
                return start, False
        start -= 1
    return start, True


def _explains_a_letter(words: Sequence[Word], start: int) -> bool:
    """ "m as in mary", "m for mary" spells an m."""
    before = [text_at(words, start - 2).lower(), text_at(words, start - 1).lower()]
    return before == ["as", "in"] or (before[1] in {"for", "like"} and len(before[0]) == 1)


def _domain(words: Sequence[Word], begin: int, *, glued: bool) -> tuple[str | None, int]:
    end = begin
    dotted = False
    while end < min(len(words), begin + _FARTHEST):
        text = words[end].text.lower()
        before = text_at(words, end - 1).lower() if end > begin else ""
        spelled = len(text) == 1 and len(before) == 1
        if not _PIECE.fullmatch(text) or text in _AT:
            break
        if text in _CONNECTORS:
            if end == begin or ends_clause(words, end + 1):
                break
        elif end > begin and before not in _CONNECTORS and not spelled and (dotted or glued):
            break
        dotted = dotted or text == "dot" or "." in text
        end += 1
        if words[end - 1].paused:
            break
    domain = _joined(words[begin:end], typed=glued)
    labels = domain.split(".")
    valid = len(labels) > 1 and all(map(_LABEL.fullmatch, labels)) and _TOP.fullmatch(labels[-1]) and len(domain) < 254
    return (domain, end) if valid else (None, end)


def _joined(words: Sequence[Word], *, typed: bool) -> str:
    """What the pieces spell together: "four two" is 42, "double l" is ll; a typed "nineteen" stays a word."""
    if typed and len(words) == 1:
        return words[0].text
    said: list[str] = []
    index = 0
    while index < len(words):
        text = words[index].text
        number = None if typed else below_hundred(words, index)
        if text.lower() in REPEATS and len(text_at(words, index + 1)) == 1:
            said.append(words[index + 1].text * REPEATS[text.lower()])
            index += 2
        elif number is not None:
            said.append(str(number[0]))
            index = number[1]
        else:
            said.append(_CONNECTORS.get(text, text))
            index += 1
    return "".join(said)


def _spelled(text: str) -> bool:
    return len(text) == 1 or text.isdigit() or text in REPEATS or below_hundred((Word(text),), 0) is not None


def _is_local(local: str) -> bool:
    return len(local) <= 64 and _LOCAL.fullmatch(local) is not None

"""Takes the values of secrets out of what comes back from outside. Never asks a store for one."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping

from flow_core.json import Json

SHORTEST = 6
"""Characters. A shorter value stands in so many innocent texts that taking it out would garble them."""


class Redaction:
    def __init__(self, secrets: Mapping[str, str]) -> None:
        """secrets: name -> value."""
        # The longest first: a secret may stand within another.
        known = sorted(
            ((value.strip(), name) for name, value in secrets.items() if len(value.strip()) >= SHORTEST),
            key=lambda pair: len(pair[0]),
            reverse=True,
        )
        self._names = [name for _, name in known]
        self._pattern = re.compile("|".join(f"({''.join(map(_written, value))})" for value, _ in known))

    def text(self, text: str) -> str:
        """The text with `[secret NAME]` wherever a value stood."""
        if not self._names:
            return text
        return self._pattern.sub(lambda found: f"[secret {self._names[(found.lastindex or 1) - 1]}]", text)

    def json(self, value: Json) -> Json:
        """The same for every string, key and number in it. It is as deep as the caller lets it be."""
        if not self._names or value is None or isinstance(value, bool):
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, int | float):
            written = json.dumps(value)
            return value if self._pattern.fullmatch(written) is None else self.text(written)
        if isinstance(value, Mapping):
            return {self.text(key): self.json(inner) for key, inner in value.items()}
        return [self.json(inner) for inner in value]


def _written(character: str) -> str:
    """A pattern of all the ways in which a server writes it back: in a URL, a form, JSON within JSON, or HTML."""
    ways = {character, html.escape(character), html.escape(character).replace("x27", "39"), json.dumps(character)[1:-1]}
    if character == "/":
        ways.add("\\/")
    if character == " ":
        ways.add("+")
    octets = character.encode("utf-8", "replace")
    coded = ["".join(f"%{octet:02x}" for octet in octets), f"\\u{ord(character):04x}"]
    # The longest first: of "%25" nothing may stay behind "%".
    plain = map(re.escape, sorted(ways, key=len, reverse=True))
    return f"(?:{'|'.join([*(f'(?i:{re.escape(way)})' for way in coded), *plain])})"

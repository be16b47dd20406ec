"""Where a step of Voiceflow leads: its ports, in the three forms that exports have."""

from __future__ import annotations

from functions.flow_import.source import Source


class Ports:
    """The ports of a step.

    Args:
        data: The data of the step.
    """

    def __init__(self, data: Source) -> None:
        self.named: dict[str, Source] = {}
        """Kind of port (`next`, `else`, `fail`, `no-reply`) or id of a button -> the port, if it leads somewhere."""
        self.numbered: list[Source | None] = []
        """The ports of choices in order; None if one leads nowhere."""
        ports = data.object("portsV2")
        if ports is not None:
            for group in ("builtIn", "byKey"):
                for name, port in ports.entries(group).items():
                    self._name(name, port)
            self.numbered = [_target(port) for port in ports.objects("dynamic")]
        for number, port in enumerate(data.objects("ports")):
            kind = port.text("type")
            if kind or number == 0:
                self._name(kind or "next", port)
            if not kind:
                self.numbered.append(_target(port))

    def choice(self, number: int, key: str) -> Source | None:
        """Return the port of a choice: by its id, else by its number."""
        if key in self.named:
            return self.named[key]
        return self.numbered[number] if number < len(self.numbered) else None

    def _name(self, name: str, port: Source) -> None:
        target = _target(port)
        if target is not None:
            self.named.setdefault(name, target)


def _target(port: Source) -> Source | None:
    _ = port.fields
    port.ignore("id", "type", "data", "linkData")
    return port if port.text("target") else None

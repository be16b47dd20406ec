"""Keeps which models answered in an ended session, so that a provider's own change is seen."""

from __future__ import annotations

from dataclasses import dataclass, field

from functions.ports.flows import ModelNames
from functions.records import Head

_MAX_KNOWN = 10_000
"""Names that a process remembers. It then forgets all, and reads them again."""


@dataclass(frozen=True, slots=True)
class KeepModelNames:
    """Keeps the names of the models of ended sessions. What this process has kept before costs no request."""

    names: ModelNames
    _known: set[tuple[str, str, int, str, str]] = field(default_factory=set)

    def __call__(self, head: Head) -> None:
        """Keep the names of an ended session. A session of a draft has no version, and keeps nothing.

        Args:
            head: The session's last head.
        """
        version = head.pin.version
        if version is None:
            return
        answered = {(head.organization_id, head.flow_id, version, *each) for each in head.models.items()}
        if answered <= self._known:
            return
        self.names.add(head.organization_id, head.flow_id, version, head.models, head.updated_at)
        if len(self._known) > _MAX_KNOWN:
            self._known.clear()
        self._known.update(answered)

"""Sessions whose stored records show nothing private. It is removed when a record is saved, and sealed in the record.

The turn protocol sees the real values, because it opens what it reads. Everybody else reads the store itself, and so
finds the redacted records only. A session without rules of redaction is stored as it is, byte for byte.
"""

from __future__ import annotations

import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from flow_core.state import Status
from functions.errors import UnavailableError
from functions.ports.flows import PinnedFlows
from functions.ports.secrets import Seals
from functions.ports.sessions import SessionPage, Sessions, VersionCounts
from functions.ports.turn_pages import TurnPage
from functions.records import Head, TurnRecord, head_json, head_type, turn_json, turn_type
from functions.redaction.records import redacted_head, redacted_turn, values_of, without_tokens
from functions.redaction.rules import sealing_of
from functions.redaction.values import MakeRemove

_KEPT_SECONDS = 60.0
"""Seconds for which an organization's kinds are remembered. A session keeps the kinds that it began with."""
_REMEMBERED = 1024


@dataclass(frozen=True, slots=True)
class RedactionRules:
    """Decides the rules of sessions that begin."""

    flows: PinnedFlows
    kinds: Callable[[str], Iterable[str]]
    """Organization -> the kinds that it has removed. UnavailableError is raised if the store does not answer."""
    seals: Seals
    clock: Callable[[], float]
    """Seconds, of a clock that only goes forward."""
    _known: OrderedDict[str, tuple[float, tuple[str, ...]]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, head: Head) -> Head:
        """Return the first head of a session with its rules, and with a data key if it has any.

        Args:
            head: The head. It is not stored yet.

        Returns:
            The head; unchanged if nothing is removed. UnavailableError is raised if the settings, the flow or the
            organization's key cannot be read: such a session does not begin.
        """
        flow = self.flows(head.organization_id, head.flow_id, head.pin)
        sealing = sealing_of(flow, self._kinds(head.organization_id), head.state.session.language)
        if sealing is None:
            return head
        key = self.seals.new_key(head.organization_id, head.session_id)
        return replace(head, sealing=replace(sealing, key=key))

    def _kinds(self, organization_id: str) -> tuple[str, ...]:
        now = self.clock()
        with self._lock:
            known = self._known.get(organization_id)
        if known is not None and now < known[0]:
            return known[1]
        kinds = tuple(self.kinds(organization_id))
        with self._lock:
            self._known[organization_id] = (now + _KEPT_SECONDS, kinds)
            self._known.move_to_end(organization_id)
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return kinds


@dataclass(frozen=True, slots=True)
class SealedSessions:
    """`Sessions` over a store. What it returns is as it was, while the session is open."""

    stored: Sessions
    seals: Seals
    make: MakeRemove
    """Makes the search for encoded values."""

    def head(self, session_id: str) -> Head | None:
        """See `Sessions.head`."""
        head = self.stored.head(session_id)
        if head is None or head.sealing is None:
            return head
        if head.sealing.data is None:
            return without_tokens(head) if head.state.status is Status.TRANSFERRED else head
        payload = self._open(head, "head", head.sealing.data)
        if payload is None:
            raise UnavailableError("secrets", "open head", "refused", detail="a sealed head does not fit its key")
        opened: Head = head_type().validate_json(payload)
        return opened

    def advance(self, head: Head) -> bool:
        """See `Sessions.advance`. After the end, the key is not stored any more."""
        sealing = head.sealing
        if sealing is None:
            return self.stored.advance(head)
        # With a lease, a caller who came back from a transfer is served.
        ended = head.state.status.ended and head.lease is None
        if not (sealing.key or ended):
            # The caller has come back from a transfer, which had ended the session.
            sealing = replace(sealing, key=self.seals.new_key(head.organization_id, head.session_id))
            head = replace(head, sealing=sealing)
        known, values = values_of(sealing, self.make, head)
        public = replace(sealing, data=None, values=())
        redacted = redacted_head(head, sealing, values)
        if ended:
            return self.stored.advance(replace(redacted, sealing=replace(public, key="")))
        if redacted == head and not known:
            return self.stored.advance(replace(head, sealing=public))
        data = self._seal(head, "head", head_json(replace(head, sealing=replace(public, values=known))))
        return self.stored.advance(replace(redacted, sealing=replace(public, data=data)))

    def is_erased(self, session_id: str) -> bool:
        """See `Sessions.is_erased`."""
        return self.stored.is_erased(session_id)

    def turn(self, session_id: str, turn_id: str) -> TurnRecord | None:
        """See `Sessions.turn`. A redacted record of a session that has ended stays redacted."""
        record = self.stored.turn(session_id, turn_id)
        if record is None or record.sealed is None:
            return record
        # Only a duplicate request reads a record, and only a sealed one needs its head.
        head = self.stored.head(session_id)
        return record if head is None else self._opened(head, record)

    def propose(self, head: Head, record: TurnRecord, *, instead_of: int | None = None) -> TurnRecord | None:
        """See `Sessions.propose`."""
        sealing = head.sealing
        if sealing is not None and sealing.key:
            _, values = values_of(sealing, self.make, head, record)
            redacted = redacted_turn(record, sealing, values)
            if redacted != record:
                sealed = self._seal(head, f"turn {record.turn_id}", turn_json(record))
                record = replace(redacted, sealed=sealed)
        existing = self.stored.propose(head, record, instead_of=instead_of)
        return None if existing is None else self._opened(head, existing)

    def turns_after(self, head: Head, number: int) -> TurnPage:
        """See `Sessions.turns_after`."""
        page = self.stored.turns_after(head, number)
        return TurnPage(tuple(self._opened(head, record) for record in page.turns), page.more)

    def turn_at(self, head: Head, number: int) -> str:
        """See `Sessions.turn_at`."""
        return self.stored.turn_at(head, number)

    def in_room(self, room_name: str) -> list[str]:
        """See `Sessions.in_room`."""
        return self.stored.in_room(room_name)

    def of_flow(
        self, organization_id: str, flow_id: str, *, status: Status | None, cursor: str | None, limit: int
    ) -> SessionPage:
        """See `Sessions.of_flow`."""
        return self.stored.of_flow(organization_id, flow_id, status=status, cursor=cursor, limit=limit)

    def count_by_version(self, organization_id: str, flow_id: str) -> VersionCounts:
        """See `Sessions.count_by_version`."""
        return self.stored.count_by_version(organization_id, flow_id)

    def _opened(self, head: Head, record: TurnRecord) -> TurnRecord:
        sealing = head.sealing
        if record.sealed is None or sealing is None or not sealing.key:
            return record
        payload = self._open(head, f"turn {record.turn_id}", record.sealed)
        # The key of the time before a transfer is gone.
        return record if payload is None else turn_type().validate_json(payload)

    def _seal(self, head: Head, name: str, payload: bytes) -> str:
        sealing = head.sealing
        if sealing is None:
            raise ValueError("a head without rules has nothing to seal")
        return self.seals.seal(head.organization_id, head.session_id, sealing.key, name, zlib.compress(payload))

    def _open(self, head: Head, name: str, sealed: str) -> bytes | None:
        sealing = head.sealing
        if sealing is None:
            raise ValueError("a head without rules has nothing sealed")
        opened = self.seals.open(head.organization_id, head.session_id, sealing.key, name, sealed)
        return None if opened is None else zlib.decompress(opened)

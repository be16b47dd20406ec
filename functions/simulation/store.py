"""The port of the store of runs: what is kept of simulated calls between two requests, and their results."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run of simulated calls as it is stored."""

    revision: int
    """The number of writes, from 1."""
    busy_until: int
    """A request goes on with the run until then, in milliseconds since the epoch. 0 if none does."""
    payload: bytes
    """JSON, for `functions.simulation.progress.run_type`."""


class Simulations(Protocol):
    """Stores runs as long as sessions. Every method may raise UnavailableError."""

    def of_flow(self, organization_id: str, flow_id: str) -> Iterator[tuple[str, StoredRun]]:
        """Read all runs of a flow. Consistent queries of 1 MB.

        Yields:
            The id of a run, and the run.
        """
        ...

    def delete(self, organization_id: str, flow_id: str, run_id: str) -> None:
        """Delete a run, if there is one."""
        ...

    def get(self, organization_id: str, flow_id: str, run_id: str) -> StoredRun | None:
        """Return a run; None if it does not exist. One consistent read."""
        ...

    def save(self, organization_id: str, flow_id: str, run_id: str, run: StoredRun, *, at: int) -> bool:
        """Store the next revision of a run, if no other request has stored it.

        Args:
            organization_id: The organization.
            flow_id: The flow.
            run_id: The run.
            run: The run. The stored one must have the revision before; for revision 1 there must be none.
            at: Milliseconds since the epoch, from which the time to keep it counts.

        Returns:
            False, without a change, if the stored revision is another one.
        """
        ...

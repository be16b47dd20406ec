"""The deliveries of organizations in memory. Values pass through JSON."""

from __future__ import annotations

from dataclasses import replace

from pydantic import TypeAdapter

from functions.ports.webhooks import Delivery

_DELIVERY = TypeAdapter(Delivery)


class InMemoryDeliveries:
    """Implements `Deliveries`."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], bytes] = {}

    def keep(self, organization_id: str, delivery: Delivery) -> None:
        place = (organization_id, delivery.at, delivery.event_id)
        before = self._kept.get(place)
        attempts = 1 if before is None else _DELIVERY.validate_json(before).attempts + 1
        self._kept[place] = _DELIVERY.dump_json(replace(delivery, attempts=attempts))

    def newest(self, organization_id: str, limit: int) -> tuple[Delivery, ...]:
        places = sorted((place for place in self._kept if place[0] == organization_id), reverse=True)
        return tuple(_DELIVERY.validate_json(self._kept[place]) for place in places[:limit])

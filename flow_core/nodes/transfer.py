"""transfer: the caller is handed to a person. The worker does it; this says to whom."""

from __future__ import annotations

import re

from flow_core.flow import TransferNode
from flow_core.phone_number import is_e164, plain
from flow_core.scene import Finish, Leave, Outcome, Scene
from flow_core.state import Status, Transfer

_SIP_URI = re.compile(r"sips?:[^\s@<>\"]+(@[^\s@<>\"]+)?\Z", re.IGNORECASE)


def destination(written: str) -> str | None:
    """An E.164 number or a SIP URI, or None where it is neither. `tel:` and the dashes of a number are dropped."""
    written = written.strip()
    number = plain(written)
    if is_e164(number):
        return number
    return written if _SIP_URI.match(written) else None


def enter(node: TransferNode, scene: Scene) -> Outcome:
    to = destination(scene.render(node.data.to, "to"))
    if to is None:
        # A caller is never sent to a number that cannot be dialled: it is as if the transfer had failed.
        return Leave("failed")
    scene.say(scene.render(node.data.message, "message"))
    return Finish(Transfer(to, node.data.mode), Status.TRANSFERRED)

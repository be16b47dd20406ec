"""Compares the rights that roles have with the rights that they use."""

from __future__ import annotations

from infra.permissions.rights import Rights


def differences(allowed: Rights, called: Rights) -> list[str]:
    """Return one line for each right that is unused or missing."""
    lines = []
    for role in sorted(allowed.keys() | called.keys()):
        may, does = allowed.get(role, set()), called.get(role, set())
        lines += [f"{role} may {right.action} on {right.thing}, and never does" for right in sorted(may - does)]
        lines += [f"{role} may not {right.action} on {right.thing}, and does" for right in sorted(does - may)]
    return lines

"""Compares allowed rights with used rights."""

from __future__ import annotations

from infra.permissions.rights import Rights


def differences(allowed: Rights, called: Rights) -> list[str]:
    """One line for each right that is not used, or not had."""
    lines = []
    for role in sorted(allowed.keys() | called.keys()):
        may, does = allowed.get(role, set()), called.get(role, set())
        lines += [f"{role} may {right.action} on {right.thing}, and never does" for right in sorted(may - does)]
        lines += [f"{role} may not {right.action} on {right.thing}, and does" for right in sorted(does - may)]
    return lines

"""What an examination says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from portal.errors import Message, Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing seen at the host."""

    severity: Severity  # info: all is well, or for knowledge
    code: str  # stable, kebab-case
    address: str  # where it was seen
    message: Message
    hint: Message | None = None

    def as_dict(self, gettext: Callable[[str], str]) -> dict[str, str]:
        """For programs."""
        return {
            "severity": self.severity,
            "code": self.code,
            "address": self.address,
            "message": self.message.render(gettext),
            "hint": self.hint.render(gettext) if self.hint else "",
        }

"""Are there more bytes than may be read? Asked before a child is troubled with them, and again by whoever reads."""

from __future__ import annotations

from idp.domain.errors import DocumentRefused
from idp.ports import Limits


def require_size(count: int, limits: Limits, *, subject: str = "The file has") -> None:
    """Raises DocumentRefused (ING-SIZE) for more bytes than the limits allow; the sentence begins with `subject`."""
    if count > limits.bytes:
        size, most = count / 1_000_000, limits.bytes / 1_000_000
        raise DocumentRefused("ING-SIZE", f"{subject} {size:.0f} MB; at most {most:.0f} MB are read.")

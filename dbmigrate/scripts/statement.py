"""One statement of a script."""

from __future__ import annotations

from msgspec import Struct


class Statement(Struct, frozen=True):
    """``line``: 1-based, of the statement's first word.  ``times``: how often it is to be run (``GO 5``).
    ``comments``: characters of ``text`` before that word, which belong to a batch."""

    text: str
    line: int
    times: int = 1
    comments: int = 0

    @property
    def code(self) -> str:
        """The text from its first word on."""
        return self.text[self.comments :]

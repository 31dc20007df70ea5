"""What is known of a target's rows before any of them is taken out."""

from __future__ import annotations

from msgspec import Struct, field

from dbmigrate.ledger.entries import INSERTED

EXAMPLES = 5
"""Keys shown of each target's missing rows."""


class TargetFindings(Struct):
    """Rows of one target that the run has written and that are not out yet."""

    group: str
    table: str
    target: str
    to_delete: int = 0
    to_restore: int = 0
    gone: int = 0
    """Rows that the target no longer has."""
    written_again: int = 0
    """Of these, rows that a later run has written again; they stay."""
    gone_examples: list[str] = field(default_factory=list)
    changed: int = 0
    """Rows of batches in which at least one row is no longer as the run left it."""
    doubled: int = 0
    """Rows too many: others have the same keys."""
    unknown: int = 0
    """Rows for which nothing was recorded that they could be compared with."""
    taken: int = 0
    """Rows that the run has deleted and that cannot be put back, because another row has their key now."""
    whole_table: bool = False
    """No key: everything goes, if nothing else is in the table."""
    batches: dict[tuple[int, int], dict[str, tuple[int, int]]] = field(default_factory=dict)
    """By (chunk, batch) and kind of entry: rows, and rows of them that are gone."""

    def add(self, kind: str, rows: int) -> None:
        if kind == INSERTED:
            self.to_delete += rows
        else:
            self.to_restore += rows

    @property
    def is_unchanged(self) -> bool:
        return not (self.gone or self.changed or self.doubled or self.unknown or self.taken)

    def described(self) -> str:
        """What is other than the run left it, in words; empty if nothing is."""
        parts = []
        if self.gone:
            again = f", {self.written_again:,} of them written again by a later run" if self.written_again else ""
            examples = f" (such as {'; '.join(self.gone_examples)})" if self.gone_examples else ""
            parts.append(f"{_rows(self.gone)} gone{again}{examples}")
        if self.changed:
            parts.append(f"among {_rows(self.changed)} some changed since")
        if self.doubled:
            parts.append(f"{_rows(self.doubled)} of another origin with the same keys")
        if self.taken:
            parts.append(f"{_rows(self.taken)} that cannot be put back, because another row has their key now")
        if self.unknown:
            parts.append(f"{_rows(self.unknown)} of which nothing says whether they were changed since")
        return "; ".join(parts)


def _rows(number: int) -> str:
    return f"{number:,} row{'' if number == 1 else 's'}"

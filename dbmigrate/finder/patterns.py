"""Names of tables with a place for the member's part, such as ``I_{member}_H``."""

from __future__ import annotations

import re

from msgspec import Struct

from dbmigrate.config.series import in_name, pattern_of
from dbmigrate.model.table import TableName


class Pattern(Struct, frozen=True):
    """``text``: as the package writes it."""

    text: str

    def key(self, table: str) -> str | None:
        """The member's part of that table's name, None if it is no such name."""
        found = pattern_of(self.text).fullmatch(table)
        return found[1] if found else None

    def table(self, key: str) -> str:
        """The table's name for that part, without schema."""
        return TableName.parse(in_name(self.text, key)).name

    @property
    def beginning(self) -> str:
        return TableName.parse(self.text).name.partition("{")[0]


def squeezed(text: str) -> str:
    """What is left of a name where a table's name has kept only letters and figures."""
    return re.sub(r"[\W_]", "", text.casefold())

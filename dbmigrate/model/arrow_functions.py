"""Arrow's functions on columns, loaded when one of them is first asked for.

``pyarrow.compute`` writes a Python function for each of Arrow's when it is loaded (pyarrow 26: 20 ms), and rows that
go as they are stored need none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow.compute as pc
else:

    class _Functions:
        def __getattr__(self, name: str) -> Any:
            import pyarrow.compute

            found = getattr(pyarrow.compute, name)
            setattr(self, name, found)
            return found

    pc = _Functions()

__all__ = ["pc"]

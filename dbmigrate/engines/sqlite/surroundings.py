"""Room for a SQLite file: the disk that it lies on, and its own greatest size."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from dbmigrate.model.surroundings import Amount, Room, Surroundings

Pragma = Callable[[str], int]


def surroundings(path: Path, pragma: Pragma) -> Surroundings:
    """The file as a whole; the space of single tables would take a walk through all its pages."""
    page_bytes, pages, free_pages = (pragma(name) for name in ("page_size", "page_count", "freelist_count"))
    in_file = f"file {path.name} may grow to {pragma('max_page_count'):,} pages of {page_bytes:,} bytes"
    rooms = (
        _disk(path.parent, free_pages * page_bytes),
        Room(in_file, (pragma("max_page_count") - pages + free_pages) * page_bytes),
    )
    return Surroundings(Amount((pages - free_pages) * page_bytes, at_most=True), rooms)


def _disk(directory: Path, unused_bytes: int) -> Room:
    place = f"directory {directory}"
    try:
        return Room(place, shutil.disk_usage(directory).free + unused_bytes)
    except OSError as error:
        return Room(place, None, str(error.strerror or error), f"Look at the disk of {directory} by hand")

"""docs/type-matrix.md is the table that tests/fidelity/test_type_matrix.py holds the program to."""

from __future__ import annotations

from pathlib import Path

from tests.fidelity.matrix_page import SECTIONS, render
from tests.fidelity.samples import ALL

PAGE = Path(__file__).parents[2] / "docs" / "type-matrix.md"


def test_the_page_is_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), "render it anew: python -m tests.fidelity.matrix_page"


def test_no_sample_is_left_out() -> None:
    assert [sample for _, samples in SECTIONS for sample in samples] == ALL

"""Cells parted by tabs, as they are pasted from a spreadsheet."""

from __future__ import annotations

import pytest

from screening.documents.tabbed import barred

ROWS = "1\tAbility to add.\tEssential\n2\tSkill in law.\tDesirable\n"


@pytest.mark.parametrize(
    ("text", "set_between_bars"),
    [
        (f"No\tKSA\tWeight\n{ROWS}", ["| No | KSA | Weight |", "| 1 | Ability to add. | Essential |"]),
        (
            f'3\t"Ability to ""read"" maps,\nby night."\tEssential\n{ROWS}',
            ['| 3 | Ability to "read" maps, by night. | Essential |', ""],
        ),
        (f"3\tAbility to rest.\tEssential\r\n{ROWS}", ["| 3 | Ability to rest. | Essential |"]),
        (f"Grade\tPS-06\n3\tSkill in art.\tEssential\n{ROWS}", ["| Grade | PS-06 |"]),
        (f"3\t\tEssential\n4\tSkill in art.\tDesirable\n{ROWS}", ["| 3 |  | Essential |"]),
    ],
)
def test_rows_are_set_between_bars_and_lines_keep_their_numbers(
    text: str, set_between_bars: list[str]
) -> None:
    """Quoted cells lose their quotation marks; one over two lines stands on the first."""
    read = barred(text)
    assert read.split("\n")[: len(set_between_bars)] == set_between_bars
    assert read.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        "1.\tAbility to add.\n2.\tSkill in law.\n3.\tSkill in art.\n",
        ROWS,
        "\t\t\tCLERK\n\t\t\tPS-06\n\t\t\tA\n",
        "",
    ],
)
def test_tabs_that_only_set_type_are_left(text: str) -> None:
    assert barred(text) == text

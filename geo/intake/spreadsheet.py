"""The sheets of XLSX, XLS and ODS files: stored values only, nothing is calculated or run."""

import io
import math
from collections.abc import Iterator
from datetime import date, datetime

import python_calamine as calamine

from geo.intake.reading import Brought
from geo.intake.refusals import refusal

Value = str | float | int | bool | date | datetime | None
Grid = list[list[Value]]
"""The values of a sheet by row and column, from its first cell on."""

MOST_CELLS = 300_000
"""More cells than any list of clusters has; a sheet beyond is refused before its rows are made."""
_MOST_EMPTY = 20 * MOST_CELLS


def read_spreadsheet(file: Brought) -> list[tuple[str, bool, Grid]]:
    """Read every sheet of a workbook: its name, whether it is hidden, and its values.

    A merged area has its value in its first cell. An error (`#REF!`) is
    read as nothing: `workbook_marks` finds it.

    Raises
    ------
    RefusedError
        If the file is damaged, protected or too large.
    """
    try:
        with calamine.load_workbook(io.BytesIO(file.content)) as book:
            return [
                (
                    about.name,
                    about.visible != calamine.SheetVisibleEnum.Visible,
                    _grid(file.name, book, about.name),
                )
                for about in book.sheets_metadata
                if about.typ == calamine.SheetTypeEnum.WorkSheet
            ]
    except calamine.PasswordError:
        raise refusal("file.encrypted", file.name) from None
    except (calamine.CalamineError, OSError) as error:
        raise refusal("file.damaged", file.name, got=type(error).__name__) from error


def _grid(file: str, book: calamine.CalamineWorkbook, name: str) -> Grid:
    sheet = book.get_sheet_by_name(name)
    if sheet.end is None:
        return []
    if sheet.height * sheet.width > MOST_CELLS or math.prod(sheet.end) > _MOST_EMPTY:
        raise refusal("file.cells", file, got=name, most=MOST_CELLS)
    grid: Grid = [[_plain(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for row, column in _covered(sheet.merged_cell_ranges or []):
        if row < len(grid) and column < len(grid[row]):
            grid[row][column] = None
    return grid


def _plain(cell: object) -> Value:
    if isinstance(cell, str):
        return cell or None
    return cell if isinstance(cell, bool | int | float | date) else str(cell)


def _covered(ranges: list[tuple[tuple[int, int], tuple[int, int]]]) -> Iterator[tuple[int, int]]:
    """Walk the cells of merged areas that are not their first."""
    for (top, left), (bottom, right) in ranges:
        for row in range(top, min(bottom, top + MOST_CELLS) + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    yield row, column

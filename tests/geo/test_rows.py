"""The rows of a table are those pandas lists, cell by cell and type by type."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from geo.rows import rows_of

MIXED = pd.DataFrame(
    {
        "text": pd.Series(["một", None], dtype=object),
        "held": pd.Series(["hai", None], dtype="str"),
        "number": [1.5, np.nan],
        "count": np.array([1, 2], dtype=np.int64),
        "said": [True, False],
        "day": pd.Series([date(2026, 11, 22), None], dtype=object),
    }
)


def typed(rows):
    return [{name: (type(cell), repr(cell)) for name, cell in row.items()} for row in rows]


@pytest.mark.parametrize(
    "table",
    [MIXED, MIXED[["number"]], MIXED.iloc[:0], MIXED[["text"]], pd.DataFrame(), MIXED.iloc[::-1]],
    ids=["mixed", "numbers", "no rows", "texts", "nothing", "another order"],
)
def test_rows_are_those_of_pandas(table):
    assert typed(rows_of(table)) == typed(table.to_dict("records"))

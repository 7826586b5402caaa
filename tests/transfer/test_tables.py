"""Every table is either exported or named as derived, with a reason."""

from __future__ import annotations

import pytest
from sqlalchemy import Table

from labspace import models  # noqa: F401 - so that all tables are known
from labspace.db import Base
from labspace.transfer.columns import codec_of
from labspace.transfer.tables import DERIVED, EXPORTED, REBUILT, exported_columns, exported_tables

TABLES = Base.metadata.tables


def test_every_table_stands_in_exactly_one_list():
    assert sorted([*EXPORTED, *DERIVED]) == sorted(TABLES), (
        "a new table belongs into EXPORTED of labspace/transfer/tables.py (after all it names), or into "
        "DERIVED with the reason why nothing is lost without it"
    )


def test_a_table_stands_after_all_its_rows_name():
    place = {name: number for number, name in enumerate(EXPORTED)}
    late = [
        (table.name, key.column.table.name)
        for table in exported_tables()
        for key in table.foreign_keys
        if key.column.table is not table and place[key.column.table.name] >= place[table.name]
    ]
    assert late == []


def test_a_table_undecided_about_stops_the_export():
    table = Table("surprise", Base.metadata)
    try:
        with pytest.raises(LookupError, match="surprise"):
            exported_tables()
    finally:
        Base.metadata.remove(table)


def test_a_row_that_names_another_of_its_table_may_name_none_first():
    own = [
        key.parent for table in exported_tables() for key in table.foreign_keys if key.column.table is table
    ]
    assert own
    assert all(column.nullable and list(column.table.primary_key) == [column.table.c.id] for column in own)


@pytest.mark.parametrize("name", EXPORTED)
def test_every_column_can_be_written(name: str):
    assert [codec_of(column).name for column in exported_columns(TABLES[name])]


def test_rebuilt_columns_exist():
    assert all(TABLES[table].c[column].name for table, columns in REBUILT.items() for column in columns)

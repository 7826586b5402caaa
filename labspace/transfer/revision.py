"""Which schema a database has, and which one this release writes and reads."""

from __future__ import annotations

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from labspace.home import HOME
from labspace.transfer.layout import TransferRefused


def revision_of(connection: Connection) -> str:
    """The revision of the database; raises `TransferRefused` unless it is this release's."""
    found = MigrationContext.configure(connection).get_current_revision()
    wanted = head_revision()
    if found != wanted:
        raise TransferRefused("The database is not up to date. Run `labspace db upgrade` first.")
    return wanted


def head_revision() -> str:
    """The newest revision this release knows."""
    head = _scripts().get_current_head()
    assert head is not None
    return head


def is_known(revision: str) -> bool:
    """Whether this release knows the revision as one of its own, or of the past."""
    return revision in {script.revision for script in _scripts().walk_revisions()}


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(HOME / "migrations"))
    return ScriptDirectory.from_config(config)

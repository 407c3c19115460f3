"""The database of the record: SQLite in the home by default, PostgreSQL by its address."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from geo.errors import SourceError

VERSION = "0001"
"""The last step of `migrations/`."""

FILE = "records.db"
_MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version"
_PATIENCE_MS = 60_000
_WRITES = "writes"
_LOCK = 7_226_011
"""Any number that no other program locks in the same PostgreSQL database."""


def default_url(home: Path) -> str:
    """Name the database a home has unless told otherwise."""
    return f"sqlite:///{home / FILE}"


def connect(url: str) -> Engine:
    """Reach a database, and bring its tables to this version of the product.

    Raises
    ------
    SourceError
        If it cannot be reached, written or understood.
    """
    try:
        engine = create_engine(make_url(url))
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise SourceError(
            f"ATLAS_DATABASE_URL={url!r} cannot be used ({error}); expected sqlite:////path/records.db"
            " or postgresql+psycopg://user:password@host/name"
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    _require_version(engine)
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    # the driver must not begin or end transactions by itself: `_begin_sqlite` does
    connection.isolation_level = None
    for pragma in (f"busy_timeout={_PATIENCE_MS}", "journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Read in one transaction; writers are not waited for."""
    with _telling(engine), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def steady(engine: Engine) -> Iterator[Connection]:
    """Read in one transaction that sees one instant, however long it takes."""
    # a transaction of SQLite always does
    options = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with (
        _telling(engine),
        engine.connect().execution_options(**options) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Write in one transaction, one writer at a time; all of it happens or nothing."""
    with (
        _telling(engine),
        engine.connect().execution_options(**{_WRITES: True}) as connection,
        connection.begin(),
    ):
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        yield connection


@contextmanager
def _telling(engine: Engine) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        place = engine.url.render_as_string(hide_password=True)
        raise SourceError(f"the record {place} refused: {error.orig}") from error


def _require_version(engine: Engine) -> None:
    with reading(engine) as connection:
        version = _version(connection)
    if version != VERSION:
        with writing(engine) as connection:
            migrate(connection)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(select(text("version_num")).select_from(text(VERSION_TABLE))).scalar()


def migrate(connection: Connection, version: str = VERSION) -> None:
    """Take the steps that are missing, up to a version.

    Raises
    ------
    SourceError
        If the record was made by a later version of the product.
    """
    # a third of a second to import, and needed once
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, version)
    except CommandError as error:
        raise SourceError(f"the record was made by another version of the product: {error}") from error

"""The shared desk: the same tables in a schema of a PostgreSQL server (RECORD R29), spoken to in the SQL of the project file.

Every statement of the rooms above is written once, for SQLite. What the server says otherwise is put into its words here, just
before it is sent, so that there is one set of statements to read and to test.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.store import schema as tables

_WORDS = (
    (re.compile(r"%"), "%%"),
    (re.compile(r"\?"), "%s"),
    (re.compile(r"(?<![:\w]):([a-z]\w*)"), r"%(\1)s"),
    (re.compile(r"json_each\(%s\) (\w+)"), r"json_array_elements_text(CAST(%s AS json)) AS \1(value)"),
    (re.compile(r"json_each\(%s\)"), "json_array_elements_text(CAST(%s AS json)) AS each(value)"),
    (re.compile(r"\bhex\(([^()]*)\)"), r"upper(encode(coalesce(\1, ''), 'hex'))"),
    (re.compile(r"CROSS JOIN (\w+ \w+ ON)"), r"JOIN \1"),
    (re.compile(r"\) WITHOUT ROWID"), ")"),
    (re.compile(r" INDEXED BY \w+"), ""),
    (re.compile(r" AS BLOB\)"), " AS BYTEA)"),
    (re.compile(r"\bIN \(\)"), "IN (NULL)"),
    (re.compile(r"\bx''"), r"'\\x'::bytea"),
)
"""What is said otherwise by the server. A ``CROSS JOIN … ON`` fixes the order for SQLite, which the server finds by itself."""

_NAME = re.compile(r"evalapp_[0-9a-f]{32}")


def schema_of(project: str) -> str:
    """The name of the schema that holds a project."""
    return f"evalapp_{project}"


@cache
def in_server_words(statement: str) -> str:
    """A statement as the server understands it."""
    for pattern, words in _WORDS:
        statement = pattern.sub(words, statement)
    return statement


def open_server(url: str, schema: str) -> Engine:
    """An engine on the schema of a server. Raises AppError("no_driver", "server_address"); nothing is connected yet."""
    assert _NAME.fullmatch(schema), schema
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise _wrong_address() from error
    if address.get_backend_name() != "postgresql":
        raise _wrong_address()
    try:
        engine = create_engine(
            address.set(drivername="postgresql+psycopg"),
            pool_size=4,
            pool_pre_ping=True,
            connect_args={"options": f"-csearch_path={schema}", "connect_timeout": 10},
        )
    except ModuleNotFoundError as error:
        raise AppError(
            "no_driver",
            _(
                "This installation cannot speak to a PostgreSQL server. Nothing was changed. Install EvalApp with its extra "
                "“server”."
            ),
        ) from error
    event.listen(engine, "before_cursor_execute", _translate, retval=True)
    return engine


def _translate(
    _connection: Connection,
    _cursor: Any,
    statement: str,
    parameters: Any,
    context: Any,
    _executemany: bool,
) -> tuple[str, Any]:
    written_here = context is not None and context.compiled is None
    return (in_server_words(statement) if written_here else statement), parameters


class Server:
    """A project on a server, as :class:`evalapp.store.project_file.ProjectFile` asks of a database; messages call it ``name``."""

    shared = True

    def __init__(self, name: str, engine: Engine, own_facts: Mapping[str, str]) -> None:
        self._name = name
        self._engine = engine.execution_options(own_facts=dict(own_facts))

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One durable transaction that nobody else writes beside."""
        with _server_errors(self._name), _server_writing(self._engine) as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view."""
        with _server_errors(self._name), _server_reading(self._engine) as connection:
            yield connection

    def make(self, schema: str) -> None:
        """An empty schema with the tables of a project. Raises AppError("exists") where there is one."""
        with _server_errors(self._name), self._engine.begin() as connection:
            found = connection.exec_driver_sql(
                "SELECT 1 FROM information_schema.schemata WHERE schema_name = ?", (schema,)
            ).scalar()
            if found:
                raise AppError(
                    "exists",
                    _(
                        "The server holds this project already. Nothing was changed. Join it there, or have the old copy removed."
                    ),
                )
            connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
            tables.base.create_all(connection)
            tables.derived.create_all(connection)
            for statement in _GUARDS:
                connection.exec_driver_sql(statement)

    def drop(self, schema: str) -> None:
        """Remove a project's schema: what could not be filled would be half a project."""
        with _server_errors(self._name), self._engine.begin() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {schema} CASCADE")

    def dispose(self) -> None:
        """Let go of the server."""
        self._engine.dispose()


_GUARDS = (
    """CREATE FUNCTION never_changed() RETURNS trigger LANGUAGE plpgsql AS
       'BEGIN RAISE EXCEPTION ''revisions and seals are never changed or deleted''; END'""",
    # SQLite's functions that the statements use: where bytes stand in others, and the seconds of a time, if it is one.
    "CREATE FUNCTION instr(bytea, bytea) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT position($2 IN $1)'",
    """CREATE FUNCTION strftime(text, text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS
       'DECLARE found bigint; BEGIN
          found := extract(epoch FROM convert_from(decode(substr($2, 3), ''hex''), ''UTF8'')::timestamptz);
          RETURN CASE WHEN found BETWEEN 0 AND 2147483647 THEN found::text END;
        EXCEPTION WHEN others THEN RETURN NULL; END'""",
    *(
        f"CREATE TRIGGER {table}_is_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION never_changed()"
        for table in ("revision", "seal")
    ),
)


@contextmanager
def _server_errors(name: str) -> Iterator[None]:
    """Turn what the user can do something about into an AppError; anything else is our mistake and passes."""
    try:
        yield
    except DBAPIError as error:
        if not (isinstance(error, OperationalError) or error.connection_invalidated):
            raise
        raise AppError(
            "server_lost",
            _(
                "The server of {desk} does not answer, or refused: {reason}. Nothing of this was written; all that was written "
                "before is safe on the server. Check the network and the password, then try again."
            ).format(desk=name, reason=str(error.orig).strip().split("\n")[0]),
        ) from error


@contextmanager
def _server_writing(engine: Engine) -> Iterator[Connection]:
    """A transaction in which nobody else writes to the schema: one lock of the server, given back with the transaction.

    It reads what is committed by the time of each statement, so that it sees all that was written before it got the lock.
    """
    with (
        engine.connect().execution_options(isolation_level="READ COMMITTED") as connection,
        connection.begin(),
    ):
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext(current_schema()))")
        yield connection


@contextmanager
def _server_reading(engine: Engine) -> Iterator[Connection]:
    """A consistent view of the schema for the length of the block."""
    with engine.connect().execution_options(
        isolation_level="REPEATABLE READ", postgresql_readonly=True
    ) as connection:
        yield connection
        connection.rollback()


def _wrong_address() -> AppError:
    return AppError(
        "server_address",
        _(
            "This is no address of a PostgreSQL server. Nothing was changed. It looks like this: "
            "postgresql://name@computer:5432/database"
        ),
    )

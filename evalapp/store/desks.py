"""Which shared projects a server holds for an account."""

import json

from evalapp.store.desk_file import Desk
from evalapp.store.postgres import Server, open_server, schema_of

_PREFIX = schema_of("")


def desks_of_key(url: str, key: str) -> tuple[Desk, ...]:
    """The shared projects in which ``key`` is a coordinator's, as desk files for that person. Raises AppError("server_lost")."""
    server = Server(url, open_server(url, schema_of("0" * 32)), {})
    found = []
    try:
        with server.reading() as connection:
            schemas = connection.exec_driver_sql(
                "SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE ? ORDER BY schema_name",
                (_PREFIX.replace("_", "\\_") + "%",),
            ).all()
            for (schema,) in schemas:
                rows = connection.exec_driver_sql(
                    f"SELECT id, name, code, keys FROM {schema}.person WHERE role = 'coordinator'"
                ).all()
                found += [
                    Desk(url=url, project=schema.removeprefix(_PREFIX), me=person, name=name, code=code)
                    for person, name, code, keys in rows
                    if key and key in json.loads(keys)
                ]
    finally:
        server.dispose()
    return tuple(found)

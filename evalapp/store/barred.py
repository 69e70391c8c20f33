"""Who may not answer what, by conflicts of interest that coordinators recorded."""

from sqlalchemy import Connection

from evalapp.entry.contents import KIND_NUMBERS, Assignment
from evalapp.store.queries import heads_of_kinds


def barred(connection: Connection) -> frozenset[tuple[str, str]]:
    """(person, unit key) of everybody who is barred from a unit; so it is, too, where coordinators say it differently."""
    return frozenset(
        (subject, unit)
        for _kind, unit, _item, subject, _body, content in heads_of_kinds(
            connection, (KIND_NUMBERS["assignment"],)
        )
        if isinstance(content, Assignment) and content.barred
    )

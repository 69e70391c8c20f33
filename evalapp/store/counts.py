"""How much a project holds."""

from sqlalchemy import Connection


def count_revisions(connection: Connection) -> int:
    """How many revisions the union holds."""
    return int(connection.exec_driver_sql("SELECT count(*) FROM revision").scalar() or 0)


def attachment_totals(connection: Connection) -> tuple[int, int]:
    """How many attachments there are, and their bytes together."""
    count, size = connection.exec_driver_sql("SELECT count(*), coalesce(sum(size), 0) FROM attachment").one()
    return int(count), int(size)


def count_held(connection: Connection) -> int:
    """How many revisions are held; withdrawn ones are not."""
    return int(
        connection.exec_driver_sql(
            "SELECT count(*) FROM ineligible WHERE reason NOT IN ('withdrawn', 'foreign')"
        ).scalar()
        or 0
    )

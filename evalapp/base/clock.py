"""Time and chance, handed to the functions that need them so that tests can fix both."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

_WRITTEN = "%Y-%m-%dT%H:%M:%SZ"


def utc_now() -> str:
    """The present moment as ``2021-10-21T01:42:00Z``."""
    return datetime.now(UTC).strftime(_WRITTEN)


def random_id() -> str:
    """A new 128-bit id as 32 hex digits."""
    return secrets.token_hex(16)


@dataclass(frozen=True, kw_only=True, slots=True)
class World:
    """Where time and new ids come from."""

    now: Callable[[], str] = utc_now
    new_id: Callable[[], str] = random_id


def local_time(utc: str) -> str:
    """``10-21 09:42`` in the laptop's own time zone, as shown on pages; an unreadable time is shown as it is."""
    return _local(utc, "%m-%d %H:%M")


def utc_time(utc: str) -> str:
    """``2021-10-21 01:42:00 UTC``, as tool tips give it beside the local time; an unreadable time is given as it is."""
    try:
        moment = datetime.strptime(utc, _WRITTEN).replace(tzinfo=UTC)
    except ValueError:
        return utc
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC")


def local_day(utc: str) -> str:
    """``20211021`` in the laptop's own time zone, as it stands in names of files; an unreadable time is given as it is."""
    return _local(utc, "%Y%m%d")


def local_date(utc: str) -> str:
    """``2021-10-21`` in the laptop's own time zone, as days are entered; an unreadable time is given as it is."""
    return _local(utc, "%Y-%m-%d")


def local_moment(utc: str) -> str:
    """``2021-10-21 09:42:00`` in the laptop's own time zone, as tables give it; an unreadable time is given as it is."""
    return _local(utc, "%Y-%m-%d %H:%M:%S")


def utc_moment(day: str, *, after: bool = False) -> str:
    """When the local ``day`` (``2021-10-21``) begins, in UTC; ``after``: when it is over. Raises ValueError."""
    begins = datetime.combine(date.fromisoformat(day) + timedelta(days=int(after)), time())
    return begins.astimezone(UTC).strftime(_WRITTEN)


def local_week(utc: str) -> str:
    """``2021-W42``, the ISO week in the laptop's own time zone; "" for an unreadable time."""
    found = _local(utc, "%G-W%V")
    return "" if found == utc else found


def days_of_week(week: str) -> tuple[str, str]:
    """The Monday and the Sunday of a week as :func:`local_week` names it, ``10-18`` and ``10-24``."""
    year, number = week.split("-W")
    monday = date.fromisocalendar(int(year), int(number), 1)
    return monday.strftime("%m-%d"), (monday + timedelta(days=6)).strftime("%m-%d")


def _local(utc: str, pattern: str) -> str:
    try:
        moment = datetime.strptime(utc, _WRITTEN).replace(tzinfo=UTC)
    except ValueError:
        return utc
    return moment.astimezone().strftime(pattern)

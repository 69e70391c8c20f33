"""When the work will be done, going on as it does: a forecast from the days on which answers were given.

Pure: days are counted from any day that is the same for all of them.
"""

from collections.abc import Sequence

WINDOW = 7
"""So many of the last days tell how fast it goes; where nothing came in them, all days since the first answer do."""


def days_needed(days: Sequence[int], today: int, remaining: int) -> int | None:
    """In how many days from ``today`` the ``remaining`` answers will have been given; None where nothing tells.

    ``days``: the day of each answer that was given. The pace is the answers of the last ``WINDOW`` days (today among them) over
    these days, or over fewer where the first answer is younger; where nothing came in them, all answers over all days. Nothing
    remaining needs no day.
    """
    if remaining <= 0:
        return 0
    past = [day for day in days if day <= today]
    if not past:
        return None
    first = min(past)
    recent = [day for day in past if day > today - WINDOW]
    span = min(WINDOW, today - first + 1) if recent else today - first + 1
    return -(-remaining * span // len(recent or past))

"""When the answers that stand were given, by person."""

from collections import defaultdict

import msgspec
from msgspec import Struct
from sqlalchemy import Connection

from evalapp.entry.contents import ANSWER


class _Time(Struct):
    at: str = ""


_decoder = msgspec.json.Decoder(_Time)


def answer_times(connection: Connection) -> dict[str, list[str]]:
    """By subject: the authors' times (UTC) of all present answers that are not blank."""
    rows = connection.exec_driver_sql(
        "SELECT h.subject, r.body FROM head h JOIN revision r ON r.n = h.n "
        f"WHERE h.kind = {ANSWER} AND h.present = 1 AND h.state <> 'blank'"
    )
    found: dict[str, list[str]] = defaultdict(list)
    for subject, body in rows:
        found[subject].append(_decoder.decode(body).at)
    return found

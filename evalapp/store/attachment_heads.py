"""How attachments begin: enough to tell what they are, without reading the whole of gigabytes of pictures."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

BEGINNING = 64 * 1024
"""Bytes; a photograph tells its size behind the preview that cameras put first."""
_PART = 200


def attachment_heads(connection: Connection, sha256s: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """By SHA-256 (hex) the first bytes of those attachments that are here."""
    for start in range(0, len(sha256s), _PART):
        part = sha256s[start : start + _PART]
        marks = ", ".join("?" * len(part))
        rows = connection.exec_driver_sql(
            f"SELECT sha256, substr(data, 1, {BEGINNING}) FROM attachment WHERE sha256 IN ({marks})",
            tuple(bytes.fromhex(one) for one in part),
        )
        for sha256, head in rows:
            yield bytes(sha256).hex(), bytes(head)

"""Ten cities answered plausibly, and what may be odd among them: for the tests of checks."""

import struct
from random import Random

UNITS = tuple(f"3701{n:02}" for n in range(10))
FIRST, SECOND = UNITS[:2]


def varied(unit: str) -> dict[str, str]:
    """Plausible answers that differ from unit to unit."""
    chance = Random(unit)
    return {
        "A1": "yes",
        "A2": chance.choice(("full", "part", "none")),
        "A3": chance.choice(("time", "time;cost", "cost;place")),
        "B1": str(chance.randint(1, 4)),
        "B2": str(chance.randint(40, 60)),
        "B3": f"{chance.randint(15, 19)}/20",
    }


def png(width: int, height: int) -> bytes:
    """The beginning of a picture of this size: enough for who looks at its first bytes."""
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + bytes(40)


PNG = png(1280, 720)

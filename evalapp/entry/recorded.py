"""What all contents of revisions have in common (RECORD R1)."""

from msgspec import Struct


class Recorded(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag_field="kind"):
    """What all contents have in common: ``kind`` tells them apart, a field at its default is left out, an unknown one refused."""

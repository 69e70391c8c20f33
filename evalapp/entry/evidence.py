"""Evidence behind an answer: typed, numbered in the order it was added, named by hash where it is a file."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

EvidenceKind = Literal["link", "screenshot", "file", "note"]


class Evidence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One piece of evidence. ``ref`` is a web address, a note's words, or the SHA-256 (hex) of an attachment.

    ``at`` is when it was taken or seen (UTC); ``size`` in bytes and ``mime`` belong to attachments.
    """

    kind: EvidenceKind
    ref: str
    title: str = ""
    at: str = ""
    size: Annotated[int, Meta(ge=0, lt=2**62)] = 0
    mime: str = ""

    @property
    def is_attachment(self) -> bool:
        """Whether ``ref`` names an attachment."""
        return self.kind in ("screenshot", "file")

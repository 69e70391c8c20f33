"""What became, or would become, of the files of a drop."""

from pathlib import Path

from msgspec import Struct

from evalapp.work.file_facts import FileFacts
from evalapp.work.verdicts import Verdict


class FileReport(Struct, frozen=True, kw_only=True):
    """What became, or would become, of one file.

    ``verdict``: merge (all of it counts), part (some of it is held), repeat (nothing new), confirm (a person must judge the key
    first; everything is held), refused (nothing was written). ``reason`` is a sentence; ``code`` names a refusal for scripts.
    ``new`` and ``same`` count revisions; ``answers`` (that this project did not have), ``changed`` and ``unchanged`` count an
    assessor's answers to an item of a unit, however often each was corrected. ``comment`` is what the assessor says of points
    left open. ``facts`` are what a person has to know besides, ``reasons`` says how many revisions are held for which reason.
    ``decisions`` counts those that an exchange between coordinators brings.
    """

    path: Path
    verdict: Verdict
    reason: str
    code: str = ""
    person: str = ""
    name: str = ""
    assessor_code: str = ""
    units: tuple[str, ...] = ()
    new: int = 0
    same: int = 0
    answers: int = 0
    changed: int = 0
    unchanged: int = 0
    held: int = 0
    unreadable: int = 0
    batch: int = 0
    comment: str = ""
    kind: str = ""
    facts: FileFacts = FileFacts()
    reasons: dict[str, int] = {}
    decisions: int = 0


class MergeReport(Struct, frozen=True, kw_only=True):
    """A drop of files. ``backup`` is empty where nothing was written."""

    files: tuple[FileReport, ...]
    written: bool
    new: int
    answers: int
    changed: int
    held: int
    conflicts_before: int
    conflicts_after: int
    backup: str = ""
    drop: int = 0

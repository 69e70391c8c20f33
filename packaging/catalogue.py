"""Compile the translations: many parts without a header, written by hand, into one `evalapp.mo` a language.

`python3 dev.py locale` runs this in `.venv`, which has Babel. It can also be run by itself.
"""

import os
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

LOCALE = Path(__file__).resolve().parents[1] / "resources" / "locale"


class CatalogueError(Exception):
    """Entries that cannot be read or contradict each other, one a line."""


def languages(folder: Path = LOCALE) -> list[str]:
    """The languages that have parts."""
    return sorted(path.name for path in folder.iterdir() if any(path.glob("*.po")))


def parts_of(language: str, folder: Path = LOCALE) -> list[Path]:
    """The hand-written files of a language."""
    return sorted((folder / language).glob("*.po"))


def read_catalogue(parts: list[Path], language: str) -> Catalog:
    """All entries of all parts. The same entry may stand in several parts.

    Raises CatalogueError with all findings if a part cannot be read or two entries translate a text differently.
    """
    whole, findings = Catalog(locale=language, project="EvalApp", fuzzy=False), []
    for part in parts:
        try:
            with part.open("rb") as file:
                entries = list(read_po(file, locale=language, abort_invalid=True))
        except PoFileError as error:
            findings.append(f"{part.name}: {error}")
            continue
        for entry in entries:
            known = whole.get(entry.id) if entry.id else None
            if known is not None and (known.id, known.string) != (entry.id, entry.string):
                findings.append(
                    f"{part.name}:{entry.lineno}: {entry.id!r} is also translated {known.string!r}"
                )
            elif entry.id:
                whole.add(entry.id, entry.string)
    if findings:
        raise CatalogueError("\n".join(findings))
    return whole


def compile_catalogue(language: str, target: Path, source: Path = LOCALE) -> Path:
    """``target/LANGUAGE/LC_MESSAGES/evalapp.mo`` from the parts under ``source``, written whole or not at all.

    Raises CatalogueError, see :func:`read_catalogue`.
    """
    catalogue = read_catalogue(parts_of(language, source), language)
    path = target / language / "LC_MESSAGES" / "evalapp.mo"
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(f".{os.getpid()}.part")
    with half.open("wb") as file:
        write_mo(file, catalogue)
    os.replace(half, path)
    return path


def main() -> int:
    """Compile every language into its place; wrong entries are listed and give the status 1."""
    for language in languages():
        try:
            compile_catalogue(language, LOCALE)
        except CatalogueError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

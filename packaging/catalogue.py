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


def languages(folder: Path = LOCALE) -> list[str]:
    """The languages that have parts."""
    return sorted(path.name for path in folder.iterdir() if any(path.glob("*.po")))


def parts_of(language: str, folder: Path = LOCALE) -> list[Path]:
    """The hand-written files of a language."""
    return sorted((folder / language).glob("*.po"))


def gather(parts: list[Path], language: str) -> tuple[Catalog, list[str]]:
    """All entries of all parts, and what is wrong with them: parts that cannot be read, contradictions.

    The same entry may stand in several parts. Of two translations of one text the first is taken.
    """
    whole, findings = Catalog(locale=language, project="EvalApp", fuzzy=False), []
    for part in parts:
        try:
            with part.open("rb") as file:
                entries = list(read_po(file, locale=language, abort_invalid=True))
        except PoFileError as error:
            findings.append(f"{part.name}: {error}")
            continue
        for entry in filter(lambda entry: entry.id, entries):
            known = whole.get(entry.id)
            if known is None:
                whole.add(entry.id, entry.string, locations=[(part.name, entry.lineno or 0)])
            elif (known.id, known.string) != (entry.id, entry.string):
                first = ":".join(map(str, known.locations[0]))
                findings.append(
                    f"{part.name}:{entry.lineno}: {entry.id!r} is {entry.string!r}, in {first} {known.string!r}"
                )
    return whole, findings


def write_catalogue(catalogue: Catalog, language: str, target: Path) -> Path:
    """``target/LANGUAGE/LC_MESSAGES/evalapp.mo``, written whole or not at all."""
    path = target / language / "LC_MESSAGES" / "evalapp.mo"
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(f".{os.getpid()}.part")
    with half.open("wb") as file:
        write_mo(file, catalogue)
    os.replace(half, path)
    return path


def main() -> int:
    """Compile every language into its place; wrong entries are listed, nothing is written, and the status is 1."""
    status = 0
    for language in languages():
        catalogue, findings = gather(parts_of(language), language)
        if findings:
            print(
                f"The translations into {language} were not compiled:", *findings, sep="\n  ", file=sys.stderr
            )
            status = 1
        else:
            write_catalogue(catalogue, language, LOCALE)
    return status


if __name__ == "__main__":
    sys.exit(main())

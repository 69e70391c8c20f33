"""Where the files that ship with the program are: in the checkout, or in the packaged program's folder."""

import sys
from pathlib import Path


def _shipped() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) if frozen else Path(__file__).resolve().parents[2]


def resource_folder() -> Path:
    """The folder of icons, fonts, rosters, translations and themes."""
    return _shipped() / "resources"


def forms_folder() -> Path:
    """The folder of shipped forms."""
    return _shipped() / "forms"

"""EVALAPP_HOME: the folder of this machine account's keys, devices and settings."""

import json
import os
import sys
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from evalapp.base.files import write_bytes


def home_folder(environment: dict[str, str] | None = None) -> Path:
    """``$EVALAPP_HOME``, else the usual place of the system for a program's data. Not created here."""
    variables = os.environ if environment is None else environment
    if given := variables.get("EVALAPP_HOME"):
        return Path(given)
    if sys.platform == "win32":
        return Path(variables.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "EvalApp"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "EvalApp"
    return Path(variables.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "evalapp"


@dataclass(frozen=True, kw_only=True, slots=True)
class RecentFile:
    """A project file that was open on this account."""

    path: str
    title: str = ""
    role: str = ""
    opened_at: str = ""
    synthetic: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What a user chose on this account.

    ``volume_mb``: submissions in volumes of so many MB too; 0 for one file. ``screenshot_side``: screenshots are at most so many
    pixels long; 0 leaves them as they are.
    """

    language: str = ""
    theme: str = "system"
    font_scale: float = 1.0
    volume_mb: int = 0
    tour_seen: bool = False
    system_accent: bool = True
    screenshot_side: int = 1920
    recent: tuple[RecentFile, ...] = field(default=())


def load_settings(home: Path) -> Settings:
    """The settings kept under ``home``; the defaults where there are none or the file is damaged."""
    try:
        found: dict[str, Any] = json.loads((home / "settings.json").read_text(encoding="utf-8"))
        known = {f.name: found[f.name] for f in fields(Settings) if f.name in found}
        known["recent"] = tuple(RecentFile(**entry) for entry in known.get("recent", ()))
        return Settings(**known)
    except (OSError, ValueError, TypeError, AttributeError):
        return Settings()


def save_settings(home: Path, settings: Settings) -> None:
    """Keep ``settings`` under ``home``."""
    write_bytes(home / "settings.json", json.dumps(asdict(settings), ensure_ascii=False, indent=1).encode())


def preferred_language(settings: Settings, environment: dict[str, str]) -> str:
    """The language chosen in the settings; else English on an English system, Chinese on any other."""
    if settings.language:
        return settings.language
    system = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or ""
    return "en" if system.lower().startswith("en") else "zh_CN"

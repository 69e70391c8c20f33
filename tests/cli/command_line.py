"""People at their own machines who type commands.

``wang = Account(tmp_path / "wang")``; ``wang.types("problems", "wang.evalproj").json``. Everything is in-process, with the streams
and the EVALAPP_HOME of that person; file names are taken relative to the person's folder by :meth:`Account.path`.
"""

import contextlib
import csv
import hashlib
import io
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from evalapp.cli.app import run

REPOSITORY = Path(__file__).resolve().parents[2]
DATA = REPOSITORY / "tests" / "data"
SMALL_FORM = DATA / "forms" / "small.toml"
SHANDONG = REPOSITORY / "resources" / "rosters" / "shandong.csv"
ENTRY_COLUMNS = ("unit", "item", "value", "state", "justification", "link")
DECISION_COLUMNS = ("unit", "item", "value", "reason_category", "reason", "basis", "state")


@dataclass(frozen=True)
class Outcome:
    """What a command left behind: its exit status, standard output, standard error."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, which must be one JSON document and nothing else."""
        return json.loads(self.out)

    @property
    def details(self) -> list[str]:
        return list(self.json["error"]["details"])


def command(*arguments: object, home: Path) -> Outcome:
    """Run ``evalapp ARGUMENTS`` in this process, as the account ``home``."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _stream in range(2))
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        patch.setenv("EVALAPP_HOME", str(home))
        status = run([str(argument) for argument in arguments])
    return Outcome(status, *(stream.buffer.getvalue().decode() for stream in (out, err)))  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Account:
    """A person with a folder of files and an EVALAPP_HOME in it."""

    folder: Path

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def path(self, name: str) -> Path:
        return self.folder / name

    def types(self, *arguments: object, status: int = 0) -> Outcome:
        """Type a command; ``status`` is the exit status that it must have."""
        self.folder.mkdir(parents=True, exist_ok=True)
        found = command(*arguments, home=self.home)
        assert found.status == status, (
            f"evalapp {' '.join(map(str, arguments))}: {found.status}\n{found.out}\n{found.err}"
        )
        return found

    def asks(self, *arguments: object, status: int = 0) -> Any:
        """What a command answers with ``--json``."""
        return self.types(*arguments, "--json", status=status).json

    def writes(
        self,
        name: str,
        columns: Sequence[str],
        rows: Iterable[Mapping[str, object] | Sequence[object]],
        encoding: str = "utf-8",
    ) -> Path:
        """A CSV file in this person's folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([row.get(column, "") for column in columns] if isinstance(row, Mapping) else row)
        self.path(name).write_bytes(text.getvalue().encode(encoding))
        return self.path(name)

    def copied(self, folder: Path) -> "Account":
        """The same account and files once more, at another place."""
        shutil.copytree(self.folder, folder)
        return Account(folder)


def union(project: Path) -> bytes:
    """All bytes of a closed project file; nothing may lie beside it."""
    assert not [path for path in project.parent.iterdir() if path.name.startswith(project.name + "-")]
    return project.read_bytes()


def records(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def chance(*parts: object) -> float:
    """A number in 0…1 that is always the same for the same parts."""
    return int.from_bytes(hashlib.sha256("/".join(map(str, parts)).encode()).digest()[:6]) / 2**48


def made_up(form: Mapping[str, Any], unit: str, who: str = "", differs: float = 0.07) -> dict[str, str]:
    """A made-up answer for every scored leaf of ``evalapp form show --json``; ``who`` sees the share ``differs`` with other eyes.

    Answers keep clear of what the checks of gov-internet-service call errors.
    """
    level = 0.45 + 0.5 * chance(unit)
    found = {}
    for item in form["item"]:
        if (scale := item.get("scale")) is None:
            continue
        if isinstance(scale, str):
            scale = form["scales"][scale]
        eyes = who if chance(unit, item["code"], who, "eyes") < differs else ""
        value = _value(scale, level, (unit, item["code"], eyes))
        if value is not None:
            found[item["code"]] = value
    if found.get("A2.4") == "separate":
        found["A2.4"] = "again"
    if "B1.2" in found and "phone" not in found["B1.2"]:
        found["B1.2"] = "phone" if found["B1.2"] == "none" else f"phone;{found['B1.2']}"
    return found


def _value(scale: Mapping[str, Any], level: float, seed: tuple[object, ...]) -> str | None:
    luck = chance(*seed)
    match scale["kind"]:
        case "binary":
            return "yes" if luck < level else "no"
        case "options":
            options = scale["options"]
            return str(options[min(len(options) - 1, int(luck * (1.6 - level) * len(options)))]["value"])
        case "checklist":
            ticks = [tick["id"] for tick in scale["ticks"] if chance(*seed, tick["id"]) < level]
            return ";".join(ticks) or "none"
        case "count":
            return str(int(luck * 6))
        case "number":
            low, high = scale.get("min", 0), scale.get("max", 100)
            return f"{low + (high - low) * luck * (1 - level):.{scale.get('decimals', 1)}f}"
        case "rate":
            return f"{10 + int(10.99 * luck * level)}/20"
    return None


def entry_rows(answers: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    """Rows of an entry table from answers by unit and item, each with words and a link."""
    return [
        {
            "unit": unit,
            "item": item,
            "value": value,
            "justification": "合成数据",
            "link": f"https://example.invalid/{unit}/{item}",
        }
        for unit, values in answers.items()
        for item, value in values.items()
    ]

"""The files in the inbox: what a dry run said of each, and which of them will be merged."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from evalapp.base.i18n import _, ngettext
from evalapp.ui.widgets.inbox_table import InboxRow, Verdict
from evalapp.work.merging import FileReport, MergeReport

SUFFIX = ".evalpkg"
_VERDICTS: dict[str, Verdict] = {
    "merge": "mergeable",
    "part": "partial",
    "repeat": "duplicate",
    "confirm": "confirm",
    "refused": "refused",
}
_TAKEN = ("merge", "part", "confirm")


class Inbox:
    """The files that were added, in their order, and the latest report on each.

    Files with a key that a person must judge are left out until they are asked for.
    """

    def __init__(self) -> None:
        self._paths: list[Path] = []
        self._reports: dict[Path, FileReport] = {}
        self._left_out: set[Path] = set()
        self.totals: MergeReport | None = None

    def add(self, paths: Iterable[Path]) -> bool:
        """Take in files, and the packages that lie in folders; whether there was a new one."""
        known = set(self._paths)
        new = [path for path in packages_in(paths) if path not in known]
        self._paths += new
        return bool(new)

    def clear(self) -> None:
        """Forget every file."""
        self._paths.clear()
        self._reports.clear()
        self._left_out.clear()
        self.totals = None

    def stopped(self) -> None:
        """Forget the files of which nothing was said yet: reading them was stopped."""
        self._paths = [path for path in self._paths if path in self._reports]

    def __len__(self) -> int:
        return len(self._paths)

    def files(self) -> tuple[Path, ...]:
        """All of them, in their order."""
        return tuple(self._paths)

    def to_try(self) -> tuple[Path, ...]:
        """The files whose merging is to be tried."""
        return tuple(path for path in self._paths if path not in self._left_out)

    def tried(self, report: MergeReport) -> bool:
        """Keep what a dry run said; whether it must be repeated, because a file is now left out."""
        self.totals = report
        unsure = set()
        known = set(self._paths)
        for one in report.files:
            if one.path not in known:
                continue
            if one.verdict == "confirm" and one.path not in self._reports:
                unsure.add(one.path)
            self._reports[one.path] = one
        self._left_out |= unsure
        return bool(unsure)

    def toggle(self, path: Path) -> None:
        """Leave a file out, or take it in again."""
        self._left_out ^= {path}

    def ask_anew(self, path: Path) -> None:
        """Let a file be tried as if it had just come: what was in doubt is answered."""
        self._reports.pop(path, None)
        self._left_out.discard(path)

    def merged(self, report: MergeReport) -> None:
        """Forget the files that went in, and those that bring nothing new."""
        gone = {one.path for one in report.files if one.verdict != "refused"}
        gone |= {path for path, one in self._reports.items() if one.verdict == "repeat"}
        self._paths = [path for path in self._paths if path not in gone]
        self._reports = {path: one for path, one in self._reports.items() if path not in gone}
        self._left_out -= gone
        self.totals = None

    def chosen(self) -> tuple[Path, ...]:
        """The files that will be merged."""
        return tuple(
            path
            for path in self.to_try()
            if (one := self._reports.get(path)) is not None and one.verdict in _TAKEN
        )

    def is_read(self) -> bool:
        """Whether every file that is not left out has been read."""
        return all(path in self._reports for path in self.to_try())

    def report(self, path: Path) -> FileReport | None:
        """What the latest dry run said of a file."""
        return self._reports.get(path)

    def rows(self, form: str) -> tuple[InboxRow, ...]:
        """The files as the table shows them; ``form`` is the edition in force."""
        chosen = set(self.chosen())
        return tuple(
            _row(self._reports[path], form, checked=path in chosen)
            for path in self._paths
            if path in self._reports
        )


def packages_in(paths: Iterable[Path]) -> Sequence[Path]:
    """The packages among ``paths``, and those that lie directly in a folder among them, by name."""
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path]
        found.update((one, None) for one in inside if one.suffix.lower() == SUFFIX)
    return list(found)


def link_word(report: FileReport) -> str:
    """What can be done about a file, as the link behind its note says; "" where nothing need be."""
    if report.verdict == "refused":
        return _("Write a note…")
    if report.facts.doubts:
        return _("Confirm…")
    aside = report.held + report.unreadable
    if aside:
        return ngettext("See the {n}", "See the {n}", aside).format(n=aside)
    if report.facts.carried is not None and report.verdict != "repeat":
        return _("See the edition")
    return ""


def _exchange_words(report: FileReport) -> str:
    """What an exchange between coordinators brings, before what is said of it; "" for a submission."""
    if report.kind != "exchange":
        return ""
    words = ngettext(
        "Exchange of {name}: {n} decision, {m} revisions in all. ",
        "Exchange of {name}: {n} decisions, {m} revisions in all. ",
        report.decisions,
    )
    return words.format(name=report.name, n=report.decisions, m=report.new)


def _row(report: FileReport, form: str, *, checked: bool) -> InboxRow:
    refused = report.verdict == "refused"
    old = report.facts.carried is not None
    edition = report.facts.form or form
    return InboxRow(
        id=str(report.path),
        file=report.path.name,
        assessor=f"{report.name} {report.assessor_code}".strip(),
        form="" if refused else _("{version} (older)").format(version=edition) if old else edition,
        form_old=old,
        new=None if refused else report.answers,
        same=None if refused else report.unchanged,
        changed=None if refused else report.changed,
        aside=None if refused else report.held + report.unreadable,
        verdict=_VERDICTS[report.verdict],
        note=_exchange_words(report) + report.reason,
        link=link_word(report),
        checked=checked,
        checkable=report.verdict in _TAKEN,
    )

"""What every page is handed: where work runs, who hears of changes, how the window speaks."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from evalapp.base.home import Settings
from evalapp.ui.changes import Changes
from evalapp.ui.tasks import TaskRunner
from evalapp.work.session import Session


@dataclass(frozen=True, kw_only=True, slots=True)
class Services:
    """Handed down from the window; pages keep it and hand it on.

    ``runner`` runs work away from the GUI thread, ``changes`` tells pages what an operation changed (announce it after
    writing). ``toast`` says what was done, in one line; ``warns`` likewise what was not, and what to do first; ``saved`` puts
    the time of the last save into the status line;
    ``failed`` shows an error (an AppError's sentence, or a bug's) in the window's message bar and in the status line.
    ``open_file`` opens a project or a task file, ``go_home`` leads back to the start page. ``settings`` and ``keep_settings``
    read and write what the user chose on this account.
    """

    session: Session
    runner: TaskRunner
    changes: Changes
    toast: Callable[[str], None]
    warns: Callable[[str], None]
    saved: Callable[[], None]
    failed: Callable[[Exception], None]
    open_file: Callable[[Path], None]
    go_home: Callable[[], None]
    settings: Callable[[], Settings]
    keep_settings: Callable[[Settings], None]

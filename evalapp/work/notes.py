"""Notes to whoever sent a file: what is wrong with it, what is safe, what to do. Plain text, to be sent in any way."""

from pathlib import Path

from evalapp.base.i18n import _
from evalapp.work.held import HeldRevision


def note_on_refused(title: str, name: str, file: Path, reason: str, code: str) -> str:
    """A note about a file of which nothing was taken in; ``reason`` is the sentence of its report, ``code`` names it."""
    return _note(title, name, file.name, reason, _remedy(code))


def note_on_missing(title: str, name: str, file: Path, missing: str) -> str:
    """A note about a file before which a part of the work has not come."""
    wrong, todo = _about_a_gap(missing)
    return _note(title, name, file.name, wrong, todo)


def note_on_held(title: str, row: HeldRevision) -> str:
    """A note about something that was set aside."""
    if row.reason == "gap":
        wrong, todo = _about_a_gap(row.missing)
    elif row.reason == "unreadable":
        place = " ".join(part for part in (row.unit_name, row.item) if part)
        wrong = _("An entry could not be read and was left out: {reason}").format(reason=row.words)
        wrong = _("{place}: {sentence}").format(place=place, sentence=wrong) if place else wrong
        todo = _("Please open the item, enter the answer again, and hand in once more.")
    elif row.reason == "newer":
        wrong = _("It was written by a newer version of EvalApp than ours.")
        todo = _("You need not do anything. We will install that version.")
    else:
        wrong = _(
            "Some entries were set aside, since it is not certain that they are yours, or what they answer."
        )
        todo = _("Please tell us on the telephone on which computers you worked, and when.")
    return _note(title, row.name, row.file, wrong, todo)


def _about_a_gap(missing: str) -> tuple[str, str]:
    return (
        _("An earlier part of your work has not come: {missing}.").format(missing=missing),
        _(
            "Please send the earlier file as well. If you do not have it any more, choose to hand in everything, and send that "
            "file."
        ),
    )


def _note(title: str, name: str, file: str, wrong: str, todo: str) -> str:
    return "\n".join(
        (
            _("{name}, about {file} ({title})").format(
                name=name or _("To the sender"), file=file, title=title
            ),
            "",
            wrong,
            "",
            todo,
            _(
                "Nothing is lost: your work is in your own project file, and all that we have merged stays merged."
            ),
        )
    )


def _remedy(code: str) -> str:
    match code:
        case "other_project":
            return _("Please check which project the file belongs to, and send the file of this one.")
        case "not_a_submission":
            return _("Please send the file that EvalApp writes when you hand in.")
        case "other_edition":
            return _("Please open the latest update that we sent, and hand in again.")
        case "synthetic":
            return _("Please send the file of the real project, not that of the demonstration.")
        case "volume_missing":
            return _("Please send all volumes of the file together.")
        case "newer_version":
            return _("You need not do anything. We will install the version that wrote it.")
        case _:
            return _("Please hand in again, and send the new file or another copy of it.")

"""A cover sheet for every task file: one page of paper that says whose it is, what is asked, and how to open and hand it in."""

import hashlib
from collections.abc import Sequence

from msgspec import structs

from evalapp import __version__
from evalapp.base.files import read_bytes
from evalapp.base.i18n import _, current_language, ngettext
from evalapp.entry.roster import in_families
from evalapp.report.receipt.sheet import Fact, ReceiptSheet, UnitRow, in_groups
from evalapp.report.words import local_words
from evalapp.store.project_file import Connection
from evalapp.store.queries import roster, settings
from evalapp.work.handing_out import items_by_person
from evalapp.work.project import Project
from evalapp.work.tasks import WrittenTask

_MOST = 4 * 1024**3


def with_covers(
    project: Project, written: Sequence[WrittenTask], contact: str = ""
) -> tuple[WrittenTask, ...]:
    """Write a PDF beside each of these task files; the same tasks with the paths of their covers.

    ``contact`` says how the coordinator can be reached. Raises AppError("cannot_write").
    """
    from evalapp.report.receipt.pages import write_pdf  # noqa: PLC0415 (brings the drawing library)

    found = []
    for one in written:
        path = one.path.with_name(_("{stem}-cover.pdf").format(stem=one.path.stem))
        write_pdf(cover_sheet(project, one, contact), path)
        found.append(structs.replace(one, cover=path))
    return tuple(found)


def cover_sheet(project: Project, task: WrittenTask, contact: str = "") -> ReceiptSheet:
    """What the cover of a task file says, in the language in force."""
    about = project.about
    with project.file.read() as connection:
        items = items_by_person(project, connection).get(task.person, {})
        units = [unit for unit in in_families(roster(connection)) if unit.key in items]
        deadline = _deadline(connection)
    data = read_bytes(task.path, _MOST)
    answers = sum(items.values())
    facts = (
        _fact(_("Project"), about.title),
        _fact(_("Form"), project.form_title(current_language())),
        _fact(_("Assessor"), f"{task.name} ({task.code})"),
        _fact(
            _("To be answered"),
            ngettext("{n} item in {units}", "{n} items in {units}", answers).format(
                n=f"{answers:,}", units=ngettext("{n} city", "{n} cities", len(units)).format(n=len(units))
            ),
        ),
        _fact(_("Deadline"), deadline or _("none was set; ask the coordinator")),
        _fact(_("File"), task.path.name),
        Fact(caption="SHA-256", lines=in_groups(hashlib.sha256(data).hexdigest())),
        _fact(_("Size"), _("{size} bytes").format(size=f"{len(data):,}")),
        Fact(caption=_("To open it"), lines=_how_to_open()),
        Fact(caption=_("To hand in"), lines=_how_to_hand_in()),
        _fact(
            _("Whom to ask"), _(", ").join(filter(None, (f"{about.name} ({about.code})", contact.strip())))
        ),
    )
    return ReceiptSheet(
        title=_("Task for {name}").format(name=task.name),
        synthetic=_("Synthetic data: made up for demonstration, they say nothing about any real place.")
        if about.synthetic
        else "",
        facts=facts,
        units_title=_("Cities and items"),
        units=tuple(
            UnitRow(
                name=unit.full_name,
                counts=ngettext("{n} item", "{n} items", items[unit.key]).format(n=items[unit.key]),
            )
            for unit in units
        ),
        note=_(
            "The file holds a secret that is this person's alone: give it to nobody else. If it or the laptop is lost, tell the "
            "coordinator at once."
        ),
        received=_("Received by, on"),
        foot=_("Written by EvalApp {version}, {time}").format(
            version=__version__, time=local_words(project.session.world.now())
        ),
    )


def _deadline(connection: Connection) -> str:
    found = settings(connection).get("deadline")
    return "" if found is None else found.value


def _how_to_open() -> tuple[str, ...]:
    return (
        _("1. Copy the file to your laptop. No network is needed."),
        _("2. Start EvalApp and drop the file onto its window, or open it by a double click."),
        _("3. Choose where your project file is to lie. From then on, open that one."),
    )


def _how_to_hand_in() -> tuple[str, ...]:
    return (
        _("1. Press “Hand in” in your project (Ctrl+Shift+Enter): it names what is still open."),
        _("2. Bring or send the submission file that it writes, by the way agreed on."),
        _("3. Keep the receipt. You may hand in again at any time: nothing counts twice."),
    )


def _fact(caption: str, text: str) -> Fact:
    return Fact(caption=caption, lines=(text,))

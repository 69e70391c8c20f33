"""Opening what a user has: a project file, a task file that becomes one, or an update for one that is there."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox, QWidget

from evalapp.base.errors import AppError
from evalapp.base.home import RecentFile, Settings
from evalapp.base.i18n import _, ngettext
from evalapp.base.progress import Progress
from evalapp.ui.file_dialogs import FileKind, ask_file, ask_new_file
from evalapp.ui.services import Services
from evalapp.work.session import Session

if TYPE_CHECKING:
    from evalapp.work.project import Project
    from evalapp.work.updates import Updated

KEPT = 12
PROJECT, PACKAGE, DESK = ".evalproj", ".evalpkg", ".evaldesk"


def opened(parent: QWidget, services: Services, path: Path) -> "Project | None":
    """The project in a file; None if nothing came of it.

    A task file is first made into a project where the user says; an update is opened in the project that it is for. Of an
    exchange a project is made in the background, and opened by ``services`` when it is there.
    """
    from evalapp.work.project import open_project  # noqa: PLC0415 (the database library: not before a file is opened)

    try:
        if path.suffix.lower() == PACKAGE:
            return _from_package(parent, services, path)
        return open_project(services.session, path)
    except AppError as error:
        services.failed(error)
        return None


def _from_package(parent: QWidget, services: Services, package: Path) -> "Project | None":
    from evalapp.work.updates import UPDATING, package_kind  # noqa: PLC0415 (as above)

    kind = package_kind(package)
    if kind in UPDATING:
        return _updated(parent, services, package)
    if kind == "exchange":
        return _exchanged(parent, services, package)
    return _from_task(parent, services, package)


def _exchanged(parent: QWidget, services: Services, package: Path) -> "Project | None":
    """The coordinator's project that an exchange belongs to, where this account has it; the window takes the file in there.

    Else a project is made where the user says, and opened when it is there.
    """
    from evalapp.work.joining import coordinated_here, read_exchange  # noqa: PLC0415 (as above)
    from evalapp.work.project import open_project  # noqa: PLC0415 (as above)

    exchange = read_exchange(package)
    recent = [Path(file.path) for file in services.settings().recent if file.role == "coordinator"]
    known = None if exchange.units else coordinated_here(services.session, exchange.project, recent)
    if known is not None:
        return open_project(services.session, known)
    title = _("Where to keep the project file “{title}” from {name}").format(
        title=exchange.title, name=exchange.sender
    )
    target = ask_project_path(parent, package.with_suffix(PROJECT), title)
    if target is not None:
        services.runner.run(
            parent,
            partial(_made_of, services.session, package, target),
            done=services.open_file,
            failed=services.failed,
            name=_("Making the project"),
        )
    return None


def _made_of(session: Session, package: Path, target: Path, progress: Progress) -> Path:
    from evalapp.work.joining import open_exchange  # noqa: PLC0415 (as above)

    open_exchange(session, package, target, progress).close()
    return target


def _updated(parent: QWidget, services: Services, package: Path) -> "Project | None":
    """The project that an update is for, brought up to date: one of the recent files, else one that the user shows."""
    from evalapp.work.project import open_project  # noqa: PLC0415 (as above)
    from evalapp.work.updates import open_update, project_for, read_update  # noqa: PLC0415 (as above)

    update = read_update(package)
    recent = [Path(file.path) for file in services.settings().recent if file.role == "assessor"]
    path = project_for(services.session, update, recent)
    if path is None:
        path = ask_file(parent, _("The project that the update is for"), projects())
    if path is None:
        return None
    project = open_project(services.session, path)
    try:
        done = open_update(project, package)
    except BaseException:
        project.close()
        raise
    services.toast(_told(done))
    return project


def _told(done: "Updated") -> str:
    """What an update or a return did, in one line."""
    if not done.written:
        return _("The project was up to date already.")
    if done.questions:
        return ngettext(
            "{n} item came back with a question.", "{n} items came back with questions.", done.questions
        ).format(n=done.questions)
    return _(
        "Edition {version}: {as_is} answers as they are, {mapped} carried over, {again} to be given again."
    ).format(version=done.version, as_is=done.as_is, mapped=done.mapped, again=done.again)


def _from_task(parent: QWidget, services: Services, package: Path) -> "Project | None":
    from evalapp.work.tasks import open_task, others_in_project, read_task  # noqa: PLC0415 (as above)

    about = read_task(package).about
    person = _called(about.name, about.code)
    recent = [Path(file.path) for file in services.settings().recent if file.role == "assessor"]
    others = others_in_project(services.session, about, recent)
    if others and not _opens_for_another(parent, person, _called(others[0].name, others[0].code)):
        return None
    title = _("Where to keep the project file of {person}").format(person=person)
    target = ask_project_path(parent, package.with_suffix(PROJECT), title)
    return None if target is None else open_task(services.session, package, target)


def _called(name: str, code: str) -> str:
    return f"{name} {code}".strip()


def _opens_for_another(parent: QWidget, person: str, me: str) -> bool:
    """Whether a task is opened although somebody else works on this account; not unless the user says so."""
    question = _(
        "This task is for {person}; on this account you work as {me} in the same project. Open it anyway?"
    ).format(person=person, me=me)
    box = QMessageBox(QMessageBox.Icon.Warning, parent.window().windowTitle(), question, parent=parent)
    leave = box.addButton(_("Do not open it"), QMessageBox.ButtonRole.RejectRole)
    go_on = box.addButton(_("Open it anyway"), QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(leave)
    box.setEscapeButton(leave)
    box.exec()
    return box.clickedButton() is go_on


def submissions_beside(path: Path) -> tuple[Path, ...]:
    """The submissions that lie beside a task file and were written by its person; none for any other file.

    What is wrong with the file is told when it is opened.
    """
    if path.suffix.lower() != PACKAGE:
        return ()
    from evalapp.work.rebuilding import own_submissions  # noqa: PLC0415 (as above)
    from evalapp.work.updates import package_kind  # noqa: PLC0415 (as above)

    try:
        return own_submissions(path) if package_kind(path) == "task" else ()
    except AppError:
        return ()


def ask_project_path(parent: QWidget, proposed: Path | str, title: str = "") -> Path | None:
    """Where a new project file is to go; None if the user thinks better of it."""
    return ask_new_file(parent, title or _("Where to keep the project file"), proposed, projects())


def projects() -> FileKind:
    """Project files, in the language in force."""
    return FileKind(_("Projects"), (PROJECT, DESK))


def tasks() -> FileKind:
    """Task files, in the language in force."""
    return FileKind(_("Task files"), (PACKAGE,))


def openable() -> FileKind:
    """Whatever a window opens, in the language in force."""
    return FileKind(_("Projects and task files"), (PROJECT, PACKAGE))


def remembered(settings: Settings, project: "Project", now: str) -> Settings:
    """The settings with a project at the head of the recent files."""
    path = str(project.path.resolve())
    about = project.about
    title = about.title if about.role == "coordinator" else f"{about.title} · {about.name}"
    entry = RecentFile(path=path, title=title, role=about.role, opened_at=now, synthetic=about.synthetic)
    return replace(settings, recent=(entry, *(old for old in settings.recent if old.path != path))[:KEPT])


def forgotten(settings: Settings, path: str) -> Settings:
    """The settings without a recent file."""
    return replace(settings, recent=tuple(old for old in settings.recent if old.path != path))

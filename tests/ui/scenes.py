"""Every page, panel and popup of the program with life-like content: what the tests of all pages look at, one after the other.

A scene leads a window to a place. Which classes it shows is found by looking at the window, not written down here: a public widget of
``evalapp.ui`` that no scene shows makes ``test_every_page`` fail.
"""

import importlib
import pkgutil
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from msgspec import structs
from PySide6.QtCore import QBuffer, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

import evalapp.ui
from evalapp.base.tables import read_csv
from evalapp.entry.columns import ROSTER
from evalapp.entry.evidence import Evidence
from evalapp.entry.rosters import read_roster
from evalapp.ui.assessor.page import EntryPage
from evalapp.ui.coordinator.agreement_page import AgreementSection
from evalapp.ui.coordinator.agreement_scope import Scope
from evalapp.ui.coordinator.audit_page import AuditSection
from evalapp.ui.coordinator.coordinators_page import CoordinatorsSection
from evalapp.ui.coordinator.page import CoordinatorPage
from evalapp.ui.coordinator.people_page import PeopleSection
from evalapp.ui.coordinator.publications_page import PublicationsSection
from evalapp.ui.coordinator.received_page import DOUBTS, FILES, HELD, PEOPLE, ReceivedSection
from evalapp.ui.coordinator.results_page import ResultsSection
from evalapp.ui.coordinator.rules_page import RulesSection
from evalapp.ui.coordinator.section import Section
from evalapp.ui.page import Page
from evalapp.ui.start.new_project import NewProjectPage
from evalapp.ui.start.page import StartPage
from evalapp.ui.widgets.coach_marks import CoachMarks
from evalapp.ui.widgets.confusion_table import ConfusionOpened
from evalapp.ui.widgets.evidence_thumb import EvidenceThumb
from evalapp.ui.widgets.justification import Justification
from evalapp.work.answering import record_answers
from evalapp.work.answers import Entered
from evalapp.work.asking import NewQuestion, ask
from evalapp.work.demo import _decide_everything
from evalapp.work.evidence import screenshot_evidence
from evalapp.work.made_up import made_up_answer, mended
from evalapp.work.submit import HandedIn, Receipt
from evalapp.work.tasks import WrittenTask
from tests.people import Field, founded
from tests.ui.audit_stage import AUDITED, objected_and_corrected
from tests.ui.published_stage import publishes_and_goes_on
from tests.ui.received_stage import received_project
from tests.ui.windows import SHIPPED, Screen

FORM = SHIPPED / "gov-internet-service.toml"
ROSTERS = SHIPPED.parent / "resources" / "rosters"
P = TypeVar("P", bound=Page)
PLAIN = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True)
class Stage:
    """Files on two laptops: an assessor's project half done, and a coordinator's with differences and without."""

    assessor_home: Path
    coordinator_home: Path
    assessor: Path
    task: Path
    sent: Path
    undecided: Path
    decided: Path
    folder: Path
    received: Path
    waiting: tuple[Path, ...]


@dataclass(frozen=True)
class Scene:
    """A place in the program: who sees it, and how one gets there from the start page."""

    name: str
    coordinator: bool
    go: Callable[[Screen, Stage], None]


def stage(folder: Path) -> Stage:
    """Two assessors have answered four cities of the shipped form; one of them goes on."""
    roster = read_roster(read_csv(ROSTERS / "shandong.csv", ROSTER))[:4]
    desk = founded(folder, codes=("WXL", "ZQM"), mode="all", form=FORM, roster=roster, synthetic=True)
    wang, zhao = desk.assessor("WXL"), desk.assessor("ZQM")
    _answers(wang, 1)
    _answers(zhao, 2)
    sent = wang.hands_in()
    desk.merges(sent, zhao.hands_in())
    undecided = desk.copies_file(folder / "undecided.evalproj")
    _decide_everything(desk.project, random.Random(1))
    publishes_and_goes_on(desk)
    first = wang.project.tree.leaves[0].code
    question = NewQuestion(unit="370100", item=first, subject=wang.id, text="按哪一页数的？")
    assert ask(desk.project, (question,)) == 1
    unit = wang.overview()[1].unit.key
    tree = wang.project.tree
    left = {(unit, leaf.code): Entered() for leaf in tree.leaves[5:9]}
    record_answers(wang.project, left)
    asks_reason = next(leaf for leaf in tree.leaves[10:] if "unable" in leaf.item.states)
    record_answers(wang.project, {(unit, asks_reason.code): Entered(state="unable")})
    desk.copies_file(folder / AUDITED)
    for person in (wang, zhao, desk):
        person.project.close()
    received, waiting = received_project(folder / "received", desk.session.home / "identity.key")
    return Stage(
        assessor_home=wang.session.home,
        coordinator_home=desk.session.home,
        assessor=wang.project.path,
        task=desk.tasks["WXL"],
        sent=sent,
        undecided=undecided,
        decided=desk.project.path,
        folder=folder,
        received=received,
        waiting=waiting,
    )


def _answers(person: Field, seed: int) -> None:
    """Made-up answers to everything, those of the first city with a screenshot too."""
    image = QImage(600, 400, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    kept = QBuffer()
    kept.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(kept, "PNG")
    piece = screenshot_evidence(person.project, kept.data().data(), "首页截图")
    for number, row in enumerate(person.overview()):
        chance = random.Random(f"{seed}/{row.unit.key}")
        tree, rules = person.project.tree, person.project.rules
        made = {
            leaf.code: answer
            for leaf in tree.leaves
            if (answer := made_up_answer(leaf, 0.7, chance)) is not None
        }
        made |= mended(tree, rules, row.unit, made, 0.7, chance)
        record_answers(
            person.project,
            {
                (row.unit.key, item): answer if number else _with(answer, piece)
                for item, answer in made.items()
            },
        )


def _with(answer: Entered, piece: Evidence) -> Entered:
    return structs.replace(answer, evidence=(piece, *answer.evidence)) if answer.evidence else answer


# Going there -----------------------------------------------------------------------------------------------------------------


def _home(screen: Screen, _stage: Stage) -> None:
    screen.window.go_home()
    screen.waits()


def _new_project(screen: Screen, _stage: Stage) -> None:
    """Filled in as far as the plan, the form unfolded."""
    _home(screen, _stage)
    screen.clicks(_page(screen, StartPage).new_project)
    page = _page(screen, NewProjectPage)
    if page.form.tree.isHidden():
        page.form.fold.click()
    page.staff.box.setPlainText("王晓岚 WXL\n赵启明 ZQM\n孙雅宁 SYN")
    page.staff.conflicts.setPlainText("WXL：济南市，青岛市")
    page.plan.mode.press(4)
    page.plan.by.press(3)
    screen.waits_for(page.plan.preview.isVisible)


def _rebuild(screen: Screen, stage: Stage) -> None:
    screen.window.rebuild(stage.task, (stage.sent,))
    screen.waits()


def _entry(screen: Screen, stage: Stage) -> EntryPage:
    if not isinstance(screen.window.page, EntryPage):
        screen.window.open_file(stage.assessor)
    page = _page(screen, EntryPage)
    page._on_back()
    page.modes.go("city")
    page.go_to(page.desk.units[1].unit.key, page.desk.page(page.desk.units[1].unit.key).leaves[0].code)
    page.cards.card.setFocus()
    screen.waits()
    return page


def _by_city(screen: Screen, stage: Stage) -> None:
    _entry(screen, stage)


def _with_problems(screen: Screen, stage: Stage) -> None:
    """Where the problems have no room, their key brings them."""
    page = _entry(screen, stage)
    if not page.problems.isVisible():
        QTest.keyClick(page.cards.card, Qt.Key.Key_F8)
    screen.waits()


def _with_tree(screen: Screen, stage: Stage) -> None:
    page = _entry(screen, stage)
    if not page.items.isVisible():
        page.panes.open_tree()
    screen.waits()


def _by_item(screen: Screen, stage: Stage) -> None:
    _entry(screen, stage).modes.go("item")
    screen.waits()


def _table(screen: Screen, stage: Stage) -> None:
    """Where the cell beside it has no room, F2 opens it in place."""
    page = _entry(screen, stage)
    page.modes.go("grid")
    screen.waits()
    page.grid.panes.open_side(True)
    screen.waits()


def _paste(screen: Screen, stage: Stage) -> None:
    """A preview of new, changed and refused cells."""
    page = _entry(screen, stage)
    page.modes.go("grid")
    screen.waits()
    view = page.grid.view
    view.setCurrentIndex(view.model().index(0, 0))
    QGuiApplication.clipboard().setText("1\t2\tquatsch\n2\t1\t3")
    page.grid.paste.paste()
    screen.waits()


def _hand_in(screen: Screen, stage: Stage) -> None:
    page = _entry(screen, stage)
    page.check()
    screen.waits()
    for box in page.hand_in._boxes.values():
        box.setChecked(True)
    if not page.hand_in._warnings_shown:
        page.hand_in._on_warning_switch()
    screen.waits()


def _receipt(screen: Screen, stage: Stage) -> None:
    _hand_in(screen, stage)
    counts = tuple(
        HandedIn(key=row.unit.key, code=row.unit.code, name=row.unit.full_name, answers=58, unanswered=2)
        for row in _page(screen, EntryPage).desk.units
    )
    receipt = Receipt(
        path=stage.sent, sha256="0123456789abcdef" * 4, size=48_080, units=(), revisions=1, answers=232,
        attachments=1, at="2021-10-21T01:42:00Z", unanswered=8, counts=counts, project="鲁评 2021",
        person="王晓岚", code="WXL", synthetic=True, volumes=(stage.sent, stage.sent),
    )  # fmt: skip
    _page(screen, EntryPage).hand_in._receipt_card.set_receipt(receipt)
    screen.waits()


def _pressed(*keys: tuple[Qt.Key, Qt.KeyboardModifier]) -> Callable[[Screen, Stage], None]:
    def go(screen: Screen, stage: Stage) -> None:
        card = _entry(screen, stage).cards.card
        for key, modifier in keys:
            QTest.keyClick(card, key, modifier)
        screen.waits()

    return go


def _viewer(screen: Screen, stage: Stage) -> None:
    page = _entry(screen, stage)
    unit = page.desk.units[0].unit.key
    item = next(
        code for code, entry in page.desk.page(unit).entries.items() if len(entry.entered.evidence) == 2
    )
    page.go_to(unit, item)
    screen.waits()
    thumb = next(one for one in page.cards.card.findChildren(EvidenceThumb) if one.isVisible())
    screen.clicks(thumb)


def _with_two_pieces(screen: Screen, stage: Stage) -> EntryPage:
    page = _entry(screen, stage)
    unit = page.desk.units[0].unit.key
    entries = page.desk.page(unit).entries
    page.go_to(unit, next(code for code, entry in entries.items() if len(entry.entered.evidence) == 2))
    screen.waits()
    return page


def _note(screen: Screen, stage: Stage) -> None:
    """A note is written as evidence while a file is read, and another could not be added."""
    strip = _with_two_pieces(screen, stage).cards.card.evidence
    strip.show_reading("办事指南汇编.pdf", 43)
    strip.show_problem("没有保存：磁盘已满。", retry=True)
    strip.note.open()
    QApplication.processEvents()


def _caption(screen: Screen, stage: Stage) -> None:
    strip = _with_two_pieces(screen, stage).cards.card.evidence
    strip.caption.open("1", 2, "首页截图")
    QApplication.processEvents()


def _citing(screen: Screen, stage: Stage) -> None:
    justification = _with_two_pieces(screen, stage).cards.card.findChild(Justification)
    assert justification is not None
    justification.field.setFocus()
    QTest.keyClicks(justification.field, " [")
    screen.waits_for(lambda: justification.citing.isVisible() or not justification.field.hasFocus())


def _dragging(screen: Screen, stage: Stage) -> None:
    """Something that cannot be evidence is held over the card."""
    source = QMimeData()
    source.setUrls([QUrl.fromLocalFile(str(stage.folder))])
    card = _with_two_pieces(screen, stage).cards.card
    plain, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    over = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, source, left, plain)
    QApplication.sendEvent(card, over)


def _copy(screen: Screen, stage: Stage) -> None:
    _entry(screen, stage).cards.card.copy_asked.emit()
    screen.waits()


def _tour(screen: Screen, stage: Stage) -> None:
    _entry(screen, stage)
    screen.window.guidance.show_tour()
    screen.waits()


def _desk(section: str, decided: bool) -> Callable[[Screen, Stage], None]:
    def go(screen: Screen, stage: Stage) -> None:
        _coordinator(screen, stage.decided if decided else stage.undecided).go(section)
        screen.waits()

    return go


def _coordinator(screen: Screen, path: Path) -> CoordinatorPage:
    page = screen.window.page
    if not isinstance(page, CoordinatorPage) or page.project.path != path:
        screen.window.open_file(path)
        screen.waits()
    return _page(screen, CoordinatorPage)


def _tasks(screen: Screen, stage: Stage) -> None:
    """After the files were written."""
    page = _coordinator(screen, stage.decided)
    page.go("tasks")
    screen.waits()
    page.handout.return_to((WrittenTask("wxl", "王晓岚", "WXL", stage.task, 4),))


def _people(screen: Screen, stage: Stage) -> PeopleSection:
    """With a change that was made since the founding, listed below."""
    page = _coordinator(screen, stage.decided)
    page.go("people")
    screen.waits()
    section = page.sections["people"]
    assert isinstance(section, PeopleSection)
    section.stack.setCurrentIndex(0)
    section.fields.hide()
    if not section.log.isVisible():
        unit = section.map.chosen()[0][1]
        section.map.choose([(section.people.rows()[1].person, unit)])
        section.map.ask("none")
        screen.waits()
        section.log.head.click()
    return section


def _person_fields(screen: Screen, stage: Stage) -> None:
    _people(screen, stage).new.click()


def _replacing(screen: Screen, stage: Stage) -> None:
    section = _people(screen, stage)
    section.replace.click()
    screen.waits()
    section.replacing.handed_in.press(2)
    screen.waits()


def _entering_for(screen: Screen, stage: Stage) -> None:
    section = _people(screen, stage)
    section.enter.click()
    screen.waits()
    section.entering.fields.say("电话告知")


def _rules(screen: Screen, stage: Stage) -> None:
    """With the form's items unfolded, and a rule changed that is not written yet."""
    page = _coordinator(screen, stage.undecided)
    page.go("rules")
    screen.waits()
    section = page.sections["rules"]
    assert isinstance(section, RulesSection)
    if not section.items.isVisible():
        section.unfold.click()
    section.card.tolerance.setText("40")
    section.card.resolve.press(3)
    section._foresee()
    screen.waits()


def _inbox(screen: Screen, stage: Stage) -> None:
    page = _coordinator(screen, stage.undecided)
    page.go("board")
    page.board.inbox.ask_files = lambda: (stage.sent,)  # type: ignore[method-assign]
    page.board.inbox.add_button.click()
    screen.waits()


def _board_list(tile: int) -> Callable[[Screen, Stage], None]:
    """The list behind one of the figures of the board."""

    def go(screen: Screen, stage: Stage) -> None:
        page = _coordinator(screen, stage.undecided)
        page.go("board")
        screen.waits()
        screen.clicks(page.board.tiles()[tile])

    return go


def _board_piece(screen: Screen, stage: Stage) -> None:
    """The answers of one assessor for one city, from the list of all pieces."""
    _board_list(3)(screen, stage)
    lists = _page(screen, CoordinatorPage).board.lists
    for _step in range(2):
        table = lists.people if lists.people.isVisible() else lists.pieces
        table.opened.emit(table.row)
        screen.waits()


def _received(part: str) -> Callable[[Screen, Stage], None]:
    """One of the lists of what has come in."""

    def go(screen: Screen, stage: Stage) -> None:
        page = _coordinator(screen, stage.received)
        page.go("received")
        screen.waits()
        section = page.sections["received"]
        assert isinstance(section, ReceivedSection)
        section.show_part(part)
        screen.waits()

    return go


def _withdrawing(screen: Screen, stage: Stage) -> None:
    """What depends on a file, before it is withdrawn."""
    section = _of_received(screen, stage, FILES)
    table = section.files.table
    table.setCurrentIndex(table.model().index(len(table.rows()) - 1, 0))
    screen.clicks(section.files.card.withdraw)


def _note_to_sender(screen: Screen, stage: Stage) -> None:
    section = _of_received(screen, stage, HELD)
    table = section.held.table
    place = next(place for place, row in enumerate(table.rows()) if row.reason == "gap")
    table.setCurrentIndex(table.model().index(place, 0))
    screen.clicks(section.held.write)


def _of_received(screen: Screen, stage: Stage, part: str) -> ReceivedSection:
    _received(part)(screen, stage)
    section = _page(screen, CoordinatorPage).sections["received"]
    assert isinstance(section, ReceivedSection)
    return section


def _asked_at_its_row(screen: Screen, stage: Stage) -> None:
    """A file from a second laptop in the inbox, and the question whose it is."""
    page = _coordinator(screen, stage.received)
    page.go("board")
    page.board.inbox._on_discard()
    screen.waits()
    page.board.inbox.add(stage.waiting)
    screen.waits()
    found = [one for path in stage.waiting if (one := page.board.inbox._inbox.report(path)) is not None]
    page.board.inbox._on_opened(str(next(one.path for one in found if one.facts.doubts)))
    screen.waits()


def _decide(screen: Screen, stage: Stage) -> None:
    _desk("decide", decided=False)(screen, stage)
    section = _page(screen, CoordinatorPage).decide
    section.queue.more.setChecked(True)
    section.ask_third()
    screen.waits()


def _agreement(view: str) -> Callable[[Screen, Stage], None]:
    def go(screen: Screen, stage: Stage) -> None:
        _desk("agreement", decided=False)(screen, stage)
        section = _page(screen, CoordinatorPage).sections["agreement"]
        assert isinstance(section, AgreementSection)
        section.show_view(view)
        screen.waits()

    return go


def _answers_behind(screen: Screen, stage: Stage) -> None:
    """The matrix of an item with steps, and the answers of a pair at all items of the form."""
    _agreement("item")(screen, stage)
    section = _page(screen, CoordinatorPage).sections["agreement"]
    assert isinstance(section, AgreementSection)
    section.open_scope(Scope(items="item A2.2", people="WXL ZQM"))
    screen.waits()
    section.behind.matrix.cell_opened.emit(ConfusionOpened(row=0, column=None))
    screen.waits()


def _publishing(screen: Screen, stage: Stage) -> None:
    """Nothing is published yet, and units are not ranked."""
    _desk("publications", decided=False)(screen, stage)
    section = _publications(screen)
    section.show_part("list")
    if not section.card.unranked.isVisible():
        screen.clicks(section.card.fold)


def _published(screen: Screen, stage: Stage) -> None:
    _desk("publications", decided=True)(screen, stage)
    section = _publications(screen)
    section.show_part("list")
    section.card.name.setText("终稿")
    screen.clicks(section.listed.check)


def _difference(screen: Screen, stage: Stage) -> None:
    """Where the pane has no room beside the table, it takes the table's place."""
    _published(screen, stage)
    section = _publications(screen)
    screen.clicks(section.listed.compared)
    unit = section.compare.table.rows()[0]
    section.compare.table.unit_opened.emit(unit.unit)
    screen.waits()


def _coordinators(screen: Screen, stage: Stage) -> None:
    """A key to be compared, a branch to be written, and an office that is about to end."""
    _desk("coordinators", decided=True)(screen, stage)
    section = _page(screen, CoordinatorPage).sections["coordinators"]
    assert isinstance(section, CoordinatorsSection)
    section.granting.key.setText("9d" * 32)
    screen.clicks(section.branch)
    screen.clicks(section.end)


def _publications(screen: Screen) -> PublicationsSection:
    section = _page(screen, CoordinatorPage).sections["publications"]
    assert isinstance(section, PublicationsSection)
    return section


def _stacked(screen: Screen, stage: Stage) -> None:
    """The scale as a strip, as a small window has it."""
    _desk("decide", decided=False)(screen, stage)
    section = _page(screen, CoordinatorPage).decide
    section.third.hide()
    section.comparison.fit_into(0)


def _small_gaps(screen: Screen, stage: Stage) -> None:
    """A rule that is looked at."""
    _desk("decide", decided=False)(screen, stage)
    section = _page(screen, CoordinatorPage).decide
    section.open_rules()
    screen.waits()
    section.rules.gap.setText("100")
    section.rules.see()
    screen.waits()


def _large_evidence(screen: Screen, stage: Stage) -> None:
    _desk("decide", decided=False)(screen, stage)
    section = _page(screen, CoordinatorPage).decide
    section.rules.leave.click()
    screen.waits()
    section.third.hide()
    section.go_to("370100", next(row.item for row in section.queue.shown() if row.unit == "370100"))
    screen.waits()
    section.comparison.enlarge()


def _audit(part: str) -> Callable[[Screen, Stage], None]:
    """One of the audit's lists, with an objection that is late and a correction."""

    def go(screen: Screen, stage: Stage) -> None:
        section = _of_audit(screen, stage)
        section.objections.form.hide()
        section.show_part(part)
        screen.waits()

    return go


def _of_audit(screen: Screen, stage: Stage) -> AuditSection:
    page = _coordinator(screen, stage.folder / AUDITED)
    objected_and_corrected(page.project)
    page.go("audit")
    screen.waits()
    section = page.sections["audit"]
    assert isinstance(section, AuditSection)
    return section


def _objecting(screen: Screen, stage: Stage) -> None:
    """With a city found by pinyin, and something missing."""
    section = _of_audit(screen, stage)
    section.show_part("objections")
    section.objections.ask_new()
    section.objections.form.city.field.setText("jinan")
    section.objections.form.confirm()
    screen.waits()


def _responding(screen: Screen, stage: Stage) -> None:
    section = _of_audit(screen, stage)
    section.objections.form.hide()
    section.show_part("objections")
    section.objections.ask_response()
    screen.waits()


def _verified(screen: Screen, stage: Stage) -> None:
    section = _of_audit(screen, stage)
    section.show_part("chains")
    section.verify()
    screen.waits()


def _city_of_results(screen: Screen, stage: Stage) -> None:
    _desk("results", decided=True)(screen, stage)
    section = _page(screen, CoordinatorPage).sections["results"]
    assert isinstance(section, ResultsSection)
    section._on_unit_opened("370100")
    screen.waits()


def _page(screen: Screen, kind: type[P]) -> P:
    page = screen.window.page
    assert isinstance(page, kind)
    return page


SCENES = (
    Scene("start", False, _home),
    Scene("new project", False, _new_project),
    Scene("rebuild", False, _rebuild),
    Scene("by city", False, _by_city),
    Scene("problems", False, _with_problems),
    Scene("tree", False, _with_tree),
    Scene("note as evidence", False, _note),
    Scene("caption", False, _caption),
    Scene("citing", False, _citing),
    Scene("dragging", False, _dragging),
    Scene("by item", False, _by_item),
    Scene("table", False, _table),
    Scene("paste", False, _paste),
    Scene("hand in", False, _hand_in),
    Scene("receipt", False, _receipt),
    Scene("history", False, _pressed((Qt.Key.Key_H, CTRL))),
    Scene("private note", False, _pressed((Qt.Key.Key_J, CTRL))),
    Scene("copy", False, _copy),
    Scene("palette", False, _pressed((Qt.Key.Key_K, CTRL))),
    Scene("keys", False, _pressed((Qt.Key.Key_F1, PLAIN))),
    Scene("viewer", False, _viewer),
    Scene("tour", False, _tour),
    Scene("recent", False, _home),
    Scene("inbox", True, _inbox),
    Scene("board forecast", True, _board_list(3)),
    Scene("board piece", True, _board_piece),
    *(Scene(f"desk {section}", True, _desk(section, decided=True)) for section in ("board", "export")),
    *(Scene(f"received {part}", True, _received(part)) for part in (FILES, HELD, DOUBTS, PEOPLE)),
    Scene("withdrawing", True, _withdrawing),
    Scene("asked at its row", True, _asked_at_its_row),
    Scene("note to the sender", True, _note_to_sender),
    Scene("tasks", True, _tasks),
    Scene("people", True, _people),
    Scene("rules", True, _rules),
    Scene("person", True, _person_fields),
    Scene("replacing", True, _replacing),
    Scene("entering for", True, _entering_for),
    Scene("decide", True, _decide),
    Scene("decide in a small window", True, _stacked),
    Scene("large evidence", True, _large_evidence),
    Scene("small gaps", True, _small_gaps),
    Scene("checks", True, _desk("checks", decided=False)),
    Scene("agreement", True, _agreement("item")),
    Scene("habits", True, _agreement("habits")),
    Scene("answers behind", True, _answers_behind),
    *(Scene(f"audit {part}", True, _audit(part)) for part in ("revisions", "corrections", "objections")),
    Scene("audit chains", True, _verified),
    Scene("recording an objection", True, _objecting),
    Scene("responding", True, _responding),
    Scene("results", True, _desk("results", decided=True)),
    Scene("city of results", True, _city_of_results),
    Scene("publishing", True, _publishing),
    Scene("published", True, _published),
    Scene("difference", True, _difference),
    Scene("coordinators", True, _coordinators),
)


# What there is ---------------------------------------------------------------------------------------------------------------


def public_widgets() -> dict[str, type[QWidget]]:
    """Every public widget of the program's pages, by its place: what some scene has to show. Parts that only others inherit are none."""
    found: dict[str, type[QWidget]] = {}
    for module in pkgutil.walk_packages(evalapp.ui.__path__, "evalapp.ui."):
        if module.name.startswith(("evalapp.ui.widgets", "evalapp.ui.theme")):
            continue
        for name, kind in vars(importlib.import_module(module.name)).items():
            own = isinstance(kind, type) and kind.__module__ == module.name and not name.startswith("_")
            if own and issubclass(kind, QWidget) and kind not in (Page, Section):
                found[f"{module.name}.{name}"] = kind
    return found


def on_screen(screen: Screen) -> Iterator[QWidget]:
    """Everything visible: the window, what is in it, and what lies over it."""
    for top in (screen.window, *popups(screen)):
        yield from (one for one in (top, *top.findChildren(QWidget)) if one.isVisible())


def above(widget: QWidget) -> Iterator[QWidget]:
    """The widget and everything it lies in."""
    place: QWidget | None = widget
    while place is not None:
        yield place
        place = place.parentWidget()


def popups(screen: Screen) -> Sequence[QWidget]:
    """What lies over the window and goes before the next scene."""
    return [
        top
        for top in QApplication.topLevelWidgets()
        if top.isVisible() and top is not screen.window and screen.window in above(top)
    ]


def leave(screen: Screen) -> None:
    """Take away what the scene laid over the page."""
    for top in popups(screen):
        top.close()
    page = screen.window.page
    if isinstance(page, EntryPage):
        page.grid.paste.give_up()
        QApplication.sendEvent(page.cards.card, QDragLeaveEvent())
    if screen.window.guidance.touring:
        QTest.keyClick(screen.window.findChildren(CoachMarks)[-1], Qt.Key.Key_Escape)
    screen.waits()

"""The commands of the entry page: in each way of working those that go there, and every item and city to go to."""

from functools import partial
from typing import TYPE_CHECKING

from evalapp.base.i18n import _, current_language
from evalapp.form.label import say
from evalapp.ui.assessor.messages import ACCEPT, REPLY
from evalapp.ui.assessor.modes import CITY, GRID, ITEM
from evalapp.ui.assessor.search import ITEM as AN_ITEM
from evalapp.ui.assessor.search import UNIT
from evalapp.ui.commands import Command, Commands
from evalapp.ui.finding import words_of_unit
from evalapp.ui.widgets.message_bar import MessageBars
from evalapp.ui.widgets.words import state_word

if TYPE_CHECKING:
    from evalapp.ui.assessor.page import EntryPage

_SIGNS = (("0", "not_found"), ("-", "not_applicable"), (".", "unable"))


def commands_of(page: "EntryPage") -> Commands:
    """What can be done on the page as it is shown now."""
    if page.handing_in:
        return (*_of_handing_in(page), *_places(page))
    if not page.here()[0]:
        return ()
    mine = _of_grid(page) if page.modes.mode == GRID else _of_cards(page)
    return (*mine, *_ways(page), *_workbooks(page), *_places(page))


def _of_grid(page: "EntryPage") -> Commands:
    bars = page.grid.side.messages
    return (*_of_table(page), *_reasons(bars, bars), _copy(page), *_undoing(page))


def _of_cards(page: "EntryPage") -> Commands:
    return (*_walking(page), *_of_card(page), *_undoing(page))


def _of_card(page: "EntryPage") -> Commands:
    group, card = _("This answer"), page.cards.card
    unit, item = page.here()
    node = page.desk.page(unit).tree.node(item)
    alt = "Alt " if card.editor.takes_digits else ""
    closed = card.closed
    not_offered = closed or _("This state is not offered here.")
    sure = ((1, _("Confidence: low")), (2, _("Confidence: medium")), (3, _("Confidence: high")))
    return (
        *(
            Command(
                text=state_word(state),
                key=f"{alt}{sign}",
                run=partial(card.press_state, sign),
                group=group,
                why_not=closed if state in node.item.states else not_offered,
            )
            for sign, state in _SIGNS
        ),
        *(
            Command(
                text=text,
                key=f"Alt {place}",
                run=partial(card.press_confidence, place),
                group=group,
                why_not=closed,
            )
            for place, text in sure
        ),
        Command(
            text=_("Write the justification"),
            key="Ctrl I",
            run=card.focus_justification,
            group=group,
            why_not=closed,
        ),
        *_reasons(card.messages, card.returned),
        Command(
            text=_("Paste a screenshot or a link"),
            key="Ctrl V",
            run=card.evidence.paste,
            group=group,
            why_not=closed,
        ),
        Command(
            text=_("Add evidence: screenshot, file, link, note"),
            key="Ctrl Shift E",
            run=card.evidence.open_menu,
            group=group,
            why_not=closed,
        ),
        _copy(page),
        Command(
            text=_("Flag the item for a second look, or take its flag away"),
            key="*",
            run=page.flags.toggle,
            group=group,
        ),
        Command(text=_("History of the item"), key="Ctrl H", run=page.histories.open, group=group),
        Command(text=_("Private note about the item"), key="Ctrl J", run=page.notes.open, group=group),
    )


def _reasons(warnings: MessageBars, questions: MessageBars) -> Commands:
    """What the bars of the answer ask for: each opens the field of its bar."""
    group = _("This answer")
    no_warning = _("There is no warning here that can be accepted.")
    no_question = _("There is no question here that waits for a reply.")
    return (
        Command(
            text=_("Accept the warning…"),
            run=partial(warnings.ask, ACCEPT),
            group=group,
            why_not="" if warnings.isVisible() and warnings.offers(ACCEPT) else no_warning,
        ),
        Command(
            text=_("Reply without a change…"),
            run=partial(questions.ask, REPLY),
            group=group,
            why_not="" if questions.isVisible() and questions.offers(REPLY) else no_question,
        ),
    )


def _copy(page: "EntryPage") -> Command:
    return Command(
        text=_("Copy the answer to other cities"),
        key="Ctrl Shift C",
        run=page.copies.open,
        group=_("This answer"),
        why_not=page.copies.why_not(),
    )


def _undoing(page: "EntryPage") -> Commands:
    group, steps = _("This answer"), page.desk.steps
    undo = "" if steps.last() else _("Nothing is left to undo in this sitting.")
    redo = "" if steps.last_undone() else _("Nothing was undone that could be done again.")
    return (
        Command(
            text=_("Undo the last change of an answer"),
            key="Ctrl Z",
            run=page.undoing.undo,
            group=group,
            why_not=undo,
        ),
        Command(
            text=_("Do again what was undone"),
            key="Ctrl Y",
            run=page.undoing.redo,
            group=group,
            why_not=redo,
        ),
    )


def _walking(page: "EntryPage") -> Commands:
    group, walking, panes = _("Go to"), page.walking, page.panes
    by_item = page.modes.mode == ITEM
    items = (_("Previous item"), _("Next item"))
    cities = (_("Previous city"), _("Next city"))
    near, far = (cities, items) if by_item else (items, cities)
    none = "" if page.problems.list.model().rowCount() else _("No problems here.")
    return (
        Command(
            text=_("Next open city") if by_item else _("Next open item"),
            key="Ctrl Enter",
            run=walking.next_open,
            group=group,
        ),
        Command(text=near[0], key="Ctrl ↑", run=partial(walking.move, "previous"), group=group),
        Command(text=near[1], key="Ctrl ↓", run=partial(walking.move, "next"), group=group),
        Command(text=far[0], key="Ctrl PgUp", run=walking.page_up, group=group),
        Command(text=far[1], key="Ctrl PgDn", run=walking.page_down, group=group),
        Command(text=_("Next problem"), key="F8", run=panes.next_problem, group=group, why_not=none),
        Command(
            text=_("Previous problem"), key="Shift F8", run=panes.previous_problem, group=group, why_not=none
        ),
        Command(text=_("Next pane"), key="F6", run=panes.focus_next, group=group),
    )


def _of_table(page: "EntryPage") -> Commands:
    group, grid = _("Cells"), page.grid
    none = "" if grid.paste.plan is not None else _("There is no preview.")
    return (
        Command(text=_("Copy a block for Excel or WPS"), key="Ctrl C", run=grid.paste.copy, group=group),
        Command(text=_("Paste a block, with a preview"), key="Ctrl V", run=grid.paste.paste, group=group),
        Command(
            text=_("Fill the selection down, with a preview"), key="Ctrl D", run=grid.paste.fill, group=group
        ),
        Command(text=_("Take the selected answers back"), key="Del", run=grid.paste.clear, group=group),
        Command(
            text=_("Write what the preview shows"),
            key="Ctrl Enter",
            run=grid.paste.confirm,
            group=group,
            why_not=none,
        ),
        Command(text=_("Discard the preview"), key="Esc", run=grid.paste.give_up, group=group, why_not=none),
        Command(text=_("Next pane"), key="F6", run=grid.panes.focus_next, group=_("Go to")),
    )


def _workbooks(page: "EntryPage") -> Commands:
    group = _("Excel and WPS")
    return (
        Command(text=_("Write the entry workbook"), run=page.workbooks.write, group=group),
        Command(text=_("Enter a workbook or a table"), run=page.workbooks.enter, group=group),
    )


def _ways(page: "EntryPage") -> Commands:
    group, modes = _("Pages and ways of working"), page.modes
    ways = ((CITY, "Ctrl 1", _("By city")), (ITEM, "Ctrl 2", _("By item")), (GRID, "Ctrl 3", _("Table")))
    return (
        *(
            Command(
                text=text,
                key=key,
                run=partial(modes.go, mode),
                group=group,
                why_not=_("It is shown now.") if mode == modes.mode else "",
            )
            for mode, key, text in ways
        ),
        Command(text=_("Find a city or an item"), key="Ctrl F", run=modes.find, group=group),
        Command(text=_("Check and hand in"), key="Ctrl Shift Enter", run=page.check, group=group),
    )


def _of_handing_in(page: "EntryPage") -> Commands:
    group, panel = _("Pages and ways of working"), page.hand_in
    return (
        Command(
            text=_("Sign off and write the file"),
            key="Ctrl Enter",
            run=panel.button.click,
            group=group,
            why_not="" if panel.button.isEnabled() else _("It cannot be written yet; the page says why."),
        ),
        Command(text=_("Back to the answers"), run=page.modes.come_back, group=group),
    )


def _places(page: "EntryPage") -> Commands:
    """Every item and city, in the order of the form and of the list."""
    units = [row.unit for row in page.desk.units]
    there = {code for unit in units for code in page.desk.page(unit.key).entries}
    leaves = [leaf for leaf in page.project.tree.leaves if leaf.code in there]
    return (
        *(
            Command(
                text=f"{unit.full_name}  {unit.code}",
                run=partial(page.jump, (UNIT, unit.key)),
                group=_("Cities"),
                kind="place",
                words=words_of_unit(unit),
            )
            for unit in units
        ),
        *(
            Command(
                text=f"{leaf.code}  {say(leaf.item.title, current_language())}",
                run=partial(page.jump, (AN_ITEM, leaf.code)),
                group=_("Items"),
                kind="item",
            )
            for leaf in leaves
        ),
    )

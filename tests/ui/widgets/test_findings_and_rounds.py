"""Findings are counted and rounds filled by the keyboard alone; what nobody types says where it comes from."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from evalapp.ui.widgets.card_state import GivenState, OptionState, ScaleState
from evalapp.ui.widgets.editors.choice import OptionsEditor
from evalapp.ui.widgets.editors.deductions import DeductionsEditor
from evalapp.ui.widgets.editors.given import GivenEditor
from evalapp.ui.widgets.editors.number import NumberEditor
from evalapp.ui.widgets.editors.rounds import RoundsEditor
from evalapp.ui.widgets.message_bar import MessageBar
from evalapp.ui.widgets.score_card import ScoreCard
from evalapp.ui.widgets.state_buttons import StateButtons
from tests.ui.widgets.samples import SCALES, card_state, deductions, options, rounds

Show = Callable[..., ScoreCard]
Told = list[object]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Shows a card of a kind with the focus on it."""

    def make(kind: str, **changed: object) -> ScoreCard:
        card = ScoreCard()
        qtbot.addWidget(card)
        card.set_state(card_state(kind, **changed))
        card.show()
        qtbot.waitExposed(card)
        card.activateWindow()
        card.setFocus()
        qtbot.waitUntil(card.hasFocus)
        return card

    return make


def answers_of(card: ScoreCard) -> Told:
    told: Told = []
    card.answered.connect(told.append)
    return told


def findings_of(card: ScoreCard) -> DeductionsEditor:
    assert isinstance(card.editor, DeductionsEditor)
    return card.editor


def rounds_of(card: ScoreCard) -> RoundsEditor:
    assert isinstance(card.editor, RoundsEditor)
    return card.editor


def types(qtbot: QtBot, keys: str) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), keys)


def presses(
    qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


# -- findings


def test_a_digit_opens_the_count_it_is_printed_on(qtbot: QtBot, show: Show) -> None:
    card = show("deductions", value="")
    told = answers_of(card)
    qtbot.keyClick(card, "2")
    assert findings_of(card).rows()[1].field.hasFocus()
    types(qtbot, "12")
    presses(qtbot, Qt.Key.Key_Return)
    assert told == ["form=12"]


def test_arrows_go_from_count_to_count_and_plus_and_minus_step(qtbot: QtBot, show: Show) -> None:
    card = show("deductions", value="")
    told = answers_of(card)
    qtbot.keyClick(card, "1")
    types(qtbot, "3")
    presses(qtbot, Qt.Key.Key_Down)
    types(qtbot, "++-")
    presses(qtbot, Qt.Key.Key_Up)
    assert findings_of(card).rows()[0].field.hasFocus()
    assert told == ["dead=3", "dead=3;form=1", "dead=3;form=2", "dead=3;form=1"]


def test_nothing_found_is_said_by_its_own_row(qtbot: QtBot, show: Show) -> None:
    card = show("deductions", value="dead=3")
    told = answers_of(card)
    qtbot.keyClick(card, "4")
    assert told == ["none"]
    assert [row.count() for row in findings_of(card).rows()] == ["", "", ""]
    assert findings_of(card).nothing.isChecked()
    presses(qtbot, Qt.Key.Key_Space)
    assert told == ["none", ""]


def test_a_count_takes_nothing_found_back(qtbot: QtBot, show: Show) -> None:
    card = show("deductions", value="none")
    told = answers_of(card)
    qtbot.keyClick(card, "1")
    types(qtbot, "1")
    assert not findings_of(card).nothing.isChecked()
    card.commit()
    assert told == ["dead=1"]


def test_an_untouched_card_is_blank_and_zeros_say_nothing_found_only_together(
    qtbot: QtBot, show: Show
) -> None:
    card = show("deductions", value="")
    told = answers_of(card)
    card.commit()
    assert told == []
    for number in ("1", "2"):
        card.setFocus()
        qtbot.keyClick(card, number)
        types(qtbot, "0")
    card.commit()
    assert told == []
    presses(qtbot, Qt.Key.Key_Down)
    types(qtbot, "0")
    card.commit()
    assert told == ["none"]


def test_the_last_finding_stepped_away_is_blank_not_none(show: Show) -> None:
    card = show("deductions", value="dead=1")
    told = answers_of(card)
    findings_of(card).rows()[0].less.click()
    assert told == [""]


def test_a_count_that_is_none_is_told_as_typed_and_marked(qtbot: QtBot, show: Show) -> None:
    card = show("deductions", value="")
    told = answers_of(card)
    qtbot.keyClick(card, "1")
    types(qtbot, "1.5")
    card.commit()
    assert told == ["dead=1.5"]
    card.editor.set_problem("a whole number from 0")
    assert [row.field.property("problem") for row in findings_of(card).rows()] == ["true", None, None]


def test_what_is_typed_stays_when_an_earlier_count_comes_back_saved(qtbot: QtBot, show: Show) -> None:
    card = show("deductions", value="")
    qtbot.keyClick(card, "1")
    types(qtbot, "3")
    presses(qtbot, Qt.Key.Key_Down)
    types(qtbot, "4")
    card.set_state(card_state("deductions", value="dead=3"))
    assert [row.count() for row in findings_of(card).rows()] == ["3", "4", ""]


def test_the_next_item_does_not_inherit_counts(qtbot: QtBot, show: Show) -> None:
    card = show("deductions", value="")
    qtbot.keyClick(card, "1")
    types(qtbot, "3")
    card.set_state(card_state("deductions", code="A9", value=""))
    assert [row.count() for row in findings_of(card).rows()] == ["", "", ""]


def test_the_tally_follows_what_is_typed(qtbot: QtBot, show: Show) -> None:
    scale = ScaleState(kind="deductions", options=deductions().options, tally=lambda value: f"<{value}>")
    card = show("deductions", scale=scale, value="")
    qtbot.keyClick(card, "1")
    types(qtbot, "7")
    assert findings_of(card).tally() == "<dead=7>"


def test_rows_after_the_ninth_have_no_key_but_can_be_reached(qtbot: QtBot, show: Show) -> None:
    many = tuple(OptionState(value=f"f{number}", label=f"Finding {number}") for number in range(11))
    card = show("deductions", scale=ScaleState(kind="deductions", options=many), value="")
    told = answers_of(card)
    qtbot.keyClick(card, "9")
    for _row in range(3):
        presses(qtbot, Qt.Key.Key_Down)
    presses(qtbot, Qt.Key.Key_Space)
    assert told == ["none"]


# -- rounds


def test_enter_goes_through_the_rounds_and_then_on(qtbot: QtBot, show: Show) -> None:
    card = show("rounds", value="")
    told = answers_of(card)
    moved: Told = []
    card.moved.connect(moved.append)
    qtbot.keyClick(card, "9")
    types(qtbot, "0")
    presses(qtbot, Qt.Key.Key_Return)
    presses(qtbot, Qt.Key.Key_Return)
    types(qtbot, "60")
    assert moved == []
    presses(qtbot, Qt.Key.Key_Return)
    assert told == ["90;;", "90;;60"]
    assert moved == ["next_open"]


def test_digits_go_to_the_round_that_prints_them(qtbot: QtBot, show: Show) -> None:
    scale = rounds(ScaleState(kind="options", options=options()), 2)
    card = show("rounds", scale=scale, value="")
    told = answers_of(card)
    lists = [editor for editor in rounds_of(card).editors() if isinstance(editor, OptionsEditor)]
    assert [[row.look.key for row in each.list.rows()] for each in lists] == [["1", "2", "3", "4"], [""] * 4]
    qtbot.keyClick(card, "1")
    presses(qtbot, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [[row.look.key for row in each.list.rows()] for each in lists] == [[""] * 4, ["1", "2", "3", "4"]]
    types(qtbot, "3")
    assert told == ["full;", "full;part"]
    presses(qtbot, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    types(qtbot, "1")
    assert told[-1] == ";part"


def test_rounds_of_findings_part_them_by_commas(qtbot: QtBot, show: Show) -> None:
    card = show("rounds", scale=rounds(deductions(), 2), value="dead=1,form=2;")
    told = answers_of(card)
    first, second = rounds_of(card).editors()
    assert isinstance(first, DeductionsEditor)
    assert [row.count() for row in first.rows()] == ["1", "2", ""]
    second.press(4)
    assert told == ["dead=1,form=2;none"]


@pytest.mark.parametrize("kind", ["binary", "checklist", "count", "number", "rate"])
def test_every_kind_can_be_answered_in_rounds(show: Show, kind: str) -> None:
    one, value = SCALES[kind]
    if kind == "checklist":
        one = ScaleState(kind="checklist", options=options())
    card = show("rounds", scale=rounds(one, 2), value=f";{value.replace(';', ',')}")
    told = answers_of(card)
    card.commit()
    assert told == []
    rounds_of(card).editors()[0].answered.emit(value)
    assert told == [f"{value.replace(';', ',')};{value.replace(';', ',')}"]


def test_another_scale_in_rounds_takes_the_place_of_the_first(show: Show) -> None:
    card = show("rounds")
    card.set_state(card_state("rounds", code="A9", scale=rounds(deductions(), 2), value=";none"))
    kinds = [type(editor) for editor in rounds_of(card).editors()]
    assert kinds == [DeductionsEditor, DeductionsEditor]
    card.set_state(card_state("rounds", code="A8", value=";;7"))
    fields = [editor for editor in rounds_of(card).editors() if isinstance(editor, NumberEditor)]
    assert [editor.field.text() for editor in fields] == ["", "", "7"]


def test_all_rounds_taken_back_is_blank(qtbot: QtBot, show: Show) -> None:
    card = show("rounds", value="90;;")
    told = answers_of(card)
    card.focus_value()
    first = rounds_of(card).editors()[0]
    assert isinstance(first, NumberEditor)
    first.field.setFocus()
    first.field.clear()
    card.commit()
    assert told == [""]


# -- what nobody types


def test_a_given_value_asks_for_nothing(qtbot: QtBot, show: Show) -> None:
    card = show("given")
    told = answers_of(card)
    chosen: Told = []
    for signal in (card.state_chosen, card.confidence_chosen, card.evidence_added):
        signal.connect(chosen.append)
    for keys in ("1", "0", "-", "."):
        qtbot.keyClick(card, keys)
    qtbot.keyClick(card, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    QApplication.clipboard().setText("https://example.org")
    qtbot.keyClick(card, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert told == chosen == []
    shown = [
        part
        for part in (*card.findChildren(StateButtons), *card.findChildren(QPlainTextEdit))
        if part.isVisible()
    ]
    assert shown == []
    assert not card.evidence.isVisible()


def test_what_it_is_computed_from_leads_there(qtbot: QtBot, show: Show) -> None:
    card = show("given")
    acted: Told = []
    card.acted.connect(acted.append)
    editor = card.editor
    assert isinstance(editor, GivenEditor)
    first, second = editor.sources()
    assert (first.isVisible(), second.isVisible(), second.plain.isVisible()) == (True, False, True)
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert acted == ["go:A1.1"]


def test_a_value_brought_in_shows_no_formula(show: Show) -> None:
    given = GivenState(icon="inbox-arrow-down-outline", text="Brought in by the coordinator.")
    card = show("given", scale=ScaleState(kind="given", given=given), value="")
    editor = card.editor
    assert isinstance(editor, GivenEditor)
    assert editor.sources() == []


def test_a_hit_is_a_fact_in_the_head_and_on_the_card(show: Show) -> None:
    card = show("binary", hit="This fails the site.", problem="", messages=())
    assert [bar.state.text for bar in card.findChildren(MessageBar)] == [
        "This is a hit. This fails the site."
    ]

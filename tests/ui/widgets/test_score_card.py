"""The score card answers to the keyboard alone, and tells the page what was meant."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, QSize, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from evalapp.ui.widgets.buttons import Button
from evalapp.ui.widgets.card_state import CardState, EvidenceState, NewEvidence, StateChoice
from evalapp.ui.widgets.editors.choice import NOTHING_TICKED
from evalapp.ui.widgets.editors.number import CountEditor, NumberEditor, RateEditor
from evalapp.ui.widgets.evidence_thumb import EvidenceThumb
from evalapp.ui.widgets.score_card import ScoreCard
from tests.ui.widgets.samples import card_state

Told = list[tuple[str, object]]
Show = Callable[..., ScoreCard]
SIGNALS = (
    "answered",
    "state_chosen",
    "justification_typed",
    "confidence_chosen",
    "evidence_added",
    "evidence_removed",
    "evidence_opened",
    "acted",
    "moved",
)


class Listener:
    """Keeps what a card told, in order."""

    def __init__(self, card: ScoreCard) -> None:
        self.told: Told = []
        for name in SIGNALS:
            getattr(card, name).connect(self._keep(name))

    def _keep(self, name: str) -> Callable[[object], None]:
        told = self.told

        def keep(payload: object) -> None:
            told.append((name, payload))

        return keep


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    """Shows a card of a kind with the focus on it."""

    def make(kind: str = "options", **changed: object) -> ScoreCard:
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


def justification(card: ScoreCard) -> QPlainTextEdit:
    return next(
        field for field in card.findChildren(QPlainTextEdit) if field.accessibleName() == "Justification"
    )


def reason_field(card: ScoreCard) -> QLineEdit:
    return next(f for f in card.findChildren(QLineEdit) if f.isVisible() and f.accessibleName().endswith("?"))


@pytest.mark.parametrize(("key", "value"), [("1", "full"), ("2", "near"), ("4", "none")])
def test_a_digit_chooses_the_option_it_is_printed_on(qtbot: QtBot, show: Show, key: str, value: str) -> None:
    card = show()
    heard = Listener(card)
    qtbot.keyClick(card, key)
    assert heard.told == [("answered", value)]


def test_the_same_digit_again_clears(qtbot: QtBot, show: Show) -> None:
    card = show(value="part")
    heard = Listener(card)
    qtbot.keyClick(card, "3")
    qtbot.keyClick(card.focusWidget() or card, "3")
    assert heard.told == [("answered", ""), ("answered", "part")]


def test_the_numeric_pad_does_the_same(qtbot: QtBot, show: Show) -> None:
    card = show()
    heard = Listener(card)
    qtbot.keyClick(card, Qt.Key.Key_2, Qt.KeyboardModifier.KeypadModifier)
    qtbot.keyClick(card, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert heard.told == [("answered", "near"), ("moved", "next_open")]


def test_a_digit_without_an_option_does_nothing(qtbot: QtBot, show: Show) -> None:
    card = show()
    heard = Listener(card)
    qtbot.keyClick(card, "9")
    assert heard.told == []


def test_arrows_move_the_focus_and_space_chooses(qtbot: QtBot, show: Show) -> None:
    card = show(value="")
    heard = Listener(card)
    card.focus_value()
    qtbot.keyClick(card.focusWidget() or card, Qt.Key.Key_Down)
    assert heard.told == []
    qtbot.keyClick(card.focusWidget() or card, Qt.Key.Key_Space)
    assert heard.told == [("answered", "near")]


def test_options_say_their_points_and_anchor(show: Show) -> None:
    card = show()
    row = card.editor.findChildren(type(card.editor.list.rows()[0]))[2]  # type: ignore[attr-defined]
    assert row.accessibleName() == "Partly the same, 1.5 points"
    assert row.accessibleDescription() == "One matter differs."
    assert row.isChecked()


def test_not_found_needs_no_reason(qtbot: QtBot, show: Show) -> None:
    card = show()
    heard = Listener(card)
    qtbot.keyClick(card, "0")
    assert heard.told == [("state_chosen", StateChoice(state="not_found"))]


def test_not_applicable_asks_for_a_reason_in_place(qtbot: QtBot, show: Show) -> None:
    card = show()
    heard = Listener(card)
    qtbot.keyClick(card, "-")
    field = reason_field(card)
    assert field.hasFocus()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard.told == [], "an empty reason is not taken"
    qtbot.keyClicks(field, "No metro here 0-1")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard.told == [("state_chosen", StateChoice(state="not_applicable", reason="No metro here 0-1"))]


def test_escape_gives_the_reason_up(qtbot: QtBot, show: Show) -> None:
    card = show()
    heard = Listener(card)
    qtbot.keyClick(card, ".")
    field = reason_field(card)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not field.isVisible()
    assert heard.told == []


def test_escape_keeps_a_reason_that_was_typed(qtbot: QtBot, show: Show) -> None:
    card = show()
    heard = Listener(card)
    qtbot.keyClick(card, ".")
    qtbot.keyClicks(reason_field(card), "The site is down.")
    qtbot.keyClick(reason_field(card), Qt.Key.Key_Escape)
    assert heard.told == [("state_chosen", StateChoice(state="unable", reason="The site is down."))]
    assert card.hasFocus()


@pytest.mark.parametrize(
    ("typed", "told"),
    [("It crashes.", [("state_chosen", StateChoice(state="unable", reason="It crashes."))]), ("", [])],
)
def test_escape_from_a_reason_given_before_goes_back_to_the_card(
    qtbot: QtBot, show: Show, typed: str, told: Told
) -> None:
    card = show(value="", state="unable", reason="It does not open.")
    heard = Listener(card)
    field = reason_field(card)
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, typed)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert heard.told == told
    assert card.hasFocus()
    assert field.text() == (typed or "It does not open."), "an answer of this kind always has a reason"


def test_pressing_the_state_that_is_on_takes_it_back(qtbot: QtBot, show: Show) -> None:
    card = show(value="", state="unable", reason="It does not open.")
    heard = Listener(card)
    qtbot.keyClick(card, ".")
    assert heard.told == [("state_chosen", StateChoice(state=None))]


def test_states_not_offered_have_no_key(qtbot: QtBot, show: Show) -> None:
    card = show(states=("not_found",))
    heard = Listener(card)
    qtbot.keyClick(card, "-")
    assert heard.told == []


def test_confidence_by_alt_and_digit(qtbot: QtBot, show: Show) -> None:
    card = show(confidence="medium")
    heard = Listener(card)
    qtbot.keyClick(card, "3", Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(card, "3", Qt.KeyboardModifier.AltModifier)
    assert heard.told == [("confidence_chosen", "high"), ("confidence_chosen", None)]


@pytest.mark.parametrize("kind", ["number", "count", "rate"])
def test_on_number_cards_the_first_digit_opens_the_field(qtbot: QtBot, show: Show, kind: str) -> None:
    card = show(kind, value="")
    heard = Listener(card)
    qtbot.keyClick(card, "4")
    field = card.focusWidget()
    assert isinstance(field, QLineEdit)
    assert field.text() == "4"
    qtbot.keyClick(field, "0")
    assert field.text() == "40"
    assert heard.told == []


def test_on_number_cards_the_states_need_alt(qtbot: QtBot, show: Show) -> None:
    card = show("number")
    heard = Listener(card)
    card.focus_value()
    qtbot.keyClick(card.focusWidget() or card, "0", Qt.KeyboardModifier.AltModifier)
    assert heard.told == [("state_chosen", StateChoice(state="not_found"))]


def test_enter_in_a_number_field_tells_the_value_and_moves_on(qtbot: QtBot, show: Show) -> None:
    card = show("number", value="")
    heard = Listener(card)
    card.focus_value()
    field = card.focusWidget()
    assert field is not None
    qtbot.keyClicks(field, "98.5")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert heard.told == [("answered", "98.5"), ("moved", "next_open")]


def test_digits_in_the_justification_stay_text(qtbot: QtBot, show: Show) -> None:
    card = show(justification="")
    heard = Listener(card)
    field = justification(card)
    field.setFocus()
    qtbot.keyClicks(field, "0-1.")
    assert heard.told == []
    card.commit()
    assert heard.told == [("justification_typed", "0-1.")]


def test_typing_is_told_when_it_pauses(qtbot: QtBot, show: Show) -> None:
    card = show(justification="")
    field = justification(card)
    field.setFocus()
    with qtbot.waitSignal(card.justification_typed) as heard:
        qtbot.keyClicks(field, "two")
    assert heard.args == ["two"]


def test_ctrl_enter_leaves_the_justification_for_the_next_leaf(qtbot: QtBot, show: Show) -> None:
    card = show(justification="")
    heard = Listener(card)
    field = justification(card)
    field.setFocus()
    qtbot.keyClicks(field, "done")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert heard.told == [("justification_typed", "done"), ("moved", "next_open")]


def test_escape_goes_back_to_the_card(qtbot: QtBot, show: Show) -> None:
    card = show()
    field = justification(card)
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert card.hasFocus()


@pytest.mark.parametrize(("key", "move"), [(Qt.Key.Key_Up, "previous"), (Qt.Key.Key_Down, "next")])
def test_ctrl_arrows_move(qtbot: QtBot, show: Show, key: Qt.Key, move: str) -> None:
    card = show()
    heard = Listener(card)
    qtbot.keyClick(card, key, Qt.KeyboardModifier.ControlModifier)
    assert heard.told == [("moved", move)]


def test_another_item_first_tells_what_was_typed_under_the_old_one(qtbot: QtBot, show: Show) -> None:
    card = show("number", value="")
    bound: list[object] = []

    def keep(_value: object) -> None:
        bound.append(card.bound)

    card.answered.connect(keep)
    card.focus_value()
    field = card.focusWidget()
    assert field is not None
    qtbot.keyClicks(field, "7")
    card.set_state(card_state("number", code="A9.9", value="1"))
    assert bound == [("370600", "A2.2")]
    assert isinstance(card.editor, NumberEditor)
    assert card.editor.field.text() == "1"


def test_the_same_item_again_leaves_half_typed_text_alone(qtbot: QtBot, show: Show) -> None:
    card = show(justification="")
    field = justification(card)
    field.setFocus()
    qtbot.keyClicks(field, "half a sen")
    card.set_state(card_state(justification="", confidence="high"))
    assert field.toPlainText() == "half a sen"


def test_a_problem_is_said_at_the_value(show: Show) -> None:
    card = show("number", value="985", value_problem="A rate lies between 0 and 100.")
    assert isinstance(card.editor, NumberEditor)
    assert card.editor._problem.text() == "A rate lies between 0 and 100."
    assert card.editor.field.property("problem") == "true"


def test_a_card_that_does_not_count_takes_no_answer(qtbot: QtBot, show: Show) -> None:
    card = show(not_scored="The city has no metro.")
    heard = Listener(card)
    for key in ("1", "0", "-"):
        qtbot.keyClick(card, key)
    assert heard.told == []


def test_a_locked_card_takes_nothing(qtbot: QtBot, show: Show) -> None:
    card = show(read_only="It was submitted.")
    heard = Listener(card)
    QGuiApplication.clipboard().setText("https://example.org/")
    qtbot.keyClick(card, "1")
    qtbot.keyClick(card, "v", Qt.KeyboardModifier.ControlModifier)
    assert heard.told == []
    assert justification(card).isReadOnly()


def test_ctrl_v_takes_a_screenshot(qtbot: QtBot, show: Show) -> None:
    card = show()
    heard = Listener(card)
    image = QImage(QSize(8, 4), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    QGuiApplication.clipboard().setImage(image)
    qtbot.keyClick(card, "v", Qt.KeyboardModifier.ControlModifier)
    [(name, added)] = heard.told
    assert name == "evidence_added"
    assert isinstance(added, NewEvidence)
    assert added.kind == "screenshot"
    assert isinstance(added.image, QImage)
    assert added.image.size() == QSize(8, 4)


def test_a_screenshot_pasted_into_the_justification_becomes_evidence(qtbot: QtBot, show: Show) -> None:
    card = show(justification="")
    heard = Listener(card)
    image = QImage(QSize(8, 4), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    QGuiApplication.clipboard().setImage(image)
    field = justification(card)
    field.setFocus()
    qtbot.keyClick(field, "v", Qt.KeyboardModifier.ControlModifier)
    assert [name for name, _payload in heard.told] == ["evidence_added"]


def test_ctrl_v_takes_a_link_but_no_other_text(qtbot: QtBot, show: Show) -> None:
    card = show()
    heard = Listener(card)
    for text in ("just words", "https://example.org/guide"):
        QGuiApplication.clipboard().setText(text)
        qtbot.keyClick(card, "v", Qt.KeyboardModifier.ControlModifier)
    assert heard.told == [("evidence_added", NewEvidence(kind="link", text="https://example.org/guide"))]


def test_dropped_files_become_evidence(show: Show) -> None:
    card = show()
    heard = Listener(card)
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile("/tmp/a.pdf"), QUrl("https://example.org/")])
    assert card.evidence.take(dropped)
    assert heard.told == [
        ("evidence_added", NewEvidence(kind="file", path="/tmp/a.pdf")),
        ("evidence_added", NewEvidence(kind="link", text="https://example.org/")),
    ]


def test_del_removes_and_enter_opens_evidence(qtbot: QtBot, show: Show) -> None:
    card = show()
    heard = Listener(card)
    first, second = card.findChildren(EvidenceThumb)
    qtbot.keyClick(first, Qt.Key.Key_Return)
    qtbot.keyClick(second, Qt.Key.Key_Delete)
    assert heard.told == [("evidence_opened", "e1"), ("evidence_removed", "e2")]


def test_the_focus_stays_on_the_evidence_when_more_is_added(qtbot: QtBot, show: Show) -> None:
    card = show()
    card.findChildren(EvidenceThumb)[0].setFocus()
    more = (*card_state().evidence, EvidenceState(id="e3", kind="link", title="third"))
    card.set_state(card_state(evidence=more))
    focused = card.focusWidget()
    assert isinstance(focused, EvidenceThumb)
    assert focused.state.id == "e1"


def test_a_message_button_tells_its_code(qtbot: QtBot, show: Show) -> None:
    card = show()
    heard = Listener(card)
    button = next(b for b in card.findChildren(Button) if b.text() == "See A2.1")
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert heard.told == [("acted", "go")]


def test_checklist_ticks_toggle_in_the_order_of_the_form(qtbot: QtBot, show: Show) -> None:
    card = show("checklist", value="part")
    heard = Listener(card)
    for key in ("1", "3", "1"):
        qtbot.keyClick(card, key)
    assert heard.told == [("answered", "full;part"), ("answered", "full"), ("answered", "")]


def test_nothing_ticked_is_an_answer_of_its_own(qtbot: QtBot, show: Show) -> None:
    card = show("checklist", value="part")
    heard = Listener(card)
    qtbot.keyClick(card, "5")
    qtbot.keyClick(card, "2")
    assert heard.told == [("answered", NOTHING_TICKED), ("answered", "near")]


def test_yes_and_no(qtbot: QtBot, show: Show) -> None:
    card = show("binary", value="")
    heard = Listener(card)
    qtbot.keyClick(card, "2")
    qtbot.keyClick(card, "1")
    assert heard.told == [("answered", "no"), ("answered", "yes")]


def test_a_count_steps_and_never_goes_below_zero(qtbot: QtBot, show: Show) -> None:
    card = show("count", value="1")
    heard = Listener(card)
    assert isinstance(card.editor, CountEditor)
    field = card.editor.field
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Up)
    for _press in range(3):
        qtbot.keyClick(field, Qt.Key.Key_Down)
    assert heard.told == [("answered", "2"), ("answered", "1"), ("answered", "0")]


def test_a_rate_shows_its_per_cent_while_typing(qtbot: QtBot, show: Show) -> None:
    card = show("rate", value="")
    heard = Listener(card)
    assert isinstance(card.editor, RateEditor)
    card.focus_value()
    qtbot.keyClicks(card.editor.part, "19/")
    assert card.editor.whole.hasFocus()
    assert heard.told == [], "half a rate is not told while its other half is being typed"
    qtbot.keyClicks(card.editor.whole, "20")
    assert card.editor.per_cent() == "= 95.0 %"
    qtbot.keyClick(card.editor.whole, Qt.Key.Key_Return)
    assert heard.told == [("answered", "19/20"), ("moved", "next_open")]


@pytest.mark.parametrize("value", ["19/0", "21/20", "x/3", "5/"])
def test_an_impossible_rate_shows_no_per_cent(show: Show, value: str) -> None:
    card = show("rate", value=value)
    assert isinstance(card.editor, RateEditor)
    assert card.editor.per_cent() == ""


def test_leaving_the_card_tells_half_a_rate(qtbot: QtBot, show: Show) -> None:
    card = show("rate", value="")
    heard = Listener(card)
    assert isinstance(card.editor, RateEditor)
    qtbot.keyClicks(card.editor.part, "19")
    card.commit()
    assert heard.told == [("answered", "19/")]


def test_the_input_method_is_off_for_the_card_and_on_in_its_text(show: Show) -> None:
    card = show()
    off = Qt.WidgetAttribute.WA_InputMethodEnabled
    assert not card.testAttribute(off)
    assert all(not row.testAttribute(off) for row in card.editor.list.rows())  # type: ignore[attr-defined]
    assert justification(card).testAttribute(off)


def test_one_card_shows_every_kind_in_turn(qtbot: QtBot, show: Show) -> None:
    card = show()
    for kind in ("binary", "number", "options", "rate", "checklist", "count", "text"):
        state: CardState = card_state(kind, code=f"K.{kind}")
        card.set_state(state)
        visible = [editor for editor in card._editors.values() if editor.isVisible()]
        assert visible == [card.editor]

"""Chips: filters and choices."""

from pytestqt.qtbot import QtBot

from evalapp.ui.widgets.chips import ChoiceChips, FilterChips, FilterState, match_class_chip


def test_a_filter_tells_its_code_and_an_empty_one_cannot_be_chosen(qtbot: QtBot) -> None:
    chips = FilterChips("Problems")
    qtbot.addWidget(chips)
    states = [FilterState(code="all", text="All", count=3), FilterState(code="error", text="Errors", count=0)]
    chips.set_state(states, "all")
    all_chip, error_chip = chips._filters
    assert not error_chip.isEnabled()
    with qtbot.waitSignal(chips.chosen) as heard:
        all_chip.click()
    assert heard.args == ["all"]


def test_a_choice_pressed_again_is_taken_back(qtbot: QtBot) -> None:
    chips = ChoiceChips("Reason")
    qtbot.addWidget(chips)
    chips.set_state([("late", "Dates differ"), ("other", "Other")], None)
    told: list[object] = []
    chips.chosen.connect(told.append)
    chips._choices[0].click()
    chips._choices[0].click()
    assert told == ["late", None]


def test_every_match_class_has_its_own_icon_and_word() -> None:
    classes = ["agree", "tolerance", "differ", "evidence", "text", "missing", "single", "confirm"]
    made = [match_class_chip(one) for one in classes]
    assert len({chip.icon for chip in made}) == len({chip.text for chip in made}) == len(classes)

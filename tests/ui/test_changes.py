"""Changes are announced by kind."""

import pytest
from pytestqt.qtbot import QtBot

from evalapp.ui.changes import Change, Changes


def test_one_change_names_all_kinds(qtbot: QtBot) -> None:
    changes = Changes()
    with qtbot.waitSignal(changes.changed) as heard:
        changes.announce("answers", "batches")
    assert heard.args == [Change(kinds=frozenset({"answers", "batches"}))]
    assert heard.args[0].touches("answers", "roster")
    assert not heard.args[0].touches("roster")


def test_an_unknown_kind_is_a_mistake(qtbot: QtBot) -> None:
    with pytest.raises(ValueError, match="anwsers"):
        Changes().announce("anwsers")

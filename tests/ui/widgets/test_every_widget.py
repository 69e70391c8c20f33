"""What holds for every widget: texts fit, everything focusable has a name, closing frees it, themes repaint it."""

import gc
import weakref
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from evalapp.base.i18n import use_language
from evalapp.ui.theme.appearance import apply_theme
from evalapp.ui.widgets.input_rules import retranslate_windows
from tests.ui.fit import clipped, unnamed
from tests.ui.widgets.samples import SAMPLES


def _grown(widget: QWidget, width: int) -> bool:
    """Give a card the height it asks for, as its scroll area does; whether it has it."""
    widget.resize(width, widget.heightForWidth(width))
    return widget.height() == widget.heightForWidth(width)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize(("mode", "scale"), [("light", 1.0), ("dark", 1.0), ("light", 1.3)])
def test_texts_fit(
    qtbot: QtBot, qapp: QApplication, locale_folder: Path, name: str, language: str, mode: str, scale: float
) -> None:
    use_language(language, locale_folder)
    apply_theme(qapp, "dark" if mode == "dark" else "light", scale)
    widget = SAMPLES[name]()
    qtbot.addWidget(widget)
    widget.resize(widget.sizeHint().expandedTo(widget.minimumSizeHint()))
    widget.show()
    qtbot.waitExposed(widget)
    if name.startswith("card"):
        qtbot.waitUntil(partial(_grown, widget, 680))
    assert clipped(widget) == []
    assert not widget.grab().isNull()


@pytest.mark.parametrize("name", SAMPLES)
def test_every_focusable_part_has_a_name(qtbot: QtBot, name: str) -> None:
    widget = SAMPLES[name]()
    qtbot.addWidget(widget)
    assert unnamed(widget) == []


@pytest.mark.parametrize("name", SAMPLES)
def test_closing_frees_it_by_reference_count_alone(qapp: QApplication, name: str) -> None:
    gc.collect()
    gc.disable()
    try:
        widget = SAMPLES[name]()
        widget.show()
        watched = weakref.ref(widget)
        widget.close()
        del widget
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert watched() is None
    finally:
        gc.enable()


@pytest.mark.parametrize("name", SAMPLES)
def test_language_and_theme_change_while_it_is_open(
    qtbot: QtBot, qapp: QApplication, locale_folder: Path, name: str
) -> None:
    widget = SAMPLES[name]()
    qtbot.addWidget(widget)
    widget.show()
    use_language("zh_CN", locale_folder)
    retranslate_windows(qapp)
    apply_theme(qapp, "dark", 1.15)
    assert not widget.grab().isNull()

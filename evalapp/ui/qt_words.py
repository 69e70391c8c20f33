"""The words of Qt's own parts (file dialogs, menus of text fields, message boxes) in the language in force."""

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from evalapp.base.i18n import current_language

_NAME = "words_of_qt"


def translate_qt(application: QApplication) -> None:
    """Let Qt speak the language in force; in English, in which it is written, it needs no translation."""
    before = application.findChild(QTranslator, _NAME)
    if before is not None:
        application.removeTranslator(before)
        before.setParent(None)
        before.deleteLater()
    translator = QTranslator(application)
    translator.setObjectName(_NAME)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if current_language() != "en" and translator.load(f"qtbase_{current_language()}", folder):
        application.installTranslator(translator)
    else:
        translator.setParent(None)
        translator.deleteLater()

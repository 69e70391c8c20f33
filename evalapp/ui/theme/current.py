"""Where widgets and the style find the theme in force: on the application."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from evalapp.ui.theme.theme import Theme

HOLDER_NAME = "appearance"


class ThemeHolder(QObject):
    """A child of the QApplication that holds the theme in force."""

    def __init__(self, app: QApplication, theme: Theme) -> None:
        super().__init__(app)
        self.setObjectName(HOLDER_NAME)
        self._theme = theme

    @property
    def theme(self) -> Theme:
        """The theme in force."""
        return self._theme


def current_theme() -> Theme:
    """The theme in force, asked for by widgets while they paint or lay out.

    Raises RuntimeError without one.
    """
    app = QApplication.instance()
    holder = find_holder(app) if isinstance(app, QApplication) else None
    if holder is None:
        raise RuntimeError("install_appearance(app, resources) must run before the first widget is made")
    return holder.theme


def find_holder(app: QApplication) -> ThemeHolder | None:
    """The holder of an application, if one was installed."""
    return app.findChild(ThemeHolder, HOLDER_NAME, Qt.FindChildOption.FindDirectChildrenOnly)

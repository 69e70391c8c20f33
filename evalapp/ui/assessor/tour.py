"""The five steps of the tour over the entry page: what is where, and the keys one needs on the first day."""

from evalapp.base.i18n import _
from evalapp.ui.assessor.panes import EntryPanes
from evalapp.ui.widgets.coach_marks import CoachStep
from evalapp.ui.widgets.status_line import StatusLine


def tour_of_entry(panes: EntryPanes) -> tuple[CoachStep, ...]:
    """The steps, in the language in force; each finds its part where it is by then."""
    return (
        CoachStep(
            title=_("Your cities"),
            text=_(
                "Each shows how much of it is answered and whether something is wrong. Ctrl+PgUp and Ctrl+PgDn go from one to "
                "the next, at the same item."
            ),
            find=lambda: panes.cities,
        ),
        CoachStep(
            title=_("The items of the form"),
            text=_(
                "Ctrl+↑ and Ctrl+↓ go from item to item, Ctrl+F finds an item or a city by code, name or pinyin. In a small "
                "window the list opens from the head of the card."
            ),
            find=lambda: panes.items if panes.items.isVisible() else panes.cards.head,
        ),
        CoachStep(
            title=_("The card you answer"),
            text=_words_of_card(by_typing=panes.cards.card.editor.takes_digits),
            find=lambda: panes.cards.card,
        ),
        CoachStep(
            title=_("Saved at once"),
            text=_(
                "Every change is on the disk when the time stands here; there is nothing to save. Ctrl+Z undoes it, Ctrl+Y "
                "does it again."
            ),
            find=lambda: panes.window().findChild(StatusLine),
        ),
        CoachStep(
            title=_("Check and hand in"),
            text=_(
                "When cities are finished, this shows what is still open and writes the file for the coordinator, with a receipt."
            ),
            find=lambda: panes.hand_in_button,
        ),
    )


def _words_of_card(*, by_typing: bool) -> str:
    """What is pressed on the card at hand: a value that is typed leaves the digits and signs to its field."""
    if by_typing:
        return _(
            "Type the value. Alt 0, Alt - and Alt . say that something was not found, does not apply or cannot be assessed. "
            "Enter goes to the next open item."
        )
    return _(
        "Press the number printed on an option. 0, - and . say that something was not found, does not apply or cannot be "
        "assessed. Enter goes to the next open item."
    )

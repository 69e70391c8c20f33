"""The keys of the entry page, shown on F1."""

from evalapp.base.i18n import _
from evalapp.ui.page import Keys


def keys_of_entry() -> Keys:
    """Keys by city and what they do, in the language in force."""
    return (
        *_of_card(),
        ("Enter", _("Next open item")),
        ("Ctrl Enter", _("The same, from a text field too")),
        ("Ctrl ↑ ↓", _("Previous and next item")),
        ("Ctrl PgUp PgDn", _("Previous and next city")),
        *_of_cards_page(),
    )


def keys_of_items() -> Keys:
    """Keys by item: what goes along the items of a city there goes along the cities of an item here."""
    return (
        *_of_card(),
        ("Enter", _("Next open city; then the next item")),
        ("Ctrl Enter", _("The same, from a text field too")),
        ("Ctrl ↑ ↓", _("Previous and next city")),
        ("Ctrl PgUp PgDn", _("Previous and next item")),
        *_of_cards_page(),
    )


def _of_card() -> Keys:
    return (
        ("1 – 9", _("Choose an option")),
        ("+ −", _("One more, one less of a finding")),
        ("Alt ↑ ↓", _("Next and previous round")),
        ("0", _("Not found")),
        ("-", _("Not applicable")),
        (".", _("Unable to assess")),
        ("Alt 0 - .", _("The same on cards with a number")),
        ("Alt 1 2 3", _("Confidence")),
    )


def _of_cards_page() -> Keys:
    return (
        ("*", _("Flag the item for a second look, or take its flag away")),
        ("F8", _("Next problem")),
        ("Shift F8", _("Previous problem")),
        ("F6", _("Next pane")),
        ("Ctrl 1 / 2 / 3", _("By city; by item; as a table")),
        ("Ctrl F", _("Find a city or an item")),
        ("Ctrl V", _("Paste a screenshot or a link")),
        ("Ctrl Z", _("Undo the last change of an answer")),
        ("Ctrl Y", _("Do again what was undone")),
        ("Ctrl H", _("History of the item")),
        ("Ctrl Shift C", _("Copy the answer to other cities")),
        ("Ctrl J", _("Private note about the item")),
        ("Ctrl I", _("Write the justification")),
        ("+", _("Screenshot from the clipboard")),
        ("Ctrl Shift E", _("Add evidence: screenshot, file, link, note")),
        ("← →", _("From one piece of evidence to the next")),
        ("F2", _("Caption of the evidence chosen")),
        ("Alt ← →", _("Move the evidence chosen")),
        ("Del", _("Remove the evidence chosen")),
        ("[", _("In the justification: cite evidence")),
        ("Esc", _("From a text field back to the card")),
        ("Ctrl Shift Enter", _("Check and hand in")),
    )


def keys_of_grid() -> Keys:
    """The keys of the table of cities and items."""
    return (
        ("1 – 9", _("Choose an option")),
        ("0 - .", _("The other states, on cells of options")),
        ("Alt 0 - .", _("The other states, on every cell")),
        ("F2", _("Edit the cell")),
        ("Enter / Tab", _("One cell down, to the right")),
        ("Alt Enter", _("A line break within a text")),
        ("Del", _("Take the selected answers back")),
        ("Ctrl C", _("Copy a block for Excel or WPS")),
        ("Ctrl V", _("Paste a block, with a preview")),
        ("Ctrl D", _("Fill the selection down, with a preview")),
        ("Ctrl Enter", _("Write what the preview shows")),
        ("Esc", _("Leave a cell as it was; discard a preview")),
        ("Ctrl Shift C", _("Copy the answer to other cities")),
        ("Ctrl Z", _("Undo the last change, or the last paste")),
        ("Ctrl Y", _("Do again what was undone")),
        ("Ctrl 1 / 2 / 3", _("By city; by item; as a table")),
        ("F6", _("Next pane")),
        ("Ctrl F", _("Find a city or an item")),
        ("Ctrl Shift Enter", _("Check and hand in")),
    )

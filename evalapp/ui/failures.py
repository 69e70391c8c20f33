"""What the window says of a failure."""

from evalapp.base.errors import AppError
from evalapp.base.i18n import _
from evalapp.ui.widgets.card_state import MessageAction, MessageState


def failure_words(error: Exception) -> str:
    """The sentence of an AppError; of a mistake of the program its kind, and that what was saved is intact."""
    if isinstance(error, AppError):
        return str(error)
    return _("Something in the program went wrong ({reason}). What was saved before is intact.").format(
        reason=f"{type(error).__name__}: {error}"
    )


def failure_message(error: Exception) -> MessageState:
    """The bar that says it, and can be closed."""
    close = MessageAction(code="dismiss", text=_("Close"), link=True)
    return MessageState(kind="error", text=failure_words(error), actions=(close,))

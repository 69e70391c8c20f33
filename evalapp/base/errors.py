"""The two kinds of trouble: the user's world (AppError) and our own mistakes (every other exception)."""

from collections.abc import Sequence


class AppError(Exception):
    """Something in the user's world went wrong; the program is fine.

    ``code`` names the kind for scripts, ``message`` is a whole translated sentence that says what happened, to which
    file or item, what is safe and what to do. ``details`` lists single findings (one per row, cell or line).
    """

    def __init__(self, code: str, message: str, *, details: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = tuple(details)

    def __str__(self) -> str:
        return "\n".join((self.message, *(f"  {line}" for line in self.details)))


class Cancelled(Exception):
    """The user asked running work to stop; whatever was begun has been rolled back."""

"""What is said of a file that was merged, or would be: its verdict, and why."""

from collections.abc import Sequence
from typing import Literal

from evalapp.base.i18n import _, ngettext
from evalapp.merge.words import standing_word
from evalapp.store.chains import extent
from evalapp.store.project_file import Connection
from evalapp.store.queries import PersonRow
from evalapp.store.take_in import TakenIn
from evalapp.store.union import find_device
from evalapp.work.inbox import Standing

Verdict = Literal["merge", "part", "repeat", "confirm", "refused"]


def lacks_part(connection: Connection, devices: Sequence[str]) -> bool:
    """Whether the chain of one of the devices begins in the middle, or has a gap."""
    numbers = (find_device(connection, device) for device in devices)
    return any(d is not None and not extent(connection, d).is_whole for d in numbers)


def judge(
    taken: TakenIn, sender: PersonRow, standing: Standing, earlier: str, *, lacks_part: bool
) -> tuple[Verdict, str]:
    """The verdict on a file and its reason in a sentence.

    ``earlier`` says that it was withdrawn before, ``lacks_part`` that a chain of it begins in the middle.
    """
    if earlier:
        return "repeat", earlier
    if taken.new == 0 and not taken.unreadable:
        if taken.change.devices:
            return "merge", _("It brought no new revisions, but the seal that proves earlier ones.")
        return "repeat", _("Everything in it is in the project already; merging it changes nothing.")
    if not sender.role:
        return "confirm", _(
            "The project does not know the sender. Everything in it is held until a person judges it."
        )
    if taken.unreadable:
        return "part", ngettext(
            "{n} revision could not be read and was set aside with its reason.",
            "{n} revisions could not be read and were set aside with their reasons.",
            len(taken.unreadable),
        ).format(n=len(taken.unreadable))
    if lacks_part:
        return "part", ngettext(
            "{n} revision is held, since an earlier part has not come. Merge the earlier file as well, or ask {name} to hand in "
            "everything.",
            "{n} revisions are held, since an earlier part has not come. Merge the earlier file as well, or ask {name} to hand "
            "in everything.",
            standing.held,
        ).format(n=standing.held, name=sender.name)
    if (held := standing.reasons.get("key", 0)) and "gap" not in standing.reasons:
        if held < taken.new:
            return "confirm", ngettext(
                "{n} revision was written with a key that {name} did not enrol first. It is held until a person judges it; "
                "the others count.",
                "{n} revisions were written with a key that {name} did not enrol first. They are held until a person judges it; "
                "the others count.",
                held,
            ).format(n=held, name=sender.name)
        return "confirm", _(
            "The key is not the one that {name} enrolled. Everything in it is held until a person judges it."
        ).format(name=sender.name)
    if standing.held:
        return "part", ngettext(
            "{n} revision is held: {reasons}.", "{n} revisions are held: {reasons}.", standing.held
        ).format(
            n=standing.held,
            reasons=_(", ").join(standing_word(reason) for reason in sorted(standing.reasons)),
        )
    if taken.changed:
        return "merge", ngettext(
            "{n} answer changes an earlier one, which stays in the history.",
            "{n} answers change earlier ones, which stay in the history.",
            taken.changed,
        ).format(n=taken.changed)
    return "merge", _("The signature and the chain are sound.")

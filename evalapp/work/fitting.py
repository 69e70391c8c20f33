"""Whether an answer that comes in fits the edition of the form that it was given under (RECORD R14, unreadable)."""

from collections.abc import Callable

from evalapp.entry.contents import Answer
from evalapp.form.refusal import ValueRefused
from evalapp.form.shape import Leaf
from evalapp.store.forms import form_hashes
from evalapp.store.project_file import Connection
from evalapp.work.project import Project


def fits_form(project: Project, connection: Connection) -> Callable[[str, Answer], str | None]:
    """Whether an answer fits the edition that it was given under, remembered for each (item, state, value)."""
    known: dict[str, dict[tuple[str, str, str], str | None]] = {name: {} for name in form_hashes(connection)}

    def refuse(item: str, answer: Answer) -> str | None:
        of_edition = known.get(answer.form)
        if of_edition is None:
            return "it was given under an edition of the form that this project does not know"
        key = (item, answer.state, answer.value)
        if key not in of_edition:
            leaf = project.terms.edition(connection, answer.form).leaves.get(item)
            of_edition[key] = _misfit(leaf, item, answer)
        return of_edition[key]

    return refuse


def _misfit(leaf: Leaf | None, item: str, answer: Answer) -> str | None:
    if leaf is None:
        return f"the form has no answered item {item!r}"
    if not leaf.scale.typed:
        return f"{item}: its values are brought in or computed, not answered"
    if leaf.takes(answer.state, answer.value):
        return None
    if answer.state == "answered":
        try:
            leaf.scale.read(answer.value)
        except ValueRefused as refused:
            return f"{item}: {refused}"
        return f"{item}: the value is not in canonical form"
    if answer.value:
        return f"{item}: a value stands beside the state {answer.state}"
    return f"{item}: the state {answer.state} is not offered"

"""What whoever computes should look at again although it was computed: answers without effect, conditions that nobody meets."""

from collections import Counter
from collections.abc import Iterator

from evalapp.base.i18n import _, ngettext
from evalapp.entry.final import BLANK
from evalapp.entry.states import FormRules
from evalapp.form.names import did_you_mean
from evalapp.score.results import Results


def remarks(results: Results, rules: FormRules) -> tuple[str, ...]:
    """Sentences, none where everything that was entered is used."""
    return (*_unused(results), *_nobody_has(results, rules))


def _unused(results: Results) -> Iterator[str]:
    """Answers to items that a condition makes not applicable (FORM rule 2), by item."""
    counts = Counter(
        item
        for row, items in results.matrix.ruled_out.items()
        for item in items
        if results.finals.get((results.roster[row].key, item), BLANK).state != "blank"
    )
    for leaf in results.tree.leaves:
        if leaf.code in counts:
            n = counts[leaf.code]
            yield ngettext(
                "{item}: {n} entered answer is not used, since the item does not apply.",
                "{item}: {n} entered answers are not used, since the item does not apply.",
                n,
            ).format(item=leaf.code, n=n)


def _nobody_has(results: Results, rules: FormRules) -> Iterator[str]:
    """Texts with which conditions of items compare a roster column, and which stand in no row of it."""
    asked: dict[tuple[str, str], list[str]] = {}
    for item, _covered, condition in rules.applies:
        for one in condition.scan.compared:
            if one.of == "unit" and one.kind == "text" and one.operator == "==":
                asked.setdefault((one.name, one.literal), []).append(item)
    for (column, text), items in asked.items():
        values = {unit.columns.get(column, "") for unit in results.roster}
        if values and text not in values:
            close = did_you_mean(text, values - {""})
            yield _(
                "No row of the roster has “{text}”{meant} in {column}, by which it is said where {items} applies."
            ).format(text=text, meant=close, column=column, items=", ".join(dict.fromkeys(items)))

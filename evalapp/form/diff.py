"""How two editions of a form differ, thing by thing, and what that means for answers that are there (RECORD R21–R23)."""

from evalapp.form.changes import Difference
from evalapp.form.diff_items import item_changes
from evalapp.form.diff_tables import scale_changes, table_changes
from evalapp.form.model import Form
from evalapp.form.shape import edition_of


def difference(before: Form, after: Form) -> Difference:
    """How the form ``after`` differs from ``before``; equal forms have no changes."""
    origin, target = edition_of(before), edition_of(after)
    items = tuple(item_changes(before, after, origin, target))
    touched = {change.subject for change in items if change.kind != "order"}
    codes = {item.code for item in before.items}
    return Difference(
        before=origin,
        after=target,
        changes=(*items, *scale_changes(before, after), *table_changes(before, after)),
        unchanged=sum(1 for item in after.items if item.code in codes and item.code not in touched),
    )

"""Are the items a tree whose leaves can be answered?"""

from collections.abc import Iterator

from evalapp.base.i18n import _, ngettext
from evalapp.form.finding import Finding, error, warning
from evalapp.form.model import SPECIAL_STATES, Form, Item
from evalapp.form.names import did_you_mean, is_code
from evalapp.form.scales import Derived, Words

MAX_ITEMS = 5000
MAX_LEVELS = 12
RESERVED_CODE = "TOTAL"


def lint_items(form: Form) -> Iterator[Finding]:
    """Findings about ``[[item]]`` that do not need the finished tree."""
    if not form.items:
        yield error(("item",), _("the form has no items; each begins with [[item]]"))
    if len(form.items) > MAX_ITEMS:
        yield error(
            ("item", MAX_ITEMS),
            _("the form has {n} items, at most {limit} are taken").format(n=len(form.items), limit=MAX_ITEMS),
        )
        return
    codes = {item.code for item in form.items}
    seen: set[str] = set()
    parents = {item.parent for item in form.items}
    for n, item in enumerate(form.items):
        yield from _code(n, item, seen)
        seen.add(item.code)
        if item.parent and item.parent not in codes:
            yield error(
                ("item", n, "parent"),
                _("there is no item “{code}”").format(code=item.parent) + did_you_mean(item.parent, codes),
            )
        yield from _kind(form, n, item, is_group=item.code in parents)
        if item.min_coverage is not None and not 0 <= item.min_coverage <= 1:
            yield error(
                ("item", n, "min_coverage"),
                _("“{key}” lies between {low} and {high}").format(key="min_coverage", low=0, high=1),
            )
        if len(set(item.states)) != len(item.states):
            yield error(("item", n, "states"), _("a state occurs twice"))
    yield from _levels(form)


def _code(n: int, item: Item, seen: set[str]) -> Iterator[Finding]:
    path = ("item", n, "code")
    code = item.code
    if not is_code(code):
        yield error(
            path,
            _("the code “{code}” must not be empty or hold , ; = or spaces at its ends").format(code=code),
        )
    elif code == RESERVED_CODE:
        yield error(
            path, _("the code “{code}” stands for the whole in results; choose another one").format(code=code)
        )
    if code in seen:
        yield error(path, _("the code “{code}” occurs twice").format(code=code))


def _kind(form: Form, n: int, item: Item, *, is_group: bool) -> Iterator[Finding]:
    """A leaf has a scale, a group has children, and each only the keys that mean something to it."""
    scale = form.scale_of(item)
    if item.scale is None and not is_group:
        yield error(("item", n), _("it has neither a scale nor items below it; give it a scale"))
    elif item.scale is not None and is_group:
        yield error(
            ("item", n, "scale"), _("it has a scale and items below it; a group is not answered itself")
        )
    if isinstance(item.scale, str) and item.scale not in form.scales:
        yield error(
            ("item", n, "scale"),
            _("there is no scale “{name}” in [scales]").format(name=item.scale)
            + did_you_mean(item.scale, form.scales),
        )
    if item.weight is not None and item.weight < 0:
        yield error(("item", n, "weight"), _("“weight” must not be below 0"))
    elif item.weight and isinstance(scale, Words):
        yield warning(("item", n, "weight"), _("text is never scored: its weight has no effect"))
    if is_group:
        for key, changed in _answering(item):
            if changed:
                yield warning(("item", n, key), _("“{key}” has an effect on leaves only").format(key=key))
        return
    for key, value in (("aggregation", item.aggregation), ("min_coverage", item.min_coverage)):
        if value is not None:
            yield warning(("item", n, key), _("“{key}” has an effect on groups only").format(key=key))
    if isinstance(scale, Derived) and item.evidence not in ("optional", "none"):
        yield warning(
            ("item", n, "evidence"),
            _("nobody answers a derived value: “{key}” has no effect").format(key="evidence"),
        )


def _answering(item: Item) -> tuple[tuple[str, bool], ...]:
    """The keys that are about giving an answer, and whether they say something."""
    return (
        ("evidence", item.evidence not in ("optional", "none")),
        ("states", item.states != SPECIAL_STATES),
    )


def _levels(form: Form) -> Iterator[Finding]:
    """Circles among parents, too many levels, and names for more or fewer levels than there are."""
    parent_of = {item.code: item.parent for item in form.items}
    deepest = 0
    for n, item in enumerate(form.items):
        chain = [item.code]
        while (above := parent_of.get(chain[-1], "")) and above not in chain and len(chain) <= MAX_LEVELS:
            chain.append(above)
        if above in chain:
            if above == item.code:
                yield error(
                    ("item", n, "parent"),
                    _("it stands below itself: {chain}").format(chain=" → ".join((*chain, above))),
                )
            continue
        deepest = max(deepest, len(chain))
        if len(chain) > MAX_LEVELS:
            yield error(
                ("item", n, "parent"), _("it stands deeper than {limit} levels").format(limit=MAX_LEVELS)
            )
    names = len(form.head.levels)
    if names and deepest and names != deepest:
        yield warning(
            ("form", "levels"),
            ngettext(
                "“levels” names {names} level, the items have {deepest}",
                "“levels” names {names} levels, the items have {deepest}",
                names,
            ).format(names=names, deepest=deepest),
        )

"""Small forms written as text, with everything that the format offers, read as an author's file is."""

from evalapp.entry.states import compile_rules
from evalapp.form.reader import examine_form
from evalapp.form.tree import Tree, build_tree
from evalapp.score.matrix import LeafMatrix, leaf_matrix
from evalapp.score.results import Results
from tests.score.evaluation import evaluate, finals_of, roster_of

HEAD = '[form]\nid = "f"\nversion = "1"\ntitle = "评分表"\n'
POINTS = 'policy.weights = "points"\n'
YES = 'scale = { kind = "binary" }'
MINUS = 'scale = { kind = "binary", points = -1 }'
TOWN = 'kind = "town"'


def number(most: float = 100) -> str:
    """A leaf's scale: a number up to ``most``."""
    return f'scale = {{ kind = "number", max = {most} }}'


def written(items: str, more: str = "") -> Tree:
    """The tree of a form from indented lines ``code key = value, …``, each in TOML's own words; weights are relative.

    A line of a code alone is a leaf up to 100 where nothing stands below it. ``more`` stands before the items:
    ``policy.cap = 90``; lines ``form.…`` of it go to the head. What the author would be told is an error here.
    """
    head = "".join(f"{line[5:]}\n" for line in more.splitlines() if line.startswith("form."))
    more = "\n".join(line for line in more.splitlines() if not line.startswith("form."))
    rows: list[tuple[int, str, str]] = []
    for line in items.splitlines():
        if line.strip():
            code, _space, keys = line.strip().partition(" ")
            rows.append((len(line) - len(line.lstrip()), code, keys))
    entries = []
    for n, (depth, code, keys) in enumerate(rows):
        parent = next((above for at, above, _keys in reversed(rows[:n]) if at < depth), "")
        is_group = n + 1 < len(rows) and rows[n + 1][0] > depth
        parts = [f'code = "{code}"', f'title = "{code}"', f'parent = "{parent}"', *([keys] if keys else [])]
        if not is_group and "scale" not in keys:
            parts.append(number())
        entries.append(f"{{ {', '.join(parts)} }}")
    relative = "" if POINTS in more else 'policy.weights = "relative"\n'
    listed = ",\n".join(entries)
    text = f"{relative}{more}\nitem = [\n{listed}\n]\n{HEAD}{head}"
    examined = examine_form(text.encode(), "form.toml")
    assert examined.form is not None, (examined.errors, text)
    return build_tree(examined.form)


def computed(items: str, answers: str, columns: str = "", more: str = "") -> Results:
    """The results of answers ``unit: item=value …``, with roster columns ``unit column=value …``."""
    return evaluate(written(items, more), answers, columns)


def leaves_of(items: str, answers: str, columns: str = "", more: str = "") -> LeafMatrix:
    """States and scores of the leaves."""
    tree = written(items, more)
    return leaf_matrix(tree, compile_rules(tree), roster_of(answers, columns), finals_of(answers))

"""Broken forms: what each is told, and in which line. Whole forms: that they read."""

from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.form.model import Form, form_hash
from evalapp.form.reader import decode_form, examine_form, read_form, read_form_file, warnings_of
from evalapp.form.tree import build_tree

HEAD = """[form]
id = "f"
version = "1"
title = { zh = "表", en = "Form" }
"""
# Lines 1 to 4 are the head; tables of a test begin in line 5.
LEAF = """[[item]]
code = "A"
title = "A"
scale = { kind = "binary", points = 100 }
"""
RELATIVE = '[policy]\nweights = "relative"\n'


def leaf(code: str, more: str = "", scale: str = '{ kind = "binary" }') -> str:
    """Four lines, and one for each line of ``more``."""
    return f'[[item]]\ncode = "{code}"\ntitle = "{code}"\nscale = {scale}\n{more}'


def findings(text: str) -> list[str]:
    try:
        examined = examine_form(text.encode(), "f.toml")
    except AppError as refused:
        return [str(refused)]
    assert (examined.form is None) == bool(examined.errors)
    return [*examined.errors, *(f"warning {line}" for line in examined.warnings)]


BROKEN = {
    # What is no form at all.
    "no TOML": (
        "[form\n",
        "f.toml cannot be used as a form: it is not TOML: line 1, character 6: the head of a table is not closed",
    ),
    "nested": (
        "a = " + "[" * 100_000,
        "f.toml cannot be used as a form: its lists or tables are nested too deeply",
    ),
    # Keys and kinds.
    "missing head": (LEAF, "f.toml:1: “form” is missing"),
    "missing title": (
        HEAD + '[[item]]\ncode = "A"\nscale = { kind = "binary" }',
        "f.toml:5: item A: “title” is missing",
    ),
    "unknown key": (
        HEAD + leaf("A", "wieght = 3\n"),
        "f.toml:9: item A, wieght: the key “wieght” is not known (did you mean “weight”?)",
    ),
    "unknown table": (
        HEAD + LEAF + "[policies]\n",
        "f.toml:9: [policies]: the key “policies” is not known (did you mean “policy”?)",
    ),
    "version not text": (
        HEAD.replace('"1"', "2021.1") + LEAF,
        "f.toml:3: [form], version: must be text: put it between quotation marks",
    ),
    "weight as text": (
        HEAD + leaf("A", 'weight = "3"\n'),
        "f.toml:9: item A, weight: must be a number, without quotation marks",
    ),
    "weight nan": (
        HEAD + leaf("A", "weight = nan\n"),
        "f.toml:9: item A, weight: must be a number of at most 12 digits",
    ),
    "weight huge": (
        HEAD + leaf("A", "weight = 1" + "0" * 400 + "\n"),
        "f.toml:9: item A, weight: must be a number of at most",
    ),
    "decimals": (
        HEAD + "[policy]\ndecimals = 2.5\n" + LEAF,
        "f.toml:6: [policy], decimals: must be a whole number",
    ),
    "fail": (
        HEAD + '[[grade]]\nid = "g"\nname = "g"\nfail = 1\n' + LEAF,
        "f.toml:8: grade g, fail: must be true or false",
    ),
    "choice": (
        HEAD + '[policy]\nunable = "rewieght"\n' + LEAF,
        "f.toml:6: [policy], unable: “rewieght” is not one of pending, reweight, zero (did you mean “reweight”?)",
    ),
    "item is a table": (
        HEAD + '[item]\ncode = "A"\n',
        "f.toml:5: [item]: must be a list: write [[item]] above each entry",
    ),
    "scales is no table": ('scales = "x"\n' + HEAD + LEAF, "f.toml:1: [scales]: must be a table"),
    "label is a list": (
        HEAD + leaf("A", 'ask = ["a"]\n'),
        "f.toml:9: item A, ask: must be text between quotation marks, or a table",
    ),
    "label in French": (
        HEAD + leaf("A", 'ask = { fr = "a" }\n'),
        "f.toml:9: item A, ask: the key “fr” is not known",
    ),
    "control character": (
        HEAD + leaf("A", 'ask = "a\\u0007"\n'),
        "f.toml:9: item A, ask: holds control characters",
    ),
    "step of three": (
        HEAD
        + leaf(
            "A",
            scale='{ kind = "rate", points = { method = "steps", at = [\n  [60, 1],\n  [80, 2, 3],\n] } }',
        ),
        "f.toml:10: item A, scale, at 2: must be a list of 2 numbers",
    ),
    "scale without kind": (
        HEAD + leaf("A", scale="{ points = 1 }"),
        "f.toml:8: item A, scale: “kind” is missing; it is one of binary",
    ),
    "scale of unknown kind": (
        HEAD + leaf("A", scale='{ kind = "option" }'),
        "f.toml:8: item A, scale: “option” is not one of binary, options, checklist, count, number, rate, deductions, imported, rounds, derived, text (did you mean “options”?)",
    ),
    "scale is a number": (
        HEAD + leaf("A", scale="3"),
        "f.toml:8: item A, scale: must be text between quotation marks, or a table",
    ),
    "codes with dots": (
        HEAD + LEAF + '[[profile]]\nid = "p"\nweights = { A1.1 = 4 }\n',
        'f.toml:11: profile p, weights: quote codes with dots: weights = { "A1.1" = 4 }',
    ),
    "index codes with dots": (
        HEAD + LEAF + '[[index]]\nid = "p"\nitems = { A1.1 = 4 }\n',
        'quote codes with dots: items = { "A1.1" = 4 }',
    ),
    # Head, units, policy.
    "id": (HEAD.replace('"f"', '"a/b"') + LEAF, "f.toml:2: [form], id: “id” must not hold /"),
    "empty version": (
        HEAD.replace('"1"', '" "') + LEAF,
        "f.toml:3: [form], version: “version” must not be empty",
    ),
    "full score": (
        HEAD + "full_score = 0\n" + LEAF,
        "f.toml:5: [form], full_score: “full_score” must be above 0",
    ),
    "number column": (
        HEAD + '[units]\nnumber = ["code"]\n' + LEAF,
        "f.toml:6: [units], number: the column “code” is text",
    ),
    "column twice": (
        HEAD + '[units]\nmeans = ["p", "p"]\n' + LEAF,
        "f.toml:6: [units], means: the column “p” occurs twice",
    ),
    "coverage": (
        HEAD + "[policy]\nmin_coverage = 66\n" + LEAF,
        "f.toml:6: [policy], min_coverage: “min_coverage” lies between 0 and 1",
    ),
    "ten decimals": (HEAD + "[policy]\ndecimals = 10\n" + LEAF, "“decimals” lies between 0 and 9"),
    "tolerance": (
        HEAD + "[policy]\ntolerance = -1\n" + LEAF,
        "f.toml:6: [policy], tolerance: “tolerance” must not be below 0",
    ),
    "cap": (
        HEAD + "[policy]\nfloor = 9\ncap = 3\n" + LEAF,
        "f.toml:7: [policy], cap: “cap” must be above “floor”",
    ),
    "floor": (
        HEAD + "[policy]\nfloor = 100\n" + LEAF,
        "f.toml:6: [policy], floor: “floor” must be below the full score",
    ),
    # Grades.
    "grade twice": (
        HEAD + '[[grade]]\nid = "g"\nname = "g"\nmin = 80\n[[grade]]\nid = "g"\nname = "g"\n' + LEAF,
        "f.toml:10: grade g, id: the id “g” occurs twice",
    ),
    "grade by two lines": (
        HEAD + '[[grade]]\nid = "g"\nname = "g"\nmin = 80\ntop = 0.2\n' + LEAF,
        "f.toml:9: grade g, top: a grade has one of min, above, top, sd or fail, not min + top",
    ),
    "top": (
        HEAD + '[[grade]]\nid = "g"\nname = "g"\ntop = 20\n' + LEAF,
        "f.toml:8: grade g, top: “top” is a share above 0 and at most 1",
    ),
    # Items.
    "no items": (HEAD, "f.toml:1: [item]: the form has no items"),
    "code twice": (
        HEAD + leaf("A", "weight = 50\n") + leaf("A", "weight = 50\n"),
        "f.toml:11: item A, code: the code “A” occurs twice",
    ),
    "code TOTAL": (HEAD + leaf("TOTAL"), "f.toml:6: item TOTAL, code: the code “TOTAL” stands for the whole"),
    "code with comma": (
        HEAD + leaf("A,B"),
        "f.toml:6: item A,B, code: the code “A,B” must not be empty or hold , ; =",
    ),
    "code with space": (HEAD + leaf("A "), "must not be empty or hold , ; = or spaces at its ends"),
    "no parent": (
        HEAD + LEAF + leaf("A1", 'parent = "AA"\n'),
        "f.toml:13: item A1, parent: there is no item “AA” (did you mean “A",
    ),
    "circle": (
        HEAD
        + '[[item]]\ncode = "A"\ntitle = "A"\nparent = "B"\n[[item]]\ncode = "B"\ntitle = "B"\nparent = "A"\n',
        "f.toml:12: item B, parent: it stands below itself: B → A → B",
    ),
    "neither": (
        HEAD + '[[item]]\ncode = "A"\ntitle = "A"\n',
        "f.toml:5: item A: it has neither a scale nor items below it",
    ),
    "both": (
        HEAD + LEAF + leaf("A1", 'parent = "A"\n'),
        "f.toml:8: item A, scale: it has a scale and items below it",
    ),
    "thirteen levels": (
        HEAD
        + "".join(
            f'[[item]]\ncode = "{n}"\ntitle = "x"\nparent = "{n - 1 if n else ""}"\n' for n in range(12)
        )
        + leaf("L", 'parent = "11"\n'),
        "f.toml:57: item L, parent: it stands deeper than 12 levels",
    ),
    "no such scale": (
        HEAD + leaf("A", scale='"yes-no"') + '[scales]\nyesno = { kind = "binary" }\n',
        "f.toml:8: item A, scale: there is no scale “yes-no” in [scales] (did you mean “yesno”?)",
    ),
    "scale finding": (
        HEAD + leaf("A", scale='{ kind = "count" }'),
        "f.toml:8: item A, scale: a count needs a “cap” above 0, or “points”",
    ),
    "named scale finding": (
        HEAD + leaf("A", scale='"days"') + '[scales.days]\nkind = "number"\nmin = 5\nmax = 1\n',
        "f.toml:9: scale days: “min” must be below “max”",
    ),
    "negative weight": (
        HEAD + leaf("A", "weight = -1\n"),
        "f.toml:9: item A, weight: “weight” must not be below 0",
    ),
    "item coverage": (
        HEAD + leaf("A", "min_coverage = 2\n"),
        "f.toml:9: item A, min_coverage: “min_coverage” lies between 0 and 1",
    ),
    "state twice": (
        HEAD + leaf("A", 'states = ["unable", "unable"]\n'),
        "f.toml:9: item A, states: a state occurs twice",
    ),
    "unknown state": (
        HEAD + leaf("A", 'states = ["n/a"]\n'),
        "f.toml:9: item A, states 1: “n/a” is not one of not_applicable, not_found, unable",
    ),
    # Weights.
    "group does not add up": (
        HEAD
        + '[[item]]\ncode = "A"\ntitle = "A"\nweight = 100\n'
        + leaf("A1", 'parent = "A"\nweight = 60\n')
        + leaf("A2", 'parent = "A"\nweight = 30.5\n'),
        "f.toml:8: item A, weight: it weighs 100, but the items below it add up to 90.5; change one of them",
    ),
    "top does not add up": (
        HEAD + leaf("A", "weight = 60\n"),
        "f.toml:1: [form], full_score: the items of the top level add up to 60, but the full score is 100",
    ),
    "weight needed": (
        HEAD + leaf("A", scale='{ kind = "rate" }'),
        "f.toml:5: item A: its scale says nothing about points, so it needs a “weight”",
    ),
    "all below weigh 0": (
        HEAD + RELATIVE + '[[item]]\ncode = "A"\ntitle = "A"\n' + leaf("A1", 'parent = "A"\nweight = 0\n'),
        "f.toml:7: item A: all items below it have weight 0",
    ),
    "all of the top weigh 0": (
        HEAD + RELATIVE + leaf("A", "weight = 0\n"),
        "f.toml:11: item A, weight: all items of the top level have weight 0",
    ),
    # Expressions.
    "check twice": (
        HEAD + LEAF + 2 * '[[check]]\nid = "c"\nseverity = "info"\nwhen = "answer[\'A\']"\nmessage = "m"\n',
        "f.toml:15: check c, id: the id “c” occurs twice",
    ),
    "check item": (
        HEAD
        + LEAF
        + '[[check]]\nid = "c"\nseverity = "info"\nwhen = "answer[\'A\']"\nmessage = "m"\nitems = ["B"]\n',
        "f.toml:14: check c, items: there is no item “B”",
    ),
    "severity": (
        HEAD + LEAF + '[[check]]\nid = "c"\nseverity = "fatal"\nwhen = "true"\nmessage = "m"\n',
        "f.toml:11: check c, severity: “fatal” is not one of error, info, warning",
    ),
    "applies: unknown item": (
        HEAD + leaf("A", "weight = 100\napplies = \"answer['A1']\"\n"),
        "f.toml:10: item A, applies: there is no item “A1”",
    ),
    "applies: group": (
        HEAD
        + '[[item]]\ncode = "G"\ntitle = "G"\n'
        + leaf("A", 'parent = "G"\nweight = 100\napplies = "answered(\'G\')"\n'),
        "f.toml:14: item A, applies: “G” is a group and has no answer",
    ),
    "applies: circle": (
        HEAD + RELATIVE + leaf("A", "applies = \"answer['B']\"\n") + leaf("B", "applies = \"answer['A']\"\n"),
        "these conditions wait for each other:",
    ),
    "applies: its own answer": (
        HEAD + RELATIVE + leaf("A", "applies = \"answer['A']\"\n"),
        "f.toml:11: item A, applies: these conditions wait for each other: A → A",
    ),
    "applies: base": (
        HEAD + RELATIVE + leaf("A", 'applies = "base > 80.0"\n'),
        "f.toml:11: item A, applies: “base” is not known here",
    ),
    "applies: not true or false": (
        HEAD + RELATIVE + leaf("A", 'applies = "unit.kind"\n'),
        "gives '', not true or false",
    ),
    "evidence": (
        HEAD + RELATIVE + leaf("A", 'evidence = "requird"\n'),
        "f.toml:11: item A, evidence: “evidence” is required, optional, none, or a condition (did you mean “required”?)",
    ),
    "evidence condition": (
        HEAD + RELATIVE + leaf("A", "evidence = \"answer['A'] >\"\n"),
        "f.toml:11: item A, evidence: “answer['A'] >” is no expression",
    ),
    "whole number": (
        HEAD + RELATIVE + leaf("A", "evidence = \"answer['A'] * 2 > 1\"\n", '{ kind = "count", cap = 3 }'),
        "f.toml:11: item A, evidence: character 15: write 2.0, not 2",
    ),
    "whole number in brackets": (
        HEAD
        + RELATIVE
        + leaf("A", "evidence = \"answer['A'] * (true ? 2 : 3) > 1\"\n", '{ kind = "count", cap = 3 }'),
        "write 2.0, not 2",
    ),
    "text and number": (
        HEAD + RELATIVE + leaf("A", "evidence = \"answer['A'] > 'x'\"\n", '{ kind = "count", cap = 3 }'),
        "two things of different kinds",
    ),
    "number as text": (
        HEAD + RELATIVE + leaf("A", "evidence = \"answer['A'] == '3'\"\n", '{ kind = "count", cap = 3 }'),
        "“A” is a number: write 3 without quotation marks",
    ),
    "yes as text": (
        HEAD + RELATIVE + leaf("A", "evidence = \"answer['A'] == 'yes'\"\n"),
        "“A” is true or false: write answer['A'] or !answer['A']",
    ),
    "no such option": (
        HEAD
        + RELATIVE
        + leaf(
            "A",
            "evidence = \"answer['A'] == 'ful'\"\n",
            '{ kind = "options", options = [ { value = "full", points = 1 }, { value = "none", points = 0 } ] }',
        ),
        "“ful” is no option of “A” (did you mean “full”?)",
    ),
    "no such tick": (
        HEAD
        + RELATIVE
        + leaf(
            "A", "evidence = \"'b' in answer['A']\"\n", '{ kind = "checklist", ticks = [ { id = "a" } ] }'
        ),
        "“b” is no tick of “A”",
    ),
    "ticks compared": (
        HEAD
        + RELATIVE
        + leaf(
            "A", "evidence = \"answer['A'] == 'a'\"\n", '{ kind = "checklist", ticks = [ { id = "a" } ] }'
        ),
        "write 'a' in answer['A']",
    ),
    "in without ticks": (
        HEAD + RELATIVE + leaf("A", "evidence = \"'a' in answer['A']\"\n"),
        "“A” is no checklist: compare it with ==",
    ),
    "size of text": (
        HEAD + RELATIVE + leaf("A", "evidence = \"size(answer['A']) > 1\"\n", '{ kind = "text" }'),
        "“size” counts ticks, and “A” is no checklist",
    ),
    # Doubtful, but usable.
    "unused scale": (
        HEAD + LEAF + '[scales.x]\nkind = "binary"\n',
        "warning f.toml:9: scale x: no item uses the scale “x”",
    ),
    "levels": (
        HEAD + 'levels = ["a", "b"]\n' + LEAF,
        "warning f.toml:5: [form], levels: “levels” names 2 levels, the items have 1",
    ),
    "weighted text": (
        HEAD + LEAF + leaf("T", "weight = 3\n", '{ kind = "text" }'),
        "warning f.toml:13: item T, weight: text is never scored",
    ),
    "weighted group of text": (
        HEAD
        + LEAF
        + '[[item]]\ncode = "G"\ntitle = "G"\nweight = 2\n'
        + leaf("T", 'parent = "G"\n', '{ kind = "text" }'),
        "warning f.toml:12: item G, weight: nothing below it is scored",
    ),
    "group key on a leaf": (
        HEAD + LEAF + 'aggregation = "geometric"\n',
        "warning f.toml:9: item A, aggregation: “aggregation” has an effect on groups only",
    ),
    "unreachable grade": (
        HEAD
        + '[[grade]]\nid = "c"\nname = "c"\nmin = 60\n[[grade]]\nid = "b"\nname = "b"\nmin = 80\n'
        + LEAF,
        "warning f.toml:12: grade b, min: no unit can get it: “c” stands before it",
    ),
    "grade above the full score": (
        HEAD + '[[grade]]\nid = "a"\nname = "a"\nmin = 101\n' + LEAF,
        "its line 101 is above the full score 100",
    ),
    "grade after the rest": (
        HEAD + '[[grade]]\nid = "c"\nname = "c"\n[[grade]]\nid = "b"\nname = "b"\nabove = 80\n' + LEAF,
        "warning f.toml:11: grade b, above: no unit can get it",
    ),
    "nobody fails": (
        HEAD + '[[grade]]\nid = "f"\nname = "f"\nfail = true\n' + LEAF,
        "warning f.toml:8: grade f, fail: no unit can fail",
    ),
    "everybody fails": (
        HEAD + "[policy]\nfail_below = 101\n" + LEAF,
        "warning f.toml:6: [policy], fail_below: every unit fails",
    ),
    "resolve without tolerance": (
        HEAD + '[policy]\nresolve = "first"\n' + LEAF,
        "warning f.toml:6: [policy], resolve: “resolve” has no effect",
    ),
}


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_forms(text: str, message: str) -> None:
    found = findings(text)
    assert [line for line in found if message in line], found
    # Nothing that is right is blamed along the way.
    assert len(found) <= 2, found


def test_all_findings_are_listed_at_once() -> None:
    text = HEAD + leaf("A", "wieght = 1\n") + leaf("B", 'weight = "1"\n') + '[policy]\nunable = "x"\n'
    with pytest.raises(AppError) as caught:
        read_form(text.encode(), "forms/x.toml")
    assert caught.value.message.startswith("forms/x.toml cannot be used as a form: 3 things are wrong.")
    assert [detail.split(": ")[:2] for detail in caught.value.details] == [
        ["forms/x.toml:9", "item A, wieght"],
        ["forms/x.toml:14", "item B, weight"],
        ["forms/x.toml:16", "[policy], unable"],
    ]


def test_findings_are_cut_off_where_nobody_reads_on() -> None:
    text = HEAD + "".join(leaf(f"A{n}", "x = 1\n") for n in range(500))
    assert len(examine_form(text.encode(), "f.toml").errors) == 200


def test_a_form_over_its_limits_is_refused(tmp_path: Path) -> None:
    too_many = HEAD + RELATIVE + "".join(leaf(f"A{n}") for n in range(5001))
    assert findings(too_many) == [
        f"f.toml:{7 + 4 * 5000}: item A5000: the form has 5001 items, at most 5000 are taken"
    ]
    checks = "".join(
        f'[[check]]\nid = "c{n}"\nseverity = "info"\nwhen = "true"\nmessage = "m"\n' for n in range(2001)
    )
    assert "the form has 2001 expressions, at most 2000" in findings(HEAD + LEAF + checks)[0]
    grades = "".join(f'[[grade]]\nid = "g{n}"\nname = "g"\nmin = {1000 - n}\n' for n in range(101))
    assert "the form has 101 grades, at most 100" in findings(HEAD + grades + LEAF)[0]
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * (2 * 1024 * 1024 + 1))
    with pytest.raises(AppError, match="larger than"):
        read_form_file(large)
    with pytest.raises(AppError, match="larger than"):
        read_form(large.read_bytes(), "large.toml")


def test_text_in_another_encoding_is_said() -> None:
    with pytest.raises(AppError, match="not UTF-8; save it again"):
        read_form((HEAD + LEAF).encode("gb18030"), "f.toml")


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read_form(b"\xef\xbb\xbf" + (HEAD + LEAF).encode(), "f.toml").head.id == "f"


def test_the_shipped_form_reads_without_findings(repository: Path) -> None:
    form = read_form_file(repository / "forms" / "gov-internet-service.toml")
    assert warnings_of(form) == ()
    tree = build_tree(form)
    assert sum(tree.nodes[root].nominal for root in tree.roots) == pytest.approx(100)


def test_a_form_that_was_examined_is_decoded_without_being_tried_again() -> None:
    data = (HEAD + LEAF).encode()
    assert decode_form(data) == read_form(data, "f.toml")
    with pytest.raises(AppError, match="Open a backup"):
        decode_form(b"[form]\nid = 3")
    with pytest.raises(AppError, match="Open a backup"):
        decode_form(b"\xff")


def hash_of(text: str) -> str:
    form: Form = read_form(text.encode(), "f.toml")
    return form_hash(form)


def test_the_hash_is_of_what_the_form_says_not_of_how_it_is_written() -> None:
    text = HEAD + LEAF
    assert hash_of(text) == hash_of("# a comment\n" + text.replace('version = "1"', "version   = '1'"))
    assert hash_of(text) == hash_of(
        text + 'states = ["not_found", "not_applicable", "unable"]\nevidence = "optional"\n'
    )
    assert hash_of(text) == hash_of(text + '[policy]\ndecimals = 2\nmin_coverage = 0\nlist = "rank"\n')
    assert hash_of(text) == hash_of(text.replace("points = 100", "points = 100.0"))
    assert hash_of(text) != hash_of(text.replace('en = "Form"', 'en = "form"'))
    steps = '{ kind = "rate", points = { method = "linear", from = 0, to = 9DIRECTION } }'
    plain = HEAD + leaf("A", "weight = 100\n", steps.replace("DIRECTION", ""))
    assert hash_of(plain) == hash_of(
        HEAD + leaf("A", "weight = 100\n", steps.replace("DIRECTION", ', direction = "higher"'))
    )

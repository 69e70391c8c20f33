"""A mapping is proposed, looked through by a person, and read back (RECORD R23)."""

from collections.abc import Callable

import pytest

from evalapp.base.errors import AppError
from evalapp.form.mapping import FormMapping, LeafImage
from evalapp.form.mapping_file import mapping_text, read_mapping
from evalapp.form.proposal import propose
from evalapp.form.scales import Binary, Deduction, Deductions, Number, Rate, Rounds, Words
from evalapp.form.shape import Edition
from tests.form.editions import edition, leaf, options, ticks

BEFORE = edition(
    leaf("A", options("full", "part", "none", full="一致", part="部分")),
    leaf("B", ticks("time", "cost", time="时限")),
    leaf("C", Number(max=100)),
    leaf("D", Binary(), title="有入口"),
    leaf("E", Rate(), title="按时率"),
    leaf("F", Words()),
    leaf("G", Binary(), title="不变"),
)
AFTER = edition(
    leaf("A", options("all", "none", all="一致"), states=("unable", "not_applicable")),
    leaf("B", ticks("hours", "cost", hours="时限")),
    leaf("C", Number(max=200)),
    leaf("D9", Binary(), title="有入口"),
    leaf("F", Rate()),
    leaf("G", Binary(), title="不变"),
    version="2",
)


def taken(text: str, *editions: Edition) -> FormMapping:
    return read_mapping(text.encode(), "m.toml", {one.hash: one for one in editions or (BEFORE, AFTER)})


def findings(text: str, *editions: Edition) -> str:
    with pytest.raises(AppError) as refused:
        taken(text, *editions)
    assert refused.value.code == "mapping" and "m.toml" in refused.value.message
    return "\n".join(refused.value.details)


def test_a_proposal_keeps_codes_and_pairs_values_by_label_and_codes_by_title() -> None:
    found = propose(BEFORE, AFTER)
    assert found.mapping.leaves == (
        LeafImage(old="A", new="A", values=(("full", "all"), ("none", "none"))),
        LeafImage(old="B", new="B", values=(("time", "hours"), ("cost", "cost"))),
        LeafImage(old="C", new="C"),
        LeafImage(old="D", new="D9"),
        LeafImage(old="F", new="F", again=True),
    )
    assert found.guessed == {"D"}
    assert found.gone == ("E",)
    assert found.lost["A"] == ("part", "not_found")


def test_a_guess_is_refused_until_somebody_has_confirmed_it() -> None:
    proposal = propose(BEFORE, AFTER)
    text = mapping_text(proposal, BEFORE, AFTER)
    assert "“D → D9" not in text
    assert "D → D9 was guessed" in findings(text)
    confirmed = "".join(line for line in text.splitlines(True) if not line.startswith("confirm"))
    assert taken(confirmed) == proposal.mapping


def test_the_proposal_says_what_has_no_counterpart(language: Callable[[str], None]) -> None:
    english = mapping_text(propose(BEFORE, AFTER), BEFORE, AFTER)
    assert "# “part” has no counterpart: such answers are to be given again" in english
    assert "# the state “not_found” is no longer offered" in english
    assert "# E 按时率 is gone; its answers stay in the history." in english
    language("zh_CN")
    chinese = mapping_text(propose(BEFORE, AFTER), BEFORE, AFTER)
    assert "没有对应" in chinese and "no counterpart" not in chinese


def test_two_items_with_one_title_are_no_guess() -> None:
    before = edition(leaf("A", title="同名"), leaf("B", title="同名"))
    after = edition(leaf("C", title="同名"), leaf("D", title="同名"))
    assert propose(before, after).gone == ("A", "B")


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ('[[item]]\nfrom = "X"\nto = "A"', "the older edition has no answered item “X”"),
        ('[[item]]\nfrom = "A"\nto = "X"', "the newer edition has no answered item “X”"),
        ('[[item]]\nfrom = "A"\nto = "A"\nvalues = { full = "best" }', "the newer scale has no value “best”"),
        ('[[item]]\nfrom = "A"\nto = "A"\nvalues = { "一致" = "all" }', "the older scale has no value “一致”"),
        ('[[item]]\nfrom = "B"\nto = "B"\nvalues = { none = "cost" }', "the older scale has no value “none”"),
        ('[[item]]\nfrom = "A"\nto = "A"\nstates = { unable = "not_found" }', "does not offer the state “not_found”"),
        ('[[item]]\nfrom = "A"\nto = "A"\nstates = { lost = "unable" }', "does not offer the state “lost”"),
        ('[[item]]\nfrom = "A"\nto = "B"\nvalues = { full = "cost" }', "the scales are of different sorts"),
        ('[[item]]\nfrom = "A"\nto = "A"\n[[item]]\nfrom = "A"\nto = "C"', "“A” is mapped twice"),
        ('[[item]]\nfrom = "D"\nto = "D9"\n[[item]]\nfrom = "G"\nto = "D9"', "two items become “D9”"),
        ('[[item]]\nfrom = "A"\nto = "A"\nagain = true\nvalues = { full = "all" }', "“again” takes no answer over"),
        ('[[item]]\nfrom = "A"', "m.toml:4: [[item]] 1: “to” is missing"),
        ('[[item]]\nfrom = "A"\nto = "A"\nvalue = {}', "m.toml:7: [[item]] 1, value: the key “value” is not known (did you mean “values”?)"),
    ],
    ids=lambda text: text[:60],
)  # fmt: skip
def test_what_is_wrong_is_said(items: str, said: str) -> None:
    head = f'[mapping]\nfrom = "{BEFORE.hash}"\nto = "{AFTER.hash}"\n'
    assert said in findings(head + items)


def test_editions_that_are_not_at_hand() -> None:
    text = f'[mapping]\nfrom = "{BEFORE.hash}"\nto = "{AFTER.hash}"\n'
    assert f"the edition {AFTER.hash[:12]} is none of those at hand (1 {BEFORE.hash[:12]})" in findings(
        text, BEFORE
    )
    same = f'[mapping]\nfrom = "{AFTER.hash}"\nto = "{AFTER.hash}"\n'
    assert "are the same edition" in findings(same)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "m.toml:1: “mapping” is missing"),
        (b"\xff\xfe", "it is not UTF-8; save it again as UTF-8"),
        ("[mapping]\n# 一致".encode("gb18030"), "it is not UTF-8; save it again as UTF-8"),
        (b"[mapping", "it is not TOML: "),
        (b'[mapping]\nfrom = "a"\nfrom = "b"\n', "line 3, character 11: this key was given already"),
        (b"x = 1", "the key “x” is not known"),
        (b"mapping = 3", "[mapping]: must be a table, such as { from = … }"),
        (b"[[item]]\nfrom = 4", "[[item]] 1, from: must be text: put it between quotation marks"),
        (b"a = " + b"[" * 3000, "its lists or tables are nested too deeply"),
        (b"a = " + b"9" * 5000, "one of its numbers has thousands of digits"),
    ],
    ids=lambda given: repr(given)[:40],
)
def test_what_is_no_mapping(data: bytes, said: str) -> None:
    with pytest.raises(AppError, match="cannot be used as a mapping") as refused:
        read_mapping(data, "m.toml", {})
    assert refused.value.code == "mapping" and said in "\n".join(refused.value.details)


def test_a_finding_is_one_line_whatever_stands_in_the_code() -> None:
    head = f'[mapping]\nfrom = "{BEFORE.hash}"\nto = "{AFTER.hash}"\n'
    said = findings(head + '[[item]]\nfrom = "A"\nto = "A"\n[item.values]\n"x\\ny" = "all"\n')
    assert said == "A → A: the older scale has no value “x y”"


def test_findings_and_rounds_are_paired_too() -> None:
    dead = Deductions(
        points=9, kinds=(Deduction(id="dead", each=1, label="死链"), Deduction(id="old", each=2))
    )
    broken = Deductions(
        points=9, kinds=(Deduction(id="link", each=1, label="死链"), Deduction(id="old", each=2))
    )
    for old, new in ((dead, broken), (Rounds(n=2, of=dead), Rounds(n=2, of=broken))):
        (image,) = propose(edition(leaf("A", old)), edition(leaf("A", new))).mapping.leaves
        assert image.values == (("dead", "link"), ("old", "old"))

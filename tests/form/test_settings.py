"""What a project sets in place of its form: read with the form, recorded a table at a time, applied, and hashed."""

from pathlib import Path

import pytest

from evalapp.base.errors import AppError
from evalapp.form.model import Form, form_hash
from evalapp.form.reader import read_form, read_form_file
from evalapp.form.settings import (
    NO_SETTINGS,
    TABLES,
    Settings,
    apply_settings,
    decode_settings,
    encode_settings,
    read_settings,
    settings_hash,
)

FORM = Path(__file__).parents[1] / "data" / "broken-settings" / "form.toml"
ALL = """
[policy]
unable = "zero"
veto = { effect = "fixed", points = 59 }
normalise = { method = "zscore", mean = 50, sd = 10 }
[weights]
A = 50
"A.1" = 30
"A.2" = 20
B = 50
[[grade]]
id = "fair"
name = { zh = "中", en = "Fair" }
min = 50
[[grade]]
id = "fail"
name = "不合格"
fail = true
[[profile]]
id = "large"
when = "unit.people > 500.0"
weights = { A = 40, B = 60 }
"""


@pytest.fixture
def form() -> Form:
    return read_form_file(FORM)


def settings_of(text: str, form: Form) -> Settings:
    return read_settings(text.encode(), "g.toml", form)


def test_settings_take_the_place_of_the_forms_own(form: Form) -> None:
    found = apply_settings(form, settings_of(ALL, form))
    assert (found.policy.unable, found.policy.fail_below) == ("zero", 60)  # what is not set stays as it is
    assert (found.policy.veto.effect, found.policy.veto.points) == ("fixed", 59)
    assert {item.code: item.weight for item in found.items} == {
        "A": 50,
        "A.1": 30,
        "A.2": 20,
        "B": 50,
        "V": None,
    }
    assert [grade.id for grade in found.grades] == ["fair", "fail"]
    assert [profile.id for profile in found.profiles] == ["large"]
    assert [item.scale for item in found.items] == [item.scale for item in form.items]
    assert form_hash(form) != form_hash(found)


def test_a_table_of_the_policy_is_replaced_as_a_whole() -> None:
    text = FORM.read_text(encoding="utf-8").replace(
        "fail_below = 60", 'bonus = { cap = 10, gate = "base > 80.0" }'
    )
    form = read_form((text + '[[item]]\ncode = "J"\ntitle = "J"\npart = "bonus"\nscale = { kind = "binary" }\n').encode(), "f")  # fmt: skip
    found = apply_settings(form, settings_of("[policy]\nbonus = { cap = 5 }\n", form))
    assert (found.policy.bonus.cap, found.policy.bonus.gate) == (5, "")


def test_a_bonus_can_be_given_another_worth() -> None:
    text = (
        FORM.read_text(encoding="utf-8")
        + '[[item]]\ncode = "J"\ntitle = "J"\npart = "bonus"\nscale = { kind = "binary" }\n'
    )
    form = read_form(text.encode(), "f")
    assert apply_settings(form, settings_of("[weights]\nJ = 7\n", form)).items[-1].weight == 7


def test_weights_that_do_not_fit_a_profile_of_the_form_name_that_profile() -> None:
    profile = (
        '[[profile]]\nid = "large"\nwhen = "unit.people > 500.0"\nweights = { "A.1" = 20, "A.2" = 40 }\n'
    )
    form = read_form((FORM.read_text(encoding="utf-8") + profile).encode(), "f")
    with pytest.raises(AppError) as refused:
        settings_of('# a remark\n[weights]\nA = 50\n"A.1" = 30\nB = 50\n', form)
    assert refused.value.details == (
        (
            "g.toml:2: [weights]: the form's profile large: under “A” the weights add up to 60, not 50; change the weights, or "
            "state profiles here in place of the form's"
        ),
    )


def test_weights_that_are_all_stated_may_count_by_their_ratios(form: Form) -> None:
    text = '[policy]\nweights = "relative"\n[weights]\n"A.1" = 2\n"A.2" = 1\nB = 40\n'
    assert apply_settings(form, settings_of(text, form)).policy.weights == "relative"


def test_no_settings_leave_the_form_as_it_is(form: Form) -> None:
    assert settings_of("", form) == NO_SETTINGS
    assert NO_SETTINGS.is_empty
    assert apply_settings(form, NO_SETTINGS) is form


@pytest.mark.parametrize(
    "text",
    [
        "",
        ALL,
        "[policy]\nfail_below = 50\n",
        "[weights]\nA = 60\n",
        "grade = []\n",
        "profile = []\n",
        '[[grade]]\nid = "g"\nname = "g"\npass = true\n',
    ],
)
def test_what_is_recorded_is_read_back(text: str, form: Form) -> None:
    settings = settings_of(text, form)
    recorded = encode_settings(settings)
    assert tuple(recorded) == TABLES
    assert decode_settings(recorded) == settings
    assert apply_settings(form, decode_settings(recorded)) == apply_settings(form, settings)


def test_a_table_that_is_the_forms_own_is_recorded_as_nothing(form: Form) -> None:
    assert encode_settings(NO_SETTINGS) == dict.fromkeys(TABLES, "")
    recorded = encode_settings(settings_of("grade = []\n[weights]\nB = 40.0\n", form))
    # No grades at all is something else than the form's own.
    assert recorded == {"policy": "", "weights": '{"B":40.0}', "grade": "[]", "profile": ""}
    assert apply_settings(form, decode_settings(recorded)).grades == ()


def test_what_was_not_recorded_by_us_is_refused() -> None:
    for text in ("{", '{"A": "x"}', "[]"):
        with pytest.raises(AppError) as caught:
            decode_settings({"weights": text})
        assert caught.value.code == "settings"


def test_the_hash_is_of_what_is_set_not_of_how_it_is_written(form: Form) -> None:
    one = settings_of('[policy]\nunable = "zero"\nmin_coverage = 0.5\n[weights]\nA = 60\nB = 40\n', form)
    other = settings_of(
        '# later\n[weights]\nB = 40.0\nA = 60.0\n[policy]\nmin_coverage = 0.50\nunable = "zero"\n', form
    )
    assert settings_hash(one) == settings_hash(other)
    assert settings_hash(settings_of("[policy]\nfail_below = 50\n", form)) == settings_hash(settings_of("[policy]\nfail_below = 50.0\n", form))  # fmt: skip
    hashes = {
        settings_hash(settings_of(text, form))
        for text in ("", "grade = []\n", '[policy]\nunable = "zero"\n', '[policy]\nunable = "pending"\n', "[weights]\nB = 40\n", ALL)
    }  # fmt: skip
    assert len(hashes) == 6


def test_settings_that_do_not_fit_another_edition_are_refused_when_they_are_applied(form: Form) -> None:
    settings = settings_of('[weights]\n"A.1" = 30\n"A.2" = 30\n', form)
    text = FORM.read_text(encoding="utf-8")
    renamed = read_form(text.replace('"A.2"', '"A.3"').encode(), "f")
    with pytest.raises(AppError) as caught:
        apply_settings(renamed, settings)
    assert caught.value.details == ("there is no item “A.2”",)
    heavier = read_form(text.replace("weight = 60", "weight = 50").replace("max = 40 }\n[[item]]\ncode = \"A.2\"", "max = 30 }\n[[item]]\ncode = \"A.2\"").replace("max = 40", "max = 50").encode(), "f")  # fmt: skip
    with pytest.raises(AppError) as caught:
        apply_settings(heavier, settings)
    assert "item A, weight: it weighs 50, but the items below it add up to 60" in caught.value.details[0]


def test_what_is_no_text_of_settings_is_refused(form: Form) -> None:
    for data, reason in (
        (b"#" * (256 * 1024 + 1), "larger than 262144 bytes"),
        ("[weights]\nA = 60 # 权重".encode("gb18030"), "not UTF-8; save it again"),
        (b"a = " + b"[" * 100_000, "nested too deeply"),
        (b"[weights\n", "not TOML"),
    ):
        with pytest.raises(AppError) as caught:
            read_settings(data, "g.toml", form)
        assert reason in caught.value.details[0]
    assert settings_of("\ufeff[weights]\nA = 60\n", form).weights == {"A": 60}

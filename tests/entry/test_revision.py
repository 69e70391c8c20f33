"""What the bytes of a revision are: the same in every release, one way to write each, kept as they came."""

import json
import unicodedata
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evalapp.base.text import clean
from evalapp.entry.contents import ANSWER, BUILT, KIND_NUMBERS, Answer, Decision, Setting
from evalapp.entry.evidence import Evidence
from evalapp.entry.revision import MAX_BYTES, Revision, Unreadable, decode, encode, read, revision_id
from tests.entry.revisions import DEVICE, EVERY, FORM, ID, PERSON, revision

GOLDEN = Path(__file__).parents[1] / "data" / "revision_ids.json"
ANSWERED = encode(EVERY["answer"])


def changed(old: str, new: str, body: bytes = ANSWERED) -> bytes:
    assert body.count(old.encode()) == 1, old
    return body.replace(old.encode(), new.encode())


# The bytes of this release -----------------------------------------------------------------------------------------


def golden() -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return found


def test_the_golden_file_holds_every_kind_that_is_written() -> None:
    assert [entry["kind"] for entry in golden()] == list(EVERY)
    assert set(EVERY) == BUILT


@pytest.mark.parametrize("entry", golden(), ids=lambda entry: entry["kind"])
def test_bytes_and_ids_never_change(entry: dict[str, str]) -> None:
    body = entry["body"].encode()
    assert encode(EVERY[entry["kind"]]) == body
    found = read(body)
    assert (found.id, found.body, found.revision) == (entry["id"], body, EVERY[entry["kind"]])
    assert found.kind == KIND_NUMBERS[entry["kind"]]


def test_a_decision_names_the_edition_where_it_is_not_the_first() -> None:
    later = msgspec.structs.replace(EVERY["decision"].content, form="0f" * 32)  # type: ignore[type-var]
    body = encode(msgspec.structs.replace(EVERY["decision"], content=later))
    assert body == changed(
        '"]},"prev"', '"],"form":"' + "0f" * 32 + '"},"prev"', encode(EVERY["decision"])
    ), "appended, so that the bytes of earlier decisions stay"


def test_defaults_are_left_out() -> None:
    assert b'"replaces"' not in encode(revision(Setting(value="1"), item="tolerance"))
    assert encode(revision(Setting(value="1"), item="tolerance", replaces=())) == encode(
        revision(Setting(value="1"), item="tolerance")
    )


# What is not canonical ---------------------------------------------------------------------------------------------

NOT_CANONICAL = {
    "a float for a whole number": changed('"seq":2,', '"seq":2.0,'),
    "an exponent": changed('"seq":2,', '"seq":2e0,'),
    "a fraction": changed('"lamport":7,', '"lamport":7.5,'),
    "a float in the evidence": changed('"size":20480', '"size":20480.0'),
    "minus zero": changed('"size":20480', '"size":-0'),
    "a leading zero": changed('"lamport":7', '"lamport":07'),
    "another order of keys": changed('"v":1,"device":"0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d",', '"device":"0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d","v":1,'),
    "another order in the content": changed('"kind":"answer","form":"' + FORM + '"', '"form":"' + FORM + '","kind":"answer"'),
    "a space": changed('"v":1,', '"v":1, '),
    "a line feed behind it": ANSWERED + b"\n",
    "a space before it": b" " + ANSWERED,
    "a byte order mark": b"\xef\xbb\xbf" + ANSWERED,
    "a key twice": changed('"lamport":7,', '"lamport":7,"lamport":7,'),
    "a key twice, the last differing": changed('"value":"full"', '"value":"none","value":"full"'),
    "a default written out": changed('"confidence":"high"', '"confidence":""'),
    "an empty list written out": changed('"replaces":["' + "ab" * 32 + '"]', '"replaces":[]'),
    "an escape that needs none": changed('"value":"full"', '"value":"f\\u0075ll"'),
    "a solidus escaped": changed("https://www", "https:\\/\\/www"),
    "text not in NFC": changed("第一行", unicodedata.normalize("NFD", "é")),
    "a control character": changed("第一行", "\\u0007"),
    "a NUL": changed("第一行", "\\u0000"),
    "a raw control character": changed("第一行", "\x07"),
    "a carriage return": changed("第一行", "\\r\\n"),
    "a delete character": changed("第一行", "\x7f"),
    "a C1 control character": changed("第一行", "\x85"),
    "a line separator": changed("第一行", "\u2028"),
    "a byte order mark inside": changed("第一行", "\ufeff"),
    "half a surrogate pair": changed("第一行", "\\ud800"),
    "half a surrogate pair in bytes": ANSWERED.replace("第一行".encode(), b"\xed\xa0\x80"),
    "broken UTF-8": ANSWERED.replace("第一行".encode(), b"\xff\xfe"),
    "overlong UTF-8": ANSWERED.replace("第一行".encode(), b"\xc0\xaf"),
    "NaN": changed('"lamport":7', '"lamport":NaN'),
    "infinity": changed('"size":20480', '"size":Infinity'),
    "null": changed('"lamport":7', '"lamport":null'),
    "true": changed('"lamport":7', '"lamport":true'),
    "a number as text": changed('"lamport":7', '"lamport":"7"'),
    "a sequence number of zero": changed('"seq":2,', '"seq":0,'),
    "a negative sequence number": changed('"seq":2,', '"seq":-1,'),
    "a sequence number beyond the bound": changed('"seq":2,', f'"seq":{2**62},'),
    "a counter beyond 64 bits": changed('"lamport":7', f'"lamport":{2**63}'),
    "a huge whole number": changed('"lamport":7', '"lamport":' + "9" * 400),
    "a size beyond 64 bits": changed('"size":20480', f'"size":{2**70}'),
    "a negative size": changed('"size":20480', '"size":-1'),
    "a tip beyond 64 bits": changed(f'["{DEVICE}",6,', f'["{DEVICE}",{2**70},', encode(EVERY["signoff"])),
    "a tip before the beginning": changed(f'["{DEVICE}",6,', f'["{DEVICE}",0,', encode(EVERY["signoff"])),
    "a stretch beyond 64 bits": changed(f'["{DEVICE}",2,', f'["{DEVICE}",{2**64},', encode(EVERY["withdrawal"])),
    "a place beyond 64 bits": changed('"place":0', f'"place":{2**64}', encode(EVERY["unit"])),
    "a short device": changed(DEVICE, DEVICE[:-1]),
    "a device in capitals": changed(DEVICE, DEVICE.upper()),
    "an author that reaches into the time": changed(
        '"at":"2021-10-21T01:42:00Z","author":"' + PERSON + '"', '"at":"10-21T01:42:00Z","author":"' + PERSON + '2021-"'
    ),
    "a time that reaches into the link": changed('"prev":"' + ID + '"', '"prev":"' + ID[2:] + '"').replace(
        b'"at":"2021-10-21T01:42:00Z","author"', b'"at":"2021-10-21T01:42:00Z1d","author"'
    ),
    "a time of another zone": changed('"at":"2021-10-21T01:42:00Z","author"', '"at":"2021-10-21T01:42:00+08:00","author"'),
    "no link in the middle of a chain": changed('"prev":"' + ID + '",', ""),
    "a link at the beginning of a chain": changed('"seq":2,', '"seq":1,'),
    "a replaced id that is none": changed('"replaces":["' + "ab" * 32 + '"]', '"replaces":["ab"]'),
    "a state that does not exist": changed('"state":"answered"', '"state":"maybe"'),
    "a state named like an error": changed('"state":"answered"', '"state":"unknown field"'),
    "a required field missing": changed('"state":"answered",', ""),
    "deep nesting": changed('"value":"full"', '"value":' + "[" * 60_000 + "]" * 60_000),
    "longer than the bound": changed("第一行", "长" * (MAX_BYTES // 3)),
    "cut off": ANSWERED[:-1],
    "two in one line": ANSWERED + ANSWERED,
    "a list": b"[]",
    "nothing": b"",
    "no JSON": b"\x00\x01",
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_CANONICAL)
def test_reading_refuses(name: str) -> None:
    assert NOT_CANONICAL[name] != ANSWERED
    with pytest.raises(Unreadable):
        read(NOT_CANONICAL[name])


def test_writing_refuses_text_that_was_not_cleaned() -> None:
    for text in ("a\x07", "e\u0301", "a\r\n", "\ufeff"):
        with pytest.raises(ValueError, match="control characters or not in NFC"):
            encode(revision(Answer(form=FORM, state="answered", value=text), unit="u", item="A"))


# What a newer version made -----------------------------------------------------------------------------------------

NEWER = {
    "a further field": changed('"confidence":"high"', '"confidence":"high","mood":"calm"'),
    "a further field of the envelope": changed('"lamport":7,', '"lamport":7,"hlc":"1.2",'),
    "a further field in the evidence": changed('"mime":"image/png"', '"mime":"image/png","pages":3'),
    "another version": changed('"v":1,', '"v":2,'),
    "a kind of a later rule": changed(
        '{"kind":"setting","value":"2.5"}', '{"kind":"comment","text":"2021"}', encode(EVERY["setting"])
    ),
    "a kind nobody has heard of": changed(
        '{"kind":"setting","value":"2.5"}', '{"kind":"holiday","days":3}', encode(EVERY["setting"])
    ),
}


@pytest.mark.parametrize("name", NEWER)
def test_what_a_newer_version_made_is_kept_byte_by_byte(name: str) -> None:
    body = NEWER[name]
    found = read(body)
    assert found.revision is None
    assert found.body == body
    assert found.id == revision_id(body)
    assert (found.envelope.device, found.envelope.seq, found.envelope.lamport) == (DEVICE, 2, 7)


def test_a_newer_answer_keeps_its_slot() -> None:
    found = read(NEWER["a further field"])
    assert (found.kind, found.envelope.unit, found.envelope.item) == (ANSWER, "370100", "A2.1")
    assert read(NEWER["a kind nobody has heard of"]).kind == 0
    assert read(NEWER["a kind of a later rule"]).kind == KIND_NUMBERS["comment"]


@pytest.mark.parametrize(
    "name",
    [
        "a NUL",
        "half a surrogate pair",
        "a time of another zone",
        "no link in the middle of a chain",
        "a raw control character",
    ],
)
def test_a_newer_version_excuses_nothing_else(name: str) -> None:
    body = NOT_CANONICAL[name].replace(b'"v":1,', b'"v":2,')
    with pytest.raises(Unreadable):
        read(body)


# Whatever is read ---------------------------------------------------------------------------------------------------

hexes = st.binary(min_size=16, max_size=16).map(bytes.hex)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
texts = st.text(max_size=30).map(clean)
evidence = st.builds(
    Evidence,
    kind=st.sampled_from(["link", "screenshot", "file", "note"]),
    ref=texts,
    title=texts,
    at=texts,
    size=st.integers(0, 2**40),
    mime=texts,
)
contents = st.one_of(
    st.builds(
        Answer, form=hashes, state=st.sampled_from(["answered", "not_found", "not_applicable", "unable", "blank"]), value=texts,
        justification=texts, evidence=st.lists(evidence, max_size=3).map(tuple), confidence=st.sampled_from(["", "low", "medium", "high"]),
    ),
    st.builds(
        Decision, state=st.sampled_from(["answered", "not_found"]), reason_category=texts, reason=texts, value=texts,
        weighed=st.lists(hashes, max_size=3).map(tuple),
    ),
    st.builds(Setting, value=texts),
)  # fmt: skip
revisions = st.builds(
    lambda seq, prev, **fields: Revision(seq=seq, prev="" if seq == 1 else prev, **fields),
    v=st.just(1), device=hexes, seq=st.integers(1, 2**62 - 1), lamport=st.integers(1, 2**63 - 1), at=st.just("2021-10-21T01:42:00Z"),
    author=hexes, content=contents, prev=hashes, unit=texts, item=texts, subject=texts, replaces=st.lists(hashes, max_size=3).map(tuple),
)  # fmt: skip


@given(revisions)
def test_what_is_written_is_read_and_comes_back_as_the_same_bytes(one: Revision) -> None:
    body = encode(one)
    found = read(body)
    assert (found.revision, found.body, found.id) == (one, body, revision_id(body))
    assert encode(decode(body)) == body


@given(revisions, st.data())
def test_a_changed_byte_is_another_revision_or_none(one: Revision, data: st.DataObject) -> None:
    body = bytearray(encode(one))
    at = data.draw(st.integers(0, len(body) - 1))
    body[at] ^= data.draw(st.integers(1, 255))
    try:
        found = read(bytes(body))
    except Unreadable:
        return
    assert found.id != revision_id(encode(one))
    assert found.body == bytes(body)


@given(st.binary(max_size=200))
def test_bytes_are_a_revision_or_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read(body)


json_values: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | hexes,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["kind", "form", "state", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(
    st.sampled_from(
        [
            "v",
            "seq",
            "lamport",
            "at",
            "author",
            "device",
            "content",
            "prev",
            "unit",
            "item",
            "replaces",
            "new",
        ]
    ),
    json_values,
)
def test_any_field_may_hold_anything(name: str, value: object) -> None:
    plain = msgspec.json.decode(ANSWERED)
    body = json.dumps({**plain, name: value}, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )
    try:
        found = read(body)
    except Unreadable:
        return
    assert found.body == body

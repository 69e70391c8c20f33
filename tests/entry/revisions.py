"""One revision of every kind that this release writes, with every field in use."""

from evalapp.entry.contents import (
    Adoption,
    Answer,
    Assignment,
    ChainRange,
    ChainTip,
    Content,
    Decision,
    EarlierValue,
    EarlierValues,
    Enrolment,
    Founding,
    Grant,
    KeyEntry,
    MappingEntry,
    PersonEntry,
    Publication,
    Question,
    Release,
    Reply,
    Reveal,
    Review,
    Setting,
    SignOff,
    UnitEntry,
    Withdrawal,
    mapping_slot,
)
from evalapp.entry.evidence import Evidence
from evalapp.entry.objection import Objection, Response
from evalapp.entry.revision import Revision
from evalapp.form.mapping import LeafImage

DEVICE, PERSON, OTHER = "0d" * 16, "a1" * 16, "b2" * 16
FORM, KEY, ID = "f0" * 32, "c3" * 32, "1d" * 32
SHOT = Evidence(
    kind="screenshot", ref="5e" * 32, title="首页", at="2021-10-21T01:42:00Z", size=20_480, mime="image/png"
)
LINK = Evidence(kind="link", ref="https://www.jinan.gov.cn/a?b=1&c=%20", title="", at="2021-10-21T01:41:00Z")


def revision(content: Content, seq: int = 2, **place: object) -> Revision:
    """A revision with this content in the middle of a chain."""
    fields: dict[str, object] = {
        "v": 1, "device": DEVICE, "seq": seq, "lamport": 7, "at": "2021-10-21T01:42:00Z", "author": PERSON, "content": content,
        "prev": "" if seq == 1 else ID, **place,
    }  # fmt: skip
    return Revision(**fields)  # type: ignore[arg-type]


EVERY = {
    "project": revision(
        Founding(project="9e" * 16, title="鲁评 2021", person=PERSON, key=KEY, name="何敏", code="HM", synthetic=True), seq=1
    ),
    "person": revision(PersonEntry(name="王晓岚", code="WXL", secret="7a" * 32), subject=OTHER),
    "unit": revision(
        UnitEntry(code="370100", name="济南市", place=0, columns=(("province", "山东省"), ("pop", "920.2")), removed=True), unit="370100"
    ),
    "assignment": revision(Assignment(place=1, active=False), unit="370100", item="A2.1", subject=OTHER),
    "setting": revision(Setting(value="2.5"), item="tolerance", replaces=("ab" * 32, "cd" * 32)),
    "enrolment": revision(Enrolment(key=KEY, proof="4f" * 32), subject=PERSON),
    "key": revision(KeyEntry(key=KEY, accepted=False), item=KEY, subject=OTHER),
    "answer": revision(
        Answer(
            form=FORM, state="answered", value="full", justification='第一行\n"引号"\t与反斜杠 \\ 😀', evidence=(SHOT, LINK), confidence="high"
        ),
        unit="370100", item="A2.1", subject=PERSON, replaces=("ab" * 32,),
    ),
    "signoff": revision(SignOff(units=("370100", "370200"), tips=(ChainTip(DEVICE, 6, ID),)), subject=PERSON),
    "decision": revision(
        Decision(state="not_found", reason_category="evidence", reason="网站已改版", weighed=("ab" * 32, "cd" * 32)), unit="370100", item="A2.1"
    ),
    "withdrawal": revision(Withdrawal(ranges=(ChainRange(DEVICE, 2, ID),), reason="交错城市")),
    "release": revision(Release(withdrawals=("ab" * 32,), held=("cd" * 32,), reason="电话核实")),
    "mapping": revision(
        MappingEntry(
            origin=FORM, target="0f" * 32,
            leaves=(
                LeafImage(old="A2.1", new="A2.3", values=(("full", "all"), ("part", "some")), states=(("unable", "not_found"),)),
                LeafImage(old="B1", new="B1", again=True),
            ),
        ),
        item=mapping_slot(FORM, "0f" * 32),
    ),
    "question": revision(Question(form=FORM, text="截图里看不到办理时限。", seen=("ab" * 32,)), unit="370100", item="A2.1", subject=OTHER),
    "reply": revision(Reply(about="ab" * 32, text="时限在第二页。"), unit="370100", item="A2.1", subject=PERSON),
    "grant": revision(Grant(key=KEY, active=False, tips=(ChainTip(DEVICE, 6, ID),)), subject=OTHER),
    "publication": revision(
        Publication(
            name="终稿", form=FORM, digest="9d" * 32, frozen="5e" * 32, tips=(ChainTip(DEVICE, 6, ID),), note="按复核意见更正",
            waiver="与对方核对过", waived=(("370100", "A2.1"),), corrects="ab" * 32, moved=(("370200", "B1"),),
        ),
        item="终稿",
    ),
    "adoption": revision(Adoption(project="8e" * 16, founding="ab" * 32, decisions=False), item="8e" * 16),
    "earlier": revision(
        EarlierValues(label="2021", values=(EarlierValue("A2.1", "answered", "part"), EarlierValue("B1", "unable"))), unit="370100"
    ),
    "review": revision(
        Review(ref="5e" * 32, status="weak", reason="截图看不清", saw="0123456789abcdef"), unit="370100", item="A2.1", subject=OTHER,
        replaces=("ab" * 32,),
    ),
    "reveal": revision(Reveal(reason="电话里他已经说了是谁填的。"), unit="370100", item="A2.1"),
    "objection": revision(
        Objection(
            text="办理时限已于十月公示。", received="2021-11-02", reference="济政办函〔2021〕8号", sender="济南市政务服务局", deadline="2021-11-16",
            evidence=(SHOT, LINK),
        ),
        unit="370100", item="A2.1",
    ),
    "response": revision(
        Response(about="ab" * 32, outcome="in_part", text="时限已补认，其余维持原判。", decision="cd" * 32), unit="370100", item="A2.1"
    ),
}  # fmt: skip

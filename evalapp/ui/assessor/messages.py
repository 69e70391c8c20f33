"""What the message bars of a card say: questions that came back, problems, what was carried over. Pure."""

from collections.abc import Iterator, Sequence

from evalapp.base.clock import local_time
from evalapp.base.i18n import _, current_language
from evalapp.entry.problems import Problem
from evalapp.form.label import say
from evalapp.form.tree import Node, Tree
from evalapp.ui.widgets.card_state import MessageAction, MessageState
from evalapp.ui.widgets.score_card import GO_TO
from evalapp.work.answers import LeafEntry, UnitPage
from evalapp.work.questions import Asked

ACCEPT, TAKE_BACK, REPLY = "accept:", "take-back:", "reply:"
"""Before the name of a warning, or the id of a question, that a button of a bar is about."""
_TOLD = ("check", "evidence_missing", "value", "again", "citation")
"""Kinds of problems that a bar tells; blanks and rules are told by the card itself, questions by bars of their own."""


def messages(node: Node, page: UnitPage) -> tuple[MessageState, ...]:
    """The bars of one item's card."""
    mine = [problem for problem in page.problems if node.code in problem.items and problem.kind in _TOLD]
    return (
        *_questions([one for one in page.asked if one.item == node.code]),
        *_carried(page.entries[node.code]),
        *(_message(page.tree, node, problem) for problem in mine),
    )


def _questions(asked: Sequence[Asked]) -> Iterator[MessageState]:
    for one in asked:
        place = {"name": one.asked_by, "time": local_time(one.at), "question": one.text}
        if one.state == "closed":
            yield MessageState(
                kind="info",
                text=_("{name} asked on {time}: {question} Closed by {who}: {reply}").format(
                    **place, who=one.replied_by, reply=one.reply
                ),
            )
        elif one.state == "answered":
            yield MessageState(
                kind="info",
                text=_("{name} asked on {time}: {question} Answered by what you entered since.").format(
                    **place
                ),
            )
        else:
            action = MessageAction(
                code=f"{REPLY}{one.id}",
                text=_("Reply without a change…"),
                asks=_("Why the answer stands as it is"),
            )
            yield MessageState(
                kind="returned",
                text=_("Returned by {name} on {time}: {question}").format(**place),
                actions=(action,),
            )


def _carried(entry: LeafEntry) -> tuple[MessageState, ...]:
    """Where an answer comes from that was given in an earlier edition of the form."""
    carried = entry.carried
    if carried is None or carried.again:
        return ()
    text = _("Carried over from edition {version}, where {item} was answered “{answer}”.").format(
        version=carried.version, item=carried.item, answer=carried.words
    )
    return (MessageState(kind="info", text=text),)


def _message(tree: Tree, node: Node, problem: Problem) -> MessageState:
    others = [code for code in problem.items if code != node.code and code in tree.by_code]
    see = tuple(
        MessageAction(code=f"{GO_TO}{code}", text=_("See {code}").format(code=code), link=True)
        for code in others[:1]
    )
    text = say(problem.message, current_language())
    if problem.accepted:
        take_back = MessageAction(
            code=f"{TAKE_BACK}{problem.name}", text=_("Take the reason back"), link=True
        )
        return MessageState(
            kind="info",
            text=_("{warning} Accepted: {reason}").format(warning=text, reason=problem.accepted),
            actions=(*see, take_back),
        )
    kinds = {"error": "error", "warning": "warn"}
    accept = MessageAction(
        code=f"{ACCEPT}{problem.name}", text=_("Accept…"), asks=_("Why the answer is right all the same")
    )
    return MessageState(
        kind=kinds.get(problem.severity, "info"),  # type: ignore[arg-type]
        text=text,
        actions=(*see, accept) if problem.host else see,
    )

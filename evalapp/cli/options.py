"""What options and arguments mean, in the language in force: texts of decorators would be those of the import."""

import re
from typing import Any

from evalapp.base.i18n import _
from evalapp.cli.pages import translate_page

_FIRST_SENTENCE = re.compile(r"(?<=。)|(?<=\.) ")


def describe(command: Any, path: tuple[str, ...] = ()) -> None:
    """Give every parameter of a command and of the commands below it its text; lists show a command's first sentence."""
    known = _texts()
    translate_page(command)
    command.short_help = _FIRST_SENTENCE.split(command.help, maxsplit=1)[0]
    for parameter in command.params:
        name = parameter.name
        parameter.help = known.get(" ".join((*path, name))) or known.get(name) or parameter.help
    for name, below in getattr(command, "commands", {}).items():
        describe(below, (*path, name))


def _texts() -> dict[str, str]:
    """Texts by parameter name; one with the command's path before it goes first."""
    return {
        "as_json": _("Machine-readable output on standard output."),
        "project_file": _("A project file (.evalproj)."),
        "file": _("A project file (.evalproj)."),
        "project new file": _("The project file to make (.evalproj)."),
        "backup_file": _("A backup of a project file."),
        "out": _("The file to write."),
        "sheet out": _("The workbook to write (.xlsx)."),
        "sheet filled": _("Show the answers that are there; without it the cells are empty."),
        "sheet unit": _("The code of a unit; may be given again. Without it, all that are assigned."),
        "enter marked": _(
            "Where cells are wrong, write a copy of the workbook to this file, with these cells coloured and commented."
        ),
        "for_code": _("In a coordinator's project: the code of the assessor for whom answers are entered."),
        "enter reason": _("Why they are entered for the assessor, such as “by telephone”."),
        "sign_off": _("Sign off the units of the file for the assessor, so that they are compared."),
        "task only": _("The code of an assessor, whose file alone is written; may be given again."),
        "task covers": _(
            "Write a cover sheet (PDF) beside each file: whose it is, what is asked, how to open and hand it in."
        ),
        "task contact": _("How the coordinator can be reached, for the cover sheets."),
        "task new_secret": _(
            "Give the assessors of --only a new secret first, such as after a lost laptop. The old key counts until it is judged."
        ),
        "project rules blind": _("Whether assessors are called A and B while a coordinator decides."),
        "project rules last_edition": _("Whether assessors see what a unit was in the edition before."),
        "project rules deadline": _("The last day for handing in, such as 2026-10-31."),
        "project rules only_look": _("Say what the rules would move, and write nothing."),
        "project rules lines": _("List who set which rule when, and what it was before."),
        "project people name": _("The name of an assessor to be added; goes with --code."),
        "project people code": _("The code of an assessor to be added; files are named by it."),
        "project replace old": _("The code of the assessor who leaves."),
        "project replace new": _("The code of the assessor who goes on."),
        "project replace handed_in": _("Whether the handed-in work stays in the comparison or leaves it."),
        "project replace reason": _("Why the assessor is replaced; it is logged."),
        "project replace only_look": _("Count what the replacement would move, and write nothing."),
        "task out": _("The folder of the task packages."),
        "submissions": _(
            "A submission of one's own, to take back what a lost project file held; may be given again."
        ),
        "open out": _(
            "The project file to make (.evalproj); for an update or a return, the one that is there."
        ),
        "project restore out": _("The project file to make (.evalproj)."),
        "project backup out": _("The file to write; without it, a new one in a folder beside the project."),
        "results out": _("The CSV file to write."),
        "compute out": _("The CSV file to write."),
        "export charts out": _("The folder to write to."),
        "agreement source": _("A project file (.evalproj), or a CSV file of ratings."),
        "agreement form": _(
            "For ratings: the id of a shipped form, or a file; it says what values are worth."
        ),
        "agreement by": _("What to list in full; all gives an overview of everything."),
        "agreement seed": _("The seed of the random draws behind the intervals."),
        "form": _("The id of a shipped form, or a file (.toml or .xlsx)."),
        "form template out": _("The workbook to write (.xlsx)."),
        "form convert out": _("The file to write; its ending says which shape: .xlsx or .toml."),
        "lang": _("The language of a workbook's headings and words; without it, the program's."),
        "replace": _("Write over a file that is there already."),
        "before": _("The older edition: the id of a shipped form, a file, or a project."),
        "after": _("The newer edition: the id of a shipped form, a file, or a project."),
        "project edition form": _("The new edition of the form (.toml or .xlsx)."),
        "project edition mapping": _(
            "What older answers mean in it (.toml); may be given again for other editions."
        ),
        "update": _("Write updates for projects that assessors have, instead of tasks for new ones."),
        "form diff mapping": _("Write a proposal of the mapping to this file."),
        "roster": _("CSV file of the units: code, name and any other columns."),
        "project new roster": _(
            "The roster: a CSV file or a workbook (.xlsx), or one that comes with the program: shandong, provinces, "
            "prefectures, counties."
        ),
        "assessors": _(
            "CSV file or workbook of the assessors: name, code, and perhaps barred: units that they may not answer."
        ),
        "assign": _(
            "single, double, all, sample:SHARE:SEED (two assessors in so many percent), or a CSV file or workbook: assessor, "
            "unit and perhaps item."
        ),
        "project new by": _(
            "What is given away as a whole: city, branch (of the form), or both (a branch in a city)."
        ),
        "project new level": _("For branches: at which level of the form they begin; 1 is the top."),
        "project new column": _(
            "Which heading is which column of the roster, as code=行政区划代码; may be given again."
        ),
        "project new where": _(
            "Only these units of the roster, as province=山东省; may be given again: more values of a column, or further columns."
        ),
        "title": _("The project's title; without it, the file's name."),
        "name": _("The coordinator's name."),
        "publish name": _("What the publication is called, such as first, review or final."),
        "note_text": _("A note that stays with the publication."),
        "waive": _("Why decisions behind which answers have changed are let stand."),
        "corrects": _("The publication that this one corrects."),
        "check": _("Compute each publication again from what it rests on."),
        "diff before": _("A publication, by its name."),
        "diff after": _("Another publication; without it, the results as they are now."),
        "audit person": _("The code of whoever wrote it, or whom it is about."),
        "audit unit": _("The code of a unit."),
        "audit item": _("The code of an item."),
        "audit kind": _("The kind of revision, such as answer, decision or setting."),
        "since": _("The first day, such as 2021-11-02."),
        "until": _("The last day, such as 2021-11-30."),
        "standing": _("Only what counts, what does not, or what does not for one reason, such as withdrawn."),
        "oldest": _("The oldest first."),
        "limit": _("How many to show at most; with -o all are written."),
        "chains": _("How each device's chain stands: whole, sealed up to where, by which key."),
        "corrected": _("What moved with each publication that corrects another."),
        "objection unit": _("The unit that objects, by its code."),
        "objection item": _("The item that it is about; without it, the whole unit."),
        "received": _("The day on which it came, such as 2021-11-02."),
        "objection text": _("What it says, or what is said to it."),
        "reference": _("The number under which it came."),
        "sender": _("From whom it came."),
        "deadline": _("The day until which it is to be answered."),
        "document": _("A document that came with it; may be given again."),
        "objection table": _(
            "CSV file of objections: unit, received, text, and perhaps item, reference, sender, deadline and file."
        ),
        "response_to": _("The objection that is answered: the beginning of its id, or its number."),
        "outcome": _("What became of it."),
        "decision": _("The id of the decision that it led to."),
        "objection out": _("The CSV file of all objections to write."),
        "key out": _("The key file to write (.evalkey)."),
        "key name": _("The name of whoever works in this account."),
        "exchange out": _("The package to write (.evalpkg)."),
        "server": _("The address of a PostgreSQL server: postgresql://name@computer:5432/database"),
        "url": _("The address of a PostgreSQL server: postgresql://name@computer:5432/database"),
        "project move out": _(
            "The desk file (.evaldesk) or, without --server, the project file (.evalproj) to make."
        ),
        "project join project": _("The id of a project, where the server has several."),
        "project join out": _("The desk file to make (.evaldesk)."),
        "for_adoption": _("For another project, which takes this one in."),
        "project adopt package": _("The exchange (.evalpkg) that the other project wrote for adoption."),
        "undecided": _("What its coordinators decided does not count."),
        "to": _("The code of the coordinator who gets it; without it, all others."),
        "project grant key": _("The other account's key file (.evalkey), or the key itself."),
        "project grant code": _("A short code for the other coordinator; files are named by it."),
        "project grant name": _("The other coordinator's name; without it, the one in the key file."),
        "project grant out": _(
            "Write at once what the project holds for that person, to this file (.evalpkg)."
        ),
        "project revoke code": _("The coordinator's code."),
        "project branch units": _(
            "Codes of units, or COLUMN=VALUE for all with it in a column of the roster; may be given again."
        ),
        "project branch to": _(
            "The code of the coordinator who gets the branch; without it, a project file for this account."
        ),
        "project branch out": _("The project file to make (.evalproj), or with --to the package (.evalpkg)."),
        "synthetic": _("All answers are made up; every page and export will say so."),
        "task": _("A task package, an update or a return (.evalpkg) from the coordinator."),
        "enter scores": _("CSV file or workbook (.xlsx) of answers."),
        "compute scores": _("CSV file of scores."),
        "words": _(
            "A project file (not with --form), a unit by code or name, and an item or index; without it, the total."
        ),
        "explain form": _("Without a project: the id of a shipped form, or a file."),
        "explain scores": _("Without a project: CSV file of scores."),
        "against": _("Another unit by code or name, or “mean”: what makes up the distance."),
        "robustness source": _("A project file (.evalproj); or give --form and --scores."),
        "robustness form": _("Without a project: the id of a shipped form, or a file."),
        "robustness scores": _("Without a project: CSV file of scores."),
        "robustness out": _("A CSV file of the units' ranks to write."),
        "draws": _("How many times to draw."),
        "seed": _("The seed of the random draws: the same seed gives the same numbers."),
        "weights": _(
            "Draw weights: each within ±X % of its own, or from Dirichlet distributions of concentration C (100)."
        ),
        "level": _(
            "The level of the form at which weights are drawn and items compared; without it, the first with several items."
        ),
        "aggregation": _("Draw the mean of all groups: form, arithmetic, geometric, harmonic."),
        "normalisation": _(
            "Draw how numbers are scored: form, minmax[:LOW:HIGH], zscore[:MEAN:SD], percentile[:LOW:HIGH], best."
        ),
        "normalise": _(
            "What normalisation concerns: all items answered by numbers, or only those scored by comparison."
        ),
        "robustness assessors": _("Draw, in each cell, one of the assessors' signed-off answers."),
        "top": _("Tell how often a unit is among so many."),
        "settings": _("TOML file: weights, policies, grades and profiles in place of the form's."),
        "decisions": _("CSV file of decisions."),
        "unit": _("A unit's code."),
        "volume_mb": _("Write volumes of at most so many million bytes as well, where the file is larger."),
        "paper": _("Write the receipt to this file as well, as .pdf (a page to print), .txt or .json."),
        "comment": _("Why points are left open that the project warns of; goes to the coordinator."),
        "everything": _("Write also what the coordinator has acknowledged."),
        "return out": _("The folder of the return packages."),
        "questions": _("CSV file of questions to ask first: unit, item, assessor, question."),
        "text": _("What is said to the question."),
        "reason": _("Why the warnings stand."),
        "tolerance": _("Score points up to which two answers count as one."),
        "resolve": _("What becomes of differences within the tolerance: decide, average or first."),
        "unanswered": _("Unanswered items at hand-in: block, warn or ignore."),
        "evidence": _("Missing evidence at hand-in: block, warn or ignore."),
        "warnings": _("Warnings that nobody accepted, at hand-in: block, warn or ignore."),
        "submit unit": _("Hand in only the unit with this code; may be given again."),
        "item": _("An item's code."),
        "files": _("Submissions, or folders of submissions."),
        "decide rule": _("Decide by a rule for small gaps; the document on formats says how it is written."),
        "decide only_look": _("Say what a rule, or taking it back, would do, and write nothing."),
        "decide listed": _("List the rules that were applied."),
        "decide back": _("Withdraw the decisions of an applied rule, by its id."),
        "decided": _("List the decisions that stand, too."),
        "checks out": _("A CSV file to write."),
        "kind": _(
            "Only findings of this kind: outlier, alike, jump, reused or doubtful; may be given again."
        ),
        "every": _("List also what is settled: dismissed, asked, or with its evidence judged."),
        "put_aside": _("Dismiss the finding with this key, for a reason (--reason)."),
        "take_back": _("Take back that the finding with this key was dismissed."),
        "checks reason": _("Why the finding is dismissed."),
        "only_look": _("Say what would happen; write nothing."),
        "folder": _("A new folder."),
        "withdraw": _("Take the file with this batch number back; tells first what depends on it."),
        "restore": _("Lift all withdrawals of the file with this batch number."),
        "with_decisions": _("Withdraw the decisions that weighed something of the file, too."),
        "accept_key": _(
            "The key of a question, which is genuine; for a shared code, that they are two people."
        ),
        "refuse_key": _("The key of a question, which is not genuine."),
        "same": _("Code or name of the listed assessor who the unknown person is."),
        "release": _("The id of a held revision that is to count; may be given again."),
        "project batches reason": _("Why; it stays in the history. Without it nothing is withdrawn."),
        "project held reason": _("Why; it stays in the history."),
    }

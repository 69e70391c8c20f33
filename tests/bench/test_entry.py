"""One answer until it is durable, in the big project, against one bare commit to the same disk."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

from evalapp.entry.contents import Answer
from evalapp.store.append import Draft
from tests.bench.conftest import Merged, bare_commit, percentile, timed

TURNS = 300


def test_one_answer(merged: Merged, tmp_path: Path, quote: Callable[..., None]) -> None:
    project = merged.project
    with project.file.read() as connection:
        unit, subject = connection.exec_driver_sql("SELECT unit, subject FROM assignment LIMIT 1").one()
    number = count()

    def one_answer() -> None:
        n = next(number)
        content = Answer(
            form=project.about.form_hash, state="answered", value="full", justification=f"第 {n} 次"
        )
        item = project.tree.leaves[n % 100].code
        project.write(lambda _connection: (Draft(content=content, unit=unit, item=item, subject=subject),))

    answers = timed(one_answer, TURNS)
    bare = timed(bare_commit(tmp_path / "bare.db"), TURNS)
    for share, name in ((0.5, "median"), (0.99, "p99")):
        quote(
            f"one answer, {name}",
            1000 * percentile(answers, share),
            1000 * percentile(bare, share),
            "ms",
            "floor + 10 ms",
        )

"""Binding an assessor's key with the secret that came in the task (RECORD R12)."""

from evalapp.entry.contents import KIND_NUMBERS, Enrolment, PersonEntry
from evalapp.entry.enrolment import enrolment_proof
from evalapp.store.append import Draft
from evalapp.store.project_file import Connection
from evalapp.store.queries import heads_of_kinds


def enrolment(connection: Connection, project: str, person: str, key: str) -> tuple[Draft, ...]:
    """The revision that proves ``key`` is the person's; nothing where the task brought no secret."""
    for _kind, _unit, _item, subject, _body, content in heads_of_kinds(connection, (KIND_NUMBERS["person"],)):
        if subject == person and isinstance(content, PersonEntry) and content.secret:
            proof = enrolment_proof(content.secret, project, person, key)
            return (Draft(content=Enrolment(key=key, proof=proof), subject=person),)
    return ()

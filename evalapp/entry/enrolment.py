"""The proof that binds an assessor's key to the task it was made for (RECORD R12)."""

import hashlib
import hmac


def enrolment_proof(secret: str, project: str, person: str, key: str) -> str:
    """HMAC-SHA-256 (hex) over project, person and key, under the one-time secret (hex) of the task."""
    message = b"evalapp.enrolment.1\n" + f"{project}\n{person}\n{key}".encode()
    return hmac.new(bytes.fromhex(secret), message, hashlib.sha256).hexdigest()


def proves(secret: str, project: str, person: str, key: str, proof: str) -> bool:
    """Whether ``proof`` was made with ``secret`` for exactly this project, person and key."""
    return hmac.compare_digest(enrolment_proof(secret, project, person, key).encode(), proof.encode())

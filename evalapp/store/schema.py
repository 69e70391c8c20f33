"""The tables of a project file (RECORD section 2). Base tables only grow; derived tables are rebuilt, never migrated."""

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy import Text as PlainText
from sqlalchemy.dialects.postgresql import TEXT

APPLICATION_ID = 0x45764150  # "EvAP"
SCHEMA_VERSION = 1
DERIVATION_VERSION = 5

Text = PlainText().with_variant(TEXT(collation="C"), "postgresql")
"""Text that is ordered by its code points everywhere."""

base = MetaData()
derived = MetaData()

project = Table("project", base, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

form = Table(
    "form", base, Column("hash", LargeBinary, primary_key=True), Column("toml", LargeBinary, nullable=False)
)

device = Table(
    "device",
    base,
    Column("d", Integer, primary_key=True),
    Column("id", LargeBinary, nullable=False, unique=True),
    Column("person", LargeBinary),
    Column("key", LargeBinary),
)

batch = Table(
    "batch",
    base,
    Column("b", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("drop_number", Integer, nullable=False),
    Column("source_sha256", LargeBinary, nullable=False),
    Column("name", Text, nullable=False),
    Column("counts", Text, nullable=False),
)

slot = Table(
    "slot",
    base,
    Column("s", Integer, primary_key=True),
    Column("kind", SmallInteger, nullable=False),
    Column("unit", Text, nullable=False),
    Column("item", Text, nullable=False),
    Column("subject", Text, nullable=False),
    UniqueConstraint("unit", "item", "kind", "subject"),
)

# No unique index on id alone: random keys make three quarters of the cost of an import, and no lookup by id alone is
# needed, because references stay inside a cell or are chain ranges (RECORD section 2).
revision = Table(
    "revision",
    base,
    Column("n", Integer, primary_key=True),
    Column("id", LargeBinary, nullable=False),
    Column("slot", Integer, ForeignKey("slot.s"), nullable=False),
    Column("device", Integer, ForeignKey("device.d"), nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("lamport", BigInteger, nullable=False),
    Column("batch", Integer),
    Column("body", LargeBinary, nullable=False),
    Index("revision_chain", "device", "seq", "id", unique=True),
    Index("revision_slot", "slot"),
)

seal = Table(
    "seal",
    base,
    Column("device", Integer, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    Column("tip", LargeBinary, primary_key=True),
    # Part of the key: a stranger may seal the same tip first, which must not keep the author's own seal out.
    Column("key", LargeBinary, primary_key=True),
    Column("count", BigInteger, nullable=False),
    Column("signature", LargeBinary, nullable=False),
)

attachment = Table(
    "attachment",
    base,
    Column("sha256", LargeBinary, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

# Local, never exported.
unreadable = Table(
    "unreadable",
    base,
    Column("u", Integer, primary_key=True),
    Column("b", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
)

draft = Table(
    "draft",
    base,
    Column("unit", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("begun_from", Text, nullable=False),
    Column("at", Text, nullable=False),
)

private_note = Table(
    "private_note",
    base,
    Column("unit", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("at", Text, nullable=False),
)

flag = Table(
    "flag",
    base,
    Column("unit", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    Column("at", Text, nullable=False),
)

# Derived ---------------------------------------------------------------------------------------------------------

ineligible = Table(
    "ineligible", derived, Column("n", Integer, primary_key=True), Column("reason", Text, nullable=False)
)

head = Table(
    "head",
    derived,
    Column("unit", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    Column("kind", SmallInteger, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("state", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("judged", LargeBinary, nullable=False),
    Column("present", SmallInteger, nullable=False),
    Column("signed", SmallInteger, nullable=False),
    Column("carried", SmallInteger, nullable=False),
    sqlite_with_rowid=False,
)

cell = Table(
    "cell",
    derived,
    Column("unit", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    Column("class", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("final_state", Text, nullable=False),
    Column("final_value", Text, nullable=False),
    Column("points", Float),
    Column("severity", Float, nullable=False),
    Column("staleness", Text, nullable=False),
    Column("missing", Text, nullable=False),
    Column("decision_n", Integer),
    Index("cell_queue", "status", text("severity DESC"), "unit", "item"),
    sqlite_with_rowid=False,
)

unit_row = Table(
    "unit_row",
    derived,
    Column("unit", Text, primary_key=True),
    Column("place", Integer, nullable=False),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("columns", Text, nullable=False),
    Column("removed", SmallInteger, nullable=False),
    Column("disputed", SmallInteger, nullable=False),
)

person = Table(
    "person",
    derived,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("keys", Text, nullable=False),
)

assignment = Table(
    "assignment",
    derived,
    Column("unit", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("place", Integer, nullable=False),
)

setting = Table(
    "setting",
    derived,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("disputed", SmallInteger, nullable=False),
)

signoff = Table(
    "signoff",
    derived,
    Column("subject", Text, primary_key=True),
    Column("unit", Text, primary_key=True),
    Column("device", Integer, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("at", Text, nullable=False),
)

TRIGGERS = (
    """CREATE TRIGGER revision_is_never_updated BEFORE UPDATE ON revision
       BEGIN SELECT RAISE(ABORT, 'revisions are never changed'); END""",
    """CREATE TRIGGER revision_is_never_deleted BEFORE DELETE ON revision
       BEGIN SELECT RAISE(ABORT, 'revisions are never deleted'); END""",
    """CREATE TRIGGER seal_is_never_updated BEFORE UPDATE ON seal
       BEGIN SELECT RAISE(ABORT, 'seals are never changed'); END""",
    """CREATE TRIGGER seal_is_never_deleted BEFORE DELETE ON seal
       BEGIN SELECT RAISE(ABORT, 'seals are never deleted'); END""",
)
"""With recursive_triggers on, INSERT OR REPLACE meets the DELETE trigger too; without it, it would slip past."""

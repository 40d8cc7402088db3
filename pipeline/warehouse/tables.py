"""The tables; docs/columns.md explains every column. How they come about: sql/migrations."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from pipeline.warehouse import visit_tables, watch_tables  # noqa: F401  # they fill `metadata` too
from pipeline.warehouse.column_types import IDENTIFIER, JSON_VALUE, PLAIN_WORD, UtcTime
from pipeline.warehouse.table_parts import id_column, metadata, reference

SCHEMA_REVISION = "0017"
"""The revision of sql/migrations that these tables are. Revisions are counted in four digits."""

block_label = Table(
    "block_label",
    metadata,
    Column("key", Text, primary_key=True),
    Column("is_kept", Boolean, nullable=False),
)

quotation_kind, speaker_kind, decision_kind, stage, outcome = (
    Table(name, metadata, Column("key", Text, primary_key=True))
    for name in ("quotation_kind", "speaker_kind", "decision_kind", "stage", "outcome")
)

VOCABULARIES = (block_label, quotation_kind, speaker_kind, decision_kind, stage, outcome)
"""Tables of the words that a column may have; an upgrade adds those of a new version."""

outlet = Table(
    "outlet",
    metadata,
    id_column(),
    Column("key", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
)

capture = Table(
    "capture",
    metadata,
    id_column(),
    Column("outlet_key", Text, ForeignKey("outlet.key"), nullable=False, index=True),
    Column("url_asked", Text, nullable=False),
    Column("url_answered", Text, nullable=False),
    Column("fetched_at", UtcTime, nullable=False, index=True),
    Column("status", Integer, nullable=False),
    Column("content_type", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("headers", JSON_VALUE, nullable=False),
    Column("payload_digest", Text, nullable=False),
    Column("record_id", Text, nullable=False, unique=True),
    Column("warc_file", Text, nullable=False),
    Column("warc_offset", IDENTIFIER, nullable=False),
    Column("imported_from", Text),
)

article = Table(
    "article",
    metadata,
    id_column(),
    reference("outlet", index=True),
    Column("url", Text, nullable=False),
    Column("published_or_first_seen_at", UtcTime, nullable=False, index=True),
    Column("first_seen_at", UtcTime, nullable=False),
    Column("last_seen_at", UtcTime, nullable=False),
    # by URL first: that is how load looks an article up
    UniqueConstraint("url", "outlet_id"),
)

article_version = Table(
    "article_version",
    metadata,
    id_column(),
    reference("article"),
    Column("digest", Text, nullable=False),
    Column("is_current", Boolean, nullable=False),
    Column("first_seen_at", UtcTime, nullable=False),
    Column("last_seen_at", UtcTime, nullable=False),
    reference("capture", index=True),
    Column("extraction", Text, nullable=False),
    Column("headline", Text),
    Column("authors", JSON_VALUE, nullable=False),
    Column("published_at", UtcTime),
    Column("modified_at", UtcTime),
    Column("language", Text),
    Column("section", Text),
    Column("truncated", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("paywalled", Boolean, nullable=False, server_default=false()),
    Column("published_from", Text),
    Column("modified_from", Text),
    Column("doubts", JSON_VALUE, nullable=False, server_default="[]"),
    UniqueConstraint("article_id", "digest"),
    Index(
        "uq_article_version_current",
        "article_id",
        unique=True,
        sqlite_where=text("is_current"),
        postgresql_where=text("is_current"),
    ),
)

version_capture = Table(
    "version_capture",
    metadata,
    reference("capture", primary_key=True),
    reference("article_version", index=True),
)

block = Table(
    "block",
    metadata,
    reference("article_version", primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("paragraph", Integer),
    Column("label", Text, ForeignKey("block_label.key"), nullable=False),
    Column("rule", Text, nullable=False),
    Column("dom_path", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("probability", Double),
    CheckConstraint("probability BETWEEN 0 AND 1", name="ck_block_probability"),
)

speaker = Table(
    "speaker",
    metadata,
    id_column(),
    Column("key", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False, index=True),
    Column("kind", Text, ForeignKey("speaker_kind.key")),
    # who has a number written down never meets another one by it
    sqlite_autoincrement=True,
)

speaker_name = Table(
    "speaker_name",
    metadata,
    id_column(),
    Column("key", Text, nullable=False, unique=True),
    reference("speaker", index=True),
    Column("points_to", Text, index=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, ForeignKey("speaker_kind.key")),
    Column("normalised", Text, nullable=False, index=True),
    Column("family", Text, index=True),
    Column("phonetic", Text, index=True),
    Column("role_facets", Text, nullable=False),
    Column("label", Text),
    Column("quotations", Integer, nullable=False),
    Column("letters", Text, nullable=False, index=True),
)

speaker_alias = Table(
    "speaker_alias",
    metadata,
    reference("speaker_name", primary_key=True),
    Column("alias", Text, primary_key=True),
    Column("words", Text, nullable=False, index=True),
    Column("quotations", Integer, nullable=False),
)

speaker_name_word = Table(
    "speaker_name_word",
    metadata,
    Column("word", PLAIN_WORD, primary_key=True),
    reference("speaker_name", primary_key=True, index=True),
    # on SQLite the rows are the index
    sqlite_with_rowid=False,
)

speaker_role = Table(
    "speaker_role",
    metadata,
    reference("speaker_name", primary_key=True),
    Column("role", Text, primary_key=True),
    Column("quotations", Integer, nullable=False),
)

speaker_decision = Table(
    "speaker_decision",
    metadata,
    id_column(),
    Column("kind", Text, ForeignKey("decision_kind.key"), nullable=False),
    Column("name_key", Text, nullable=False),
    Column("into_key", Text),
    Column("label", Text),
    Column("outlet_key", Text, ForeignKey("outlet.key")),
    Column("url", Text),
    Column("role", Text),
    Column("made_at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)

statement = Table(
    "statement",
    metadata,
    id_column(),
    Column("digest", Text, nullable=False, unique=True),
    sqlite_autoincrement=True,
)

wording = Table(
    "wording",
    metadata,
    id_column(),
    Column("digest", Text, nullable=False, unique=True),
    reference("statement", index=True),
    Column("points_to", Text, index=True),
    reference("speaker_name", nullable=True, index=True),
    Column("source", Text, nullable=False),
    Column("words", Text, nullable=False),
)

wording_shingle = Table(
    "wording_shingle",
    metadata,
    Column("shingle", BigInteger, primary_key=True, autoincrement=False),
    reference("wording", primary_key=True),
    # on SQLite the rows are the index, half the size of a table beside it
    sqlite_with_rowid=False,
)

quotation = Table(
    "quotation",
    metadata,
    id_column(),
    reference("article_version"),
    Column("start_offset", Integer, nullable=False),
    Column("end_offset", Integer, nullable=False),
    Column("kind", Text, ForeignKey("quotation_kind.key"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("speaker_text", Text),
    Column("mention", Text),
    Column("role", Text),
    Column("cue", Text),
    Column("aliases", JSON_VALUE, nullable=False),
    Column("text", Text, nullable=False),
    Column("segments", JSON_VALUE, nullable=False),
    Column("spans", JSON_VALUE, nullable=False),
    Column("source_start", Integer),
    Column("source_end", Integer),
    Column("cue_start", Integer),
    Column("cue_end", Integer),
    Column("paragraph", Integer, nullable=False),
    Column("confidence", Double, nullable=False),
    Column("extraction", Text, nullable=False),
    reference("wording", nullable=True, index=True),
    reference("speaker_name", nullable=True, index=True),
    Column("speaker_kind", Text, ForeignKey("speaker_kind.key")),
    Column("withheld", Text),
    UniqueConstraint("version_id", "start_offset", "end_offset", "kind", "ordinal"),
)

run = Table(
    "run",
    metadata,
    id_column(),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("finished_at", UtcTime),
    Column("outcome", Text, ForeignKey("outcome.key")),
    Column("code_version", Text, nullable=False),
    Column("model_version", Text, nullable=False),
    Column("parameters", JSON_VALUE, nullable=False),
    Column("counts", JSON_VALUE),
)

rejected = Table(
    "rejected",
    metadata,
    id_column(),
    reference("run"),
    Column("stage", Text, ForeignKey("stage.key"), nullable=False),
    Column("reference", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("outlet_key", Text, ForeignKey("outlet.key")),
    Column("warc_file", Text),
    Column("warc_offset", IDENTIFIER),
    # several captures of one page may be refused for one reason; without bytes both are NULL,
    # and only the load sees to it that there is one
    UniqueConstraint("run_id", "stage", "reference", "reason", "warc_file", "warc_offset"),
)

run_article = Table(
    "run_article",
    metadata,
    reference("run", primary_key=True),
    reference("article", primary_key=True, index=True),
    sqlite_with_rowid=False,
)

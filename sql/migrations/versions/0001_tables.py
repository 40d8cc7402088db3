"""The tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# as they were when this revision was made: a migration does not follow later changes of the code
IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True)
TEXT = sa.Text()
TIME = sa.DateTime()


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "capture",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("url_asked", TEXT, nullable=False),
        sa.Column("url_answered", TEXT, nullable=False),
        sa.Column("fetched_at", TIME, nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("content_type", TEXT),
        sa.Column("etag", TEXT),
        sa.Column("last_modified", TEXT),
        sa.Column("headers", JSON, nullable=False),
        sa.Column("payload_digest", TEXT, nullable=False),
        sa.Column("record_id", TEXT, nullable=False),
        sa.Column("warc_file", TEXT, nullable=False),
        sa.Column("warc_offset", IDENTIFIER, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_capture"),
        sa.UniqueConstraint("record_id", name="uq_capture_record_id"),
    )
    op.create_index("ix_capture_fetched_at", "capture", ["fetched_at"])
    op.create_index("ix_capture_source", "capture", ["source"])
    op.create_table(
        "outlet",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outlet"),
        sa.UniqueConstraint("key", name="uq_outlet_key"),
    )
    op.create_table(
        "run",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("finished_at", TIME),
        sa.Column("outcome", TEXT),
        sa.Column("code_version", TEXT, nullable=False),
        sa.Column("model_version", TEXT, nullable=False),
        sa.Column("parameters", JSON, nullable=False),
        sa.Column("counts", JSON),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
        sa.UniqueConstraint("key", name="uq_run_key"),
    )
    op.create_table(
        "speaker",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_speaker"),
        sa.UniqueConstraint("key", name="uq_speaker_key"),
    )
    op.create_table(
        "article",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("outlet_id", IDENTIFIER, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("appeared_at", TIME, nullable=False),
        sa.Column("first_seen_at", TIME, nullable=False),
        sa.Column("last_seen_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["outlet_id"], ["outlet.id"], name="fk_article_outlet_id"),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
        sa.UniqueConstraint("url", "outlet_id", name="uq_article_url_outlet_id"),
    )
    op.create_index("ix_article_appeared_at", "article", ["appeared_at"])
    op.create_index("ix_article_outlet_id", "article", ["outlet_id"])
    op.create_table(
        "rejected",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("run_id", IDENTIFIER, nullable=False),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("reference", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("detail", TEXT, nullable=False),
        sa.Column("source", TEXT),
        sa.Column("warc_file", TEXT),
        sa.Column("warc_offset", IDENTIFIER),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_rejected_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_rejected"),
        sa.UniqueConstraint(
            "run_id",
            "stage",
            "reference",
            "reason",
            "warc_file",
            "warc_offset",
            name="uq_rejected_run_id_stage_reference_reason_warc_file_warc_offset",
        ),
    )
    op.create_table(
        "speaker_alias",
        sa.Column("speaker_id", IDENTIFIER, nullable=False),
        sa.Column("alias", TEXT, nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.Column("quotations", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["speaker_id"], ["speaker.id"], name="fk_speaker_alias_speaker_id"),
        sa.PrimaryKeyConstraint("speaker_id", "alias", name="pk_speaker_alias"),
    )
    op.create_index("ix_speaker_alias_words", "speaker_alias", ["words"])
    op.create_table(
        "statement",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("speaker_id", IDENTIFIER),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["speaker_id"], ["speaker.id"], name="fk_statement_speaker_id"),
        sa.PrimaryKeyConstraint("id", name="pk_statement"),
        sa.UniqueConstraint("digest", name="uq_statement_digest"),
    )
    op.create_index("ix_statement_speaker_id", "statement", ["speaker_id"])
    op.create_table(
        "article_version",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("article_id", IDENTIFIER, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("first_seen_at", TIME, nullable=False),
        sa.Column("last_seen_at", TIME, nullable=False),
        sa.Column("capture_id", IDENTIFIER, nullable=False),
        sa.Column("extraction", TEXT, nullable=False),
        sa.Column("headline", TEXT),
        sa.Column("authors", JSON, nullable=False),
        sa.Column("published_at", TIME),
        sa.Column("modified_at", TIME),
        sa.Column("language", TEXT),
        sa.Column("section", TEXT),
        sa.Column("truncated", sa.Boolean(), nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_article_version_article_id"
        ),
        sa.ForeignKeyConstraint(
            ["capture_id"], ["capture.id"], name="fk_article_version_capture_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_article_version"),
        sa.UniqueConstraint("article_id", "digest", name="uq_article_version_article_id_digest"),
    )
    op.create_index("ix_article_version_capture_id", "article_version", ["capture_id"])
    op.create_index(
        "uq_article_version_current",
        "article_version",
        ["article_id"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "block",
        sa.Column("version_id", IDENTIFIER, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("paragraph", sa.Integer()),
        sa.Column("label", TEXT, nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["article_version.id"], name="fk_block_version_id"),
        sa.PrimaryKeyConstraint("version_id", "position", name="pk_block"),
    )
    op.create_table(
        "quotation",
        sa.Column("id", IDENTIFIER, nullable=False),
        sa.Column("version_id", IDENTIFIER, nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("end_offset", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("statement_id", IDENTIFIER, nullable=False),
        sa.Column("speaker_id", IDENTIFIER),
        sa.Column("speaker_text", TEXT),
        sa.Column("mention", TEXT),
        sa.Column("role", TEXT),
        sa.Column("cue", TEXT),
        sa.Column("aliases", JSON, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("segments", JSON, nullable=False),
        sa.Column("spans", JSON, nullable=False),
        sa.Column("source_start", sa.Integer()),
        sa.Column("source_end", sa.Integer()),
        sa.Column("cue_start", sa.Integer()),
        sa.Column("cue_end", sa.Integer()),
        sa.Column("paragraph", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("extraction", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["speaker_id"], ["speaker.id"], name="fk_quotation_speaker_id"),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name="fk_quotation_statement_id"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["article_version.id"], name="fk_quotation_version_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_quotation"),
        sa.UniqueConstraint(
            "version_id",
            "start_offset",
            "end_offset",
            "kind",
            "ordinal",
            name="uq_quotation_version_id_start_offset_end_offset_kind_ordinal",
        ),
    )
    op.create_index("ix_quotation_speaker_id", "quotation", ["speaker_id"])
    op.create_index("ix_quotation_statement_id", "quotation", ["statement_id"])
    op.create_table(
        "sighting",
        sa.Column("capture_id", IDENTIFIER, nullable=False),
        sa.Column("version_id", IDENTIFIER, nullable=False),
        sa.ForeignKeyConstraint(["capture_id"], ["capture.id"], name="fk_sighting_capture_id"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["article_version.id"], name="fk_sighting_version_id"
        ),
        sa.PrimaryKeyConstraint("capture_id", name="pk_sighting"),
    )
    op.create_index("ix_sighting_version_id", "sighting", ["version_id"])

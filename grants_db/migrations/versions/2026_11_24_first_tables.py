"""First tables: measures, sources, opportunities, matches, decisions."""

import sqlalchemy as sa
from alembic import op

revision = "d710e4bd4f24"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "action_field",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("short_title", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_table(
        "source",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("platform", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=True),
        sa.Column("funder", sa.Text(), nullable=False),
        sa.Column("attribution", sa.Text(), nullable=False),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.Column("permission_needed", sa.Boolean(), nullable=False),
        sa.Column("allowed_at", sa.DateTime(), nullable=True),
        sa.Column("allowed_note", sa.Text(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "crawl_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_name", sa.String(length=60), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("via", sa.Text(), nullable=False),
        sa.Column("opportunities", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("retired", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("http_statuses", sa.JSON(), nullable=False),
        sa.Column("unknown_labels", sa.JSON(), nullable=False),
        sa.Column("errors", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_name"],
            ["source.name"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("crawl_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_crawl_run_source_name"), ["source_name"], unique=False)

    op.create_table(
        "goal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_field_number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_field_number"],
            ["action_field.number"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("action_field_number", "title"),
    )
    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goal_action_field_number"), ["action_field_number"], unique=False)

    op.create_table(
        "page_state",
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("source_name", sa.String(length=60), nullable=False),
        sa.Column("etag", sa.String(length=500), nullable=False),
        sa.Column("last_modified", sa.String(length=100), nullable=False),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("extraction", sa.String(length=64), nullable=False),
        sa.Column("fetched_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_name"],
            ["source.name"],
        ),
        sa.PrimaryKeyConstraint("url"),
    )
    with op.batch_alter_table("page_state", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_page_state_source_name"), ["source_name"], unique=False)

    op.create_table(
        "measure",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("binding", sa.String(length=40), nullable=True),
        sa.Column("carrier", sa.String(length=200), nullable=False),
        sa.Column("carrier_kind", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=100), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("cost", sa.BigInteger(), nullable=True),
        sa.Column("cost_note", sa.String(length=200), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_field_number", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["action_field_number"],
            ["action_field.number"],
        ),
        sa.ForeignKeyConstraint(
            ["goal_id"],
            ["goal.id"],
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["unit.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measure_action_field_number"), ["action_field_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_measure_goal_id"), ["goal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_measure_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "opportunity",
        sa.Column("external_id", sa.String(length=500), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("short_description", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("guideline", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("funder", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("applicant_types", sa.JSON(), nullable=False),
        sa.Column("applicant_route", sa.String(length=40), nullable=False),
        sa.Column("instruments", sa.JSON(), nullable=False),
        sa.Column("min_amount", sa.BigInteger(), nullable=True),
        sa.Column("max_amount", sa.BigInteger(), nullable=True),
        sa.Column("max_rate", sa.BigInteger(), nullable=True),
        sa.Column("municipal_rate", sa.BigInteger(), nullable=True),
        sa.Column("own_share_min", sa.BigInteger(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("deadline", sa.JSON(), nullable=False),
        sa.Column("status_note", sa.String(length=40), nullable=True),
        sa.Column("early_start", sa.String(length=40), nullable=False),
        sa.Column("cumulation", sa.String(length=40), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("attribution", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_name", sa.String(length=60), nullable=False),
        sa.Column("page_url", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("first_seen", sa.DateTime(), nullable=False),
        sa.Column("last_seen", sa.DateTime(), nullable=False),
        sa.Column("content_changed_at", sa.DateTime(), nullable=False),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.Column("last_run_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["last_run_id"],
            ["crawl_run.id"],
        ),
        sa.ForeignKeyConstraint(
            ["source_name"],
            ["source.name"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source_name", "external_id"),
    )
    with op.batch_alter_table("opportunity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opportunity_last_run_id"), ["last_run_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opportunity_level"), ["level"], unique=False)
        batch_op.create_index("ix_opportunity_retired", ["retired_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_opportunity_source_name"), ["source_name"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("opportunity_version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["measure_id"],
            ["measure.id"],
        ),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunity.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_measure_id"), ["measure_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_opportunity_id"), ["opportunity_id"], unique=False)

    op.create_table(
        "financing_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"],
            ["measure.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("financing_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_financing_item_measure_id"), ["measure_id"], unique=False)

    op.create_table(
        "match",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("eligibility", sa.String(length=40), nullable=False),
        sa.Column("eligibility_reasons", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("computed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"],
            ["measure.id"],
        ),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunity.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("measure_id", "opportunity_id"),
    )
    with op.batch_alter_table("match", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_match_measure_id"), ["measure_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_match_opportunity_id"), ["opportunity_id"], unique=False)

    op.create_table(
        "opportunity_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("material", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunity.id"],
        ),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["crawl_run.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("opportunity_id", "number"),
    )
    with op.batch_alter_table("opportunity_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opportunity_version_opportunity_id"), ["opportunity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opportunity_version_run_id"), ["run_id"], unique=False)

    op.create_table(
        "year_cost",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"],
            ["measure.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("measure_id", "year"),
    )
    with op.batch_alter_table("year_cost", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_year_cost_measure_id"), ["measure_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("year_cost", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_year_cost_measure_id"))

    op.drop_table("year_cost")
    with op.batch_alter_table("opportunity_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opportunity_version_run_id"))
        batch_op.drop_index(batch_op.f("ix_opportunity_version_opportunity_id"))

    op.drop_table("opportunity_version")
    with op.batch_alter_table("match", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_opportunity_id"))
        batch_op.drop_index(batch_op.f("ix_match_measure_id"))

    op.drop_table("match")
    with op.batch_alter_table("financing_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_financing_item_measure_id"))

    op.drop_table("financing_item")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_opportunity_id"))
        batch_op.drop_index(batch_op.f("ix_decision_measure_id"))

    op.drop_table("decision")
    with op.batch_alter_table("opportunity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opportunity_source_name"))
        batch_op.drop_index("ix_opportunity_retired")
        batch_op.drop_index(batch_op.f("ix_opportunity_level"))
        batch_op.drop_index(batch_op.f("ix_opportunity_last_run_id"))

    op.drop_table("opportunity")
    with op.batch_alter_table("measure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_measure_unit_id"))
        batch_op.drop_index(batch_op.f("ix_measure_goal_id"))
        batch_op.drop_index(batch_op.f("ix_measure_action_field_number"))

    op.drop_table("measure")
    with op.batch_alter_table("page_state", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_page_state_source_name"))

    op.drop_table("page_state")
    with op.batch_alter_table("goal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_goal_action_field_number"))

    op.drop_table("goal")
    with op.batch_alter_table("crawl_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_crawl_run_source_name"))

    op.drop_table("crawl_run")
    op.drop_table("unit")
    op.drop_table("source")
    op.drop_table("action_field")

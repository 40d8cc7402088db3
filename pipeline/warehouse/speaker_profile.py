"""What is known of one speaker: names, forms, roles, outlets, days, statements, quotations."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Engine, func, select

from pipeline.records import Kind
from pipeline.shown_records import FoundQuotation, IdentityCandidate
from pipeline.warehouse.connection import reading
from pipeline.warehouse.derived_tables import current_quotation, speaker_day, statement_spread
from pipeline.warehouse.outside_identity.identity_list import candidates_of
from pipeline.warehouse.quotation_query import NEWEST_FIRST, fetch_quotations, quotation_query
from pipeline.warehouse.statement_spreads import StatementSpread, spread_statements
from pipeline.warehouse.tables import outlet, quotation, speaker, speaker_alias, speaker_name

MAX_NAMES = 50
"""Full names and other forms, each: the most frequent."""
MAX_ROLES = 40
MAX_OUTLETS = 60
MAX_STATEMENTS = 12
"""Those that spread furthest: about a screen."""
MANY = 5000
"""Quotations of a speaker from which on the statements of all, by spread, are gone through for
theirs: with fewer, their own are."""


@dataclass(frozen=True, slots=True)
class NameForm:
    """A form of a speaker's name."""

    form: str
    is_full: bool
    """Whether it is a full name, which is what the speaker is known by."""
    quotations: int
    """Of articles that use it, older versions included."""


@dataclass(frozen=True, slots=True)
class RoleSpan:
    """A title or description and the time in which articles gave it."""

    role: str
    quotations: int
    first_appeared_at: datetime
    last_appeared_at: datetime


@dataclass(frozen=True, slots=True)
class OutletShare:
    """What an outlet prints of a speaker."""

    outlet: str
    outlet_key: str
    quotations: int
    statements: int


@dataclass(frozen=True, slots=True)
class SpeakerProfile:
    """A speaker with all that the warehouse says of them; numbers are those that count."""

    speaker_id: int
    name: str
    kind: str | None
    """`person` or `organisation`; None if no article tells."""
    quotations: int
    statements: int
    kinds: tuple[tuple[Kind, int], ...]
    forms: tuple[NameForm, ...]
    roles: tuple[RoleSpan, ...]
    """The latest first."""
    outlets: tuple[OutletShare, ...]
    """The one that quotes most first."""
    days: tuple[tuple[date, int], ...]
    """Days with quotations and their numbers, oldest first."""
    spread: tuple[StatementSpread, ...]
    """The statements that spread furthest."""
    newest: tuple[FoundQuotation, ...]
    candidates: tuple[IdentityCandidate, ...] = ()
    """Whom of the identities file the speaker may be; the one that it is, first."""

    @property
    def identity(self) -> str | None:
        """Scheme and id of who it is in the identities file; None if that is not known."""
        return next((one.identity for one in self.candidates if one.doubt is None), None)


def name_of_speaker(engine: Engine, speaker_id: int) -> str | None:
    """The name of a speaker; None if there is none of this number.

    Raises WarehouseError if the warehouse cannot be used.
    """
    with reading(engine) as connection:
        name: str | None = connection.scalar(
            select(speaker.c.name).where(speaker.c.id == speaker_id)
        )
    return name


def speaker_profile(
    engine: Engine, speaker_id: int, *, limit: int = 20, offset: int = 0
) -> SpeakerProfile | None:
    """The profile of a speaker, with `limit` of the newest quotations after `offset`.

    None if there is no such speaker. Raises WarehouseError if the warehouse cannot be used.
    """
    of_speaker = current_quotation.c.speaker_id == speaker_id
    with reading(engine) as connection:
        found = select(speaker.c.name, speaker.c.kind).where(speaker.c.id == speaker_id)
        known = connection.execute(found).one_or_none()
        if known is None:
            return None
        newest = quotation_query().where(of_speaker).order_by(*NEWEST_FIRST)
        days = _days(connection, speaker_id)
        kinds, roles = _kinds_and_roles(connection, speaker_id)
        statements, outlets = _statements_and_outlets(connection, speaker_id)
        return SpeakerProfile(
            speaker_id=speaker_id,
            name=known.name,
            kind=known.kind,
            quotations=sum(number for _day, number in days),
            statements=statements,
            kinds=kinds,
            forms=_forms(connection, speaker_id),
            roles=roles,
            outlets=outlets,
            days=days,
            spread=spread_statements(
                connection,
                _said_by(speaker_id, sum(number for _day, number in days)),
                limit=MAX_STATEMENTS,
            ),
            newest=tuple(fetch_quotations(connection, newest.limit(limit).offset(offset))),
            candidates=candidates_of(connection, [speaker_id]).get(speaker_id, ()),
        )


def _said_by(speaker_id: int, quotations: int) -> ColumnElement[bool]:
    """That a statement is one of a speaker's, who has so many quotations."""
    # the query around it has that table too
    said = current_quotation.alias("said").c
    if quotations < MANY:
        ids = select(said.statement_id).where(said.speaker_id == speaker_id).distinct()
        return statement_spread.c.statement_id.in_(ids)
    # one of the first statements by spread is theirs soon enough: they need not all be gathered
    return (
        select(said.quotation_id)
        .where(said.statement_id == statement_spread.c.statement_id)
        # the index of speakers, which has a hundred thousand of them, is not to be used
        .where(said.speaker_id + 0 == speaker_id)
        .exists()
    )


def _days(connection: Connection, speaker_id: int) -> tuple[tuple[date, int], ...]:
    query = (
        select(speaker_day.c.day, speaker_day.c.quotations)
        .where(speaker_day.c.speaker_id == speaker_id)
        .order_by(speaker_day.c.day)
    )
    return tuple((row.day, row.quotations) for row in connection.execute(query))


def _kinds_and_roles(
    connection: Connection, speaker_id: int
) -> tuple[tuple[tuple[Kind, int], ...], tuple[RoleSpan, ...]]:
    """How many quotations are of each kind, and the roles, the latest first."""
    appeared = current_quotation.c.published_or_first_seen_at
    # the quotations of some speakers are a hundred thousand: they are gone through once
    query = (
        select(
            quotation.c.kind,
            quotation.c.role,
            func.count().label("number"),
            func.min(appeared).label("first"),
            func.max(appeared).label("last"),
        )
        .join(current_quotation, quotation.c.id == current_quotation.c.quotation_id)
        .where(current_quotation.c.speaker_id == speaker_id)
        .group_by(quotation.c.kind, quotation.c.role)
    )
    numbers: Counter[Kind] = Counter()
    spans: dict[str, RoleSpan] = {}
    for row in connection.execute(query):
        numbers[Kind(row.kind)] += row.number
        if row.role is not None:
            key = row.role.casefold()
            known = spans.get(key, RoleSpan(row.role, 0, row.first, row.last))
            # a role at the beginning of a sentence has a capital
            spans[key] = RoleSpan(
                max(known.role, row.role),
                known.quotations + row.number,
                min(known.first_appeared_at, row.first),
                max(known.last_appeared_at, row.last),
            )
    roles = sorted(spans.values(), key=lambda span: (-span.quotations, span.role))
    roles.sort(key=lambda span: span.last_appeared_at, reverse=True)
    return tuple((kind, numbers[kind]) for kind in Kind if kind in numbers), tuple(
        roles[:MAX_ROLES]
    )


def _forms(connection: Connection, speaker_id: int) -> tuple[NameForm, ...]:
    names = (
        select(speaker_name.c.name, func.sum(speaker_name.c.quotations).label("number"))
        .where(speaker_name.c.speaker_id == speaker_id)
        .group_by(speaker_name.c.name)
        .order_by(func.sum(speaker_name.c.quotations).desc(), speaker_name.c.name)
        .limit(MAX_NAMES)
    )
    aliases = (
        select(speaker_alias.c.alias, func.sum(speaker_alias.c.quotations).label("number"))
        .join(speaker_name, speaker_name.c.id == speaker_alias.c.name_id)
        .where(speaker_name.c.speaker_id == speaker_id)
        .group_by(speaker_alias.c.alias)
        .order_by(func.sum(speaker_alias.c.quotations).desc(), speaker_alias.c.alias)
        .limit(MAX_NAMES)
    )
    full = [NameForm(row.name, True, int(row.number)) for row in connection.execute(names)]
    known = {form.form for form in full}
    others = [NameForm(row.alias, False, int(row.number)) for row in connection.execute(aliases)]
    return (*full, *(form for form in others if form.form not in known))


def _statements_and_outlets(
    connection: Connection, speaker_id: int
) -> tuple[int, tuple[OutletShare, ...]]:
    """How many statements there are, and what each outlet prints of them."""
    current = current_quotation.c
    printed = (
        select(current.statement_id, current.outlet_id, func.count().label("quotations"))
        .where(current.speaker_id == speaker_id)
        .group_by(current.statement_id, current.outlet_id)
        .cte("printed")
        # gone through twice, and found once
        .prefix_with("MATERIALIZED")
    )
    number = func.sum(printed.c.quotations)
    shares = (
        select(printed.c.outlet_id, number.label("number"), func.count().label("statements"))
        .group_by(printed.c.outlet_id)
        .subquery("shares")
    )
    statements = select(func.count(printed.c.statement_id.distinct())).scalar_subquery()
    query = (
        select(
            outlet.c.name,
            outlet.c.key,
            shares.c.number,
            shares.c.statements,
            statements.label("total"),
        )
        .join(shares, shares.c.outlet_id == outlet.c.id)
        .order_by(shares.c.number.desc(), outlet.c.name, outlet.c.id)
        .limit(MAX_OUTLETS)
    )
    rows = connection.execute(query).all()
    found = tuple(OutletShare(row.name, row.key, int(row.number), row.statements) for row in rows)
    return rows[0].total if rows else 0, found

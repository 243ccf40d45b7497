"""Which computed table becomes which derived register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alatau.registry.people.declared import (
    FAMILIES,
    FAULTS,
    HOMES,
    KINSHIP,
    MEMBERSHIP,
    PRESENCE,
    RELATIONS,
    RESIDENCE,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_RECORD = """coalesce(t.confidence, 0)::BIGINT AS confidence,
            t.register AS source, t.load AS source_load, t.line AS source_line"""
_DAYS = "t.d1 AS valid_from, nullif(t.d2, never()) AS valid_until"
#: A family is called after those who founded it: the same ones give the same family, whoever computes and whenever.
_FAMILY = "md5(f1.id::VARCHAR || coalesce(f2.id::VARCHAR, ''))::UUID::VARCHAR"
_FOUNDERS = "JOIN human AS f1 ON f1.p = t.low LEFT JOIN human AS f2 ON f2.p = t.high"

#: SQL that gives the subject, the declared columns and the days, by the derived register's key.
OUTPUTS: Mapping[str, str] = {
    KINSHIP.key: f"""SELECT h.id AS subject, h.id AS person, o.id AS relative, t.kin, t.seen_as, t.is_hidden, {_RECORD},
            {_DAYS}
        FROM kinship AS t JOIN human AS h USING (p) JOIN human AS o ON o.p = t.q""",
    RESIDENCE.key: f"""SELECT h.id AS subject, h.id AS person, t.place, t.is_temporary, {_RECORD}, {_DAYS}
        FROM stay AS t JOIN human AS h USING (p)""",
    HOMES.key: f"""SELECT t.place AS subject, t.place, h.id AS person, t.is_temporary, {_RECORD}, {_DAYS}
        FROM stay AS t JOIN human AS h USING (p)""",
    MEMBERSHIP.key: f"""SELECT h.id AS subject, h.id AS person, {_FAMILY} AS family, t.role, {_RECORD}, {_DAYS}
        FROM membership AS t JOIN human AS h USING (p) {_FOUNDERS}""",
    FAMILIES.key: f"""SELECT {_FAMILY} AS subject, {_FAMILY} AS family, h.id AS person, t.role, {_RECORD}, {_DAYS}
        FROM membership AS t JOIN human AS h USING (p) {_FOUNDERS}""",
    RELATIONS.key: f"""SELECT h.id AS subject, h.id AS person, t.relation, o.id AS other, {_RECORD}, {_DAYS}
        FROM relation AS t JOIN human AS h USING (p) JOIN human AS o ON o.p = t.q""",
    PRESENCE.key: f"""SELECT h.id AS subject, h.id AS person, t.sex, {_RECORD}, {_DAYS}
        FROM (
            SELECT a.p, a.d1, a.d2, l.sex, getvariable('sure') AS confidence, l.register, l.load, l.line
            FROM present AS a JOIN life AS l USING (p)
        ) AS t JOIN human AS h USING (p)""",
    FAULTS.key: """SELECT DISTINCT h.id AS subject, h.id AS person, t.code, 0::BIGINT AS confidence,
        coalesce(t.register, '') AS source, coalesce(t.load, 0) AS source_load, coalesce(t.line, 0) AS source_line,
        coalesce(l.born, DATE '1900-01-01') AS valid_from, NULL::DATE AS valid_until
        FROM fault AS t LEFT JOIN human AS h USING (p) LEFT JOIN life AS l USING (p)""",
}

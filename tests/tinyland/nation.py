"""Tinyland drawn anew: one region, and a boat for every tenth person."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from alatau.registry.synthetic import columns
from alatau.registry.synthetic.draw import open_stream
from alatau.registry.synthetic.values import AgeBand, Demography, Figures, Published, Sheet, Stratum

DEMOGRAPHY = Demography(
    bands=(AgeBand(first=0, last=39, share=0.6, female=0.5), AgeBand(first=40, last=80, share=0.4, female=0.52)),
    married={17: 0.0, 25: 0.6, 80: 0.5},
    widowed={30: 0.0, 80: 0.4},
    divorced={22: 0.0, 40: 0.1, 80: 0.05},
    husband_older=1.0,
    husband_spread=2.0,
    mother_age=28.0,
    mother_spread=5.0,
    mother_youngest=18.0,
    mother_oldest=44.0,
    family_evenness=3.0,
    mixed_marriages=0.0,
    unmarried_births=0.3,
    twins=0.1,
    mother_alive={0: 1.0, 60: 0.2},
    dead_share=0.1,
    dead_years=10,
    death_age=70.0,
    death_spread=10.0,
    men_die_earlier=4.0,
    leaves_home=25,
)


class Nation:
    """All of it: boats."""

    as_of = date(2026, 5, 6)
    chunk_people = 1_000
    most_chunks = 10
    real_people = 5_000
    demography = DEMOGRAPHY

    def list_strata(self, people):
        return ((Stratum(region=0, community=0, weight=1.0, youth=1.0, household_size=2.5), people),)

    def draw_chunk(self, chunk, people):
        owners = np.arange(0, chunk.people, 10)
        random = open_stream(seed=chunk.seed, chunk=chunk.number, stream="boats")
        serial = chunk.number * 10_000 + owners
        yield Sheet(
            register="boats",
            columns={
                "mast_number": columns.serials("M", serial, 6),
                "owner_number": columns.text(columns.joined("P", columns.digits(900_000 + serial, 6), "0")),
                "length": columns.decimals(3 + random.random(len(owners)) * 9),
            },
        )
        yield Sheet(register="faults", columns={"row_key": pa.array([], type=pa.string())}, is_truth=True)

    def list_figures(self, people):
        boats = Published(figure="boats", about="", value=people / 10, tolerance=0.01, source="Tiny Act 6")
        return Figures(queries={"boats": "select '', count(*), count(*) from boats"}, published=(boats,))


NATION = Nation()

"""How the people of Kazakhstan are aged, married and born. Sources and estimates: see the README beside this file."""

from __future__ import annotations

from alatau.registry.synthetic.values import AgeBand, Demography

#: Births of 2008 to 2025, thousands: the cohorts of those under 18 on 1 January 2026.
COHORTS = (357, 358, 368, 373, 381, 387, 399, 398, 401, 390, 398, 402, 427, 447, 404, 388, 369, 335)
#: First and last age, people in millions, share of men. The small cohorts of 1996 to 2003 are a real dip.
AGES = (
    (0, 4, 1.929, 0.515),
    (5, 9, 1.998, 0.514),
    (10, 14, 1.915, 0.514),
    (15, 17, 1.067, 0.514),
    (18, 19, 0.614, 0.513),
    (20, 24, 1.200, 0.512),
    (25, 29, 1.130, 0.512),
    (30, 34, 1.470, 0.511),
    (35, 39, 1.620, 0.510),
    (40, 44, 1.283, 0.506),
    (45, 49, 1.190, 0.490),
    (50, 54, 1.060, 0.478),
    (55, 59, 1.020, 0.464),
    (60, 64, 0.970, 0.445),
    (65, 69, 0.770, 0.415),
    (70, 74, 0.540, 0.382),
    (75, 79, 0.290, 0.340),
    (80, 84, 0.250, 0.300),
    (85, 97, 0.180, 0.240),
)
MILLIONS = sum(people for _, _, people, _ in AGES)
ADULT = 18


def _bands() -> tuple[AgeBand, ...]:
    """Return five-year bands, and single years for children, so that each cohort keeps its size."""
    bands = []
    for first, last, people, men in AGES:
        if first >= ADULT:
            bands.append(AgeBand(first=first, last=last, share=people / MILLIONS, female=1 - men))
            continue
        births = [COHORTS[17 - age] for age in range(first, last + 1)]
        bands += [
            AgeBand(first=age, last=age, share=people / MILLIONS * born / sum(births), female=1 - men)
            for age, born in zip(range(first, last + 1), births, strict=True)
        ]
    return tuple(bands)


DEMOGRAPHY = Demography(
    bands=_bands(),
    # Tied to the census of 2021: 60.9 percent of those over 15 are married, 5.3 widowed, 5.8 divorced.
    married={17: 0.0, 20: 0.13, 24: 0.5, 29: 0.78, 35: 0.85, 45: 0.82, 55: 0.72, 65: 0.52, 75: 0.25, 85: 0.08},
    widowed={30: 0.0, 45: 0.03, 55: 0.09, 65: 0.24, 75: 0.5, 85: 0.75},
    divorced={22: 0.0, 30: 0.06, 40: 0.1, 55: 0.11, 65: 0.1, 75: 0.06, 85: 0.03},
    husband_older=2.6,
    husband_spread=2.0,
    # The mean age of mothers is 29.9 in 2025 and was lower for the older cohorts.
    mother_age=28.8,
    mother_spread=5.4,
    mother_youngest=17.5,
    mother_oldest=45.0,
    family_evenness=10.0,
    # Slavic-speaking people marry others in about one marriage of ten, as wives and as husbands.
    mixed_marriages=0.08,
    unmarried_births=0.18,
    twins=0.12,
    mother_alive={0: 0.998, 17: 0.985, 30: 0.93, 45: 0.75, 60: 0.35, 70: 0.1},
    # 27 million records of persons for 20.5 million living: the dead since the numbers were brought in.
    dead_share=0.317,
    dead_years=28,
    death_age=74.0,
    death_spread=13.0,
    men_die_earlier=9.0,
    leaves_home=30,
)

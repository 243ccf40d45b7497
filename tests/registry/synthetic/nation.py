"""The nation of Kazakhstan with small chunks and a small city, so that few people show all of it."""

from __future__ import annotations

from qazaqstan.synthetic import regions
from qazaqstan.synthetic.nation import Nation


class SmallNation(Nation):
    """Half of its people live in the city, the others in all regions."""

    chunk_people = 1_500

    def list_strata(self, people):
        return regions.list_strata(people, city=people // 2)


NATION = SmallNation()

"""Shapes of places, for maps: the content's own files, or the part of one that lies in a region."""

from __future__ import annotations

import json
from functools import cache

from alatau.core.content import content
from alatau.core.errors import NotFoundError


@cache
def read_boundaries(level: str, within: str = "") -> bytes:
    """Return the shapes of a level as GeoJSON; with a region's code only those that lie in it.

    Raises:
        NotFoundError: the content has no such level, or no shape lies in the region.
    """
    path = content().boundaries.get(level)
    if path is None:
        raise NotFoundError
    if not within:
        return path.read_bytes()
    shapes = json.loads(path.read_bytes())
    shapes["features"] = [shape for shape in shapes["features"] if shape["properties"].get("region") == within]
    if not shapes["features"]:
        # Only what exists is remembered, so that made-up codes fill no memory.
        raise NotFoundError
    return json.dumps(shapes, ensure_ascii=False, separators=(",", ":")).encode()

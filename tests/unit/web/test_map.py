"""The map as SVG: right places, readable names, nothing when nothing is known."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from portal.model.directory import Commune
from portal.model.geography import distance_km
from portal.web.map import KM_PER_DEGREE, LABELS, RINGS, WIDTH, TerritoryMap, territory_map
from portal.web.site import Site


def commune(site: Site, ident: str) -> Commune:
    """A commune of the fictitious territory."""
    found = site.offers.commune(ident)
    assert found is not None
    return found


def drawn(site: Site, here: str, near: list[str]) -> TerritoryMap:
    """The map seen from a commune."""
    found = territory_map(site.catalogue, commune(site, here), [commune(site, n) for n in near])
    assert found is not None
    return found


def test_without_outlines(example: Site) -> None:
    """No outline, no map."""
    assert territory_map(replace(example.catalogue, outlines={}), commune(example, "98991"), []) is None


def test_land(example: Site) -> None:
    """Each ring of each commune is one closed path; the commune one looks at stands apart."""
    found = drawn(example, "98991", ["98993"])
    assert found.land.count("z") == found.land.count("M") == 4
    assert re.fullmatch(r"(M-?\d+ -?\d+l[-\d ]+z)+", found.land)
    assert found.here in found.land
    assert drawn(example, "98994", []).here == ""  # its outline is not known


def test_points_stay_inside(example: Site) -> None:
    """The drawing is as wide as said, and north is up."""
    found = drawn(example, "98991", ["98992", "98993"])
    named = {m.name: m for m in found.marks}
    assert found.width == WIDTH and found.centre is not None
    for mark in (found.centre, *found.marks):
        assert 0 <= mark.x <= found.width and 0 <= mark.y <= found.height
    assert named["Saint-Exemple-le-Haut"].y < found.centre.y < named["L’Isle-Fictive"].y
    assert named["Saint-Exemple-le-Haut"].x < found.centre.x < named["L’Isle-Fictive"].x


def test_scale(example: Site) -> None:
    """A ring of ten kilometres passes ten kilometres away, within a hundredth."""
    found = drawn(example, "98991", ["98992"])
    assert [km for km, _ in found.rings] == list(RINGS)
    here, there = commune(example, "98991"), commune(example, "98992")
    assert found.centre and here.lat and here.lon and there.lat and there.lon
    km = distance_km((here.lat, here.lon), (there.lat, there.lon))
    mark = found.marks[0]
    units = ((mark.x - found.centre.x) ** 2 + (mark.y - found.centre.y) ** 2) ** 0.5
    assert units / km == pytest.approx(found.rings[0][1] / RINGS[0], rel=0.01)
    assert pytest.approx(111.2, abs=0.1) == KM_PER_DEGREE


def test_unknown_position(example: Site) -> None:
    """A commune whose centre is unknown has no ring and no mark of its own."""
    found = drawn(example, "98995", ["98991", "98995"])
    assert found.centre is None and found.rings == ()
    assert [m.name for m in found.marks] == ["Bourg-Exemple"]


def test_names_do_not_cover_each_other(example: Site) -> None:
    """At most six names, on free sides."""
    here = commune(example, "98991")
    crowd = [
        here.model_copy(update={"id": f"9890{n}", "title": f"Voisine {n}", "lat": 45.0 + n / 500})
        for n in range(9)
    ]
    found = territory_map(example.catalogue, here, crowd)
    assert found is not None and len(found.marks) == LABELS
    sides = [(m.label_x - m.x, m.label_y - m.y) for m in found.marks]
    assert len(set(sides)) > 1

"""The map as SVG: right places, readable names, nothing when nothing is known."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from portal.model.directory import Commune
from portal.model.geography import distance_km
from portal.web.map import KM_PER_DEGREE, LABELS, RINGS, WIDTH, Atlas, Mark, TerritoryMap, labelled
from portal.web.site import Site


def commune(site: Site, ident: str) -> Commune:
    """A commune of the fictitious territory."""
    found = site.offers.commune(ident)
    assert found is not None
    return found


def drawn(site: Site, here: str, near: list[str]) -> TerritoryMap:
    """The map seen from a commune."""
    found = site.atlas.around(commune(site, here), [commune(site, n) for n in near])
    assert found is not None
    return found


def test_without_outlines(example: Site) -> None:
    """No outline, no map."""
    nothing = Atlas({})
    assert nothing.around(commune(example, "98991"), []) is None
    assert nothing.of_commune(commune(example, "98991"), example.offers.places_in("98991")) is None
    assert nothing.overview([commune(example, "98991")]) is None


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


def _letters(mark: Mark) -> tuple[float, float, float, float]:
    """Where a name is written, at the largest size of letters."""
    wide = len(mark.name) * 17
    left = mark.label_x - wide * {"start": 0, "middle": 0.5, "end": 1}[mark.anchor]
    return left, mark.label_y - 34, left + wide, mark.label_y


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_names_do_not_cover_each_other(example: Site) -> None:
    """At most six names, on free sides."""
    here = commune(example, "98991")
    crowd = [
        here.model_copy(update={"id": f"9890{n}", "title": f"Voisine {n}", "lat": 45.0 + n / 500})
        for n in range(9)
    ]
    found = example.atlas.around(here, crowd)
    assert found is not None and len(found.marks) == LABELS
    written = [m for m in (found.centre, *found.marks) if m and m.anchor]
    assert 1 < len(written) < len(found.marks)  # nine neighbours on top of each other: some are named beside
    boxes = [_letters(m) for m in written]
    stones = [(m.x - 9, m.y - 11, m.x + 9, m.y + 11) for m in found.marks]
    assert not any(_meet(one, other) for one, other in combinations(boxes, 2))
    assert not any(_meet(box, stone) for box in boxes for stone in stones)


def test_only_what_is_in_sight_is_drawn() -> None:
    """The map of a commune stays light, however many the territory has."""
    square = ((0.0, 0.0), (0.0, 0.04), (0.04, 0.04), (0.04, 0.0), (0.0, 0.0))
    outlines = {
        f"{row:02}{column:03}": (tuple((45 + row / 20 + y, column / 20 + x) for y, x in square),)
        for row in range(40)
        for column in range(100)
    }
    here = Commune(id="81004", title="Milieu", lat=46.02, lon=2.52)
    found = Atlas(outlines).around(here, [])
    assert found is not None and 200 < found.land.count("z") < 500
    assert len(found.land) < 20_000


def test_sites_of_a_commune(example: Site) -> None:
    """Every place that has a position, once; those at one point share a mark; what is unsure is said."""
    places = example.offers.places_in("98991")
    twin = places[0].model_copy(update={"id": "jumeau", "position": "town_hall"})
    nowhere = places[0].model_copy(update={"id": "ailleurs", "lat": None, "lon": None})
    found = example.atlas.of_commune(commune(example, "98991"), [*places, twin, nowhere])
    assert found is not None
    drawn_places = [place.id for spot in found.spots for place in spot.places]
    assert sorted(drawn_places) == sorted([*(p.id for p in places), "jumeau"])
    shared = next(spot for spot in found.spots if len(spot.places) == 2)
    assert not shared.exact
    assert [spot.number for spot in found.spots] == [*range(1, len(found.spots) + 1)]
    assert all(0 <= spot.x <= found.width and 0 <= spot.y <= found.height for spot in found.spots)


def test_overview_names(example: Site) -> None:
    """The first communes bear their name, apart from each other; every commune has its mark."""
    communes = [commune(example, ident) for ident in ("98993", "98992", "98991")]
    found = example.atlas.overview(communes)
    assert found is not None
    assert [mark.ident for mark in found.marks] == ["98993", "98992", "98991"]
    assert [mark.name for mark in found.named] == [c.title for c in communes][:LABELS]
    assert len({(mark.label_x, mark.label_y) for mark in found.named}) == len(found.named)


def test_a_name_covers_no_mark_if_it_can(example: Site) -> None:
    """Above its mark when nothing is there; elsewhere when another commune has its mark there."""
    one, other = commune(example, "98991"), commune(example, "98992")
    above, below = (labelled([(one, (500, 300))], 600, [(other, at)])[0] for at in ((500, 420), (500, 265)))
    assert above.label_y < 300 < below.label_y

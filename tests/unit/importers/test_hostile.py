"""Whatever bytes a file holds, an import says a sentence or reads what is sound: it never breaks."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.errors import PortalError, Problem
from portal.importers.annuaire import read_annuaire
from portal.importers.communes import joined, read_communes, read_merges
from portal.importers.contacts import read_contacts
from portal.importers.finess import establishments
from portal.importers.layouts import reading
from portal.importers.outlines import drawn, read_outlines
from portal.importers.sae import read_sae

FIXTURES = Path(__file__).parents[2] / "fixtures"
FINESS, TARN = FIXTURES / "finess", FIXTURES / "tarn"


def finess(path: Path) -> None:
    problems: list[Problem] = []
    one = reading(path, problems)
    establishments(one.rows, path.name, problems, once=one.once)
    one.as_of()


READERS: dict[str, tuple[Path, Callable[[Path], object]]] = {
    "activities": (FINESS / "finess-activites.csv", finess),
    "stock": (FINESS / "etalab-cs1100507-81.csv", finess),
    "official stock": (FINESS / "etalab-cs1100502-extrait-20260512.csv", finess),
    "communes": (TARN / "communes-81.csv", lambda path: joined([read_communes(path, [])])),
    "outlines": (TARN / "contours-2018-extrait.geojson", lambda path: drawn(read_outlines(path))),
    "contacts": (FINESS / "isere-hopitaux-20260311-extrait.csv", read_contacts),
    "sae": (TARN / "activites-sae2021-81.csv", read_sae),
    "annuaire": (
        FINESS / "annuaire-header.txt",
        lambda path: [*read_annuaire(path, {"81004"}, {"10"}, [])],
    ),
    "events": (TARN / "communes-81.csv", read_merges),
    "feed": (FINESS / "flux-structures.json", finess),
}


@pytest.mark.parametrize("name", READERS)
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), noise=st.binary(max_size=40), cuts=st.integers(0, 4))
def test_a_damaged_file_is_read_or_refused(
    tmp_path: Path, name: str, seed: int, noise: bytes, cuts: int
) -> None:
    """Real lines with bytes lost, doubled and thrown in."""
    source, read = READERS[name]
    chance = random.Random(seed)
    data = bytearray(source.read_bytes()[:30_000])
    for _ in range(cuts):
        at = chance.randrange(len(data) + 1)
        del data[at : at + chance.randrange(60)]
        where = chance.randrange(len(data) + 1)
        data[where:where] = noise
    path = tmp_path / "file"
    path.write_bytes(data)
    try:
        read(path)
    except PortalError as error:
        assert str(error)

"""Small sites to search, and a way to run the search modules outside a browser: their logic needs none."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import playwright
import pytest

from search.document import SearchDocument
from search.export import compile_index
from search.index import Index

ROOT = Path(__file__).parents[3]

CARE = (
    SearchDocument(
        "services/cardiologie",
        "services/cardiologie/",
        "service",
        "fr",
        "Cardiologie à l’hôpital de Valfictif",
        "Consultations pour le cœur et les vaisseaux, sur courrier du médecin traitant.",
        ("cardiologue", "docteur du cœur", "maladie des artères"),
        ("Prendre rendez-vous", "Ce qu’il faut apporter"),
        "Téléphone 05 36 49 00 01. L’électrocardiogramme se fait sur place. Apportez vos ordonnances.",
        {"specialty": ("cardiologie",), "access": ("courrier",)},
        (43.93, 2.15),
    ),
    SearchDocument(
        "services/ophtalmologie",
        "services/ophtalmologie/",
        "service",
        "fr",
        "Ophtalmologie",
        "Yeux : consultations sans courrier.",
        ("ophtalmologue", "docteur des yeux"),
        (),
        "Le fond d’œil demande des gouttes ; ne conduisez pas ensuite.",
        {"specialty": ("ophtalmologie",), "access": ("direct",)},
        (43.60, 2.24),
    ),
    SearchDocument(
        "parcours/insuffisance-cardiaque",
        "parcours/insuffisance-cardiaque/",
        "pathway",
        "fr",
        "Insuffisance cardiaque",
        "Du premier essoufflement au suivi : qui voir, et quand.",
        ("cœur fatigué",),
        ("Signes d’alerte",),
        "Le médecin traitant demande un avis par télé-expertise à un cardiologue. Pesez-vous chaque jour.",
    ),
    SearchDocument(
        "guides/medecin-traitant",
        "guides/medecin-traitant/",
        "guide",
        "fr",
        "Trouver un médecin traitant",
        "Que faire quand aucun cabinet ne prend de nouveaux patients.",
        ("plus de docteur",),
        (),
        "Appelez le 116 117 si un médecin ne peut pas attendre. La microentreprise n’a rien à voir ici.",
    ),
    SearchDocument(
        "guides/teleexpertise",
        "guides/teleexpertise/",
        "guide",
        "fr",
        "La télé-expertise",
        "Votre médecin demande l’avis d’un spécialiste à distance.",
        (),
        (),
        "Rien à payer. Le rhumatologue répond en quelques jours.",
    ),
)
SYNONYMS = (
    ("kiné", "kinésithérapeute"),
    ("crise de foie", "indigestion"),
    ("ordonnance", "prescription médicale"),
)
ONE_WAY = (("toubib du palpitant", "cardiologue"),)


@pytest.fixture(scope="session")
def care_files() -> dict[str, bytes]:
    """The compiled index of CARE."""
    index = Index(None, "fr")
    index.update(CARE)
    return compile_index(index, kind_weights={"pathway": 1.2}, synonyms=SYNONYMS, one_way=ONE_WAY)


@pytest.fixture(scope="session")
def run_js() -> Callable[..., str]:
    """A function that runs one script of tests/js with Node, and gives what it printed."""
    node = shutil.which("node") or str(Path(playwright.__file__).parent / "driver" / "node")

    def run(script: str, *arguments: object, stdin: str = "") -> str:
        command = [node, str(ROOT / "tests" / "js" / script), *map(str, arguments)]
        done = subprocess.run(command, input=stdin.encode(), capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    return run

"""What an activity of FINESS or of the SAE attests for patients. What nobody attests is not said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attested:
    """A service that the source proves."""

    kind: str  # code of the vocabulary service_kind
    title: str  # French, before the name of the organisation
    specialties: tuple[str, ...] = ()  # TRE_R38 codes, only where the activity is that specialty
    acts: tuple[str, ...] = ()


def _rehabilitation(act: str, *specialties: str) -> Attested:
    return Attested("rehabilitation", "Soins médicaux et de réadaptation", specialties, (act,))


_REHABILITATION = Attested("rehabilitation", "Soins médicaux et de réadaptation")
_CARE_STAY = Attested("hospital_stay", "Hospitalisation en médecine")
_CARDIAC = Attested(
    "hospital_stay", "Cardiologie interventionnelle", ("SM04",), ("Gestes sur le cœur guidés par l’imagerie",)
)

# Care activities and their forms (FINESS, nomenclature of authorised activities); "" stands for any form.
# Left out: what no patient asks for by itself (grafts, assisted procreation laboratory, crisis beds).
FINESS: dict[tuple[str, str], Attested] = {
    ("01", "01"): _CARE_STAY,
    ("01", "02"): Attested("day_hospital", "Hôpital de jour en médecine"),
    ("02", "01"): Attested("surgery", "Chirurgie", (), ("Opérations avec une ou plusieurs nuits sur place",)),
    ("02", "07"): Attested("surgery", "Chirurgie", (), ("Opérations sans nuit sur place (ambulatoire)",)),
    ("03", ""): Attested("maternity", "Maternité", ("SM20",)),
    ("04", "01"): Attested("hospital_stay", "Hospitalisation en psychiatrie", ("SM42",)),
    ("04", "03"): Attested("day_hospital", "Hôpital de jour en psychiatrie", ("SM42",)),
    ("07", ""): Attested("long_term_care", "Soins de longue durée"),
    ("10", ""): Attested("surgery", "Chirurgie cardiaque", ("SM11",)),
    ("11", ""): _CARDIAC,
    ("12", ""): Attested("surgery", "Neurochirurgie", ("SM31",)),
    ("14", "13"): Attested("emergency_department", "Urgences"),
    ("14", "14"): Attested("emergency_department", "Urgences"),
    ("16", ""): Attested("dialysis", "Dialyse", ("SM30",)),
    ("18", ""): Attested("cancer_care", "Traitement du cancer"),
    ("50", ""): _REHABILITATION,
    ("51", ""): _rehabilitation("Réadaptation des os et des articulations", "SM29"),
    ("53", ""): _rehabilitation("Réadaptation du cœur et des vaisseaux", "SM04"),
    ("54", ""): _rehabilitation("Réadaptation respiratoire", "SM41"),
    ("58", ""): _rehabilitation("Réadaptation après une addiction"),
    ("59", ""): _rehabilitation("Réadaptation des personnes âgées", "SM18"),
}

# Forms of the SAE (DREES). TELEMEDECINE and SMUR-SAMU are left out: a patient cannot ask for them there.
SAE: dict[str, Attested] = {
    "URGENCES": FINESS["14", "14"],
    "MATERNITE": FINESS["03", ""],
    "CANCERO": FINESS["18", ""],
    "DIALYSE": FINESS["16", ""],
    "IMAGERIE": Attested("imaging", "Imagerie médicale", ("SM44",)),
    "HAD": Attested("home_hospitalisation", "Hospitalisation à domicile"),
    "USLD": FINESS["07", ""],
    "SOINS_PALLIATIFS": Attested("palliative_care", "Soins palliatifs"),
    "REANIMATION": Attested("intensive_care", "Soins critiques"),  # the form covers continuous monitoring too
    "GERIATRIE": Attested("geriatrics", "Gériatrie", ("SM18",)),
    "PEDIATRIE": Attested("paediatrics", "Pédiatrie", ("SM40",)),
    "AVC": Attested("stroke_unit", "Soins de l’AVC"),
    "SSR": _REHABILITATION,
    "PSY": FINESS["04", "01"],
    "BLOC": Attested("surgery", "Chirurgie"),
}

# Equipment of social establishments, by label, then mode ("" stands for any).
EQUIPMENTS: dict[tuple[str, str], Attested] = {
    ("Accueil pour Personnes Âgées", "Accueil de Jour"): Attested("day_care", "Accueil de jour"),
    ("Accueil temporaire pour Personnes Âgées", "Accueil de Jour"): Attested("day_care", "Accueil de jour"),
    ("Accueil temporaire pour Personnes Âgées", "Hébergement Complet Internat"): Attested(
        "carer_respite", "Hébergement temporaire"
    ),
    ("Plateforme d'accompagnement et de répit des aidants (PFR)", ""): Attested(
        "carer_respite", "Plateforme de répit des aidants"
    ),
    ("Activité soins d'accompagnement et de réhabilitation", ""): Attested(
        "home_nursing",
        "Équipe spécialisée Alzheimer à domicile",
        acts=("Soins d’accompagnement et de réhabilitation",),
    ),
    ("Centre de ressources territorial pour les personnes âgées", ""): Attested(
        "coordination", "Centre de ressources pour personnes âgées"
    ),
}

# What an establishment of one single purpose does, before its name when the name does not say it.
PURPOSES: dict[str, Attested] = {
    "mental_health_centre": Attested("mental_health_centre", "", ("SM42",)),
    "child_mental_health_centre": Attested("child_mental_health_centre", "", ("SM43",)),
    "dialysis": Attested("dialysis", "", ("SM30",)),
    "imaging": Attested("imaging", "Imagerie médicale", ("SM44",)),
    "maternal_child_protection": Attested(
        "maternal_child_protection", "Protection maternelle et infantile (PMI)"
    ),
    "oxygen_supply": Attested("oxygen_supply", "Oxygène à domicile"),
    "addiction": Attested("addiction", "CSAPA"),
    "harm_reduction": Attested("harm_reduction", "CAARUD"),
    "home_hospitalisation": Attested("home_hospitalisation", "Hospitalisation à domicile"),
    "vaccination": Attested("vaccination", "Vaccination"),
}


def attested(activity: str, form: str) -> Attested | None:
    """The service that a care activity proves; None when it proves none to a patient."""
    return FINESS.get((activity, form)) or FINESS.get((activity, ""))


def equipped(equipment: str, mode: str) -> Attested | None:
    """The service that an equipment proves; None when it proves none to a patient."""
    return EQUIPMENTS.get((equipment, mode)) or EQUIPMENTS.get((equipment, ""))

"""Every kind of record by its folder: the one list that the loader, the pages and the documentation share."""

from __future__ import annotations

from types import MappingProxyType

from portal.errors import N_
from portal.model.base import Record
from portal.model.directory import Commune, Organisation, Place, Service
from portal.model.guidance import Agreement, Alert, Decision, EmergencyNumber, Faq, Guide, Rule, Term
from portal.model.insert import Insert
from portal.model.pathway import Pathway
from portal.model.people import Professional, Team

KINDS: MappingProxyType[str, type[Record]] = MappingProxyType(
    {
        kind.kind_id: kind
        for kind in (
            Pathway,
            Insert,
            Service,
            Team,
            Professional,
            Organisation,
            Place,
            Commune,
            Guide,
            Term,
            Decision,
            EmergencyNumber,
            Faq,
            Alert,
            Rule,
            Agreement,
        )
    }
)
# What editors call each kind, and what it is for.
TITLES: MappingProxyType[str, tuple[str, str]] = MappingProxyType(
    {
        "pathways": (N_("Pathways"), N_("The way through care for one condition, step by step.")),
        "inserts": (
            N_("Local inserts"),
            N_("What the territory adds to a shared pathway; the identifier is that of the pathway."),
        ),
        "services": (N_("Services"), N_("What somebody does for patients, somewhere, on certain terms.")),
        "teams": (N_("Teams"), N_("People of several places who care together.")),
        "professionals": (N_("Professionals"), N_("People who agreed to be listed.")),
        "organisations": (N_("Organisations"), N_("Who answers for services: a hospital, a health centre…")),
        "places": (N_("Places"), N_("Where one goes: an address, a way in.")),
        "communes": (N_("Communes"), N_("The identifier of a commune is its INSEE code.")),
        "guides": (N_("Guides"), N_("How to do something, what one is entitled to.")),
        "glossary": (N_("Glossary"), N_("A word to understand.")),
        "decisions": (N_("Decision guides"), N_("Questions, each way of which ends in an action.")),
        "emergency": (N_("Emergency numbers"), N_("Numbers to call, each checked with what it is for.")),
        "faq": (N_("Frequent questions"), N_("A question as patients ask it, and a short answer.")),
        "alerts": (N_("Alerts"), N_("A message that appears and vanishes by date.")),
        "rules": (N_("Rules"), N_("A dated fact: when the law or a tariff changes, one file changes.")),
        "agreements": (N_("Agreements"), N_("What the actors of the territory signed together.")),
    }
)

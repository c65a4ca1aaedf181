"""Every kind of record by its folder: the one list that the loader, the pages and the documentation share."""

from __future__ import annotations

from types import MappingProxyType

from portal.model.base import Record
from portal.model.directory import Commune, Organisation, Place, Service
from portal.model.guidance import Agreement, Alert, Decision, EmergencyNumber, Faq, Guide, Rule, Term
from portal.model.pathway import Pathway
from portal.model.people import Professional, Team

KINDS: MappingProxyType[str, type[Record]] = MappingProxyType(
    {
        kind.kind_id: kind
        for kind in (
            Pathway,
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

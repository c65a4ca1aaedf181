"""Closed vocabularies: codes in English in the files, labels through gettext; wording per level is fixed."""

from __future__ import annotations

from types import MappingProxyType

from portal.errors import N_

CODES: MappingProxyType[str, dict[str, str]] = MappingProxyType(
    {
        "status": {
            "draft": N_("Draft"),
            "in_review": N_("In review"),
            "validated": N_("Validated"),
            "published": N_("Published"),
            "archived": N_("Archived"),
        },
        "audience": {
            "adult": N_("Adults"),
            "child": N_("Children"),
            "teenager": N_("Teenagers"),
            "pregnancy": N_("Pregnancy"),
            "senior": N_("Older people"),
            "disability": N_("People with a disability"),
            "carer": N_("Carers"),
            "no_family_doctor": N_("Without a family doctor"),
            "no_rights": N_("Without health cover"),
            "precarity": N_("People in a precarious situation"),
            "not_french_speaking": N_("People who speak little French"),
            "women": N_("Women"),
            "men": N_("Men"),
        },
        "domain": {
            "health": N_("Health care"),
            "social": N_("Social support"),
            "medico_social": N_("Medico-social support"),
        },
        # Fixed wording per level; the level comes first in every heading.
        "urgency": {
            "emergency": N_("Immediately: call 15"),
            "today": N_("Today: ask a doctor"),
            "within_48h": N_("Within 48 hours: ask a doctor"),
            "within_weeks": N_("Within a few weeks: make an appointment"),
            "planned": N_("Planned: make an appointment"),
        },
        "duration_unit": {
            "minute": N_("minutes"),
            "hour": N_("hours"),
            "day": N_("days"),
            "week": N_("weeks"),
            "month": N_("months"),
            "year": N_("years"),
        },
        "duration_kind": {
            "target": N_("target"),
            "observed": N_("observed"),
            "regulatory": N_("set by law"),
            "usual": N_("usual"),
        },
        "channel": {
            "tel": N_("Phone"),
            "sms": N_("Text message"),
            "email": N_("E-mail"),
            "web": N_("Website"),
            "booking": N_("Online booking"),
            "mssante": N_("Secure health messaging"),
            "fax": N_("Fax"),
            "video": N_("Video"),
        },
        "document_channel": {
            "dmp": N_("Mon espace santé (shared record)"),
            "mssante": N_("secure messaging between professionals (MSSanté)"),
            "paper": N_("on paper, carried by the patient"),
            "post": N_("by post"),
            "any": N_("by the means your doctor uses"),
        },
        "access_mode": {
            "direct": N_("Direct access"),
            "letter": N_("With a letter from the doctor"),
            "tele_expertise": N_("Through remote advice asked by the doctor"),
            "regulation": N_("After a call to 15 or 116 117"),
            "professionals_only": N_("Only asked by a professional"),
            "depends": N_("It depends"),
        },
        "new_patients": {
            "yes": N_("Takes new patients"),
            "no": N_("Takes no new patients"),
            "waiting_list": N_("Waiting list"),
            "referred_only": N_("Only patients sent by a professional"),
            "unknown": N_("Not communicated"),
        },
        "yes_no_depends": {"yes": N_("Yes"), "no": N_("No"), "depends": N_("It depends")},
        "sector": {
            "1": N_("Sector 1"),
            "2_optam": N_("Sector 2 with controlled fees (OPTAM)"),
            "2": N_("Sector 2"),
            "3": N_("Outside the agreement (sector 3)"),
            "public": N_("Public hospital"),
            "health_centre": N_("Health centre"),
            "free": N_("Free of charge"),
        },
        "place_kind": {
            "town": N_("In town"),
            "hospital": N_("At the hospital"),
            "home": N_("At home"),
            "remote": N_("At a distance"),
            "social": N_("At a social service"),
        },
        "position": {
            "exact": N_("Exact position"),
            "approximate": N_("Approximate position"),
            "town_hall": N_("Placed at the town hall"),
        },
        "practice_mode": {
            "private": N_("Private practice"),
            "salaried": N_("Salaried"),
            "mixed": N_("Both private and salaried"),
        },
        "consent": {"yes": N_("Yes"), "no": N_("No"), "public_extract": N_("Public extract")},
        "team_kind": {
            "ess": N_("Specialist care team (ESS)"),
            "esp": N_("Primary care team (ESP)"),
            "msp": N_("Team of a health house (MSP)"),
            "psp": N_("Team of a health hub (PSP)"),
            "mss": N_("Team of a specialists’ house"),
            "cpts": N_("Territorial community of professionals (CPTS)"),
            "etp": N_("Therapeutic education team (ETP)"),
            "mobile": N_("Mobile team"),
        },
        "guide_kind": {
            "understand": N_("Understand"),
            "procedure": N_("Steps to take"),
            "prepare": N_("Prepare"),
            "rights": N_("Your rights"),
            "prevention": N_("Prevention"),
            "carers": N_("Carers"),
        },
        "rule_kind": {
            "direct_access": N_("Direct access"),
            "tariff": N_("Price"),
            "reimbursement": N_("Reimbursement"),
            "copayment": N_("What is left for you to pay"),
            "ald": N_("Long-term illness (ALD)"),
            "statutory_delay": N_("Delay set by law"),
            "right": N_("Right"),
            "screening": N_("Screening"),
        },
        "rule_unit": {
            "eur": N_("euros"),
            "percent": N_("%"),
            "day": N_("days"),
            "month": N_("months"),
            "year": N_("years"),
            "age": N_("years of age"),
            "session": N_("sessions"),
        },
        "alert_level": {"info": N_("Information"), "vigilance": N_("Watch out"), "urgent": N_("Urgent")},
        "emergency_level": {
            "vital": N_("Life in danger"),
            "urgent": N_("Urgent"),
            "help": N_("Help and listening"),
        },
        "emergency_scope": {
            "national": N_("Whole country"),
            "departement": N_("Département"),
            "territory": N_("Territory"),
        },
    }
)

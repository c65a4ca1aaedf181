"""One line per type of error that a record can hold: pydantic's, and those that the model raises."""

from __future__ import annotations

from portal.errors import N_

# Type of error to code of the problem, message and hint; the error's context fills the places in messages.
WORDS: dict[str, tuple[str, str, str | None]] = {
    "missing": ("missing-key", N_("the key “%(key)s” is missing"), None),
    "extra_forbidden": ("unknown-key", N_("unknown key “%(key)s”"), None),
    "unknown_code": ("unknown-code", N_("unknown code “%(given)s” for “%(key)s”"), None),
    "literal_error": ("unknown-code", N_("unknown code “%(given)s” for “%(key)s”"), None),
    "slug": (
        "identifier",
        N_("“%(given)s” is not an identifier"),
        N_("small letters without accents, digits, and single hyphens between words"),
    ),
    "ref_shape": (
        "reference-shape",
        N_("“%(given)s” does not name a record"),
        N_("write the folder, a slash, then the identifier: guides/second-avis"),
    ),
    "ref_kind": (
        "reference-kind",
        N_("“%(given)s” is not the kind of record expected here"),
        N_("expected: %(kinds)s"),
    ),
    "yes_no": ("yes-no", N_("“%(given)s” is neither yes nor no"), N_("write yes or no")),
    "date_shape": ("date-shape", N_("“%(given)s” is not a date"), N_("write year-month-day: 2026-11-22")),
    "date_missing": ("date-missing", N_("“%(given)s”: there is no such day"), N_("look at a calendar")),
    "date_order": (
        "date-order",
        N_("it ends before it starts"),
        N_("exchange the two dates, or mend the year"),
    ),
    "finess_shape": ("finess", N_("“%(given)s” is not a FINESS number"), N_("nine digits")),
    "finess_luhn": (
        "finess",
        N_("FINESS number “%(given)s”: the check digit is wrong"),
        N_("is a digit mistyped?"),
    ),
    "siret_shape": ("siret", N_("“%(given)s” is not a SIRET number"), N_("fourteen digits")),
    "siret_luhn": (
        "siret",
        N_("SIRET number “%(given)s”: the check digit is wrong"),
        N_("is a digit mistyped?"),
    ),
    "rpps_shape": ("rpps", N_("“%(given)s” is not an RPPS number"), N_("eleven digits")),
    "rpps_luhn": (
        "rpps",
        N_("RPPS number “%(given)s”: the check digit is wrong"),
        N_("is a digit mistyped?"),
    ),
    "insee": (
        "insee",
        N_("“%(given)s” is not the INSEE code of a commune"),
        N_("five characters: 81004, 2A004"),
    ),
    "departement": (
        "departement",
        N_("“%(given)s” is not the code of a département"),
        N_("two or three characters: 01, 2A, 974"),
    ),
    "postcode": ("postcode", N_("“%(given)s” is not a postcode"), N_("five digits, with the leading zero")),
    "language": ("language", N_("“%(given)s” is not a language tag"), N_("two letters: fr, en, ar")),
    "hours": (
        "hours",
        N_("“%(given)s” cannot be read as opening hours"),
        N_("for example: Mo-Fr 09:00-12:30,14:00-18:00"),
    ),
    "hours_spelling": (
        "hours",
        N_("“%(given)s” cannot be read as opening hours"),
        N_("write: %(offered)s"),
    ),
    "hours_end": (
        "hours",
        N_("“%(given)s” cannot be read as opening hours"),
        N_("write for example: %(offered)s, with the right closing time, which is missing"),
    ),
    "hours_beyond": (
        "hours",
        N_("“%(part)s” is not handled in opening hours"),
        N_("write days, dates and times with their end; for holidays of schools, the dates"),
    ),
    "phone": (
        "phone",
        N_("“%(given)s” is not a phone number"),
        N_("ten digits, as in 05 36 49 00 01, or a short number: 3114"),
    ),
    "range_order": ("range-order", N_("the highest value is below the lowest"), None),
    "email": ("email", N_("“%(given)s” is not an e-mail address"), N_("for example: accueil@exemple.fr")),
    "web": ("web", N_("“%(given)s” is not a web address"), N_("it starts with https://")),
    "icd10": ("icd10", N_("“%(given)s” is not an ICD-10 code"), N_("for example: I50.0")),
    "number": ("number", N_("“%(given)s” is not a number"), N_("digits, with a point for decimals: 12.50")),
    "undated_figure": (
        "undated-figure",
        N_("a figure needs its source and its date"),
        N_("add “source” and “as_of”"),
    ),
    "offer_both": (
        "offer-both",
        N_("specialty and kind at once, but one of them is missing"),
        N_("give “specialties” and “service_kinds”, or take “both” away"),
    ),
    "empty_cost": ("empty-cost", N_("this cost says nothing"), N_("give a rule, a label or a note")),
    "commitment_measure": (
        "commitment-measure",
        N_("a value needs what it measures and its unit"),
        N_("add “indicator” and “unit”"),
    ),
    "material_transcript": (
        "material-transcript",
        N_("a film needs its words, for those who cannot hear or see it"),
        N_("write them under “transcript”, or give in “transcript_url” the page that holds them"),
    ),
    "term_meaning": ("term-meaning", N_("a term needs a definition, or at least two senses"), None),
    "rule_unit": ("rule-unit", N_("a value and its unit go together"), None),
    "leaf_action": (
        "leaf-action",
        N_("a way that ends without an action"),
        N_("give an “action” or a “number”"),
    ),
    "answer_way": ("answer-way", N_("an answer leads either to “next” or to a “leaf”"), None),
    "step_preparation": (
        "step-preparation",
        N_("step “%(step)s”: a specialist step needs “preparation”"),
        None,
    ),
    "step_questions": (
        "step-questions",
        N_("step “%(step)s”: a specialist step needs three questions to ask"),
        None,
    ),
    "step_information": (
        "step-information",
        N_("step “%(step)s”: a specialist step needs “information_flow”"),
        None,
    ),
    "support_empty": (
        "support-empty",
        N_("nothing is said of support"),
        N_("give “refs”, “offer”, or the reason in “none_because”"),
    ),
    "string_too_long": ("too-long", N_("more than %(max_length)s characters"), N_("shorten the text")),
    "string_too_short": ("too-short", N_("an empty text"), None),
    "too_short": ("too-few", N_("at least %(min_length)s are needed, %(actual_length)s found"), None),
    "too_long": ("too-many", N_("at most %(max_length)s are allowed, %(actual_length)s found"), None),
    "greater_than_equal": ("too-small", N_("“%(given)s” is below %(ge)s"), None),
    "less_than_equal": ("too-large", N_("“%(given)s” is above %(le)s"), None),
    "string_pattern_mismatch": ("shape", N_("“%(given)s” does not have the expected shape"), None),
    "decimal_max_places": ("number", N_("“%(given)s” has too many decimals"), N_("two at most")),
    "model_type": ("expected-group", N_("keys and values are expected under “%(key)s”"), None),
    "dict_type": ("expected-group", N_("keys and values are expected under “%(key)s”"), None),
    "tuple_type": ("expected-list", N_("a list is expected for “%(key)s”"), N_("start each line with “- ”")),
    "string_type": ("expected-text", N_("a text is expected for “%(key)s”"), None),
}

"""French spaces: no line starts with a punctuation mark, and no number loses its unit. A leaf.

After the *Lexique des règles typographiques en usage à l’Imprimerie nationale*: thin space before ``; ! ?``,
a word space before ``:`` and inside guillemets, all non-breaking; thin also within numbers and before units.
"""

from __future__ import annotations

import re
from functools import lru_cache

NBSP, THIN = "\u00a0", "\u202f"
_GAP = f"[ {NBSP}{THIN}]"
# An address has no typography: what follows a scheme, a "www." or an at sign stays as it is. 64 letters
# are the longest local part of an e-mail address (RFC 5321).
_ADDRESS = re.compile(r"\b(?:[a-z][a-z0-9+.-]*://|www\.|mailto:|tel:)\S+|[^\s@]{1,64}@\S+")
_UNITS = (
    "h|min|s|km|m|cm|mm|kg|g|mg|µg|l|cl|ml|L|mL|mmHg|g/L|ans?|mois|jours?|semaines?|heures?|minutes?|années?"
)
_PHONE = (
    rf"(?<!\d)(0\d){_GAP}(\d\d){_GAP}(\d\d){_GAP}(\d\d){_GAP}(\d\d)(?!\d)",
    r"\1 \2 \3 \4 \5".replace(" ", NBSP),
)
_SHORT_PHONE = (rf"(?<![\d,.])(\d{{3}}){_GAP}(\d{{3}})(?!\d)", rf"\1{NBSP}\2")  # 116 117
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (rf"{_GAP}+(?=[;!?])", THIN),
        (rf"{_GAP}+(?=:(?!\w))", NBSP),
        (rf"«{_GAP}*", f"«{NBSP}"),
        (rf"{_GAP}*»", f"{NBSP}»"),
        _PHONE,
        (rf"(?<=\d){_GAP}(?=\d{{3}}(?!\d))", THIN),
        (rf"(?<=\d){_GAP}+(?=(?:{_UNITS})\b|[€%]|°C)", THIN),
        (rf"\b(\d{{1,2}}){THIN}h{_GAP}(?=\d\d\b)", rf"\1{THIN}h{THIN}"),
        (rf"\b(M\.|MM\.|Mme|Mmes|Dr|Drs|Dre|Pr|n°|nᵒ|p\.){_GAP}(?=[\dA-ZÀ-Þ])", rf"\1{NBSP}"),
    )
)


@lru_cache(4096)  # most of a page is said on others too
def french_spaces(text: str) -> str:
    """The text with the spaces of French typography; addresses stay as they are; twice is as once.

    Args:
        text: Plain text: no markup, no code.
    """
    pieces = []
    end = 0
    for address in _ADDRESS.finditer(text):
        pieces += [_spaced(text[end : address.start()]), address.group()]
        end = address.end()
    return "".join([*pieces, _spaced(text[end:])])


def whole_phones(text: str) -> str:
    """The text, in any language, with phones that no line breaks and that no direction turns round.

    Between digits a no-break space is part of the number (Unicode Standard Annex 9, rule W4): with an
    ordinary one, a line of Arabic would show 117 116.
    """
    for pattern, by in (_PHONE, _SHORT_PHONE):
        text = re.sub(pattern, by, text)
    return text


def _spaced(text: str) -> str:
    for pattern, by in _RULES:
        text = pattern.sub(by, text)
    return text

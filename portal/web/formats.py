"""How a language writes what a page says in figures: dates, numbers, amounts, distances, delays."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal
from babel.units import format_unit

from portal.errors import N_
from portal.i18n import translations
from portal.model.geography import shown_km
from portal.model.values import Duration


class Formats:
    """What needs nothing but the language."""

    lang: str
    locale: Locale

    def gettext(self, msgid: str) -> str:
        """An interface string."""
        return translations(self.lang).gettext(msgid)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """An interface string that counts."""
        return translations(self.lang).ngettext(one, many, count)

    def day(self, value: date) -> str:
        """« 1er mars 2026 »."""
        shown = format_date(value, "long", locale=self.locale)
        return shown.replace("1 ", "1er ", 1) if self.lang == "fr" and value.day == 1 else shown

    def when(self, value: str) -> str:
        """A date that may lack its day or its month: « 2024 », « mai 2024 », « 15 mai 2024 »."""
        parts = [int(p) for p in value.split("-")]
        if len(parts) == 1:
            return value
        if len(parts) == 2:
            return format_date(date(parts[0], parts[1], 1), "LLLL y", locale=self.locale)
        return self.day(date(*parts))

    def number(self, value: Decimal | float) -> str:
        """A number as the language writes it."""
        return format_decimal(value, locale=self.locale)

    def euros(self, value: Decimal) -> str:
        """An amount: « 30 € », « 31,50 € »."""
        whole = value == value.to_integral_value()
        return format_currency(
            value, "EUR", "#,##0 ¤" if whole else None, locale=self.locale, currency_digits=not whole
        )

    def km(self, value: float) -> str:
        """A distance as the crow flies, rounded as a reader needs it: « 850 m », « 7 km »."""
        shown = shown_km(value)
        if shown < 1:
            return f"{round(shown * 1000)} m"
        return f"{format_decimal(round(shown), locale=self.locale)} km"

    def size(self, count: int) -> str:
        """The size of a file: « 12 ko », « 2,4 Mo »."""
        unit, amount = ("megabyte", count / 1e6) if count >= 1e6 else ("kilobyte", max(count / 1e3, 0.1))
        shown = round(amount, 0 if amount >= 10 else 1)
        return format_unit(shown, f"digital-{unit}", "short", locale=self.locale)

    def listed(self, values: list[str]) -> str:
        """« a, b et c »."""
        return format_list(values, locale=self.locale)

    def lasts(self, delay: Duration) -> str:
        """A delay with its unit, singular or plural: « 1 semaine », « 3 à 5 semaines »."""
        unit = f"duration-{delay.unit}"
        if delay.max is None:
            return format_unit(delay.min, unit, locale=self.locale)
        values = {"min": self.number(delay.min), "max": format_unit(delay.max, unit, locale=self.locale)}
        return self.gettext(N_("%(min)s to %(max)s")) % values

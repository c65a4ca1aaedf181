"""Whether an identifier that a source gives is one: its shape, its check digit."""

from __future__ import annotations

from pydantic import TypeAdapter, ValidationError

from portal.model.identifiers import Finess, Insee, Postcode, Rpps, Siret

FINESS: TypeAdapter[str] = TypeAdapter(Finess)
INSEE: TypeAdapter[str] = TypeAdapter(Insee)
POSTCODE: TypeAdapter[str] = TypeAdapter(Postcode)
RPPS: TypeAdapter[str] = TypeAdapter(Rpps)
SIRET: TypeAdapter[str] = TypeAdapter(Siret)


def is_sound(kind: TypeAdapter[str], value: str) -> bool:
    """True when the model takes the value for an identifier of this kind."""
    try:
        kind.validate_python(value)
    except ValidationError:
        return False
    return True

"""Projected metres of French open data to WGS 84 degrees: Lambert 93 and the overseas UTM zones.

The French reference frames (RGF93, RGAF09, RGFG95, RGR92, RGM04, RGSPM06) share the ellipsoid GRS 80 and
differ from WGS 84 by less than a metre, far below the precision of the sources.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from math import asin, atan, atanh, cos, cosh, degrees, exp, hypot, log, pi, radians, sin, sinh, sqrt

from portal.model.geography import Point

_A = 6378137.0  # GRS 80: semi-major axis in metres, flattening, first eccentricity
_F = 1 / 298.257222101
_E = sqrt(_F * (2 - _F))

# Lambert 93 (IGN, arrêté du 20 mars 2006): two standard parallels, origin, false origin in metres.
_PARALLELS, _ORIGIN = (radians(44), radians(49)), (radians(46.5), radians(3))
_X0, _Y0 = 700_000.0, 6_600_000.0


def _isometric(latitude: float) -> float:
    """IGN, NT/G 71, algorithm ALG0001."""
    return atanh(sin(latitude)) - _E * atanh(_E * sin(latitude))


def _latitude(isometric: float) -> float:
    """IGN, NT/G 71, algorithm ALG0002: four turns reach a hundredth of a millimetre in France."""
    latitude = 2 * atan(exp(isometric)) - pi / 2
    for _ in range(6):
        latitude = 2 * atan(exp(isometric + _E * atanh(_E * sin(latitude)))) - pi / 2
    return latitude


def _lambert_constants() -> tuple[float, float, float]:
    """Exponent, constant and ordinate of the pole of the cone (IGN, NT/G 71, algorithm ALG0054)."""

    def reach(latitude: float) -> float:
        """Grand normal times cosine of the latitude, in metres."""
        return _A * cos(latitude) / sqrt(1 - (_E * sin(latitude)) ** 2)

    one, two = _PARALLELS
    exponent = log(reach(two) / reach(one)) / (_isometric(one) - _isometric(two))
    constant = reach(one) / exponent * exp(exponent * _isometric(one))
    return exponent, constant, _Y0 + constant * exp(-exponent * _isometric(_ORIGIN[0]))


_N, _C, _YS = _lambert_constants()


def lambert93(x: float, y: float) -> Point:
    """Latitude and longitude of a point of Lambert 93 in metres (IGN, NT/G 71, algorithm ALG0004)."""
    east, north = x - _X0, _YS - y
    longitude = _ORIGIN[1] + atan(east / north) / _N
    return degrees(_latitude(log(_C / hypot(east, north)) / _N)), degrees(longitude)


# Series of Krüger in the third flattening (Karney, Transverse Mercator with an accuracy of a few nanometers,
# Journal of Geodesy 85, 2011, equations 14 and 36): three terms are exact to a micrometre inside a zone.
_T = _F / (2 - _F)
_RADIUS = _A / (1 + _T) * (1 + _T**2 / 4 + _T**4 / 64)
_BETA = (_T / 2 - 2 * _T**2 / 3 + 37 * _T**3 / 96, _T**2 / 48 + _T**3 / 15, 17 * _T**3 / 480)
_SCALE, _FALSE_EAST, _FALSE_NORTH = 0.9996, 500_000.0, 10_000_000.0


def utm(x: float, y: float, zone: int, *, south: bool) -> Point:
    """Latitude and longitude of a point of a UTM zone in metres (1 to 60)."""
    xi = (y - (_FALSE_NORTH if south else 0)) / (_SCALE * _RADIUS)
    eta = (x - _FALSE_EAST) / (_SCALE * _RADIUS)
    terms = tuple(enumerate(_BETA, 1))
    north = xi - sum(b * sin(2 * j * xi) * cosh(2 * j * eta) for j, b in terms)
    east = eta - sum(b * cos(2 * j * xi) * sinh(2 * j * eta) for j, b in terms)
    conformal = asin(sin(north) / cosh(east))
    longitude = radians(zone * 6 - 183) + atan(sinh(east) / cos(north))
    return degrees(_latitude(atanh(sin(conformal)))), degrees(longitude)


@dataclass(frozen=True, slots=True)
class Region:
    """A part of France: its projection, and the box of degrees that holds it."""

    name: str  # of its legal projection
    south: float
    north: float
    west: float
    east: float
    project: Callable[[float, float], Point]

    def holds(self, at: Point) -> bool:
        """True when a point lies in the box."""
        return self.south <= at[0] <= self.north and self.west <= at[1] <= self.east


def _utm_region(name: str, box: tuple[float, float, float, float], zone: int, *, south: bool) -> Region:
    return Region(name, *box, lambda x, y: utm(x, y, zone, south=south))


METROPOLE = Region("LAMBERT_93", 41.2, 51.3, -5.3, 9.8, lambert93)
_ANTILLES = _utm_region("UTM_20N", (14.2, 18.3, -63.3, -60.7), 20, south=False)
# By the first three digits of the INSEE code. Legal projections: décret n° 2000-1276, arrêté du 5 mars 2019.
_OVERSEAS = {
    "971": _ANTILLES,
    "972": _ANTILLES,
    "977": _ANTILLES,
    "978": _ANTILLES,
    "973": _utm_region("UTM_22N", (2.0, 6.0, -55.0, -51.0), 22, south=False),
    "974": _utm_region("UTM_40S", (-21.6, -20.6, 55.0, 56.0), 40, south=True),
    "975": _utm_region("UTM_21N", (46.5, 47.3, -56.7, -55.9), 21, south=False),
    "976": _utm_region("UTM_38S", (-13.2, -12.4, 44.8, 45.5), 38, south=True),
}
_BEYOND = Region("", -90, 90, -180, 180, lambda x, y: (x, y))  # Pacific: only degrees can be read
_NAMES = re.compile(r"UTM[_ ]?(?:ZONE[_ ]?)?(?:(?P<a>\d\d)[_ ]?(?P<b>[NS])|(?P<c>[NS])[_ ]?(?P<d>\d\d))")


def region(insee: str) -> Region:
    """The part of France of a commune, by its INSEE code."""
    if insee.startswith("98"):
        return _BEYOND
    return _OVERSEAS.get(insee[:3], METROPOLE)


def located(x: float, y: float, insee: str, said: str = "") -> tuple[Point | None, bool]:
    """The position that two published numbers mean, whichever their unit and their order.

    Args:
        x: The first number: metres to the east, or the longitude in degrees.
        y: The second: metres to the north, or the latitude.
        insee: Of the commune: it says which part of France the point must be in.
        said: The projection that the source names, « 1,ATLASANTE,100,IGN,BD_ADRESSE,V2.1,LAMBERT_93 »; the
            legal one of the commune when it names none.

    Returns:
        Latitude and longitude, None when neither order falls there; and whether the two were exchanged.
    """
    here = region(insee)
    in_degrees = abs(x) <= 180 and abs(y) <= 180
    project = (lambda first, second: (second, first)) if in_degrees else _named(said) or here.project
    for exchanged in (False, True):
        at = project(y, x) if exchanged else project(x, y)
        if here.holds(at):
            return (round(at[0], 6), round(at[1], 6)), exchanged
    return None, False


def _named(said: str) -> Callable[[float, float], Point] | None:
    found = _NAMES.search(said.upper())
    if not found:
        return lambert93 if "LAMBERT" in said.upper() else None
    zone, side = found["a"] or found["d"], found["b"] or found["c"]
    return lambda x, y: utm(x, y, int(zone), south=side == "S")

"""What a form sent, as the values of a record; what nobody touched stays as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic import BaseModel

from portal.editor import typed
from portal.editor.fields import Field
from portal.editor.scalars import Plain
from portal.model.shape import Shape, shape
from portal.model.values import Contact

Values = dict[str, Plain]
Sent = Mapping[str, Sequence[str]]  # the name of a field to what was filled in, in the order of the page
_CODED = re.compile(r".*\((\S+)\)")  # "Cardiologie (SM04)"
PHONES = frozenset({"tel", "sms", "fax"})  # channels whose value is a number to dial


def sent(pairs: Iterable[tuple[str, str]]) -> Sent:
    """The fields of a form by name; line ends as files hold them."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value.replace("\r\n", "\n").strip())
    return found


def flat(fields: Iterable[Field]) -> Iterator[tuple[str, str]]:
    """What a browser sends for a form that nobody touched."""
    for field in fields:
        if field.widget in {"group", "items"}:
            for item in field.items:
                yield from flat(item)
        elif field.widget == "lines":
            yield field.name, "\n".join(" ".join(value.split()) for value in field.values)
        elif field.widget in {"boxes", "codes", "refs"}:
            yield from ((field.name, value) for value in field.values)
        else:
            yield field.name, field.value


def values(model: type[BaseModel], form: Sent, path: str = "") -> Values:
    """The values of a group; empty ones are left out, a list keeps the empty groups just added to it."""
    fields = shape(model)
    found: Values = {}
    for name, of in fields.items():
        if path or name not in {"id", "body"}:
            value = _value(of, form, f"{path}{name}")
            if value not in ("", [], {}):
                found[name] = value
    for name in form:  # keys that the model does not know
        key = name.removeprefix(path)
        unknown = name.startswith(path) and "." not in key and key not in fields and not key.startswith("_")
        if unknown and form[name][0]:
            found[key] = form[name][0]
    return _in_shape(model, found)


def _in_shape(model: type[BaseModel], found: Values) -> Values:
    """Hours and phones as files hold them."""
    hours = found.get("hours")
    if isinstance(hours, str) and "hours" in shape(model) and not shape(model)["hours"].has_text:
        found["hours"] = typed.hours(hours)
    number = found.get("value")
    if model is Contact and isinstance(number, str) and found.get("channel") in PHONES:
        found["value"] = typed.phone(number)
    return found


def _value(of: Shape, form: Sent, name: str) -> Plain:
    if of.group is not None:
        inner = values(of.group, form, f"{name}.")
        return inner or _first(form, name)
    if of.kind == "mapping" and of.item is not None:
        keys = dict.fromkeys(n[len(name) + 1 :].partition(".")[0] for n in form if n.startswith(f"{name}."))
        found = {key: _value(of.item, form, f"{name}.{key}") for key in keys}
        return {key: value for key, value in found.items() if value not in ("", [], {})}
    if of.kind == "list" and of.item is not None:
        return _list(of, of.item, form, name)
    return _code(of, _first(form, name))


def _code(of: Shape, given: str) -> str:
    """The code that stands behind its words."""
    found = _CODED.fullmatch(given) if of.vocabulary else None
    return found[1] if found else given


def _list(of: Shape, item: Shape, form: Sent, name: str) -> Plain:
    if item.group is None:
        lines = (line.strip() for value in form.get(name, ()) for line in value.split("\n"))
        given: list[Plain] = [_code(item, line) for line in lines if line]
        return given[0] if len(given) == 1 and given[0] in of.words else given
    pattern = re.compile(re.escape(name) + r"\.(\d+)\.")
    indexes = sorted({int(match[1]) for key in form if (match := pattern.match(key))})
    return [values(item.group, form, f"{name}.{index}.") for index in indexes]


def _first(form: Sent, name: str) -> str:
    return form[name][0] if form.get(name) else ""


def pruned(value: Plain) -> Plain:
    """The value without what is empty inside."""
    if isinstance(value, dict):
        inner = {key: pruned(item) for key, item in value.items()}
        return {key: item for key, item in inner.items() if item not in ("", [], {})}
    if isinstance(value, list):
        return [item for item in map(pruned, value) if item not in ("", [], {})]
    return value


def kept(written: Plain, shown: Plain, new: Plain) -> Plain:
    """What to write: where the form says what it showed, what was written stays as it was.

    Args:
        written: As the file says it.
        shown: What the form of it sends back when nobody touches it.
        new: What the form sent.
    """
    if new == shown:
        return written
    if isinstance(written, dict) and isinstance(shown, dict) and isinstance(new, dict):
        hidden = {key: value for key, value in written.items() if key not in shown and key not in new}
        return hidden | {
            key: kept(written[key], shown[key], value) if key in written and key in shown else value
            for key, value in new.items()
        }
    if isinstance(written, list) and isinstance(shown, list) and isinstance(new, list):
        return _kept_entries(written, shown, new)
    return new


def _kept_entries(written: list[Plain], shown: list[Plain], new: list[Plain]) -> list[Plain]:
    """An entry that nobody touched is found again wherever it was moved."""
    known = list(zip(written, shown, strict=False))
    result: list[Plain] = []
    for index, value in enumerate(new):
        same = next((was for was, told in known if told == value), None)
        if same is None and len(new) == len(known):
            same = kept(*known[index], value)
        result.append(value if same is None else same)
    return result


def act(values: Values, action: str) -> str:
    """Change a list: ``add:steps``, ``remove:steps.1``, ``up:steps.1``, ``down:steps.1``; ``open:…`` none.

    Returns:
        The dotted path of the entry to go to.
    """
    verb, _, place = action.partition(":")
    if verb == "open":
        return place
    *parents, last = place.split(".")
    here: Plain = values
    for step in parents:
        if isinstance(here, list) and step.isdigit() and int(step) < len(here):
            here = here[int(step)]
        elif isinstance(here, dict):
            here = here.setdefault(step, {})
    if verb == "add" and isinstance(here, dict):
        entries = here.setdefault(last, [])
        if isinstance(entries, list):
            entries.append({})
            return f"{place}.{len(entries) - 1}"
        return place
    if not isinstance(here, list) or not last.isdigit() or int(last) >= len(here):
        return place
    index = int(last)
    if verb == "remove":
        here.pop(index)
        return ".".join(parents)
    other = index - 1 if verb == "up" else index + 1
    if 0 <= other < len(here):
        here[index], here[other] = here[other], here[index]
        index = other
    return ".".join([*parents, str(index)])

"""Which records nobody can reach: no phone, no e-mail, no website, no online booking."""

from __future__ import annotations

from collections import Counter, defaultdict

from portal.errors import N_
from portal.exports.csv_rows import ROWS
from portal.exports.directory import Directory
from portal.exports.tables import Column, Table

CHANNELS = ("tel", "email", "web", "booking")


def contacts(directory: Directory) -> Table:
    """By kind of organisation and of service, how many have each way to reach them, or none."""
    channels: dict[str, set[str]] = defaultdict(set)
    for row in ROWS["contacts"](directory):
        channels[row["of"]].add(row["channel"])
    totals: Counter[tuple[str, str, str]] = Counter()
    met: Counter[tuple[tuple[str, str, str], str]] = Counter()
    for table in ("organisations", "services"):
        for row in ROWS[table](directory):
            key = (table, row["kind"], row["kind_label"])
            known = channels[f"{table}/{row['id']}"]
            totals[key] += 1
            met.update((key, channel) for channel in CHANNELS if channel in known)
            met[key, ""] += not known.intersection(CHANNELS)
    ordered = sorted(totals, key=lambda key: (-met[key, ""], key))
    return Table(
        "contacts",
        N_("Contacts that are missing"),
        N_("Rows of contacts.csv for each record, by kind; most unreachable first."),
        {
            "table": Column(N_("Table")),
            "kind": Column(N_("Code")),
            "label": Column(N_("Kind")),
            "records": Column(N_("Records"), "integer"),
            "tel": Column(N_("Phone"), "integer"),
            "email": Column(N_("E-mail"), "integer"),
            "web": Column(N_("Website"), "integer"),
            "booking": Column(N_("Online booking"), "integer"),
            "unreachable": Column(N_("None of these"), "integer"),
        },
        tuple((*key, totals[key], *(met[key, name] for name in (*CHANNELS, ""))) for key in ordered),
        bars="unreachable",
    )

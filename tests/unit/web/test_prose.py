"""Texts of content: what authors write is shown, and nothing that they write runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.web.page import Page
from portal.web.prose import Prose, reference_of

HERE = Path(__file__).parent
PageAt = Callable[..., Page]

# What may stand in a text, written here again: not the list of the code under test.
INERT: dict[str, set[str]] = {
    **{
        tag: set() for tag in ("p", "ul", "li", "dl", "dt", "dd", "strong", "em", "code", "pre", "blockquote")
    },
    **{tag: set() for tag in ("hr", "br", "table", "thead", "tbody", "tr", "span")},
    **{tag: {"class"} for tag in ("th", "td")},
    **{tag: {"id"} for tag in ("h2", "h3", "h4")},
    "ol": {"start"},
    "a": {"href", "rel", "class"},
    "img": {"src", "alt", "loading"},
}
VALUES = {
    "class": r"external|align-(left|center|right)",
    "href": r"(https?://[^/\\\s]|mailto:|tel:|sms:|#)[^\x00-\x1f]*|(\.\./)*[a-z0-9-][a-z0-9/.-]*(#.*)?",
    "src": r"(\.\./)*images/[a-z]+\.svg",
    "rel": r"noreferrer",
    "id": r"h-[\w-]*",
    "start": r"\d+",
    "loading": r"lazy",
    "alt": r".*",
}


def cases(path: Path) -> list[tuple[str, str, str]]:
    """Title, input and output of each case of a file: they stand between single dots."""
    found = re.findall(r"^([^\n]+)\n\.\n(.*?)\n\.\n(.*?)\n\.$", path.read_text(encoding="utf-8"), re.M | re.S)
    return [(title, written, shown) for title, written, shown in found]


def hostile() -> list[str]:
    """The hostile inputs, escapes read."""
    lines = (HERE / "hostile.txt").read_text(encoding="utf-8").splitlines()
    escapes = {r"\n": "\n", r"\t": "\t", r"\0": "\0", r"\x01": "\x01", r"\x02": "\x02", r"\x03": "\x03"}
    return [
        re.sub(r"\\(?:n|t|0|x0[123])", lambda m: escapes[m[0]], line)
        for line in lines
        if line.strip() and not line.startswith(("# ",))
    ]


def tree(html: str) -> Element:
    """What a browser makes of a piece of HTML."""
    parsed: Element = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return parsed


def active(html: str) -> Iterator[str]:
    """What is not inert in a text, in words."""
    for node in tree(html).iter():
        if node.tag == "DOCUMENT_FRAGMENT":
            continue
        if node.tag not in INERT:
            yield f"element {node.tag}"
            continue
        for name, value in node.attrib.items():
            if name not in INERT[str(node.tag)] or not re.fullmatch(VALUES[name], value, re.S):
                yield f"{node.tag} {name}={value!r}"


def visible(html: str) -> str:
    """The words that a reader gets, pictures included."""
    nodes = list(tree(html).iter())
    return "".join(tree(html).itertext()) + "".join(n.get("alt", "") for n in nodes)


@pytest.fixture
def prose(page_at: PageAt) -> Prose:
    """Texts of the page « guides/essai/ »."""
    return Prose(page_at().resolve)


@pytest.mark.parametrize(("title", "written", "shown"), cases(HERE / "prose.md"), ids=lambda v: None)
def test_golden(prose: Prose, title: str, written: str, shown: str) -> None:
    """What is written and what is shown."""
    plain = str(prose.block(written)).strip().replace("\u202f", " ").replace("&nbsp;", " ")
    assert plain == shown, title


def test_the_golden_file_is_read_whole() -> None:
    """A case that is badly written would be skipped in silence."""
    text = (HERE / "prose.md").read_text(encoding="utf-8")
    assert len(cases(HERE / "prose.md")) * 3 == len(re.findall(r"^\.$", text, re.M))


@pytest.mark.parametrize("written", hostile())
@pytest.mark.parametrize("way", ["block", "inline"])
def test_hostile(prose: Prose, way: str, written: str) -> None:
    """Nothing runs, nothing asks another host, nothing is evaluated, and the author's words stay."""
    # In a line, brackets that the author leaves open may take the end of it into their address.
    around = "avant {}" if way == "inline" else "avant\n\n{}\n\naprès"
    html = str(getattr(prose, way)(around.format(written)))
    assert list(active(html)) == []
    for word in {"avant", "après", "texte"} & set(re.findall(r"\w+", around + written)):
        assert word in visible(html)
    for marker in ("7*7", "{%", "{#"):
        assert (marker in written) == (marker in visible(html))


def test_hostile_is_large() -> None:
    """The corpus covers its classes."""
    assert len(set(hostile())) >= 150


@pytest.mark.parametrize(
    "html",
    [
        "<script>a</script>",
        "<p style='x'>a</p>",
        "<p onclick=a>a</p>",
        "<img src=x onerror=a>",
        "<img src=https://a.example/x.svg>",
        '<a href="java&#9;script:a">x</a>',
        '<a href="//a.example">x</a>',
        '<a href=" javascript:a">x</a>',
        "<h2 id=contenu>x</h2>",
    ],
)
def test_judge(html: str) -> None:
    """The judge of these tests sees what is active."""
    assert list(active(html))


characters = st.sampled_from("[]()<>!*_`#|-:&;\"'\\/{}=x\n \t\x02\x03")
marks = st.sampled_from(
    ["1.", "&#", "[[guides/", "second-avis", "]]", "https://a.example", "javascript:", "img"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(characters | marks, max_size=30).map("".join))
def test_any_marks(written: str) -> None:
    """Whatever the marks, the result is inert, in a text and in a line."""
    prose = Prose(lambda ref, label: (f"../{ref}/", label or ref) if ref == "guides/second-avis" else None)
    assert list(active(str(prose.block(written)))) == []
    assert list(active(str(prose.inline(written)))) == []


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (None, ""),
        ("", ""),
        ("Appelez le 15.", "Appelez le 15."),
        ("L’été « ici » & là", "L’été « ici » &amp; là"),
        ("dit \"oui\" & 'non'", "dit \"oui\" &amp; 'non'"),
        ("1. Voir **le** médecin", "1. Voir <strong>le</strong> médecin"),
        ("- un *tiret*", "- un <em>tiret</em>"),
        ("# un *dièse*", "# un <em>dièse</em>"),
        ("> une *flèche*", "&gt; une <em>flèche</em>"),
        ("[a]: https://a.example & b", "[a]: https://a.example &amp; b"),
        ("A : *b*\n: c", "A : <em>b</em> : c"),
        ("un\n\ndeux & trois", "un  deux &amp; trois"),
        ("[[guides/second-avis|un avis]]", '<a href="../second-avis/index.html">un avis</a>'),
    ],
)
def test_inline(prose: Prose, written: str | None, shown: str) -> None:
    """One line of text is never a list, a heading or a quote."""
    assert str(prose.inline(written)) == shown


def test_texts_do_not_leak_into_each_other(prose: Prose) -> None:
    """A link defined in one text is not known in the next."""
    prose.block("[a]: https://a.example/secret")
    assert "secret" not in prose.block("[a] et [b][a]")
    assert prose.block("## Un") == prose.block("## Un")


@pytest.mark.parametrize(
    ("href", "ref"),
    [
        ("/guides/ald/", "guides/ald"),
        ("/parcours/avc", "pathways/avc"),
        ("/parcours/avc/#h-x", "pathways/avc#h-x"),
        ("/orientation/qui-voir/", "decisions/qui-voir"),
        ("/urgences/", "urgences"),
        ("/urgences/#urgences-15", "urgences"),
        ("/", ""),
    ],
)
def test_reference_of(href: str, ref: str) -> None:
    """The record that an address names."""
    assert reference_of(href) == ref


@pytest.mark.parametrize(
    ("level", "shown"),
    [(2, ["h2", "h3", "h4", "h2"]), (3, ["h3", "h4", "h3"]), (2, ["h2", "h3", "h4", "h2"])],
)
def test_headings(prose: Prose, level: int, shown: list[str]) -> None:
    """Headings start at the level that the page asks, one text after the other."""
    html = prose.block("## Un\n\n### Deux\n\n#### Trois\n\n## Quatre", level)
    assert re.findall(r"<(h\d)", html) == shown

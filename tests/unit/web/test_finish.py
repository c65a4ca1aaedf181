"""The last touch on a page: French spaces, and links at the first mention of an abbreviation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.web.finish import finish

ACRONYMS = {"CPE": "glossary/cpe", "CPE-S": "glossary/cpe-s"}


def done(html: str, lang: str = "fr") -> str:
    """A page finished with two abbreviations."""
    return finish(html, lang, ACRONYMS, lambda ref: f"/{ref}?a&b")


CPE = '<a class="term" href="/glossary/cpe?a&amp;b">CPE</a>'


@pytest.mark.parametrize(
    ("html", "finished"),
    [
        # French spaces, only in French, never in markup
        ("<p>Où aller ?</p>", "<p>Où aller\u202f?</p>"),
        ('<p lang="en">Where ?</p>', '<p lang="en">Where ?</p>'),
        ('<p lang="fr-CA">Où ?</p>', '<p lang="fr-CA">Où\u202f?</p>'),
        (
            '<div lang="en"><p lang="fr">Où ?</p> So ?</div>',
            '<div lang="en"><p lang="fr">Où\u202f?</p> So ?</div>',
        ),
        ('<p title="Où ?">Où ?</p>', '<p title="Où ?">Où\u202f?</p>'),
        ("<p>Où <strong>aller</strong> ?</p>", "<p>Où <strong>aller</strong>\u202f?</p>"),
        ('<a href="https://a.example/? x">a ?</a>', '<a href="https://a.example/? x">a\u202f?</a>'),
        ("<code>a ?</code><pre>b ?</pre>", "<code>a ?</code><pre>b ?</pre>"),
        ("<script>a ? b : c</script>", "<script>a ? b : c</script>"),
        ("<style>a : b</style><p>c :</p>", "<style>a : b</style><p>c\u00a0:</p>"),
        ("<textarea>a ?</textarea>", "<textarea>a ?</textarea>"),
        ("<svg><text>30 km</text></svg>", "<svg><text>30 km</text></svg>"),
        ("<p>un<br>deux ?<img src=x> trois ?</p>", "<p>un<br>deux\u202f?<img src=x> trois\u202f?</p>"),
        ("<p>R&amp;D ; x</p>", "<p>R&amp;D\u202f; x</p>"),
        ("<!-- a ? --><p>b ?</p>", "<!-- a ? --><p>b\u202f?</p>"),
        # Abbreviations: the first one, in the main part, where a link is welcome
        ("<main><p>La CPE et la CPE</p></main>", f"<main><p>La {CPE} et la CPE</p></main>"),
        ("<main><p>CPE</p><p>CPE</p></main>", f"<main><p>{CPE}</p><p>CPE</p></main>"),
        ("<p>La CPE</p>", "<p>La CPE</p>"),
        ("<main><h2>CPE</h2><p>CPE</p></main>", f"<main><h2>CPE</h2><p>{CPE}</p></main>"),
        ('<main><a href="x">CPE</a></main>', '<main><a href="x">CPE</a></main>'),
        ('<main><a href="x"><b>CPE</b></a></main>', '<main><a href="x"><b>CPE</b></a></main>'),
        ("<main><nav>CPE</nav><label>CPE</label></main>", "<main><nav>CPE</nav><label>CPE</label></main>"),
        (
            "<main><dl><dt>CPE</dt><dd>CPE</dd></dl></main>",
            f"<main><dl><dt>CPE</dt><dd>{CPE}</dd></dl></main>",
        ),
        (
            '<main><section class="care care--now"><p>CPE</p></section><p>CPE</p></main>',
            f'<main><section class="care care--now"><p>CPE</p></section><p>{CPE}</p></main>',
        ),
        ("<main><p>XCPE CPEX CPE-X X-CPE</p></main>", "<main><p>XCPE CPEX CPE-X X-CPE</p></main>"),
        (
            "<main><p>CPE-S</p></main>",
            '<main><p><a class="term" href="/glossary/cpe-s?a&amp;b">CPE-S</a></p></main>',
        ),
        ('<main><p title="CPE">cpe</p></main>', '<main><p title="CPE">cpe</p></main>'),
        (
            "<main><script>CPE</script><code>CPE</code></main>",
            "<main><script>CPE</script><code>CPE</code></main>",
        ),
        ('<main lang="en"><p>The CPE</p></main>', f'<main lang="en"><p>The {CPE}</p></main>'),
    ],
)
def test_finish(html: str, finished: str) -> None:
    """A newcomer adds a line."""
    assert done(html) == finished


def test_no_acronym() -> None:
    """A territory without glossary has no link, and no empty one."""
    assert finish("<main><p>La CPE ?</p></main>", "fr", {}, str) == "<main><p>La CPE\u202f?</p></main>"


texts = st.text(alphabet="a CPE?;:!«»0-9&h€\u00a0\u202f", max_size=20)
tags = st.sampled_from(["p", "h2", "strong", "code", "li", "section"])


@given(st.lists(st.tuples(tags, texts), max_size=5))
def test_twice_is_once(parts: list[tuple[str, str]]) -> None:
    """What is finished stays as it is, and no letter is lost."""
    html = "<main>" + "".join(f"<{tag}>{text}</{tag}>" for tag, text in parts) + "</main>"
    once = done(html)
    assert done(once).replace(CPE, "CPE") == once.replace(CPE, "CPE")
    assert "".join(once.replace(CPE, "CPE").split()) == "".join(html.split())

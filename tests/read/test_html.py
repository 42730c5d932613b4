"""HTML of a mail as its reader sees it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from draad.read.html import html_to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hoi,</p><p>dit is<br>het</p>", "Hoi,\n\ndit is\nhet"),
        ("<div>een</div><div>twee</div>", "een\ntwee"),
        ("<p class=MsoNormal>Van: a</p><p class=MsoNormal>Aan: b</p>", "Van: a\nAan: b"),
        ("x<blockquote>y<blockquote>z</blockquote></blockquote>", "x\n> y\n> > z"),
        ('x<div style="border-left:1px solid #ccc">y</div>', "x\n> y"),
        ('x<div style="border:none;border-left:none">y</div>', "x\ny"),
        ("<ul><li>a<li>b</ul>", "- a\n- b"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        (
            "<table><tr><td>Van:</td><td>Jan</td></tr><tr><td>Aan:</td><td>Piet</td></tr></table>",
            "Van:\tJan\nAan:\tPiet",
        ),
        ('<a href="https://a.nl">de site</a>', "de site"),
        ("<style>p{}</style><script>x()</script>ja<head><title>t</title></head>", "ja"),
        ("a &amp; b&nbsp;c &euro;&lt;5", "a & b c €<5"),
        ("<pre>een\n  twee</pre>", "een\n  twee"),
        ("<b>niet</div> gesloten</p>", "niet gesloten"),
    ],
)
def test_as_seen(html, text):
    assert html_to_text(html) == text


def test_a_thousand_open_tags_are_no_problem():
    assert html_to_text("<div><blockquote>" * 5_000 + "diep").endswith("diep")


@given(st.text(alphabet="<>/&;abdivbrplockquote \n\"'=", max_size=300))
def test_any_html_gives_text(html):
    assert isinstance(html_to_text(html), str)

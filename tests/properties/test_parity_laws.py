"""Whatever a spec chooses, its letter can be made in two languages: both texts say the same."""

from __future__ import annotations

from hypothesis import given, settings
from test_every_letter import specs

from scopegen.assets import bundled
from scopegen.document import Pair, leading
from scopegen.render.word import render_word
from scopegen.render.word_template import load_word_template
from scopegen.render.word_text import word_text
from scopegen.spec.lint import is_lint
from scopegen.workflow.checking import draft, examine, with_parity


@settings(max_examples=12)
@given(specs())
def test_every_letter_can_be_made_in_two_languages(text: str) -> None:
    examined = with_parity(examine(text.encode(), "engagement.yaml", signed=text.encode()))
    errors = [one for one in examined.diagnostics if one.severity == "error"]
    assert [one for one in errors if not is_lint(one.code)] == [], text
    assert examined.spec
    document = draft(examined.spec.engagement, "en+nl").require()
    kinds = {type(leading(block)) for block in document.flow() if isinstance(block, Pair)}
    assert kinds
    template = load_word_template(bundled("templates") / "word" / "letter.docx")
    assert word_text(render_word(document, template)) == document.plain_text()

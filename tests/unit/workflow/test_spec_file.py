"""A spec that is written reads back the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scopegen.source.texts import Value, read_texts
from scopegen.workflow.reading import engagement_schema
from scopegen.workflow.spec_file import spec_text

WORDS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Co", "Zl", "Zp"], exclude_characters="\ufeff"),
    max_size=12,
) | st.sampled_from(["- a", "a: b", "a #b", "a:", "none", "012", "...", "---", "a\nb", "<<", "'"])
VALUES = st.recursive(
    WORDS | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["x", "yes", "a b", "none"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["meta", "fees", "nonsense"]), VALUES, min_size=1))
def test_a_tree_is_read_back_as_it_was(tree: dict[str, Value]) -> None:
    text = spec_text(tree, "nl")
    back = read_texts(text, "engagement.yaml", engagement_schema())
    assert back.diagnostics == ()
    assert back.value
    assert back.value.tree == tree


def test_fields_stand_in_the_order_of_the_schema_and_unknown_ones_last() -> None:
    tree: Value = {"nonsense": "x", "fees": "y", "meta": {"title": "T", "id": "I"}}
    lines = spec_text(tree, "en").splitlines()
    names = [line.split(":")[0].strip() for line in lines if line and line[0] != "#"]
    assert names == ["meta", "id", "title", "fees", "nonsense"]

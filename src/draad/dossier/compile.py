"""From a query's tree to tantivy's query objects, and the names of the index's fields."""

from __future__ import annotations

import tantivy
from tantivy import FieldType, Occur, Query

from draad.dossier import analysis
from draad.dossier.tree import (
    And,
    Dated,
    Everything,
    Ground,
    InThread,
    Kind,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    TextField,
    Word,
)
from draad.dossier.values import thread_range

EXACT: dict[TextField, str] = {"": "text", "subject": "subject", "sender": "sender", "to": "to", "name": "name"}
"""Fields of exact terms, with positions."""
DUTCH: dict[TextField, str] = {"": "text_nl", "subject": "subject_nl"}
"""Fields of Dutch terms, with positions."""


def live() -> Query:
    """All rows, without the index's own note of the last batch."""
    return Query.exists_query("code")


def compile_query(node: Node, schema: tantivy.Schema) -> Query:
    """The tantivy query that finds what ``node`` asks for. Raises nothing for any tree the parser makes."""
    if isinstance(node, And):
        return _all_of(node, schema)
    if isinstance(node, Or):
        return Query.boolean_query([(Occur.Should, compile_query(child, schema)) for child in node.children])
    if isinstance(node, Not):
        return _all_of(And((node,)), schema)
    return _leaf(node, schema)


def _all_of(node: And, schema: tantivy.Schema) -> Query:
    """Negations subtract from what the others find, or from everything where there are no others."""
    wanted = [compile_query(child, schema) for child in node.children if not isinstance(child, Not)]
    unwanted = [compile_query(child.child, schema) for child in node.children if isinstance(child, Not)]
    clauses = [(Occur.Must, query) for query in wanted or [live()]]
    return Query.boolean_query(clauses + [(Occur.MustNot, query) for query in unwanted])


def _leaf(node: Node, schema: tantivy.Schema) -> Query:
    match node:
        case Everything():
            return live()
        case Word():
            return _word(node, schema)
        case Phrase():
            return _sequence(schema, EXACT[node.field], list(enumerate(analysis.exact_terms(node.text))))
        case Prefix():
            return _prefix(node, schema)
        case Dated():
            low = None if node.relation == "before" else node.period.start
            high = {"after": None, "before": node.period.start, "on": node.period.end}[node.relation]
            return Query.range_query(schema, "at", FieldType.Integer, low, high, include_upper=high is None)
        case Kind():
            return Query.term_query(schema, "kinds", node.kind)
        case Ground():
            return Query.term_query(schema, "grounds", node.ground)
        case InThread():
            first, last = thread_range(node.digits)
            if first >= 1 << 63:
                return Query.empty_query()
            return Query.range_query(schema, "thread", FieldType.Integer, first, last)
    raise AssertionError(f"no such leaf: {node!r}")


def _word(node: Word, schema: tantivy.Schema) -> Query:
    """A word by its Dutch terms; names, and words whose stem misleads, by exact terms."""
    exact = analysis.exact_terms(node.text)
    if node.field not in DUTCH:
        return _sequence(schema, EXACT[node.field], list(enumerate(exact)))
    listed = analysis.words()
    if len(exact) == 1 and exact[0] in listed.apart:
        return _any_term(schema, EXACT[node.field], listed.apart[exact[0]])
    if len(exact) == 1 and exact[0] in listed.same:
        forms = dict.fromkeys(term for form in listed.same[exact[0]] for _, term in analysis.dutch_terms(form))
        return _any_term(schema, DUTCH[node.field], tuple(forms))
    return _sequence(schema, DUTCH[node.field], analysis.dutch_terms(node.text))


def _any_term(schema: tantivy.Schema, field: str, terms: tuple[str, ...]) -> Query:
    return Query.boolean_query([(Occur.Should, Query.term_query(schema, field, term)) for term in terms])


def _sequence(schema: tantivy.Schema, field: str, terms: list[tuple[int, str]]) -> Query:
    """Terms at these places from each other; the parts of a compound share one. tantivy panics on a phrase of one."""
    if not terms:
        return Query.empty_query()
    if len(terms) == 1:
        return Query.term_query(schema, field, terms[0][1])
    return Query.phrase_query(schema, field, list(terms))


def _prefix(node: Prefix, schema: tantivy.Schema) -> Query:
    terms = analysis.exact_terms(node.text)
    if not terms:
        return Query.empty_query()
    if len(terms) == 1:
        return Query.regex_query(schema, EXACT[node.field], f"{terms[0]}.*")
    return Query.phrase_prefix_query(schema, EXACT[node.field], list(terms))

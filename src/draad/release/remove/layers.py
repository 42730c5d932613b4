"""Optional content made plain: what a reader does not see goes, what is seen becomes part of the page.

ISO 32000-1, 8.11. Within a hidden sequence only what paints is taken out; what moves the pen or sets a state stays,
since what follows may count on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Stream

from draad.release.remove import geometry
from draad.release.remove.residue import below
from draad.release.remove.usage import appearances

_PAINTS_PATH = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s"}
_SHOWS = {"Tj", "TJ"}
_NEXT_LINE = {"'", '"'}
_DEEPEST = 30


def flatten(pdf: pikepdf.Pdf) -> bool:
    """Takes hidden layers out of all pages. Tells whether anything was hidden."""
    properties = pdf.Root.get("/OCProperties")
    if not isinstance(properties, Dictionary):
        return False
    states = _States(properties)
    done: set[tuple[int, int]] = set()
    found = False
    for page in pdf.pages:
        resources = geometry.inherited(page, "/Resources")
        made, hid = _filtered(page, resources, states)
        if made is not None:
            page.obj[Name.Contents] = pdf.make_stream(made)
        found = _forms(resources, states, done, 0) or hid or found
        found = _without_hidden_annotations(page, states) or found
        found = _forms(_looks(page), states, done, 0) or found
    del pdf.Root[Name.OCProperties]
    return found


def _groups(holder: Dictionary, key: str) -> set[tuple[int, int]]:
    found = holder.get(key)
    return {one.objgen for one in found if isinstance(one, Dictionary)} if isinstance(found, Array) else set()


class _States:
    """Which groups are hidden when the file is opened."""

    def __init__(self, properties: Dictionary) -> None:
        usual = _part(properties, "/D")
        self._hidden = _groups(properties, "/OCGs") if usual.get("/BaseState") == Name.OFF else set()
        self._hidden -= _groups(usual, "/ON")
        self._hidden |= _groups(usual, "/OFF")

    def hides(self, content: object) -> bool:
        """Whether a group, or what a membership dictionary says of several, is hidden."""
        if not isinstance(content, Dictionary):
            return False
        if content.get("/Type") != Name.OCMD:
            return content.objgen in self._hidden
        if isinstance(content.get("/VE"), Array):
            return not self._holds(content.VE, 0)
        groups = content.get("/OCGs")
        members = list(groups) if isinstance(groups, Array) else [groups] if isinstance(groups, Dictionary) else []
        shown = [member.objgen not in self._hidden for member in members if isinstance(member, Dictionary)]
        if not shown:
            return False
        policy = str(content.get("/P", "/AnyOn"))
        return not {"/AllOn": all(shown), "/AnyOff": not all(shown), "/AllOff": not any(shown)}.get(policy, any(shown))

    def _holds(self, expression: object, depth: int) -> bool:
        if isinstance(expression, Dictionary):
            return expression.objgen not in self._hidden
        if not isinstance(expression, Array) or not len(expression) or depth > _DEEPEST:
            return True
        operands = [self._holds(one, depth + 1) for one in list(expression)[1:]]
        return {"/And": all(operands), "/Or": any(operands), "/Not": not any(operands)}.get(str(expression[0]), True)


def _filtered(content: pikepdf.Page | Stream, resources: object, states: _States) -> tuple[bytes | None, bool]:
    """A content stream without hidden sequences (None: unchanged), and whether something was hidden."""
    properties = _part(resources, "/Properties")
    objects = _part(resources, "/XObject")
    kept: list[object] = []
    open_: list[str] = []  # of each marked-content sequence: "plain", "shown" or "hidden" layer
    changed = hid = False
    for instruction in pikepdf.parse_content_stream(content):
        operator = str(instruction.operator)
        operands = list(instruction.operands)
        if operator in ("BDC", "BMC"):
            layer = operator == "BDC" and operands[0] == Name.OC
            hidden = layer and states.hides(properties.get(str(operands[1])) if isinstance(operands[1], Name) else None)
            open_.append("hidden" if hidden else "shown" if layer else "plain")
            changed, hid = changed or layer, hid or hidden
            if layer:
                continue
        elif operator == "EMC":
            if open_ and open_.pop() != "plain":
                continue
        elif operator == "Do" and states.hides(_layer_of(objects, operands)):
            changed = hid = True
            continue
        elif "hidden" in open_ and (replaced := _unpainted(operator)) is not None:
            kept += replaced
            continue
        kept.append(instruction)
    return (pikepdf.unparse_content_stream(kept) if changed else None), hid  # type: ignore[arg-type]


def _unpainted(operator: str) -> list[object] | None:
    """What takes the place of an operator that paints; None for one that doesn't."""
    if operator in _PAINTS_PATH:
        return [([], Operator("n"))]
    if operator in _NEXT_LINE:
        return [([], Operator("T*"))]
    return [] if operator in _SHOWS or operator in ("Do", "sh", "INLINE IMAGE") else None


def _part(resources: object, key: str) -> Dictionary:
    part = resources.get(key) if isinstance(resources, Dictionary) else None
    return part if isinstance(part, Dictionary) else Dictionary()


def _layer_of(objects: Dictionary, operands: Sequence[object]) -> object:
    target = objects.get(str(operands[0])) if operands else None
    return target.get("/OC") if isinstance(target, Stream) else None


def _forms(resources: object, states: _States, done: set[tuple[int, int]], depth: int) -> bool:
    """The forms, tiling patterns, masks and drawn letters that a page uses, and those that they use."""
    found = False
    for form, own in _streams(resources):
        if form.objgen in done or depth > _DEEPEST:
            continue
        done.add(form.objgen)
        made, hid = _filtered(form, own, states)
        if made is not None:
            form.write(made)
        found = _forms(own, states, done, depth + 1) or hid or found
    return found


def _streams(resources: object) -> Iterator[tuple[Stream, object]]:
    """Each with the resources it draws from."""
    for font in dict(_part(resources, "/Font")).values():
        letters = _part(font, "/CharProcs")
        yield from ((one, font.get("/Resources", resources)) for one in letters.values() if isinstance(one, Stream))
    for one in below(resources) if isinstance(resources, Dictionary) else ():
        yield one, one.get("/Resources", resources)


def _looks(page: pikepdf.Page) -> Dictionary:
    """What the annotations of a page show, as resources that it draws."""
    annotations = page.obj.get("/Annots")
    every: list[pikepdf.Object] = list(annotations) if isinstance(annotations, Array) else []
    looks = [look for one in every for look in appearances(one)]
    return Dictionary(XObject=Dictionary({f"/L{n}": look for n, look in enumerate(looks)}))


def _without_hidden_annotations(page: pikepdf.Page, states: _States) -> bool:
    annotations = page.obj.get("/Annots")
    if not isinstance(annotations, Array):
        return False
    kept = [one for one in annotations if not (isinstance(one, Dictionary) and states.hides(one.get("/OC")))]
    if len(kept) == len(annotations):
        return False
    page.obj[Name.Annots] = Array(kept)
    return True

"""What a page's styles do to its words: lines struck through them, and ways of hiding them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

Declared = dict[str, str]
COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
# One level of nesting is enough to pass over @media blocks, which are for other media or sizes.
AT_RULE = re.compile(r"@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
PROPERTIES = frozenset((
    "text-decoration", "text-decoration-line", "display", "visibility", "opacity", "font-size", "color",
    "background", "background-color", "left", "top", "text-indent", "white-space", "list-style",
    "list-style-type",
))  # fmt: skip
MOMENTARY = re.compile(r"::|:(?:hover|focus|active|visited|before|after|first-l|target|checked|not\(:)")
RULES_AT_MOST = 400
WHITE = re.compile(
    r"^(?:#f{3,4}|#f{6}(?:f{2})?|white|rgba?\(255,255,255(?:,1(?:\.0)?)?\)|rgba\([^)]*,0(?:\.0+)?\))$"
)
NOTHING = re.compile(r"0*(?:\.0+)?%?$")
TINY = re.compile(r"0*(?:\.0*)?(?:px|pt|r?em|%)?$|[01]?(?:\.\d+)?(?:px|pt)$")
FAR_AWAY = re.compile(r"^-\d{4,}(?:\.\d+)?(?:px|pt)?$|^-\d{3,}(?:em|rem|%)$")


def declarations(style: str) -> Declared:
    """The declarations of a style attribute or rule, of the properties that matter here."""
    found: Declared = {}
    for part in COMMENT.sub("", style).split(";"):
        name, colon, value = part.partition(":")
        if colon and name.strip().lower() in PROPERTIES:
            plain = value.lower().replace("!important", "").strip()
            found[name.strip().lower()] = re.sub(r"\s*,\s*", ",", plain)
    return found


def rules_of(stylesheet: str) -> list[tuple[str, Declared]]:
    """The rules of an embedded stylesheet that matter here, each selector with its declarations."""
    plain = AT_RULE.sub("", COMMENT.sub("", stylesheet))
    found = []
    for match in RULE.finditer(plain):
        if declared := declarations(match.group(2)):
            found += [(s.strip(), declared) for s in match.group(1).split(",") if not MOMENTARY.search(s)]
    return [(selector, declared) for selector, declared in found if selector][:RULES_AT_MOST]


def styles_of(tree: LexborHTMLParser) -> Mapping[int, Declared]:
    """What the embedded stylesheets and the style attributes declare for each element, by its memory id."""
    found: dict[int, Declared] = {}
    for sheet in tree.css("style"):
        for selector, declared in rules_of(sheet.text()):
            for node in _selected(tree, selector):
                found.setdefault(node.mem_id, {}).update(declared)
    for node in tree.css("[style]"):
        found.setdefault(node.mem_id, {}).update(declarations(node.attributes.get("style") or ""))
    return found


def _selected(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    """The elements of a selector; none for one that is not understood."""
    from selectolax.lexbor import SelectolaxError  # imported late: only pages need it

    try:
        return tree.css(selector)
    except (SelectolaxError, ValueError, RuntimeError):
        return []


def strikes(declared: Declared) -> bool | None:
    """Whether a style strikes its words through; None when it does not say."""
    value = declared.get("text-decoration-line", declared.get("text-decoration"))
    return None if value is None or value == "inherit" else "line-through" in value


@dataclass(frozen=True)
class Look:
    """What decides whether words can be seen: ``gone`` is for good, the rest an element within may undo."""

    gone: str = ""
    visible: bool = True
    tiny: bool = False
    color: str = "black"
    background: str = "white"

    @property
    def hidden(self) -> str:
        """Why words that look like this cannot be seen; empty when they can."""
        white = WHITE.match(self.color) and WHITE.match(self.background)
        return (
            self.gone
            or ("" if self.visible else "not displayed")
            or ("type of no size" if self.tiny else "")
            or ("white on white" if white or self.color == "transparent" else "")
        )


def look(declared: Declared, around: Look) -> Look:
    """How the words of an element look, given those around it."""
    gone = around.gone
    if declared.get("display") == "none":
        gone = gone or "not displayed"
    elif "opacity" in declared and NOTHING.match(declared["opacity"]):
        gone = gone or "wholly transparent"
    elif any(FAR_AWAY.match(declared.get(name, "")) for name in ("left", "top", "text-indent")):
        gone = gone or "outside the page"
    size, seen = declared.get("font-size"), declared.get("visibility", "inherit")
    painted = declared.get("background-color") or declared.get("background", "").split(" ")[0]
    return Look(
        gone,
        around.visible if seen == "inherit" else seen == "visible",
        around.tiny if size in (None, "inherit") else TINY.match(str(size)) is not None,
        declared.get("color", around.color) if declared.get("color") != "inherit" else around.color,
        around.background if painted in ("", "transparent", "none", "inherit", "initial") else painted,
    )

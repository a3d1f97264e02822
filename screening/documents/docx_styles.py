"""How runs of a DOCX file look, by style and by hand: struck, hidden, too small or too pale to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFF = frozenset(("0", "false", "off", "none"))
PALE = frozenset(("FFFFFF", "FEFEFE", "FDFDFD"))
CHAIN_AT_MOST = 20
TINY = 4  # half-points


def attribute(element: Element | None, name: str = "val") -> str | None:
    """An attribute of the word-processing namespace."""
    return None if element is None else element.get(W + name)


def switch(properties: Element | None, name: str) -> bool | None:
    """A property that is on or off; None when it is not given."""
    found = None if properties is None else properties.find(W + name)
    return None if found is None else (attribute(found) or "1").lower() not in OFF


def number(value: str | None) -> int | None:
    """A whole number of an attribute, None for anything else."""
    return int(value) if value and value.lstrip("-").isdigit() and len(value) < 10 else None


@dataclass
class Styles:
    """The styles of a document by their id, and the properties that all text has."""

    by_id: dict[str, Element] = field(default_factory=dict)
    defaults: Element | None = None
    paragraph_defaults: Element | None = None
    default_paragraph: str | None = None

    def chain(self, style: str | None) -> Iterator[Element]:
        """A style and those that it is based on, nearest first."""
        for _ in range(CHAIN_AT_MOST):
            found = self.by_id.get(style or "")
            if found is None:
                return
            yield found
            style = attribute(found.find(W + "basedOn"))

    def level(self, style: str | None, name: str) -> bool:
        """Whether a style, or the nearest it is based on that says, switches a property on."""
        said = (switch(found.find(W + "rPr"), name) for found in self.chain(style))
        return next((value for value in said if value is not None), False)

    def toggled(self, name: str, run: Element | None, paragraph_style: str | None) -> bool:
        """Whether a toggle property is on: direct formatting decides, else styles switch each other over."""
        direct = switch(run, name)
        if direct is not None:
            return direct
        if switch(self.defaults, name):
            return True
        character = attribute(run.find(W + "rStyle")) if run is not None else None
        return self.level(paragraph_style or self.default_paragraph, name) != self.level(character, name)

    def value(
        self, name: str, run: Element | None, paragraph_style: str | None, key: str = "val"
    ) -> str | None:
        """A property's value: direct, by the character style, by the paragraph style, by default."""
        character = attribute(run.find(W + "rStyle")) if run is not None else None
        places = [run, *(s.find(W + "rPr") for s in self.chain(character))]
        places += [s.find(W + "rPr") for s in self.chain(paragraph_style or self.default_paragraph)]
        for place in [*places, self.defaults]:
            found = attribute(place.find(W + name), key) if place is not None else None
            if found is not None:
                return found
        return None

    def struck(self, run: Element | None, paragraph_style: str | None) -> bool:
        """Whether a run is struck through, once or twice."""
        return any(self.toggled(name, run, paragraph_style) for name in ("strike", "dstrike"))

    def hidden(self, run: Element | None, paragraph_style: str | None, shaded: bool) -> str | None:
        """Why a run cannot be seen, or None; ``shaded`` says that it stands on a colour."""
        if any(self.toggled(name, run, paragraph_style) for name in ("vanish", "specVanish")):
            return "hidden font"
        size = number(self.value("sz", run, paragraph_style))
        if size is not None and size <= TINY:
            return f"type of {size / 2:g} points"
        colour = (self.value("color", run, paragraph_style) or "").upper()
        own = any(run is not None and run.find(W + name) is not None for name in ("shd", "highlight"))
        if colour in PALE and not shaded and not own:
            return "white on white"
        return None

    def gap(self, properties: Element | None, style: str | None, side: str) -> int:
        """The space ``before`` or ``after`` a paragraph, in twentieths of a point."""
        chain = (s.find(W + "pPr") for s in self.chain(style or self.default_paragraph))
        for place in (properties, *chain, self.paragraph_defaults):
            found = None if place is None else place.find(W + "spacing")
            value = number(attribute(found, side))
            if value is not None:
                return value
        return 0

    def numbering(self, style: str | None) -> tuple[str | None, str | None]:
        """The list and the level that a paragraph style puts its paragraphs in."""
        for found in self.chain(style or self.default_paragraph):
            properties = found.find(f"{W}pPr/{W}numPr")
            if properties is not None:
                return attribute(properties.find(W + "numId")), attribute(properties.find(W + "ilvl"))
        return None, None


def read_styles(root: Element | None) -> Styles:
    """The styles part of a document; none at all when it has none."""
    styles = Styles()
    if root is None:
        return styles
    styles.defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    styles.paragraph_defaults = root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")
    for style in root.findall(W + "style"):
        styles.by_id[style.get(W + "styleId", "")] = style
        if style.get(W + "type") == "paragraph" and style.get(W + "default", "0").lower() not in OFF:
            styles.default_paragraph = style.get(W + "styleId")
    return styles


def is_shaded(properties: Element | None) -> bool:
    """Whether a paragraph or cell stands on a colour of its own."""
    shading = None if properties is None else properties.find(W + "shd")
    fill = (attribute(shading, "fill") or "auto").upper()
    solid = attribute(shading) == "solid"
    return solid or (fill not in PALE and fill != "AUTO")

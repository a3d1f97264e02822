"""Page furniture: what the paper says about itself, and no word of the standard."""

from __future__ import annotations

import re

from screening.reading.source import SourceText, Span

FURNITURE = (
    r"\(?(?:continued|cont(?:inue)?['’]?d?\.?)(?:[ ]+(?:on|from|to)[ ]+(?:the[ ]+)?(?:next|previous|following|last|preceding)?[ ]*(?:page)?[ ]*[0-9]*)?[ ]*(?:\.{3})?\)?",
    r"\(?end[ ]+of[ ]+(?:the[ ]+)?(?:document|standard|page|section|report|file)\)?",
    r"[-–—\[( ]*(?:page|pg\.?|p\.)[ ]*[0-9]+(?:[ ]*(?:of|/)[ ]*[0-9]+)?[-–—\]) ]*",
    r"[-–—\[( ]*[0-9]{1,3}(?:[ ]+of[ ]+[0-9]{1,3})?[-–—\]) ]*",
    r"[-–—_=*~.·•#|+ ]+",
    r"(?:list[ ]+of[ ]+positions)?[ |]*(?:u\.?[ ]?s\.?|united[ ]+states)[ ]*postal[ ]+service[®™]?(?:[ ]*[|\-–][ ]*.{0,30})?",
    r"(?:qualification[ ]+standards?|position[ ]+descriptions?|bargaining|non-?bargaining|positions?|and|[-–—|/&:, ])+",
    r"https?://\S+.*", r"www\.\S+", r"(?:back[ ]+to[ ]+)?top(?:[ ]+of[ ]+page)?", r"skip[ ]+to[ ]+.{0,30}",
    r"(?:copyright|©).{0,80}", r"(?:home|print|close|search|menu|contact us|site map)(?:[ ]*[|>»/][ ]*[\w ]{2,30})*",
    r"\[?image:?.{0,60}\]?", r"(?:printed|last[ ]+(?:updated|modified|revised)|updated|posted)(?:[ ]+(?:on|at|by))?[ :].{0,40}",
)  # fmt: skip
ALONE = re.compile(rf"(?:{'|'.join(FURNITURE)})\Z", re.IGNORECASE)
EDGE = re.compile(r"(?m)(?:[ \t]*\|)+[ \t]*$|^(?:[ \t]*\|)+(?=[ \t]*\S[^|\n]*$)")


def furniture_lines(source: SourceText) -> list[Span]:
    """The lines that are page furniture and nothing else."""
    found = []
    for start, end in source.lines:
        line = source.text[start:end].strip(" \t|*_#>")
        if source.text[start:end].strip() and ALONE.match(" ".join(line.split())):
            found.append((start, end))
    return found


def table_edges(source: SourceText) -> list[Span]:
    """The bars at the ends of lines that a table left behind."""
    return [match.span() for match in EDGE.finditer(source.text)]

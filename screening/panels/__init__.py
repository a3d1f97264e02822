"""A selection panel: its state is what its entries in the record say, its rules decide what may be added.

Everything here is pure. ``panel_of`` makes a panel from the record; an act (``rate``, ``lock``, ``decide`` …)
takes the panel, the hand that acts and what it does, and gives the drafts to append, or refuses.
"""

from screening.panels.closing import close
from screening.panels.consensus import Disagreement, Final, decide, disagreements, final_of, finals
from screening.panels.locking import lock
from screening.panels.opening import Admission, add_applications, open_panel
from screening.panels.overrides import override
from screening.panels.panel import Panel, panel_of, panels_in
from screening.panels.people import join, leave, recuse
from screening.panels.ratings import Mark, rate
from screening.panels.settings import Member, PanelSettings
from screening.panels.visibility import View, visible_to

__all__ = [
    "Admission",
    "Disagreement",
    "Final",
    "Mark",
    "Member",
    "Panel",
    "PanelSettings",
    "View",
    "add_applications",
    "close",
    "decide",
    "disagreements",
    "final_of",
    "finals",
    "join",
    "leave",
    "lock",
    "open_panel",
    "override",
    "panel_of",
    "panels_in",
    "rate",
    "recuse",
    "visible_to",
]

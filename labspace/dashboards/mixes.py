"""By whom and for what the used hours were, as bars that add up to a hundred percent (K24)."""

from __future__ import annotations

from collections.abc import Iterator

from labspace.accounts.kinds import NO_TRADE, SECTOR_VERSION, SECTORS, PartnerType, Theme
from labspace.charts.bars import Series, bars
from labspace.charts.figure import Caption, Chart
from labspace.charts.kinds import Unit
from labspace.dashboards.board import Board
from labspace.dashboards.numbers import Pair
from labspace.occupancy.figures.figures import MixOf
from labspace.occupancy.kinds import Indicator
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

TITLES = {
    MixOf.THEME: (_l("Wofür"), _l("Thema")),
    MixOf.SECTOR: (_l("Aus welchen Wirtschaftszweigen"), _l("Wirtschaftszweig")),
    MixOf.PARTNER: (_l("Wer"), _l("Art des Partners")),
}


def mix_charts(board: Board, pair: Pair) -> Iterator[Chart]:
    """One chart of each split; none where nothing was used."""
    for of, shares in pair.now.mixes.items():
        if not shares:
            continue
        title, over = TITLES[of]
        yield bars(
            Caption(
                html_id=f"mix-{of.value}",
                title=str(title),
                subject=_(
                    "Anteil an den genutzten Stunden: %(over)s, %(period)s, %(whose)s",
                    over=str(over),
                    period=board.when,
                    whose=board.whose,
                ),
                source=_("K24: %(formula)s. Ohne interne Nutzung.", formula=Indicator.MIX.formula),
            ),
            over=str(over),
            places=[name_of(of, share.key) for share in shares],
            series=[Series(name=_("Anteil"), values=tuple(share.share for share in shares))],
            unit=Unit.PERCENT,
            adds_up=True,
        )


def name_of(of: MixOf, key: str) -> str:
    """What people call a theme, a section with its classification, a sort of partner."""
    match of:
        case MixOf.THEME:
            return str(Theme(key).label) if key else _("ohne Thema")
        case MixOf.PARTNER:
            return str(PartnerType(key).label)
        case MixOf.SECTOR:
            if key == NO_TRADE:
                return _("noch kein Gewerbe")
            letter, _space, version = key.partition(" ")
            if version == SECTOR_VERSION and letter in SECTORS:
                return f"{letter} {SECTORS[letter]}"
            return key

"""One sentence per chart that says what is to be seen: a whole sentence for each case, none put together."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from labspace.charts.kinds import Gap, Unit, Value
from labspace.words import gettext as _
from labspace.words import ngettext

Named = Sequence[tuple[str, Value]]
"""Values with the words that name each, in the order of the chart."""
Known = Sequence[tuple[str, Fraction]]


def comparison(named: Named, *, unit: Unit, target: Value | None = None) -> str:
    """Highest and lowest of several places, and how many reach the target that holds for all."""
    there = _there(named)
    if len(there) < 2:
        return _few(there, unit=unit)
    high, low = _ends(there)
    words = {"high": unit.text(high[1]), "best": high[0], "low": unit.text(low[1]), "least": low[0]}
    if target is None or isinstance(target, Gap):
        return (
            _("Alle stehen bei %(high)s.", **words)
            if words["high"] == words["low"]
            else _("Am höchsten steht %(best)s mit %(high)s, am niedrigsten %(least)s mit %(low)s.", **words)
        )
    reached = sum(value >= target for _name, value in there)
    words |= {"target": unit.text(target), "count": str(len(there))}
    if words["high"] == words["low"] and reached in {0, len(there)}:
        return (
            _("Alle stehen bei %(high)s und damit auf dem Ziel von %(target)s oder darüber.", **words)
            if reached
            else _("Alle stehen bei %(high)s und damit unter dem Ziel von %(target)s.", **words)
        )
    if not reached:
        return _("Am höchsten steht %(best)s mit %(high)s, am niedrigsten %(least)s mit %(low)s; das Ziel von %(target)s ist nirgends erreicht.", **words)  # fmt: skip
    return ngettext(
        "Am höchsten steht %(best)s mit %(high)s, am niedrigsten %(least)s mit %(low)s; das Ziel von %(target)s erreicht %(num)d von %(count)s.",
        "Am höchsten steht %(best)s mit %(high)s, am niedrigsten %(least)s mit %(low)s; das Ziel von %(target)s erreichen %(num)d von %(count)s.",
        reached,
        **words,
    )


def course(named: Named, *, unit: Unit) -> str:
    """From the first to the last value of a time, and the highest on the way."""
    there = _there(named)
    if len(there) < 2:
        return _few(there, unit=unit)
    (first, begins), (last, ends) = there[0], there[-1]
    high, low = _ends(there)
    words = {
        "first": first,
        "begins": unit.text(begins),
        "last": last,
        "ends": unit.text(ends),
        "best": high[0],
        "high": unit.text(high[1]),
    }
    # By what is shown: nothing rises from 38,0 % to 38,0 %.
    rises, turns = ends > begins, words["ends"] == words["begins"]
    if words["high"] == unit.text(low[1]):
        return _("Alle Zahlen von %(first)s bis %(last)s stehen bei %(ends)s.", **words)
    if words["high"] in {words["begins"], words["ends"]}:
        return _towards_the_highest(words, rises=rises, turns=turns)
    return _past_the_highest(words, rises=rises, turns=turns)


def _towards_the_highest(words: dict[str, str], *, rises: bool, turns: bool) -> str:
    if turns:
        return _(
            "Am höchsten war der Wert mit %(high)s am Anfang (%(first)s) und am Ende (%(last)s).", **words
        )
    if rises:
        return _("Der Wert stieg von %(begins)s (%(first)s) auf %(ends)s (%(last)s); höher war er dazwischen nie.", **words)  # fmt: skip
    return _("Der Wert sank von %(begins)s (%(first)s) auf %(ends)s (%(last)s); höher war er danach nie.", **words)  # fmt: skip


def _past_the_highest(words: dict[str, str], *, rises: bool, turns: bool) -> str:
    if turns:
        return _("Am Anfang (%(first)s) und am Ende (%(last)s) stand der Wert bei %(ends)s; am höchsten war er mit %(high)s (%(best)s).", **words)  # fmt: skip
    if rises:
        return _("Der Wert stieg von %(begins)s (%(first)s) auf %(ends)s (%(last)s); am höchsten war er mit %(high)s (%(best)s).", **words)  # fmt: skip
    return _("Der Wert sank von %(begins)s (%(first)s) auf %(ends)s (%(last)s); am höchsten war er mit %(high)s (%(best)s).", **words)  # fmt: skip


def peak(named: Named, *, unit: Unit) -> str:
    """The highest of many cells, and how many stand at nothing."""
    there = _there(named)
    if len(there) < 2:
        return _few(there, unit=unit)
    high, low = _ends(there)
    words = {"best": high[0], "high": unit.text(high[1]), "least": low[0], "low": unit.text(low[1])}
    if words["high"] == words["low"]:
        return _("Alle Werte sind gleich: %(high)s.", **words)
    if low[1] > 0:
        return _("Der höchste Wert ist %(high)s (%(best)s), der niedrigste %(low)s (%(least)s).", **words)
    nothing = sum(value == 0 for _name, value in there)
    return ngettext(
        "Der höchste Wert ist %(high)s (%(best)s); %(num)d von %(count)s Werten ist null.",
        "Der höchste Wert ist %(high)s (%(best)s); %(num)d von %(count)s Werten sind null.",
        nothing,
        count=str(len(there)),
        **words,
    )


def _there(named: Named) -> list[tuple[str, Fraction]]:
    return [(name, Fraction(value)) for name, value in named if not isinstance(value, Gap)]


def _ends(there: Known) -> tuple[tuple[str, Fraction], tuple[str, Fraction]]:
    # The first of equals is named: it is the one that is read first.
    return max(there, key=lambda pair: pair[1]), min(there, key=lambda pair: pair[1])


def _few(there: Known, *, unit: Unit) -> str:
    if not there:
        return _("Dafür liegt keine Zahl vor, die gezeigt werden kann.")
    name, value = there[0]
    return _("Nur eine Zahl kann gezeigt werden: %(name)s mit %(value)s.", name=name, value=unit.text(value))

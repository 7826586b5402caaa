"""The numbers of an indicator in words, beside its own name."""

from __future__ import annotations

from labspace.words import lazy_gettext as _l

PART_LABELS = {
    "main": _l("gesamt"),
    "public": _l("davon publikumswirksam oder öffentlich"),
    "closed": _l("davon geschlossen"),
    "high": _l("Viertelstunden, in denen mindestens vier von fünf genutzt waren"),
    "days": _l("in Tagen"),
    "share": _l("Anteil der Kalendertage"),
    "weekly": _l("Abende je Woche"),
    "of_all": _l("Anteil an den aktivierten Stunden"),
    "let": _l("vermietete Wochen"),
    "holidays": _l("an Feiertagen von Montag bis Freitag"),
    "private": _l("Privatpersonen"),
    "rate": _l("Anteil der Erstnutzenden"),
    "return": _l("davon binnen 90 Tagen wiedergekommen"),
    "hours": _l("Öffnungsstunden"),
    "kept": _l("Wochen mit Mindestöffnung"),
    "unknown": _l("Ausgang nicht bekannt"),
    "mean": _l("Teilnehmende im Mittel"),
    "late": _l("spät storniert"),
    "by_house": _l("vom Haus abgesagt"),
    "unresolved": _l("ungeklärt"),
    "p90": _l("neun von zehn höchstens"),
    "unmet": _l("Nachfrageüberhang"),
    "paid": _l("abgerufen"),
    "cost": _l("Kosten je aktivierter Stunde"),
    "in_kind": _l("geldwerter Mietvorteil"),
}

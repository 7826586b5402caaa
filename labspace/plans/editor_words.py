"""What the floor-plan editor says: its scripts get every word with the page, in the reader's language.

`{name}` in a sentence is filled in by static/js/editor/words.js.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from flask_babel import LazyString, force_locale

from labspace.plans.words import ITEMS, SIDES, STYLES, TINTS
from labspace.spaces.features import Feature
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.words import gettext as _


def editor_words() -> dict[str, Any]:
    """Every word of the editor by its name in the scripts."""
    words: dict[str, Any] = {}
    for part in PARTS:
        words |= part()
    return words


def _by_value(words: Mapping[Any, LazyString]) -> dict[str, str]:
    return {key.value: str(text) for key, text in words.items()}


def _labels(members: type[Enum]) -> dict[str, str]:
    return {one.value: str(one.label) for one in members}  # type: ignore[attr-defined]


def _groups() -> dict[str, Any]:
    """What things are called, by their name in the document."""
    return {
        "items": _by_value(ITEMS),
        "styles": _by_value(STYLES),
        "swings": _by_value(SIDES),
        "tints": _by_value(TINTS),
        "kinds": _labels(SpaceKind),
        "kind_names": {kind.value: _both(kind) for kind in SpaceKind},
        "layouts": _labels(Layout),
        "features": _labels(Feature),
        "one": {
            "outline": _("Umriss"), "outer_walls": _("Außenwand"), "inner_walls": _("Innenwand"), "doors": _("Tür"),
            "windows": _("Fenster"), "areas": _("Bereich"), "entrances": _("Eingang"),
            "step_free_ways": _("Stufenloser Weg"), "placements": _("Form"),
        },
        "lists": {
            "outline": _("Gebäude"), "areas": _("Bereiche"), "placements": _("Flächen"),
            "step_free_ways": _("Stufenlose Wege"), "furniture": _("Möbel und Einbauten"),
            "inner_walls": _("Innenwände"), "outer_walls": _("Außenwände"), "windows": _("Fenster"), "doors": _("Türen"),
            "entrances": _("Eingänge"),
        },
    }  # fmt: skip


def _both(kind: SpaceKind) -> dict[str, str]:
    """A new space gets its name in both languages."""
    names = {}
    for language in ("de", "en"):
        with force_locale(language):
            names[language] = str(kind.label)
    return names


def _tools() -> dict[str, Any]:
    return {
        "tools": {
            "building": _("Gebäude"), "wall": _("Wand"), "door": _("Tür"), "window": _("Fenster"),
            "furniture": _("Möbel"), "area": _("Bereich"), "space": _("Fläche"), "way": _("Weg"),
            "entrance": _("Eingang"), "hand": _("Verschieben"),
        },
        "hints": {
            "building": _("Ein Rechteck aufziehen oder Ecke für Ecke setzen. Der neue Umriss tritt an die Stelle des alten."),
            "wall": _("Punkt für Punkt setzen; der letzte Punkt noch einmal beendet die Wand. Eine getippte Zahl ist die Länge in Metern."),
            "door": _("Auf eine Wand tippen oder an ihr entlang ziehen."),
            "window": _("Auf eine Wand tippen oder an ihr entlang ziehen."),
            "furniture": _("Aussuchen und hinstellen; R dreht um 90°."),
            "area": _("Ein Rechteck aufziehen oder Ecke für Ecke setzen."),
            "space": _("Ein Rechteck aufziehen oder Ecke für Ecke setzen. Arbeitsplätze und Tische stellt schon ein Tippen hin."),
            "way": _("Vom Eingang an Punkt für Punkt setzen; der letzte Punkt noch einmal beendet den Weg."),
            "entrance": _("Die Spitze zeigt ins Haus; R dreht um 90°."),
            "hand": _("Ziehen oder Pfeiltasten bewegen den Ausschnitt, Esc führt zurück zur Auswahl. Mit jedem Werkzeug tun es zwei Finger oder die mittlere Maustaste."),
        },
    }  # fmt: skip


def _fields() -> dict[str, Any]:
    return {
        "wall_kind": _("Art der Wand"), "wall_inner": _("Innenwand, 12 cm"), "wall_outer": _("Außenwand, 30 cm"),
        "with_outer_wall": _("Außenwand gleich mitzeichnen"),
        "door_style": _("Bauart"), "door_swing": _("Anschlag"), "door_flip": _("Angel auf die andere Seite"),
        "shop_front": _("Schaufenster"), "item": _("Möbel oder Einbau"), "step_free": _("stufenlos"),
        "name": _("Name"), "name_de": _("Name auf Deutsch"), "name_en": _("Name auf Englisch"), "tint": _("Farbe"),
        "width": _("Breite"), "depth": _("Tiefe"), "length": _("Länge"), "rotation": _("Drehung"),
        "place_x": _("von links"), "place_y": _("von oben"),
        "middle_x": _("Mitte von links"), "middle_y": _("Mitte von oben"),
        "corners": _("Ecken ({count})"), "corner_x": _("{number}. von links"), "corner_y": _("{number}. von oben"),
        "corner_add": _("Ecke nach der {number}. einfügen"), "corner_remove": _("{number}. Ecke entfernen"),
        "sheet": _("Blatt"), "sheet_width": _("Breite"), "sheet_height": _("Höhe"), "north": _("Norden (0 ist oben)"),
        "wrong_number": _("Bitte eine Zahl von {min} bis {max} eingeben."),
        "wrong_whole": _("Bitte eine ganze Zahl von {min} bis {max} eingeben."),
    }  # fmt: skip


def _spaces() -> dict[str, Any]:
    return {
        "kind": _("Art"), "label": _("Kurz auf dem Plan"), "capacity": _("Personen"), "area_m2": _("Größe"),
        "front": _("Vorderseite (0 ist oben)"), "drawn_area": _("Gezeichnet sind {area} m²."),
        "equipment": _("Ausstattung"), "people_and_layouts": _("Stühle und Bestuhlung"),
        "seats": _("Stühle auf dem Plan"), "wheelchair_places": _("Rollstuhlplätze"),
        "layouts_note": _("Genehmigte Personen je Bestuhlung; leer heißt: gibt es hier nicht."),
        "parts": _("Teile dieser Fläche"), "no_parts": _("Teile sind andere Flächen derselben Art. Noch gibt es hier keine."),
        "no_space": _("Diese Form gehört zu keiner Fläche."),
        "which_space": _("Welche Fläche"), "new_space": _("Eine neue"),
        "count": _("Anzahl"), "rows": _("Reihen"), "gap_along": _("Abstand in der Reihe"), "gap_rows": _("Abstand der Reihen"),
        "first_number": _("Erste Nummer"),
    }  # fmt: skip


def _selection() -> dict[str, Any]:
    return {
        "nothing_selected": _("Nichts ausgewählt. Ein Klick auf die Zeichnung wählt aus, mit Alt das darunter, ein Rahmen mehreres."),
        "several_selected": _("{count} ausgewählt"), "all_elements": _("Alles auf dem Plan als Liste"),
        "copy": _("Kopieren"), "turn": _("Um 90° drehen"), "remove": _("Entfernen"),
        "align": _("Ausrichten"), "distribute": _("Verteilen"),
        "sides": {
            "left": _("Links"), "centre": _("Mitte ↔"), "right": _("Rechts"), "top": _("Oben"), "middle": _("Mitte ↕"),
            "bottom": _("Unten"),
        },
        "axes": {"0": _("Gleiche Abstände ↔"), "1": _("Gleiche Abstände ↕")},
        "errors": _("{count} Fehler"), "errors_one": _("{count} Fehler"),
        "hints_found": _("{count} Hinweise"), "hints_found_one": _("{count} Hinweis"),
        "no_findings": _("Nichts auszusetzen: Der Entwurf kann veröffentlicht werden."),
    }  # fmt: skip


def _spoken() -> dict[str, str]:
    """What is said to those who do not see the drawing."""
    return {
        "line_begun": _("Begonnen bei {x}; {y}."), "line_point": _("Punkt bei {x}; {y}, {length}."),
        "length_needs_direction": _("Bitte zuerst mit den Pfeiltasten oder dem Zeiger die Richtung zeigen."),
        "shape_crosses": _("Diese Form schneidet sich selbst oder hat keine Fläche. „Rückgängig“ nimmt den letzten Punkt zurück, Esc verwirft sie."),
        "point_back": _("Zurück bei {x}; {y}."), "line_given_up": _("Verworfen."),
        "wall_made": _("Die Wand steht."), "way_made": _("Der Weg ist eingezeichnet."),
        "building_made": _("Der Umriss des Gebäudes steht."), "area_made": _("Der Bereich ist eingezeichnet."),
        "space_made": _("{name} liegt auf dem Plan."), "spaces_made": _("{count} Flächen liegen auf dem Plan: {from} bis {to}."),
        "door_placed": _("Tür eingesetzt, {length} breit."), "window_placed": _("Fenster eingesetzt, {length} breit."),
        "no_wall_here": _("Hier ist keine Wand."), "thing_placed": _("{name} steht bei {x}; {y}."), "entrances": _("Eingang"),
        "changed": _("Geändert."), "moved_to": _("Mitte jetzt bei {x}; {y}."), "turned": _("Um {angle}° gedreht."),
        "copied": _("Kopiert: {count}."), "removed": _("Entfernt: {count}. Strg+Z holt es zurück."),
        "aligned": _("Ausgerichtet."), "distributed": _("Gleichmäßig verteilt."),
        "undone": _("Ein Schritt zurück."), "redone": _("Ein Schritt vor."),
        "cursor_at": _("{x}; {y}"), "cursor_away": _("{x}; {y}, {length} in Richtung {angle}°"),
        "selected": _("{name} ausgewählt."),
    }  # fmt: skip


def _saving() -> dict[str, str]:
    return {
        "state_saved": _("Gespeichert"), "state_waiting": _("Noch nicht gespeichert"), "state_saving": _("Wird gespeichert …"),
        "state_lost": _("Keine Verbindung. Die Zeichnung liegt in diesem Browser und wird gespeichert, sobald es wieder geht."),
        "state_signed_out": _("Nicht gespeichert: Bitte in einem anderen Fenster neu anmelden. Die Zeichnung liegt in diesem Browser."),
        "state_conflict": _("Nicht gespeichert: Der Entwurf wurde inzwischen geändert."),
        "somebody": _("Jemand anderes"),
        "conflict_title": _("{who} hat diesen Entwurf inzwischen geändert."),
        "conflict_text": _("Nichts geht verloren: Beide Fassungen bleiben, und „Rückgängig“ führt zur jeweils anderen."),
        "conflict_keep": _("Mit meiner Fassung weiter"), "conflict_take": _("Die andere Fassung übernehmen"),
        "conflict_kept": _("Ihre Fassung gilt weiter."), "conflict_taken": _("Die andere Fassung ist übernommen."),
        "brought_back": _("Was beim letzten Mal nicht gespeichert werden konnte, ist wieder da."),
    }  # fmt: skip


PARTS = (_groups, _tools, _fields, _spaces, _selection, _spoken, _saving)
"""No name stands in two of them: the later one would take the place of the earlier."""

"""What people read when something cannot be traced; each sentence says what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from labspace.errors import Refusal
from labspace.formats import number_text
from labspace.pictures.sentences import picture_sentence
from labspace.plans.sentences import refusal_sentence as draft_sentence
from labspace.plans.tracing.kinds import LeftOut
from labspace.plans.tracing.limits import MAX_BYTES, MEGABYTE
from labspace.plans.tracing.sheets import Skipped
from labspace.words import gettext as _
from labspace.words import ngettext

_SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "file_empty": lambda v: _("Die Datei ist leer. Bitte wählen Sie eine andere."),
    "file_too_large": lambda v: _(
        "Die Datei hat mehr als %(most)d MB. Bitte speichern Sie nur dieses Geschoss.", most=MAX_BYTES // MEGABYTE
    ),
    "file_unknown": lambda v: _("Das ist weder SVG noch DXF. Bitte speichern Sie die Zeichnung in einem der beiden Formate."),
    "readers_busy": lambda v: _("Gerade werden schon mehrere Dateien gelesen. Bitte versuchen Sie es in einer Minute noch einmal."),
    "drawing_too_much": lambda v: _(
        "Die Datei enthält mehr, als ein Grundriss braucht, oder faltet sich beim Lesen immer weiter auf. Bitte"
        " speichern Sie nur die Ebenen, die Sie brauchen."
    ),
    "drawing_empty": lambda v: _("In der Datei sind keine Linien, die wir lesen können. Bitte speichern Sie Formen als Pfade."),
    "svg_broken": lambda v: _("Die SVG-Datei ist beschädigt. Bitte speichern Sie sie neu, am besten als „einfaches SVG“."),
    "svg_other": lambda v: _("In der Datei ist kein SVG. Bitte wählen Sie eine SVG- oder DXF-Datei."),
    "svg_entities": lambda v: _(
        "Die SVG-Datei erklärt eigene Entitäten; solche Dateien lesen wir nicht. Bitte speichern Sie sie als „einfaches SVG“."
    ),
    "svg_compressed": lambda v: _("Komprimiertes SVG (SVGZ) lesen wir nicht. Bitte speichern Sie die Datei als SVG."),
    "svg_numbers": lambda v: _("In der SVG-Datei stehen Zahlen, die keine sind. Bitte speichern Sie sie neu."),
    "svg_transform": lambda v: _("In der SVG-Datei steht eine Drehung oder Verschiebung, die wir nicht lesen können. Bitte speichern Sie sie neu."),
    "svg_path": lambda v: _("In der SVG-Datei ist ein Pfad beschädigt. Bitte speichern Sie sie neu."),
    "svg_length": lambda v: _("In der SVG-Datei steht eine Länge, die wir nicht lesen können. Bitte speichern Sie sie neu."),
    "dxf_broken": lambda v: _("Die DXF-Datei ist beschädigt oder abgeschnitten. Bitte speichern Sie sie neu."),
    "dxf_other": lambda v: _("In der Datei ist kein DXF. Bitte wählen Sie eine SVG- oder DXF-Datei."),
    "dxf_binary": lambda v: _("Das ist ein binäres DXF. Bitte speichern Sie es als DXF im Textformat (ASCII)."),
    "dxf_is_dwg": lambda v: _("Das ist eine DWG-Datei. Bitte speichern Sie sie in Ihrem Programm als DXF."),
    "pdf_other": lambda v: _("Das ist kein PDF. Bitte wählen Sie ein Bild oder ein PDF."),
    "pdf_broken": lambda v: _("Das PDF ist beschädigt. Bitte speichern Sie es neu."),
    "pdf_locked": lambda v: _("Das PDF ist mit einem Kennwort geschützt. Bitte speichern Sie es ohne."),
    "pdf_page": lambda v: ngettext(
        "Das PDF hat nur %(num)d Seite. Bitte geben Sie 1 an.",
        "Das PDF hat %(num)d Seiten. Bitte geben Sie eine davon an.",
        v["pages"],
    ),
    "points_too_near": lambda v: _("Die beiden Punkte liegen zu nah beieinander. Bitte wählen Sie zwei, die weiter auseinander liegen."),
    "underlay_too_large": lambda v: _(
        "Das Bild wäre %(width)s × %(height)s m groß. Bitte prüfen Sie die Länge der Strecke.", **_metres(v)
    ),
    "underlay_changed": lambda v: _("Das Bild wurde inzwischen verschoben oder ausgetauscht. Bitte sehen Sie es sich an und versuchen Sie es noch einmal."),
    "underlay_gone": lambda v: _("Dieses Bild gibt es nicht mehr. Bitte laden Sie es neu hoch."),
    "drawing_gone": lambda v: _("Diese Zeichnung wartet nicht mehr. Bitte laden Sie sie neu hoch."),
    "nothing_chosen": lambda v: _("Bitte wählen Sie wenigstens für eine Ebene, was daraus wird."),
    "nothing_usable": lambda v: _("Von den gewählten Ebenen lässt sich so nichts übernehmen. Warum, steht bei der Vorschau."),
    "traced_too_large": lambda v: _(
        "Das Gewählte wäre %(width)s × %(height)s m groß. Bitte prüfen Sie Einheit und Maßstab.", **_metres(v)
    ),
    "traced_too_small": lambda v: _(
        "Das Gewählte wäre nur %(width)s × %(height)s m groß. Bitte prüfen Sie Einheit und Maßstab.", **_metres(v)
    ),
    "traced_too_many": lambda v: _("Das sind mehr als %(most)s Dinge auf einmal. Bitte wählen Sie weniger Ebenen.", **v),
}  # fmt: skip


def tracing_sentence(refusal: Refusal) -> str:
    """The sentence for whatever is refused while tracing."""
    if refusal.code in _SENTENCES:
        return _SENTENCES[refusal.code](refusal.values)
    return picture_sentence(refusal) if refusal.code.startswith("picture_") else draft_sentence(refusal)


def _metres(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: number_text(values[name], digits=2) for name in ("width", "height")}


def left_out_text(why: LeftOut, count: int) -> str:
    """How many lines are not taken over, and why."""
    match why:
        case LeftOut.OPEN:
            return ngettext("%(num)d offene Linie, wo ein geschlossener Umriss nötig ist", "%(num)d offene Linien, wo geschlossene Umrisse nötig sind", count)  # fmt: skip
        case LeftOut.CROSSING:
            return ngettext("%(num)d Umriss, der sich selbst kreuzt", "%(num)d Umrisse, die sich selbst kreuzen", count)  # fmt: skip
        case LeftOut.SMALL:
            return ngettext("%(num)d Linie, die zu klein ist", "%(num)d Linien, die zu klein sind", count)
        case LeftOut.DOUBLE:
            return ngettext("%(num)d Linie, die doppelt gezeichnet ist", "%(num)d Linien, die doppelt gezeichnet sind", count)  # fmt: skip
        case LeftOut.SECOND_OUTLINE:
            return ngettext("%(num)d kleinerer Umriss des Gebäudes", "%(num)d kleinere Umrisse des Gebäudes", count)  # fmt: skip


def skipped_text(what: Skipped, count: int) -> str:
    """What was in the file and is never taken over."""
    match what:
        case Skipped.SCRIPT:
            return ngettext("%(num)d Skript; es wurde nicht ausgeführt", "%(num)d Skripte; sie wurden nicht ausgeführt", count)  # fmt: skip
        case Skipped.EXTERNAL:
            return ngettext("%(num)d Verweis auf eine andere Datei; er wurde nicht verfolgt", "%(num)d Verweise auf andere Dateien; sie wurden nicht verfolgt", count)  # fmt: skip
        case Skipped.PICTURE:
            return ngettext("%(num)d eingebettetes Bild", "%(num)d eingebettete Bilder", count)
        case Skipped.EMBEDDED:
            return ngettext("%(num)d fremder Inhalt", "%(num)d fremde Inhalte", count)
        case Skipped.UNKNOWN:
            return ngettext("%(num)d Element, das auf einem Plan nichts zeichnet oder nicht lesbar ist", "%(num)d Elemente, die auf einem Plan nichts zeichnen oder nicht lesbar sind", count)  # fmt: skip

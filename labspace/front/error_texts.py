"""What an error page says: for each status a title, a sentence and the next step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from labspace.words import lazy_gettext as _l


@dataclass(frozen=True, kw_only=True)
class ErrorText:
    """The words of one error page; `path` is where the next step leads, "" to this page again."""

    status: int
    title: str
    sentence: str
    step: str
    path: str = "/"


_HOUSES: Final = _l("Zu den Häusern")
_AGAIN: Final = _l("Diese Seite neu laden")

TEXTS: Final = {
    text.status: text
    for text in (
        ErrorText(
            status=400,
            title=_l("Diese Anfrage ist unvollständig"),
            sentence=_l(
                "Vielleicht lag die Seite lange offen. Laden Sie sie neu und senden Sie noch einmal ab."
            ),
            step=_AGAIN,
            path="",
        ),
        ErrorText(
            status=401,
            title=_l("Bitte melden Sie sich an"),
            sentence=_l("Diese Seite sehen Sie, sobald Sie angemeldet sind."),
            step=_l("Zur Anmeldung"),
            path="/anmeldung",
        ),
        ErrorText(
            status=403,
            title=_l("Dafür fehlt Ihnen das Recht"),
            sentence=_l(
                "Diese Seite ist für andere bestimmt, zum Beispiel für das Team eines Hauses. "
                "Wenn Sie sie brauchen, fragen Sie dort nach."
            ),
            step=_HOUSES,
        ),
        ErrorText(
            status=404,
            title=_l("Diese Seite gibt es nicht"),
            sentence=_l(
                "Die Adresse ist vielleicht unvollständig, oder die Fläche wird nicht mehr angeboten."
            ),
            step=_HOUSES,
        ),
        ErrorText(
            status=405,
            title=_l("So lässt sich diese Adresse nicht aufrufen"),
            sentence=_l("Sie gehört zu einem Knopf auf einer Seite. Bitte benutzen Sie den Knopf dort."),
            step=_HOUSES,
        ),
        ErrorText(
            status=409,
            title=_l("Inzwischen hat sich etwas geändert"),
            sentence=_l(
                "Jemand anders war gerade schneller. Laden Sie die Seite neu, dann sehen Sie, was gilt."
            ),
            step=_AGAIN,
            path="",
        ),
        ErrorText(
            status=410,
            title=_l("Das gibt es nicht mehr"),
            sentence=_l(
                "Dieser Link wurde zurückgezogen oder ist abgelaufen. Im Profil erhalten Sie einen neuen."
            ),
            step=_l("Zum Profil"),
            path="/profil",
        ),
        ErrorText(
            status=413,
            title=_l("Das ist zu groß"),
            sentence=_l("Die Datei oder der Text überschreitet die erlaubte Größe. Bitte kürzen Sie sie."),
            step=_AGAIN,
            path="",
        ),
        ErrorText(
            status=422,
            title=_l("Das konnten wir nicht verstehen"),
            sentence=_l(
                "Eine Angabe passt nicht, zum Beispiel ein Tag, den es nicht gibt. Bitte prüfen Sie sie."
            ),
            step=_HOUSES,
        ),
        ErrorText(
            status=429,
            title=_l("Das waren zu viele Versuche"),
            sentence=_l("Bitte warten Sie ein paar Minuten und versuchen Sie es dann noch einmal."),
            step=_HOUSES,
        ),
        ErrorText(
            status=500,
            title=_l("Da ist uns ein Fehler passiert"),
            sentence=_l(
                "Ihre Angaben wurden nicht gespeichert. Versuchen Sie es bitte noch einmal; "
                "bleibt der Fehler, hilft das Team im Haus weiter."
            ),
            step=_HOUSES,
        ),
        ErrorText(
            status=503,
            title=_l("Gleich geht es weiter"),
            sentence=_l(
                "Das System ist gerade nicht erreichbar. Bitte versuchen Sie es in einer Minute noch einmal."
            ),
            step=_AGAIN,
            path="",
        ),
    )
}


def error_text(status: int) -> ErrorText:
    """The words for `status`; an unlisted one is told like 400 below 500 and like 500 from there on."""
    return TEXTS.get(status) or TEXTS[400 if status < 500 else 500]

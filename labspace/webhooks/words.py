"""What the team reads about endpoints and calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from labspace.errors import Refusal
from labspace.words import gettext as _


def why_text(kept: str) -> str:
    """Why a call was not taken, from what is kept with it: a code, and the number of the answer if there was one."""
    code, _space, status = kept.partition(" ")
    if status:
        return _("%(why)s (Antwort %(status)s)", why=problem_text(code), status=status)
    return problem_text(code)


def problem_text(code: str) -> str:
    """The sentence for a code; for one nobody wrote a sentence for a general one."""
    return _PROBLEMS.get(code, _PROBLEMS["connection_broke"])()


_PROBLEMS: dict[str, Callable[[], str]] = {
    "not_an_address": lambda: _("Das ist keine Adresse. Erwartet wird zum Beispiel https://empfang.example/labspace."),
    "password_in_the_clear": lambda: _("Ein Kennwort darf nur über https gesendet werden. Bitte die Adresse mit https:// angeben."),
    "in_the_clear": lambda: _("Über http geht nichts ins öffentliche Netz. Bitte eine Adresse mit https:// angeben."),
    "not_public": lambda: _("Diese Adresse liegt nicht im öffentlichen Netz. Wer labspace betreibt, kann eigene Netze freigeben."),
    "unknown_host": lambda: _("Den Namen dieses Servers kennt niemand. Bitte die Adresse prüfen."),
    "name_too_slow": lambda: _("Der Name des Servers ließ sich nicht in angemessener Zeit auflösen."),
    "too_slow": lambda: _("Der Server hat nicht in angemessener Zeit geantwortet."),
    "nobody_there": lambda: _("Unter dieser Adresse antwortet kein Server."),
    "connection_broke": lambda: _("Die Verbindung zum Server kam nicht zustande oder brach ab."),
    "certificate": lambda: _("Das Zertifikat des Servers ist ungültig. Bitte bei der Stelle nachfragen, die ihn betreibt."),
    "no_http": lambda: _("Der Server antwortet, aber nicht wie ein Webserver."),
    "sent_elsewhere": lambda: _("Der Server verweist auf eine andere Adresse. Bitte die endgültige Adresse angeben."),
    "refused": lambda: _("Der Server hat den Aufruf abgelehnt."),
    "server_error": lambda: _("Der Server hat gerade selbst eine Störung."),
    "removed": lambda: _("Der Webhook wurde vorher entfernt."),
}  # fmt: skip


def sentences(refusals: Iterable[Refusal]) -> list[str]:
    """One sentence for each refusal, in order."""
    return [_SENTENCES[refusal.code](refusal) for refusal in refusals]


_SENTENCES: dict[str, Callable[[Refusal], str]] = {
    "too_many_endpoints": lambda refusal: _(
        "Mehr als %(most)s Webhooks sind nicht möglich. Bitte zuerst einen entfernen.", **refusal.values
    ),
}

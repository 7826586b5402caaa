"""Why a call is not answered as wished: stable codes, each with its status and what it means."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


@dataclass(frozen=True, kw_only=True)
class Code:
    """One reason: `code` for programs, `title` the same each time, `detail` with the values at hand."""

    code: str
    status: int
    title: LazyString
    detail: LazyString | None = None
    """None where whoever raises the problem says it in words of their own."""


_CODES: dict[str, Code] = {}


def register(*codes: Code) -> None:
    """Add the reasons of a subject; each code is said once."""
    for one in codes:
        if _CODES.setdefault(one.code, one) is not one:
            raise RuntimeError(f"the code {one.code} stands for two things")


def code_named(name: str) -> Code:
    """The reason called so. Raises KeyError for a name nobody registered."""
    return _CODES[name]


def is_code(name: str) -> bool:
    """Whether a reason is called so."""
    return name in _CODES


def all_codes() -> list[Code]:
    """Every reason, by status and name."""
    return sorted(_CODES.values(), key=lambda one: (one.status, one.code))


register(
    Code(
        code="bad_request",
        status=400,
        title=_l("Die Anfrage ist so nicht lesbar"),
        detail=_l("Adresse, Kopf oder Inhalt der Anfrage verletzen das Protokoll."),
    ),
    Code(
        code="body_not_json",
        status=400,
        title=_l("Der Inhalt ist kein JSON"),
        detail=_l("Erwartet wird ein JSON-Objekt in UTF-8, höchstens 64 KB groß."),
    ),
    Code(
        code="token_missing",
        status=401,
        title=_l("Ein Token fehlt"),
        detail=_l(
            "Bitte „Authorization: Bearer …“ mitsenden. Ein Token erstellt die Profilseite „API-Token“ "
            "oder der Befehl labspace token create."
        ),
    ),
    Code(
        code="token_not_valid",
        status=401,
        title=_l("Das Token gilt nicht"),
        detail=_l("Es ist unbekannt, abgelaufen oder widerrufen, oder die Person hat keinen Zugang mehr."),
    ),
    Code(
        code="scope_missing",
        status=403,
        title=_l("Das Token darf das nicht"),
        detail=_l("Diese Abfrage braucht ein Token mit der Berechtigung „%(scope)s“."),
    ),
    Code(
        code="not_found",
        status=404,
        title=_l("Das gibt es nicht"),
        detail=_l("Unter dieser Adresse gibt es nichts, oder es ist für dieses Token nicht zu sehen."),
    ),
    Code(
        code="method_not_allowed",
        status=405,
        title=_l("Diese Methode gibt es hier nicht"),
        detail=_l("Der Kopf „Allow“ nennt die Methoden dieser Adresse."),
    ),
    Code(
        code="refused",
        status=409,
        title=_l("So geht es gerade nicht"),
        detail=_l("Der jetzige Stand lässt das nicht zu. Bitte ihn lesen und neu entscheiden."),
    ),
    Code(
        code="changed_meanwhile",
        status=412,
        title=_l("Inzwischen hat sich etwas geändert"),
        detail=_l("Jemand anders war schneller. Bitte den jetzigen Stand lesen und neu entscheiden."),
    ),
    Code(
        code="too_large",
        status=413,
        title=_l("Das ist zu groß"),
        detail=_l("Der Inhalt einer Anfrage ist höchstens 64 KB groß."),
    ),
    Code(
        code="json_expected",
        status=415,
        title=_l("Der Inhalt muss JSON sein"),
        detail=_l("Bitte mit „Content-Type: application/json“ senden."),
    ),
    Code(
        code="invalid",
        status=422,
        title=_l("Angaben passen nicht"),
        detail=_l("Welche Angabe nicht passt und warum, steht unter „errors“."),
    ),
    Code(
        code="time_without_offset",
        status=422,
        title=_l("Eine Zeit ohne Zeitzone"),
        detail=_l("Zeiten brauchen ihren Abstand zu UTC, zum Beispiel 2026-12-01T09:00:00+01:00."),
    ),
    Code(
        code="idempotency_key_reused",
        status=422,
        title=_l("Der Idempotency-Key ist schon vergeben"),
        detail=_l("Mit diesem Schlüssel kam in den letzten 24 Stunden eine andere Anfrage."),
    ),
    Code(
        code="too_many_requests",
        status=429,
        title=_l("Zu viele Anfragen"),
        detail=_l("Bitte so viele Sekunden warten, wie der Kopf „Retry-After“ nennt."),
    ),
    Code(
        code="internal_error",
        status=500,
        title=_l("Ein Fehler auf unserer Seite"),
        detail=_l("Nichts wurde gespeichert. Bitte später noch einmal versuchen."),
    ),
    Code(
        code="unavailable",
        status=503,
        title=_l("Gleich geht es weiter"),
        detail=_l("Das System ist gerade nicht erreichbar. Bitte in einer Minute noch einmal versuchen."),
    ),
)

OF_STATUS = {
    400: "bad_request",
    401: "token_missing",
    403: "scope_missing",
    404: "not_found",
    405: "method_not_allowed",
    409: "refused",
    412: "changed_meanwhile",
    413: "too_large",
    415: "json_expected",
    429: "too_many_requests",
    503: "unavailable",
}
"""The code of a status that Flask or Werkzeug answered with by itself."""

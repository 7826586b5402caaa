"""Every page in a real browser, for everybody who sees it: accessible, within the screen, without an error."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from labspace.demo.people import LEAD, ORGANISER, STARTUP, TEAM, DemoPerson
from tests.support import axe
from tests.support.addresses import prepare_addresses
from tests.support.backstage import Backstage
from tests.support.travel import DE_DESKTOP, EN_PHONE

GUEST = None
ALL = (GUEST, STARTUP, TEAM, LEAD)

PAGES: dict[str, tuple[tuple[DemoPerson | None, ...], tuple[str, ...]]] = {
    "start.show": (ALL, ("/",)),
    "house.show": (
        (GUEST, STARTUP),
        (
            "/standorte/bochum",
            "/standorte/herne?tag=2026-11-29",
            "/standorte/witten?tag=gibt-es-nicht",
            "/standorte/bochum?tag=2026-11-23&von=10:00&bis=12:00&flaeche=bochum-desk-01",
            "/standorte/bochum?tag=2026-11-24&von=10:00&bis=12:00&personen=55",
        ),
    ),
    "timeline.day": ((GUEST, TEAM), ("/standorte/bochum/tag",)),
    "timeline.week": ((GUEST, TEAM), ("/standorte/bochum/woche",)),
    "space.show": ((GUEST, STARTUP), ("/flaechen/bochum-desk-05", "/flaechen/gibt-es-nicht")),
    "occupancy.show": ((GUEST, LEAD), ("/auslastung?monat=2026-10", "/auslastung?monat=2031-01")),
    "released.show": (
        (GUEST,),
        (
            "/standorte/bochum/zahlen",
            "/standorte/herne/zahlen",
            "/standorte/bochum/zahlen?monat=2031-01",
            "/standorte/gibt-es-nicht/zahlen",
        ),
    ),
    "dashboards.overview": (
        (TEAM,),
        ("/auslastung/uebersicht?zeitraum=2026-10", "/auslastung/uebersicht?zeitraum=gibt-es-nicht"),
    ),
    "dashboards.houses": ((TEAM,), ("/auslastung/haeuser?zeitraum=2026-10",)),
    "dashboards.two_periods": ((TEAM,), ("/auslastung/zeitraeume?zeitraum=2026-10&mit=2026-09",)),
    "dashboards.week": ((TEAM,), ("/auslastung/woche?zeitraum=2026-10",)),
    "dashboards.year": ((TEAM,), ("/auslastung/jahr?zeitraum=2026-10",)),
    "dashboards.evenings": ((TEAM,), ("/auslastung/abende?zeitraum=2026-10",)),
    "dashboards.plan": ((TEAM,), ("/auslastung/plan?zeitraum=2026-10",)),
    "dashboards.visits": ((TEAM,), ("/auslastung/besuche?zeitraum=2026-10",)),
    "dashboards.partners": ((TEAM,), ("/auslastung/organisationen?zeitraum=2026-10",)),
    "dashboards.mix": ((TEAM,), ("/auslastung/mix?zeitraum=2026-10",)),
    "dashboards.lead_times": ((TEAM,), ("/auslastung/vorlauf?zeitraum=2026-10",)),
    "dashboards.no_shows": ((TEAM,), ("/auslastung/ausfaelle?zeitraum=2026-10",)),
    "dashboards.popups": ((TEAM,), ("/auslastung/pop-up?zeitraum=2026-10",)),
    "dashboards.events": ((TEAM,), ("/auslastung/veranstaltungen?zeitraum=2026-10",)),
    "dashboards.what_if": (
        (TEAM,),
        ("/auslastung/was-waere-wenn?zeitraum=2026-10&weniger=2&mehr=1&bis=20:00",),
    ),
    "dashboards.bookings": ((TEAM,), ("/auslastung/buchungen?zeitraum=2026-10&zahl=K02",)),
    "dashboards.definitions": ((GUEST,), ("/auslastung/kennzahlen",)),
    "calendars.show": ((GUEST, STARTUP, TEAM), ("/kalender",)),
    "calendars.link": ((STARTUP,), ("/kalender/abos/{feed_link}",)),
    "calendars.ask_renewal": ((STARTUP,), ("/kalender/abos/{feed_link}/neuer-link",)),
    "legal.accessibility": ((GUEST,), ("/barrierefreiheit",)),
    "legal.privacy": ((GUEST,), ("/datenschutz",)),
    "legal.house_rules": ((GUEST,), ("/hausordnung", "/hausordnung?standort=bochum&fassung=2027-01")),
    "legal.imprint": ((GUEST,), ("/impressum",)),
    "building_blocks.show": ((GUEST,), ("/bausteine",)),
    "accounts.sign_in": ((GUEST,), ("/anmeldung", "/anmeldung?next=/buchungen")),
    "accounts.sign_up": ((GUEST,), ("/registrierung",)),
    "accounts.signed_up": ((GUEST,), ("/registrierung/post",)),
    "accounts.confirm": ((GUEST,), ("/bestaetigung/{confirmation}", "/bestaetigung/ungueltig")),
    "accounts.forgotten": ((GUEST,), ("/kennwort-vergessen",)),
    "accounts.link_mailed": ((GUEST,), ("/kennwort-vergessen/post",)),
    "accounts.new_password": ((GUEST,), ("/kennwort-neu/{new_password}", "/kennwort-neu/ungueltig")),
    "accounts.invitation": ((GUEST, TEAM), ("/einladungen/{invitation}",)),
    "accounts.profile": ((STARTUP, LEAD), ("/profil",)),
    "app_passwords.show": ((STARTUP,), ("/profil/app-kennwoerter",)),
    "api_tokens.show": ((STARTUP,), ("/profil/api-token",)),
    "api_docs.show": ((GUEST,), ("/api/v1/docs",)),
    "accounts.edit_profile": ((STARTUP,), ("/profil/angaben",)),
    "accounts.edit_password": ((STARTUP,), ("/profil/kennwort",)),
    "accounts.change_address": ((STARTUP,), ("/profil/mail-adresse",)),
    "accounts.new_address": ((STARTUP,), ("/profil/mail-adresse/{new_address}",)),
    "accounts.delete_account": ((STARTUP,), ("/profil/loeschung",)),
    "accounts.organisation": ((STARTUP,), ("/organisationen/{organisation}",)),
    "accounts.edit_organisation": ((STARTUP,), ("/organisationen/{organisation}/angaben",)),
    "accounts.end_membership": ((STARTUP,), ("/organisationen/{organisation}/mitglieder/{member}/ende",)),
    "accounts.new_organisation": ((STARTUP,), ("/organisationen/neu",)),
    "bookings.mine": ((STARTUP, LEAD), ("/buchungen",)),
    "bookings.new": (
        (STARTUP,),
        (
            "/buchungen/neu?standort=bochum&art=desk",
            "/buchungen/neu?flaeche=bochum-desk-01&tag=2026-11-23&von=10:00&bis=12:00",
        ),
    ),
    "bookings.show": ((STARTUP, TEAM), ("/buchungen/{booking}",)),
    "bookings.arrival": (
        (STARTUP, TEAM),
        (
            "/flaechen/bochum-desk-05/check-in",
            "/flaechen/bochum-desk-01/check-in",
            "/flaechen/herne-desk-02/check-in",
        ),
    ),
    "bookings.change": ((STARTUP, TEAM), ("/buchungen/{booking}/aenderung",)),
    "bookings.show_series": ((STARTUP, TEAM), ("/serien/{series}",)),
    "bookings.skipped": ((STARTUP, LEAD), ("/ausgefallene-termine",)),
    "bookings.ask_cancel": ((STARTUP,), ("/buchungen/{booking}/stornierung",)),
    "bookings.waiting_list": ((STARTUP, LEAD), ("/warteliste",)),
    "bookings.new_wish": (
        (STARTUP,),
        (
            "/warteliste/neu",
            "/warteliste/neu?flaeche=bochum-desk-01&tag=2026-11-23&von=10:00&bis=12:00",
        ),
    ),
    "bookings.offer": ((GUEST, STARTUP), ("/warteliste/angebote/{offer}", "/warteliste/angebote/ungueltig")),
    "bookings.ask_cancel_by_link": ((GUEST,), ("/stornierung/{cancel_link}", "/stornierung/ungueltig")),
    "events.new": (
        (ORGANISER,),
        (
            "/veranstaltungen/anfrage",
            "/veranstaltungen/anfrage?standort=bochum&tag=2026-12-01&von=10:00&bis=12:00&personen=40",
            "/buchungen/{event}",
        ),
    ),
    "event_finder.everywhere": ((GUEST,), ("/eventflaechen?monat=2026-12&tag=2026-12-03",)),
    "event_finder.in_house": (
        (GUEST, ORGANISER),
        (
            "/standorte/bochum/eventflaechen?personen=60&monat=2026-12&tag=2026-12-03",
            "/standorte/herne/eventflaechen?personen=viele",
        ),
    ),
    "programme.show": ((GUEST,), ("/programm", "/programm?monat=2026-12&thema=handel")),
    "programme.show_house": ((GUEST,), ("/standorte/bochum/programm", "/standorte/gibt-es-nicht/programm")),
    "programme.show_event": ((GUEST,), ("/programm/gibtesnicht",)),
    "programme_entry.edit": ((TEAM,), ("/buchungen/{event}/programmeintrag",)),
    "programme_entry.waiting": ((TEAM,), ("/team/bochum/programm",)),
    "options.invitation": (
        (STARTUP, ORGANISER),
        ("/mitveranstalten/{partner_link}", "/mitveranstalten/ungueltig"),
    ),
    "options_staff.index": ((TEAM,), ("/team/bochum/optionen",)),
    "attendance.show": ((TEAM,), ("/buchungen/{event}/besuche",)),
    "attendance.missing": ((TEAM,), ("/team/bochum/besuche",)),
    "visits.door": ((TEAM,), ("/buchungen/{event}/tuer",)),
    "visits.house_door": ((TEAM,), ("/team/bochum/tuer",)),
    "visits.cafe_door": ((TEAM,), ("/team/bochum/cafe/tuer",)),
    "visits.away": ((GUEST,), ("/tuer",)),
    "visits_staff.tally": (
        (TEAM,),
        ("/team/bochum/strichliste", "/team/bochum/strichliste?tag=2026-11-20"),
    ),
    "popups.new": ((STARTUP,), ("/pop-up/bewerbung",)),
    "popups.mine": ((STARTUP, LEAD), ("/pop-up/bewerbungen",)),
    "popup_steps.concept": ((STARTUP,), ("/pop-up/bewerbungen/{draft}/vorhaben",)),
    "popup_steps.weeks": ((STARTUP,), ("/pop-up/bewerbungen/{draft}/zeiten",)),
    "popup_steps.hours": ((STARTUP,), ("/pop-up/bewerbungen/{draft}/oeffnungszeiten",)),
    "popup_steps.pictures": ((STARTUP,), ("/pop-up/bewerbungen/{draft}/bilder",)),
    "popup_steps.more": ((STARTUP,), ("/pop-up/bewerbungen/{draft}/fragen",)),
    "popup_steps.summary": ((STARTUP,), ("/pop-up/bewerbungen/{draft}/zusammenfassung",)),
    "popup_calls.index": ((GUEST,), ("/pop-up",)),
    "popup_calls.show": ((GUEST,), ("/pop-up/ausschreibungen/{call}",)),
    "popup_calls_staff.index": ((TEAM,), ("/team/bochum/pop-up/ausschreibungen",)),
    "popup_calls_staff.new": ((TEAM,), ("/team/bochum/pop-up/ausschreibungen/neu",)),
    "popup_calls_staff.edit": ((TEAM,), ("/team/bochum/pop-up/ausschreibungen/{call}",)),
    "popup_review.applications": ((TEAM,), ("/team/bochum/pop-up/ausschreibungen/{call}/rangfolge",)),
    "popup_review.show": ((TEAM,), ("/team/bochum/pop-up/bewerbungen/{application}",)),
    "popup_review.decision": (
        (TEAM,),
        (
            "/team/bochum/pop-up/bewerbungen/{application}/entscheidung",
            "/team/bochum/pop-up/bewerbungen/{application}/entscheidung?ergebnis=reserve",
        ),
    ),
    "popups.show": ((STARTUP, TEAM), ("/pop-up/bewerbungen/{application}",)),
    "tenancies.show_offer": ((STARTUP, TEAM), ("/pop-up/angebote/{popup_offer}",)),
    "tenancies.show": ((STARTUP, TEAM), ("/pop-up/nutzungen/{tenancy}",)),
    "tenancies.hours": ((STARTUP,), ("/pop-up/nutzungen/{tenancy}/oeffnung",)),
    "tenancies.result": ((STARTUP,), ("/pop-up/nutzungen/{tenancy}/rueckmeldung/0",)),
    "tenancies.result_by_link": (
        (GUEST,),
        ("/pop-up/rueckmeldung/{follow_up}", "/pop-up/rueckmeldung/ungueltig"),
    ),
    "tenancies.shop": ((GUEST,), ("/pop-up/laeden/{shop}",)),
    "slot_calendar.show": (
        (GUEST,),
        ("/standorte/bochum/pop-up", "/standorte/bochum/pop-up?woche=2027-08-02"),
    ),
    "slot_calendar.team": (
        (TEAM,),
        ("/team/bochum/pop-up/plan?woche=2027-08-02", "/team/bochum/pop-up/plan?woche=gibtesnicht"),
    ),
    "tenancies_staff.board": ((TEAM,), ("/team/bochum/pop-up", "/team/bochum/pop-up?ab=2027-08-02")),
    "tenancies_staff.results": ((TEAM,), ("/team/bochum/pop-up/ergebnisse",)),
    "tenancies_staff.new_offer": ((TEAM,), ("/team/bochum/pop-up/bewerbungen/{application}/angebot",)),
    "tenancies_staff.edit_end": ((TEAM,), ("/team/bochum/pop-up/nutzungen/{tenancy}/ende",)),
    "tenancies_staff.handover": (
        (TEAM,),
        (
            "/team/bochum/pop-up/nutzungen/{tenancy}/uebergabe/einzug",
            "/team/bochum/pop-up/nutzungen/{tenancy}/uebergabe/auszug",
        ),
    ),
    "ideas.index": ((GUEST,), ("/ideen", "/ideen?standort=hattingen&thema=industrie")),
    "ideas.new": ((GUEST, STARTUP), ("/ideen/neu", "/ideen/neu?standort=witten")),
    "ideas.show": ((GUEST,), ("/ideen/{idea}",)),
    "ideas_staff.show_board": ((TEAM,), ("/team/bochum/ideen",)),
    "ideas_staff.show": ((TEAM,), ("/team/bochum/ideen/{idea}",)),
    "reports.index": ((LEAD, TEAM), ("/berichte",)),
    "reports.new": ((LEAD,), ("/berichte/neu",)),
    "reports.show": ((LEAD,), ("/berichte/{report}", "/berichte/{report_final}")),
    "reports.texts": ((LEAD,), ("/berichte/{report}/texte",)),
    "reports.ask_heading": ((LEAD,), ("/berichte/{report}/angaben",)),
    "reports.ask_final": ((LEAD,), ("/berichte/{report}/abschluss",)),
    "reports.ask_correction": ((LEAD,), ("/berichte/{report_final}/korrektur",)),
    "reports.progress": (
        (LEAD,),
        ("/berichte/{report}/fassungen/1/druck", "/berichte/{report_final}/fassungen/1/druck"),
    ),
    "reports.readers": ((LEAD,), ("/berichte/monatsmail",)),
    "aid.accounts": ((TEAM,), ("/team/beihilfen",)),
    "aid.account": ((TEAM,), ("/team/beihilfen/{beneficiary}",)),
    "partners.index": ((STARTUP, LEAD), ("/partner",)),
    "partners.show": ((STARTUP, TEAM), ("/partner/{agreement}",)),
    "partners.new_use": ((STARTUP,), ("/partner/termine/{allotment_date}",)),
    "partners_staff.index": ((TEAM,), ("/team/bochum/partner",)),
    "partners_staff.show": ((TEAM,), ("/team/bochum/partner/{agreement}",)),
    "busy_staff.index": ((TEAM,), ("/team/bochum/kalender-abos",)),
    "busy_staff.new": ((TEAM,), ("/team/bochum/kalender-abos/neu",)),
    "busy_staff.show": (
        (TEAM,),
        ("/team/bochum/kalender-abos/{foreign}", "/team/bochum/kalender-abos/{foreign_draft}"),
    ),
    "busy_staff.ask_remove": ((TEAM,), ("/team/bochum/kalender-abos/{foreign}/entfernung",)),
    "busy_staff.collision": ((TEAM,), ("/team/bochum/kalender-abos/konflikte/{foreign_collision}",)),
    "displays.space": (
        (GUEST,),
        ("/anzeige/flaechen/bochum-desk-01", "/anzeige/flaechen/bochum-desk-01?farben=eink"),
    ),
    "displays.house": ((GUEST,), ("/anzeige/bochum",)),
    "displays.widget": ((GUEST,), ("/einbettung/bochum",)),
    "displays.embedding": ((TEAM,), ("/team/bochum/einbettung",)),
    "webhooks.index": ((TEAM,), ("/team/bochum/webhooks",)),
    "webhooks.new": ((TEAM, LEAD), ("/team/bochum/webhooks/neu",)),
    "webhooks.show": (
        (TEAM,),
        ("/team/bochum/webhooks/{webhook}", "/team/bochum/webhooks/{webhook}?nur=fehler"),
    ),
    "webhooks.edit": ((TEAM,), ("/team/bochum/webhooks/{webhook}/aenderung",)),
    "context_staff.index": ((TEAM,), ("/team/bochum/umfeld",)),
    "context_staff.new": ((TEAM,), ("/team/bochum/umfeld/neu",)),
    "context_staff.show": ((TEAM,), ("/team/bochum/umfeld/{passers_by}", "/team/bochum/umfeld/{vacancy}")),
    "context_staff.preview": ((TEAM,), ("/team/bochum/umfeld/{passers_by}/dateien/{context_import}",)),
    "context_staff.ask_remove": ((TEAM,), ("/team/bochum/umfeld/{passers_by}/entfernung",)),
    "context_staff.targets": ((TEAM,), ("/team/bochum/ziele",)),
    "context_staff.new_target": ((TEAM,), ("/team/bochum/ziele/neu", "/team/bochum/ziele/neu?ziel={target}")),
    "context_staff.ask_end": ((TEAM,), ("/team/bochum/ziele/{target}/ende",)),
    "today.show": ((TEAM, LEAD), ("/team/bochum", "/team/bochum?tag=2027-02-10")),
    "today.day_sheet": ((TEAM,), ("/team/bochum/tagesblatt",)),
    "events_staff.requests": ((TEAM,), ("/team/bochum/anfragen",)),
    "events_staff.show": (
        (TEAM,),
        ("/team/bochum/anfragen/{event}", "/team/bochum/anfragen/{event_decided}"),
    ),
    "decisions.show": ((ORGANISER, TEAM), ("/veranstaltungen/{event}", "/veranstaltungen/{event_decided}")),
    "decisions_staff.setup_sheet": ((TEAM,), ("/team/bochum/anfragen/{event_decided}/aufbau",)),
    "decisions_staff.setup_day": ((TEAM,), ("/team/bochum/aufbau", "/team/bochum/aufbau?tag=2026-12-01")),
    "decisions_staff.handover": ((TEAM,), ("/team/bochum/anfragen/{event_decided}/uebergabe",)),
    "bookings_staff.ask_cancel": ((TEAM,), ("/team/bochum/buchungen/{booking}/stornierung",)),
    "bookings_staff.enter": (
        (TEAM,),
        ("/team/bochum/buchungen/neu?wer=Muster", "/team/bochum/buchungen/neu?person={member}"),
    ),
    "bookings_staff.qr_codes": ((TEAM,), ("/team/bochum/qr-codes",)),
    "bookings_staff.demand": ((TEAM,), ("/team/bochum/nachfrage",)),
    "bookings_staff.blockings": ((TEAM,), ("/team/bochum/sperrungen",)),
    "houses_staff.closures": ((TEAM,), ("/team/bochum/schliessungen",)),
    "plans_publishing.ask": (
        (TEAM,),
        (
            "/team/bochum/plaene/entwurf/{plan_next}/veroeffentlichung?ab=2026-12-01",
            "/team/bochum/plaene/entwurf/{plan_draft}/veroeffentlichung",
        ),
    ),
    "plans_publishing.record": ((TEAM,), ("/team/bochum/plaene/veroeffentlichungen",)),
    "plans_exports.show": ((TEAM,), ("/team/bochum/plaene/{plan}",)),
    "plans_staff.index": ((TEAM,), ("/team/bochum/plaene",)),
    "plans_uploads.new": ((TEAM,), ("/team/bochum/plaene/plandatei",)),
    "plans_uploads.another": ((TEAM,), ("/team/bochum/plaene/entwurf/{plan_draft}/plandatei",)),
    "plans_staff.show": ((TEAM,), ("/team/bochum/plaene/entwurf/{plan_draft}",)),
    "plans_staff.sheet": ((TEAM,), ("/team/bochum/plaene/entwurf/{plan_draft}/blatt",)),
    "plans_staff.series": ((TEAM,), ("/team/bochum/plaene/entwurf/{plan_draft}/reihe",)),
    "plans_staff.elements": ((TEAM,), ("/team/bochum/plaene/entwurf/{plan_draft}/elemente/flaechen",)),
    "plans_staff.new_element": ((TEAM,), ("/team/bochum/plaene/entwurf/{plan_draft}/elemente/tueren/neu",)),
    "plans_staff.element": (
        (TEAM,),
        (
            "/team/bochum/plaene/entwurf/{plan_draft}/elemente/flaechen/1",
            "/team/bochum/plaene/entwurf/{plan_draft}/elemente/umriss/1",
        ),
    ),
    "transfer_staff.exports": (
        (TEAM,),
        ("/team/bochum/ausgaben", "/team/bochum/ausgaben?zeitraum=vorgestern+bis+irgendwann"),
    ),
    "bookings_import.show": ((TEAM,), ("/team/bochum/uebernahme",)),
    "founding_staff.houses": ((LEAD,), ("/verwaltung/haeuser",)),
    "founding_staff.new": ((LEAD,), ("/verwaltung/haeuser/neu",)),
    "founding_staff.ask_withdrawal": ((LEAD,), ("/verwaltung/haeuser/{founded}/ruecknahme",)),
    "founding_staff.house": ((TEAM,), ("/team/bochum/haus",)),
    "founding_staff.moving": ((TEAM,), ("/team/bochum/umzug",)),
    "founding_staff.closing": ((TEAM,), ("/team/bochum/dauerhafte-schliessung",)),
    "house_record.show": ((TEAM,), ("/team/bochum/aenderungen",)),
    "team_staff.show": ((TEAM,), ("/team/bochum/personen",)),
    "texts_staff.pages": ((LEAD,), ("/verwaltung/texte",)),
    "texts_staff.page": ((LEAD,), ("/verwaltung/texte/impressum", "/verwaltung/texte/gibt-es-nicht")),
    "texts_staff.rules": ((TEAM,), ("/team/bochum/hausordnung",)),
    "doors_staff.index": ((TEAM,), ("/team/bochum/tueren",)),
    "doors_staff.edit": ((TEAM,), ("/team/bochum/tueren/haus", "/team/bochum/tueren/bochum-desk-05")),
    "furnishing_staff.index": ((TEAM,), ("/team/bochum/flaechen",)),
    "furnishing_staff.edit": ((TEAM,), ("/team/bochum/flaechen/bochum-desk-05",)),
    "defects.new": ((STARTUP,), ("/flaechen/bochum-desk-05/mangel",)),
    "defects.mine": ((STARTUP,), ("/maengel",)),
    "defects_staff.index": ((TEAM,), ("/team/bochum/maengel",)),
    "defects_staff.show": ((TEAM,), ("/team/bochum/maengel/{defect}",)),
    "tracing_staff.index": ((TEAM,), ("/team/bochum/plaene/entwurf/{plan_draft}/vorlage",)),
    "tracing_staff.points": (
        (TEAM,),
        ("/team/bochum/plaene/entwurf/{plan_draft}/vorlage/massstab?ax=40&ay=40&bx=500&by=60",),
    ),
    "tracing_staff.choose": (
        (TEAM,),
        ("/team/bochum/plaene/entwurf/{plan_draft}/zeichnungen/{foreign_drawing}",),
    ),
    "house_hours.weekly": ((TEAM,), ("/team/bochum/oeffnungszeiten",)),
    "unit_hours.index": ((TEAM,), ("/team/bochum/oeffnungszeiten/flaechen",)),
    "unit_hours.show": ((TEAM,), ("/team/bochum/oeffnungszeiten/flaechen/bochum-desk-01",)),
    "house_hours.holidays": ((TEAM,), ("/team/bochum/feiertage",)),
    "house_prices.index": ((TEAM,), ("/team/bochum/preise",)),
    "house_prices.show": (
        (TEAM,),
        ("/team/bochum/preise/desk/alle", "/team/bochum/preise/bochum-desk-01/startup"),
    ),
    "house_ruling.index": ((TEAM,), ("/team/bochum/regeln/festlegung",)),
    "house_ruling.show": (
        (TEAM,),
        ("/team/bochum/regeln/festlegung/desk", "/team/bochum/regeln/festlegung/bochum-desk-01"),
    ),
    "event_terms.show": ((TEAM,), ("/team/bochum/veranstaltungsbedingungen",)),
    "house_stock.equipment": ((TEAM,), ("/team/bochum/ausstattung",)),
    "house_stock.catering": ((TEAM,), ("/team/bochum/bewirtung",)),
    "visit_stays.show": ((TEAM,), ("/team/bochum/besuchsdauer",)),
    "house_reminding.show": ((TEAM,), ("/team/bochum/erinnerungen",)),
    "quiet_days.show": ((TEAM,), ("/team/bochum/stille-tage",)),
    "house_hours.openings": ((TEAM,), ("/team/bochum/sonderoeffnungen",)),
    "dated_changes.show": ((TEAM,), ("/team/bochum/festlegungen/{dated_change}",)),
    "bookings_staff.rules": ((TEAM,), ("/team/bochum/regeln",)),
    "bookings_staff.overrides": ((TEAM,), ("/team/bochum/ausnahmen", "/team/bochum/ausnahmen?seite=2")),
    "accounts_staff.organisations": ((TEAM,), ("/team/organisationen",)),
    "accounts_staff.choose": ((TEAM,), ("/team/organisationen/{organisation}/zusammenfuehrung?wer=Mitte",)),
    "accounts_staff.merge": (
        (TEAM,),
        ("/team/organisationen/{organisation}/zusammenfuehrung/{other_organisation}",),
    ),
    "accounts_administration.people": ((LEAD,), ("/verwaltung/personen",)),
    "accounts_administration.person": ((LEAD, TEAM), ("/verwaltung/personen/{person}",)),
}
"""For each endpoint: who sees a page of their own there, and its addresses."""

NO_PAGES = {
    "static",
    "upkeep.alive",
    "upkeep.ready",
    "upkeep.metrics",
    "caldav.well_known",
    "personal_data.download",
    "caldav.root",
    "caldav.principal",
    "caldav.home",
    "caldav.calendar",
    "caldav.item",
    "caldav.nothing",
    "stylesheet.show",
    "pictures.show",
    "feeds.robots",
    "feeds.show",
    "calendar_files.booking",
    "calendar_files.series",
    "calendar_files.day",
    "programme_feeds.all_houses",
    "programme_feeds.house",
    "programme_feeds.event",
    "plans_staff.document",
    "plans_exports.svg",
    "plans_exports.pdf",
    "plans_exports.document",
    "tracing_staff.picture",
    "occupancy.sheet",
    "context_staff.sheet",
    "visits.worker",
    "released.file",
    "aid.certificate_pdf",
    "aid.sheet",
    "transfer_staff.settlement",
    "transfer_staff.programme",
    "reports.as_json",
    "reports.as_workbook",
    "reports.as_sheet",
    "reports.as_pdf",
    "tenancies.agreement_pdf",
    "tenancies.handover_pdf",
}
TOO_WIDE = """
() => document.documentElement.scrollWidth <= window.innerWidth ? "" :
  [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > window.innerWidth)
    .slice(0, 5)
    .map((element) => `<${element.tagName} class="${element.className}">${element.textContent.trim().slice(0, 60)}`)
    .join(" · ")
"""
"""What stands out on the right of the page, outermost first; empty if the page fits."""

REFUSED = {"gibt-es-nicht", "gibtesnicht", "ungueltig", "2031-01", "personen=viele", "vorgestern"}
"""Parts of addresses that are refused, with a page that says so. All others must be found."""


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_the_table_names_every_page(app: Flask) -> None:
    found = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    # What programs call below /api is no page: tests/api.
    pages = {endpoint for endpoint in found if not endpoint.startswith("api.")}
    assert pages == {*PAGES, *NO_PAGES}


@pytest.fixture(scope="session")
def names(site: str, site_folder: Path) -> dict[str, str]:
    """How the site's things are called in its addresses."""
    return prepare_addresses(site_folder)


def addresses_of(person: DemoPerson | None, names: dict[str, str]) -> Iterable[str]:
    """All addresses `person` has a page of their own at."""
    for seen_by, templates in PAGES.values():
        if person in seen_by:
            yield from (template.format(**names) for template in templates)


@pytest.mark.browser
@pytest.mark.parametrize("device", [DE_DESKTOP, EN_PHONE])
@pytest.mark.parametrize(
    "person",
    [
        pytest.param(GUEST, id="visitor"),
        pytest.param(STARTUP, id="person"),
        pytest.param(ORGANISER, id="organiser"),
        pytest.param(TEAM, id="staff"),
        pytest.param(LEAD, id="administrator"),
    ],
)
def test_every_page_is_accessible_and_fits(
    open_page,
    site: str,
    backstage: Backstage,
    names: dict[str, str],
    person: DemoPerson | None,
    device: dict[str, Any],
) -> None:
    page = open_page(base_url=site, **device)
    if person is not None:
        backstage.sign_in(page, person)
    found = []
    for address in addresses_of(person, names):
        answer = page.goto(address)
        assert answer is not None
        may_be_refused = any(part in address for part in REFUSED) or "/verwaltung/" in address
        if answer.status != 200 and not may_be_refused:
            found.append(f"{address}: {answer.status}")
        if wide := page.evaluate(TOO_WIDE):
            found.append(f"{address}: wider than the screen: {wide}")
        found += [f"{address}: {line}" for line in axe.findings(page)]
    assert not found, "\n".join(found)

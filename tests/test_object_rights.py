"""Who may see and change which booking, house, organisation and application; and that nothing public names a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from labspace.access import Right, right_of
from labspace.accounts.models import StaffRole, User
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from tests.factories import Cast, make_user
from tests.scene import Scene, rules
from tests.support.visit import Visitor

PEOPLE = ("alice", "bob", "charlie", "nora", "wanda", "ada")
"""Alice books for Acme, Bob is of Acme, Nora runs Bochum, Wanda runs Witten, Ada administers."""

NAMES = ("Alice", "alice@", "Bob", "bob@", "Nora", "nora@", "Acme", "Hüte", "Prototyp")
"""What says who booked; a concept is not public before the slot is let to it."""

# What each of PEOPLE is answered. 200 stands for any answer of the page itself: 200, 303, 409 or 422.
RIGHTS = {
    # Alice's booking
    "GET /buchungen/<reference>": (200, 200, 404, 200, 404, 200),
    "GET /buchungen/<reference>.ics": (200, 200, 404, 200, 404, 200),
    "GET /kalender/abos/<int:link_id>": (200, 404, 404, 404, 404, 404),
    "GET /kalender/abos/<int:link_id>/neuer-link": (200, 404, 404, 404, 404, 404),
    "POST /kalender/abos/<int:link_id>/neuer-link": (200, 404, 404, 404, 404, 404),
    "POST /kalender/abos/<int:link_id>/ende": (200, 404, 404, 404, 404, 404),
    "GET /buchungen/<reference>/aenderung": (200, 403, 404, 200, 404, 200),
    "POST /buchungen/<reference>/aenderung": (200, 403, 404, 200, 404, 200),
    "GET /buchungen/<reference>/stornierung": (200, 403, 404, 200, 404, 200),
    "POST /buchungen/<reference>/stornierung": (200, 403, 404, 200, 404, 200),
    # Alice's wish on the waiting list
    "POST /warteliste/<int:wish_id>/rueckzug": (200, 404, 404, 404, 404, 404),
    "POST /buchungen/<reference>/check-in": (200, 403, 404, 200, 404, 200),
    "POST /buchungen/<reference>/check-out": (200, 403, 404, 200, 404, 200),
    # Alice's option: the team neither commits nor shares it for her
    "POST /buchungen/<reference>/zusage": (200, 404, 404, 403, 404, 403),
    "POST /buchungen/<reference>/entscheidungsbitte": (200, 404, 404, 403, 404, 403),
    "POST /buchungen/<reference>/mitveranstaltende": (200, 404, 404, 403, 404, 403),
    # Bob is invited to share it, Alice takes him out; from then on there is nobody.
    "POST /buchungen/<reference>/mitveranstaltende/<int:partner_id>/abmeldung": (
        200, 404, 404, 403, 404, 403,
    ),
    # Alice's event
    "GET /buchungen/<reference>/besuche": (200, 404, 404, 200, 404, 200),
    "POST /buchungen/<reference>/besuche": (200, 404, 404, 200, 404, 200),
    "GET /buchungen/<reference>/programmeintrag": (200, 404, 404, 200, 404, 200),
    "POST /buchungen/<reference>/programmeintrag": (200, 404, 404, 200, 404, 200),
    "GET /buchungen/<reference>/tuer": (200, 404, 404, 200, 404, 200),
    "POST /buchungen/<reference>/tuer": (200, 404, 404, 200, 404, 200),
    # the desk itself: everybody sees their own booking on it, and whether it is free
    "GET /flaechen/<public_id>/check-in": (200, 200, 200, 200, 200, 200),
    "POST /flaechen/<public_id>/check-in": (200, 200, 200, 200, 200, 200),
    # Alice's series, and a date of it that was skipped
    "GET /serien/<series_reference>": (200, 200, 404, 200, 404, 200),
    "GET /serien/<series_reference>.ics": (200, 404, 404, 200, 404, 200),
    "POST /ausgefallene-termine/<int:date_id>/aufnahme": (200, 404, 404, 404, 404, 404),
    "POST /ausgefallene-termine/<int:date_id>/verzicht": (200, 404, 404, 404, 404, 404),
    # Alice's application
    "GET /pop-up/bewerbungen/<int:application_id>": (200, 404, 404, 200, 404, 200),
    "POST /pop-up/bewerbungen/<int:application_id>/rueckzug": (200, 404, 404, 403, 404, 403),
    "POST /pop-up/bewerbungen/<int:application_id>/pruefung": (403, 403, 403, 200, 404, 200),
    "GET /pop-up/bewerbungen/<int:application_id>/vorhaben": (200, 404, 404, 404, 404, 404),
    "POST /pop-up/bewerbungen/<int:application_id>/vorhaben": (200, 404, 404, 404, 404, 404),
    "GET /pop-up/bewerbungen/<int:application_id>/zeiten": (200, 404, 404, 404, 404, 404),
    "POST /pop-up/bewerbungen/<int:application_id>/zeiten": (200, 404, 404, 404, 404, 404),
    "GET /pop-up/bewerbungen/<int:application_id>/oeffnungszeiten": (200, 404, 404, 404, 404, 404),
    "POST /pop-up/bewerbungen/<int:application_id>/oeffnungszeiten": (200, 404, 404, 404, 404, 404),
    "GET /pop-up/bewerbungen/<int:application_id>/bilder": (200, 404, 404, 404, 404, 404),
    "POST /pop-up/bewerbungen/<int:application_id>/bilder": (200, 404, 404, 404, 404, 404),
    "GET /pop-up/bewerbungen/<int:application_id>/fragen": (200, 404, 404, 404, 404, 404),
    "POST /pop-up/bewerbungen/<int:application_id>/fragen": (200, 404, 404, 404, 404, 404),
    "GET /pop-up/bewerbungen/<int:application_id>/zusammenfassung": (200, 404, 404, 404, 404, 404),
    "POST /pop-up/bewerbungen/<int:application_id>/einreichung": (200, 404, 404, 404, 404, 404),
    "POST /pop-up/bewerbungen/<int:application_id>/ausschreibung": (200, 404, 404, 404, 404, 404),
    # a picture of Alice's that no package shows
    "POST /bilder/<int:picture_id>/beschreibung": (403, 404, 404, 404, 404, 404),
    "POST /bilder/<int:picture_id>/entfernung": (403, 404, 404, 404, 404, 404),
    "POST /bilder/<int:picture_id>/wiederherstellung": (403, 404, 404, 404, 404, 404),
    # an offer Alice got, and her tenancy
    "GET /pop-up/angebote/<int:offer_id>": (200, 404, 404, 200, 404, 200),
    "POST /pop-up/angebote/<int:offer_id>/annahme": (200, 404, 404, 403, 404, 403),
    "POST /pop-up/angebote/<int:offer_id>/ablehnung": (200, 404, 404, 403, 404, 403),
    "GET /pop-up/nutzungen/<int:tenancy_id>": (200, 404, 404, 200, 404, 200),
    "GET /pop-up/nutzungen/<int:tenancy_id>/vereinbarung.pdf": (200, 404, 404, 200, 404, 200),
    "POST /pop-up/nutzungen/<int:tenancy_id>/vereinbarung": (200, 404, 404, 403, 404, 403),
    "GET /pop-up/nutzungen/<int:tenancy_id>/oeffnung": (200, 404, 404, 200, 404, 200),
    "POST /pop-up/nutzungen/<int:tenancy_id>/oeffnung": (200, 404, 404, 200, 404, 200),
    "GET /pop-up/nutzungen/<int:tenancy_id>/uebergabe/<direction>.pdf": (200, 404, 404, 200, 404, 200),
    "GET /pop-up/nutzungen/<int:tenancy_id>/rueckmeldung/<int:months>": (200, 404, 404, 200, 404, 200),
    "POST /pop-up/nutzungen/<int:tenancy_id>/rueckmeldung/<int:months>": (200, 404, 404, 200, 404, 200),
    "GET /team/<slug>/pop-up": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/pop-up/plan": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/pop-up/ergebnisse": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/pop-up/bewerbungen/<int:application_id>/angebot": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/pop-up/bewerbungen/<int:application_id>/angebot": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/pop-up/angebote/<int:offer_id>/ruecknahme": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/pop-up/nutzungen/<int:tenancy_id>/ende": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/pop-up/nutzungen/<int:tenancy_id>/ende": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/pop-up/nutzungen/<int:tenancy_id>/programm": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/pop-up/nutzungen/<int:tenancy_id>/uebergabe/<direction>": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/pop-up/nutzungen/<int:tenancy_id>/uebergabe/<direction>": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/pop-up/nutzungen/<int:tenancy_id>/uebergabe/<direction>/bilder": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/pop-up/nutzungen/<int:tenancy_id>/uebergabe/<direction>/unterschrift": (403, 403, 403, 200, 403, 200),
    # the house in Bochum
    "GET /team/<slug>": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/tagesblatt": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/regeln": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/ausnahmen": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/anfragen": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/anfragen/<reference>": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/anfragen/<reference>/bestaetigung": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/anfragen/<reference>/ablehnung": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/anfragen/<reference>/termine/bestaetigung": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/anfragen/<reference>/termine/ablehnung": (403, 403, 403, 200, 403, 200),
    "POST /buchungen/<reference>/termine/stornierung": (200, 404, 404, 404, 404, 404),
    # what Alice put aside
    "POST /veranstaltungen/entwuerfe/<int:draft_id>/verwerfung": (200, 404, 404, 404, 404, 404),
    "GET /team/<slug>/programm": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/programm/<int:text_id>/freigabe": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/programm/<int:text_id>/rueckgabe": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/programm/<int:text_id>/ruecknahme": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/optionen": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/anfragen/<reference>/frist": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/anfragen/<reference>/entscheidungsbitte": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/besuche": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/tuer": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/tuer": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/anfragen/<reference>/checkliste": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/anfragen/<reference>/checkliste/<int:item_id>": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/anfragen/<reference>/checkliste/<int:item_id>/ruecknahme": (
        403, 403, 403, 200, 403, 200,
    ),
    # nothing was cancelled: there is no share to change
    "POST /team/<slug>/anfragen/<reference>/stornoanteil": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/anfragen/<reference>/aufbau": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/aufbau": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/anfragen/<reference>/uebergabe": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/anfragen/<reference>/uebergabe": (403, 403, 403, 200, 403, 200),
    # what only whoever wants the event answers, accepts and ticks off
    "GET /veranstaltungen/<reference>": (200, 404, 404, 200, 404, 200),
    "POST /veranstaltungen/<reference>/antwort": (200, 404, 404, 403, 404, 403),
    "POST /veranstaltungen/<reference>/bedingungen": (200, 404, 404, 403, 404, 403),
    "POST /veranstaltungen/<reference>/hausordnung": (200, 404, 404, 403, 404, 403),
    "POST /veranstaltungen/<reference>/angaben": (200, 404, 404, 403, 404, 403),
    "POST /veranstaltungen/<reference>/checkliste/<int:item_id>": (200, 404, 404, 403, 404, 403),
    "POST /team/<slug>/anfragen/<reference>/rueckfrage": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/anfragen/<reference>/bedingungen": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/anfragen/<reference>/bedingungen/<int:condition_id>/ruecknahme": (
        403, 403, 403, 200, 403, 200,
    ),
    "GET /team/<slug>/buchungen/neu": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/buchungen/neu": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/serien": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/buchungen/<reference>/stornierung": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/buchungen/<reference>/stornierung": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/buchungen/<reference>/check-in": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/buchungen/<reference>/check-out": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/buchungen/<reference>/nichterscheinen": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/buchungen/<reference>/nachsicht": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/buchungen/<reference>/ruecknahme": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/qr-codes": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/nachfrage": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/sperrungen": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/sperrungen": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/sperrungen/<int:blocking_id>/aufhebung": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/schliessungen": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/schliessungen": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/schliessungen/<int:closure_id>/aufhebung": (403, 403, 403, 200, 403, 200),
    # floor plans of Bochum and a draft
    "GET /team/<slug>/plaene": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/plaene/entwurf": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/plaene/leeres-blatt": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/plaene/plandatei": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/plaene/plandatei": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/plaene/entwurf/<int:plan_draft_id>/plandatei": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/plaene/entwurf/<int:plan_draft_id>/plandatei": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/plaene/entwurf/<int:plan_draft_id>": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/plaene/entwurf/<int:plan_draft_id>.json": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/plaene/entwurf/<int:plan_draft_id>/verwerfung": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/plaene/entwurf/<int:plan_draft_id>/rueckkehr": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/plaene/entwurf/<int:plan_draft_id>/schritt-zurueck": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/plaene/entwurf/<int:plan_draft_id>/schritt-vor": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/plaene/entwurf/<int:plan_draft_id>/veroeffentlichung": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/plaene/entwurf/<int:plan_draft_id>/veroeffentlichung": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/plaene/veroeffentlichungen": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/plaene/veroeffentlichungen/<int:publication_id>/ruecknahme": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/plaene/<int:plan_id>": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/plaene/<int:plan_id>.svg": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/plaene/<int:plan_id>.pdf": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/plaene/<int:plan_id>.json": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/plaene/entwurf/<int:plan_draft_id>/lose-formen": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/plaene/entwurf/<int:plan_draft_id>/blatt": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/plaene/entwurf/<int:plan_draft_id>/blatt": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/plaene/entwurf/<int:plan_draft_id>/reihe": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/plaene/entwurf/<int:plan_draft_id>/reihe": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/plaene/entwurf/<int:plan_draft_id>/elemente/<plan_part>": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/plaene/entwurf/<int:plan_draft_id>/elemente/<plan_part>/neu": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/plaene/entwurf/<int:plan_draft_id>/elemente/<plan_part>/neu": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/plaene/entwurf/<int:plan_draft_id>/elemente/<plan_part>/<int:position>": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/plaene/entwurf/<int:plan_draft_id>/elemente/<plan_part>/<int:position>": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/plaene/entwurf/<int:plan_draft_id>/elemente/<plan_part>/<int:position>/entfernung": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/ausgaben": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/ausgaben/abrechnung": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/ausgaben/programm": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/uebernahme": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/uebernahme": (403, 403, 403, 200, 403, 200),
    # what the house is, and what is broken in it
    "GET /team/<slug>/haus": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/haus": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/haus/listen": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/umzug": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/umzug": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/dauerhafte-schliessung": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/dauerhafte-schliessung": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/wiedereroeffnung": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/aenderungen": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/aenderungen/<int:record_id>/ruecknahme": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/personen": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/personen": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/personen/<int:user_id>": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/hausordnung": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/hausordnung": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/tueren": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/tueren/<public_id>": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/tueren/<public_id>": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/flaechen": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/flaechen/<public_id>": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/flaechen/<public_id>": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/flaechen/<public_id>/bilder": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/flaechen/<public_id>/bilder/<int:space_picture_id>/entfernung": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/maengel": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/maengel/<int:defect_id>": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/maengel/<int:defect_id>": (403, 403, 403, 200, 403, 200),
    "GET /flaechen/<public_id>/mangel": (200, 200, 200, 200, 200, 200),
    "POST /flaechen/<public_id>/mangel": (200, 200, 200, 200, 200, 200),
    "GET /verwaltung/haeuser": (403, 403, 403, 403, 403, 200),
    "GET /verwaltung/haeuser/neu": (403, 403, 403, 403, 403, 200),
    "POST /verwaltung/haeuser/neu": (403, 403, 403, 403, 403, 200),
    # A house that came from a file was not founded by anybody.
    "GET /verwaltung/haeuser/<slug>/ruecknahme": (403, 403, 403, 403, 403, 404),
    "POST /verwaltung/haeuser/<slug>/ruecknahme": (403, 403, 403, 403, 403, 404),
    "GET /verwaltung/texte": (403, 403, 403, 403, 403, 200),
    "GET /maengel": (200, 200, 200, 200, 200, 200),
    "GET /verwaltung/texte/<page_name>": (403, 403, 403, 403, 403, 200),
    "POST /verwaltung/texte/<page_name>": (403, 403, 403, 403, 403, 200),
    # what the draft is traced from
    "GET /team/<slug>/plaene/entwurf/<int:plan_draft_id>/vorlage": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/plaene/entwurf/<int:plan_draft_id>/vorlage/bild": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/plaene/entwurf/<int:plan_draft_id>/vorlage/massstab": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/plaene/entwurf/<int:plan_draft_id>/zeichnungen/<int:foreign_drawing_id>": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/plaene/entwurf/<int:plan_draft_id>/vorlage": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/plaene/entwurf/<int:plan_draft_id>/vorlage/massstab": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/plaene/entwurf/<int:plan_draft_id>/vorlage/massstab/ruecknahme": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/plaene/entwurf/<int:plan_draft_id>/vorlage/entfernung": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/plaene/entwurf/<int:plan_draft_id>/vorlage/rueckkehr": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/plaene/entwurf/<int:plan_draft_id>/zeichnungen": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/plaene/entwurf/<int:plan_draft_id>/zeichnungen/<int:foreign_drawing_id>/uebernahme": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/plaene/entwurf/<int:plan_draft_id>/zeichnungen/<int:foreign_drawing_id>/verwerfung": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/oeffnungszeiten": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/oeffnungszeiten": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/oeffnungszeiten/flaechen": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/oeffnungszeiten/flaechen/<public_id>": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/oeffnungszeiten/flaechen/<public_id>": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/feiertage": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/feiertage": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/preise": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/preise/<place>/<group>": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/preise/<place>/<group>": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/regeln/festlegung": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/regeln/festlegung/<place>": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/regeln/festlegung/<place>": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/veranstaltungsbedingungen": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/veranstaltungsbedingungen": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/ausstattung": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/ausstattung": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/bewirtung": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/bewirtung": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/besuchsdauer": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/besuchsdauer": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/erinnerungen": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/erinnerungen": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/stille-tage": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/stille-tage": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/sonderoeffnungen": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/sonderoeffnungen": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/sonderoeffnungen/<int:opening_id>/aufhebung": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/festlegungen/<int:change_id>": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/festlegungen/<int:change_id>/ruecknahme": (403, 403, 403, 200, 403, 200),
    # ideas for Bochum
    "GET /team/<slug>/ideen": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/ideen/<idea_reference>": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/ideen/<idea_reference>/veroeffentlichung": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/ideen/<idea_reference>/zurueckhaltung": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/ideen/<idea_reference>/freigabe": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/ideen/<idea_reference>/stand": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/ideen/<idea_reference>/versuch": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/ideen/<idea_reference>/geld": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/ideen/<idea_reference>/geld/<int:money_id>/ruecknahme": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/pop-up/ausschreibungen": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/pop-up/ausschreibungen/neu": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/pop-up/ausschreibungen/neu": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/pop-up/ausschreibungen/<int:call_id>": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/pop-up/ausschreibungen/<int:call_id>": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/pop-up/ausschreibungen/<int:call_id>/ende": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/pop-up/ausschreibungen/<int:call_id>/wiedereroeffnung": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/pop-up/ausschreibungen/<int:call_id>/rangfolge": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/pop-up/bewerbungen/<int:application_id>": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/pop-up/bewerbungen/<int:application_id>/bewertung": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/pop-up/bewerbungen/<int:application_id>/befangenheit": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/pop-up/bewerbungen/<int:application_id>/entscheidung": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/pop-up/bewerbungen/<int:application_id>/entscheidung": (403, 403, 403, 200, 403, 200),
    # Acme's agreement with the house, and a date kept for them
    "GET /partner/<int:agreement_id>": (200, 200, 404, 200, 404, 200),
    "GET /partner/termine/<int:allotment_date_id>": (200, 200, 404, 404, 404, 404),
    "POST /partner/termine/<int:allotment_date_id>": (200, 200, 404, 404, 404, 404),
    "POST /partner/termine/<int:allotment_date_id>/rueckgabe": (200, 200, 404, 404, 404, 404),
    "GET /team/<slug>/partner": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/partner": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/partner/<int:agreement_id>": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/partner/<int:agreement_id>/kontingent": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/partner/<int:agreement_id>/kontingent/<int:allotment_id>/ende": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/partner/<int:agreement_id>/ende": (403, 403, 403, 200, 403, 200),
    # a foreign calendar of the desk, whose event lies over Alice's booking
    "GET /team/<slug>/kalender-abos": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/kalender-abos/neu": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/kalender-abos/neu": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/kalender-abos/konflikte/<int:collision_id>": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/kalender-abos/konflikte/<int:collision_id>": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/kalender-abos/<int:calendar_id>": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/kalender-abos/<int:calendar_id>/uebernahme": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/kalender-abos/<int:calendar_id>/abgleich": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/kalender-abos/<int:calendar_id>/datei": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/kalender-abos/<int:calendar_id>/pause": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/kalender-abos/<int:calendar_id>/fortsetzung": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/kalender-abos/<int:calendar_id>/entfernung": (403, 403, 403, 200, 403, 200),
    # Nora removes it; from then on there is nothing.
    "POST /team/<slug>/kalender-abos/<int:calendar_id>/entfernung": (403, 403, 403, 200, 403, 404),
    # the town around the house, and what it wants to reach
    "GET /team/<slug>/umfeld": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/umfeld/neu": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/umfeld/neu": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/umfeld/<int:series_id>": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/umfeld/<int:series_id>.csv": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/umfeld/<int:series_id>/dateien": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/umfeld/<int:series_id>/dateien/<int:import_id>": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/umfeld/<int:series_id>/dateien/<int:import_id>/uebernahme": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/umfeld/<int:series_id>/dateien/<int:import_id>/verwerfung": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/umfeld/<int:series_id>/werte": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/umfeld/<int:series_id>/werte/<int:entry_id>/ruecknahme": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/umfeld/<int:series_id>/entfernung": (403, 403, 403, 200, 403, 200),
    # Nora removes it; from then on there is nothing.
    "POST /team/<slug>/umfeld/<int:series_id>/entfernung": (403, 403, 403, 200, 403, 404),
    "GET /team/<slug>/einbettung": (403, 403, 403, 200, 403, 200),
    # a webhook of the house
    "GET /team/<slug>/webhooks": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/webhooks/neu": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/webhooks/neu": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/webhooks/<int:endpoint_id>": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/webhooks/<int:endpoint_id>/aenderung": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/webhooks/<int:endpoint_id>/aenderung": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/webhooks/<int:endpoint_id>/geheimnis": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/webhooks/<int:endpoint_id>/test": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/webhooks/<int:endpoint_id>/pause": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/webhooks/<int:endpoint_id>/fortsetzung": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/webhooks/<int:endpoint_id>/aufrufe/<int:row_id>/wiederholung": (
        403, 403, 403, 200, 403, 200,
    ),
    # Nora removes it; from then on there is nothing.
    "POST /team/<slug>/webhooks/<int:endpoint_id>/entfernung": (403, 403, 403, 200, 403, 404),
    # how many came to the house and its café
    "GET /team/<slug>/cafe/tuer": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/cafe/tuer": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/strichliste": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/strichliste": (403, 403, 403, 200, 403, 200),
    # Nora takes it back; from then on it is nothing that could be.
    "POST /team/<slug>/strichliste/<int:count_id>/ruecknahme": (403, 403, 403, 200, 403, 404),
    "GET /team/<slug>/ziele": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/ziele/neu": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/ziele/neu": (403, 403, 403, 200, 403, 200),
    "GET /team/<slug>/ziele/<int:target_id>/ende": (403, 403, 403, 200, 403, 200),
    "POST /team/<slug>/ziele/<int:target_id>/ende": (403, 403, 403, 200, 403, 200),
    # Nora takes it back; from then on there is nothing.
    "POST /team/<slug>/ziele/<int:target_id>/ruecknahme": (403, 403, 403, 200, 403, 404),
    # Alice's organisation
    "GET /organisationen/<int:organisation_id>": (200, 200, 404, 200, 200, 200),
    "GET /organisationen/<int:organisation_id>/angaben": (200, 403, 404, 403, 403, 200),
    "POST /organisationen/<int:organisation_id>/angaben": (200, 403, 404, 403, 403, 200),
    "POST /organisationen/<int:organisation_id>/einladungen": (200, 403, 404, 403, 403, 200),
    "POST /organisationen/<int:organisation_id>/einladungen/<int:invitation_id>/ruecknahme": (
        200, 403, 404, 403, 403, 200,
    ),
    "POST /organisationen/<int:organisation_id>/mitglieder/<int:user_id>/rolle": (
        200, 403, 404, 403, 403, 200,
    ),
    "GET /organisationen/<int:organisation_id>/mitglieder/<int:user_id>/ende": (200, 200, 404, 403, 403, 200),
    # Alice ends Bob's membership; from then on it is not there.
    "POST /organisationen/<int:organisation_id>/mitglieder/<int:user_id>/ende": (
        200, 404, 404, 403, 403, 404,
    ),
    # what is the whole team's, and what administrators decide
    "GET /team/organisationen": (403, 403, 403, 200, 200, 200),
    "GET /team/organisationen/<int:source_id>/zusammenfuehrung": (403, 403, 403, 200, 200, 200),
    "GET /team/organisationen/<int:source_id>/zusammenfuehrung/<int:target_id>": (403, 403, 403, 404, 404, 404),
    "POST /team/organisationen/<int:source_id>/zusammenfuehrung/<int:target_id>": (
        403, 403, 403, 404, 404, 404,
    ),
    # the figures of whoever runs a house, and of its houses only
    "GET /auslastung/uebersicht": (403, 403, 403, 200, 200, 200),
    "GET /auslastung/haeuser": (403, 403, 403, 200, 200, 200),
    "GET /auslastung/zeitraeume": (403, 403, 403, 200, 200, 200),
    "GET /auslastung/woche": (403, 403, 403, 200, 200, 200),
    "GET /auslastung/jahr": (403, 403, 403, 200, 200, 200),
    "GET /auslastung/abende": (403, 403, 403, 200, 200, 200),
    "GET /auslastung/plan": (403, 403, 403, 200, 200, 200),
    "GET /auslastung/besuche": (403, 403, 403, 200, 200, 200),
    "GET /auslastung/organisationen": (403, 403, 403, 200, 200, 200),
    "GET /auslastung/mix": (403, 403, 403, 200, 200, 200),
    "GET /auslastung/vorlauf": (403, 403, 403, 200, 200, 200),
    "GET /auslastung/ausfaelle": (403, 403, 403, 200, 200, 200),
    "GET /auslastung/pop-up": (403, 403, 403, 200, 200, 200),
    "GET /auslastung/veranstaltungen": (403, 403, 403, 200, 200, 200),
    "GET /auslastung/was-waere-wenn": (403, 403, 403, 200, 200, 200),
    "GET /auslastung/buchungen": (403, 403, 403, 200, 200, 200),
    "GET /team/beihilfen": (403, 403, 403, 200, 200, 200),
    "GET /team/beihilfen/tabelle": (403, 403, 403, 200, 200, 200),
    "GET /team/beihilfen/<beneficiary>": (403, 403, 403, 200, 200, 200),
    "POST /team/beihilfen/<beneficiary>": (403, 403, 403, 200, 200, 200),
    "GET /team/beihilfen/<beneficiary>/bescheinigung.pdf": (403, 403, 403, 200, 200, 200),
    # the report on the house in Bochum
    "GET /berichte": (403, 403, 403, 200, 200, 200),
    "GET /berichte/neu": (403, 403, 403, 200, 200, 200),
    "POST /berichte/neu": (403, 403, 403, 200, 200, 200),
    "GET /berichte/monatsmail": (403, 403, 403, 200, 200, 200),
    # names no house: there is none to choose for
    "POST /berichte/monatsmail": (403, 403, 403, 404, 404, 404),
    "GET /berichte/<int:report_id>": (403, 403, 403, 200, 403, 200),
    "GET /berichte/<int:report_id>/fassungen/<int:number>": (403, 403, 403, 200, 403, 200),
    "GET /berichte/<int:report_id>/texte": (403, 403, 403, 200, 403, 200),
    "POST /berichte/<int:report_id>/texte": (403, 403, 403, 200, 403, 200),
    "GET /berichte/<int:report_id>/angaben": (403, 403, 403, 200, 403, 200),
    "POST /berichte/<int:report_id>/angaben": (403, 403, 403, 200, 403, 200),
    "GET /berichte/<int:report_id>/abschluss": (403, 403, 403, 200, 403, 200),
    "POST /berichte/<int:report_id>/abschluss": (403, 403, 403, 200, 403, 200),
    "GET /berichte/<int:report_id>/korrektur": (403, 403, 403, 200, 403, 200),
    "POST /berichte/<int:report_id>/korrektur": (403, 403, 403, 200, 403, 200),
    # Nora throws it away; from then on there is nothing.
    "POST /berichte/<int:report_id>/verwerfung": (403, 403, 403, 200, 404, 404),
    "GET /berichte/<int:report_id>/fassungen/<int:number>/bericht.json": (403, 403, 403, 200, 403, 200),
    "GET /berichte/<int:report_id>/fassungen/<int:number>/bericht.xlsx": (403, 403, 403, 200, 403, 200),
    "GET /berichte/<int:report_id>/fassungen/<int:number>/bericht.pdf": (403, 403, 403, 200, 403, 200),
    "GET /berichte/<int:report_id>/fassungen/<int:number>/<table>.csv": (403, 403, 403, 200, 403, 200),
    "GET /berichte/<int:report_id>/fassungen/<int:number>/druck": (403, 403, 403, 200, 403, 200),
    "POST /berichte/<int:report_id>/fassungen/<int:number>/druck": (403, 403, 403, 200, 403, 200),
    "GET /verwaltung/personen": (403, 403, 403, 403, 403, 200),
    "GET /verwaltung/personen/<int:user_id>": (403, 403, 403, 403, 403, 200),
    "POST /verwaltung/personen/<int:user_id>/haeuser": (403, 403, 403, 403, 403, 200),
    "POST /verwaltung/personen/<int:user_id>/sperre": (403, 403, 403, 403, 403, 200),
}  # fmt: skip

OWN = (
    "/buchungen", "/buchungen/neu", "/serien", "/ausgefallene-termine", "/bestaetigung", "/kalender/abos", "/kalender/tage/<iso_day>.ics", "/organisationen/neu",
    "/pop-up/bewerbung", "/pop-up/bewerbungen", "/veranstaltungen/anfrage", "/warteliste", "/warteliste/neu",
    "/partner", "/pop-up/bewerbung", "/veranstaltungen/anfrage", "/warteliste", "/warteliste/neu",
)  # fmt: skip
"""Pages of whoever is signed in, about nobody else."""


@pytest.fixture
def engine_name() -> str:
    """Rights do not depend on the engine."""
    return "sqlite"


@pytest.fixture
def people(session: Session, cast: Cast, now: datetime) -> list[User]:
    wanda = make_user(session, "Wanda", now=now)
    session.add(StaffRole(user_id=wanda.id, location_id=cast.other_house.id))
    session.commit()
    return [cast.alice, cast.bob, cast.charlie, cast.nora, wanda, cast.ada]


def own(rule: str) -> bool:
    return rule in OWN or rule.startswith(("/profil", "/einladungen/", "/mitveranstalten/"))


def test_every_route_about_something_is_in_the_table(app: Flask) -> None:
    routes = {
        f"{method} {rule.rule}"
        for method in ("GET", "POST")
        for rule in rules(app, method)
        if right_of(app.view_functions[rule.endpoint]) is not Right.PUBLIC and not own(rule.rule)
    }
    assert routes == set(RIGHTS)


def test_the_right_people_may_look(
    app: Flask, scene: Scene, visit: Callable[..., Visitor], people: list[User]
) -> None:
    for route, expected in RIGHTS.items():
        if route.startswith("GET"):
            assert (route, answers(app, scene, visit, people, route)) == (route, expected)


@pytest.mark.parametrize("route", [route for route in RIGHTS if route.startswith("POST")])
def test_the_right_people_may_act(
    app: Flask, scene: Scene, visit: Callable[..., Visitor], people: list[User], route: str
) -> None:
    assert answers(app, scene, visit, people, route) == RIGHTS[route]


def answers(
    app: Flask, scene: Scene, visit: Callable[..., Visitor], people: list[User], route: str
) -> tuple[int, ...]:
    method, _, path = route.partition(" ")
    rule = next(rule for rule in rules(app, method) if rule.rule == path)
    statuses = [visit(person).try_out(method, scene.address(rule)).status for person in people]
    return tuple(status if status in {401, 403, 404} else 200 for status in statuses)


def test_whoever_may_not_see_it_cannot_tell_it_from_what_does_not_exist(
    scene: Scene, visit: Callable[..., Visitor], cast: Cast
) -> None:
    for real, invented in (
        (f"/buchungen/{scene.parts['reference']}", "/buchungen/BO-2222222"),
        (f"/buchungen/{scene.parts['reference']}.ics", "/buchungen/BO-2222222.ics"),
        (f"/pop-up/bewerbungen/{scene.parts['application_id']}", "/pop-up/bewerbungen/99999"),
        (f"/organisationen/{scene.parts['organisation_id']}", "/organisationen/99999"),
    ):
        answers = [visit(cast.charlie).get(address, expect=404).words() for address in (real, invented)]
        assert answers[0] == answers[1]


def test_nothing_public_names_a_person(
    app: Flask, session: Session, scene: Scene, visit: Callable[..., Visitor], cast: Cast
) -> None:
    session.execute(update(Booking).values(state=BookingState.CONFIRMED, is_public=True))
    session.commit()
    for rule in rules(app, "GET"):
        if right_of(app.view_functions[rule.endpoint]) is not Right.PUBLIC:
            continue
        for query in ("", "?tag=2026-11-24&von=9&bis=12", "?monat=2026-11"):
            page = visit().try_out("GET", scene.address(rule) + query)
            text = page.data.decode("utf-8", "replace")
            named = [name for name in NAMES if name in text]
            assert not named, f"{rule} names {named}"


def test_other_people_see_no_more_than_visitors_of_who_booked(
    scene: Scene, visit: Callable[..., Visitor], cast: Cast
) -> None:
    pages = (
        "/", "/standorte/bochum?tag=2026-11-24&von=9&bis=12", "/standorte/bochum/tag?tag=2026-11-24",
        "/standorte/bochum/woche?tag=2026-11-24", f"/flaechen/{cast.desk.public_id}?tag=2026-11-24",
        f"/flaechen/{cast.area.public_id}?tag=2026-11-24", "/auslastung?monat=2026-11",
    )  # fmt: skip
    for address in pages:
        text = visit(cast.charlie).get(address).text
        assert not [name for name in NAMES if name in text], address

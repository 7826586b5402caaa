"""What the things on a plan are called."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import LazyString

from labspace.spaces.plans import DoorStyle, Item, Side, Tint
from labspace.words import lazy_gettext as _l

ITEMS: Mapping[Item, LazyString] = {
    Item.DESK: _l("Schreibtisch"),
    Item.CHAIR: _l("Stuhl"),
    Item.TABLE: _l("Tisch"),
    Item.ROUND_TABLE: _l("Runder Tisch"),
    Item.SOFA: _l("Sofa"),
    Item.ARMCHAIR: _l("Sessel"),
    Item.SHELF: _l("Regal"),
    Item.CUPBOARD: _l("Schrank"),
    Item.PLANT: _l("Pflanze"),
    Item.COUNTER: _l("Theke"),
    Item.KITCHENETTE: _l("Küchenzeile"),
    Item.COFFEE_MACHINE: _l("Kaffeemaschine"),
    Item.FRIDGE: _l("Kühlschrank"),
    Item.PRINTER: _l("Drucker"),
    Item.SCREEN: _l("Bildschirm"),
    Item.WHITEBOARD: _l("Schreibtafel"),
    Item.PARTITION: _l("Trennwand"),
    Item.STAGE: _l("Podest oder Bühne"),
    Item.PIANO: _l("Klavier"),
    Item.CLOTHES_RAIL: _l("Kleiderstange"),
    Item.DISPLAY: _l("Auslage"),
    Item.DOOR_MAT: _l("Fußmatte"),
    Item.COLUMN: _l("Säule"),
    Item.STAIRS: _l("Treppe"),
    Item.LIFT: _l("Aufzug"),
    Item.RAMP: _l("Rampe"),
    Item.TOILET: _l("WC"),
    Item.GRAB_RAILS: _l("Haltegriffe"),
    Item.TURNING_CIRCLE: _l("Wendekreis"),
    Item.WASHBASIN: _l("Waschbecken"),
    Item.SKYLIGHT: _l("Oberlicht"),
    Item.TREE: _l("Baum"),
    Item.STEP_FREE_SIGN: _l("Zeichen „stufenlos“"),
}

STYLES: Mapping[DoorStyle, LazyString] = {
    DoorStyle.SINGLE: _l("Einflügelig"),
    DoorStyle.DOUBLE: _l("Zweiflügelig"),
    DoorStyle.SLIDING: _l("Schiebetür"),
    DoorStyle.OPENING: _l("Durchgang ohne Tür"),
}

SIDES: Mapping[Side, LazyString] = {Side.LEFT: _l("nach links"), Side.RIGHT: _l("nach rechts")}

TINTS: Mapping[Tint, LazyString] = {
    Tint.WORK: _l("Arbeiten"),
    Tint.MEET: _l("Besprechen"),
    Tint.SHOP: _l("Laden"),
    Tint.CAFE: _l("Café"),
    Tint.EVENT: _l("Veranstaltung"),
    Tint.SERVICE: _l("Nebenräume"),
    Tint.NONE: _l("ohne Farbe"),
}

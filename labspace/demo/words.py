"""Invented names and titles: nobody and nothing here exists, and it shows."""

from __future__ import annotations

from dataclasses import dataclass

from labspace.accounts.kinds import PartnerType, Theme
from labspace.spaces.kinds import Layout

FIRST_NAMES = (
    "Alex", "Andrea", "Ariel", "Bente", "Billie", "Charly", "Chris", "Conny", "Dominique", "Eike", "Elia", "Fenna",
    "Flo", "Gerrit", "Heike", "Helge", "Ida", "Ilja", "Inga", "Jana", "Jona", "Jule", "Kai", "Karim", "Leyla", "Lou",
    "Luca", "Maxi", "Mehtap", "Nima", "Noah", "Pascal", "Ramona", "Renan", "Robin", "Sascha", "Sedef", "Simone",
    "Toni", "Ulli",
)  # fmt: skip
SURNAMES = (
    "Muster", "Beispiel", "Exempel", "Modell", "Probe", "Platzhalter", "Testfall", "Irgendwer", "Erdacht", "Niemand",
    "Vorlage", "Schablone", "Ungenannt", "Blaupause",
)  # fmt: skip

ORGANISATION_FIRST = (
    "Grubenlampen", "Flözlicht", "Zechenfunk", "Fördertum", "Kohlenhof", "Halden", "Stollenwerk", "Ruhrkiesel",
    "Lorenglück", "Schachtwind", "Kumpelkreis", "Emscherblatt", "Seilscheiben", "Kaubuden", "Wetterschacht",
    "Trinkhallen", "Hüttenglut", "Rohrpost", "Spurlatten", "Zwischenhalt", "Doppelbock", "Kettenbahn", "Malakow",
    "Kohlmeisen",
)  # fmt: skip
ORGANISATION_SECOND = {
    PartnerType.STARTUP: (
        "Labs",
        "Werkbank",
        "Ideen UG",
        "Robotik",
        "Software",
        "Studio",
        "Start",
        "Energie",
    ),
    PartnerType.MEMBER_COMPANY: (
        "Handel GmbH",
        "Gastronomie",
        "Technik GmbH",
        "Logistik",
        "Beratung",
        "Bau GmbH",
    ),
    PartnerType.OTHER_COMPANY: ("Praxis", "Architektur", "Kanzlei", "Design", "Presse"),
    PartnerType.UNIVERSITY: ("Hochschule", "Institut", "Lehrstuhl", "Akademie"),
    PartnerType.CITY_PARTNER: ("Citymarketing", "Stadtbüro", "Quartiersbüro", "Wirtschaftsförderung"),
    PartnerType.ASSOCIATION: ("Verein", "Initiative", "Netzwerk", "Nachbarschaft", "Stiftung"),
    PartnerType.BANK: ("Bank", "Sparverein"),
    PartnerType.INVESTOR: ("Beteiligungen", "Kapital"),
    PartnerType.INTERNAL: ("IHK-Team", "IHK-Abteilung", "IHK-Ausschuss"),
}
INVENTED = "(erfunden)"

PARTNER_WEIGHTS = {
    PartnerType.STARTUP: 30,
    PartnerType.MEMBER_COMPANY: 24,
    PartnerType.OTHER_COMPANY: 10,
    PartnerType.UNIVERSITY: 8,
    PartnerType.CITY_PARTNER: 7,
    PartnerType.ASSOCIATION: 10,
    PartnerType.BANK: 3,
    PartnerType.INVESTOR: 3,
    PartnerType.INTERNAL: 5,
}
THEME_WEIGHTS = {Theme.HANDEL: 40, Theme.INDUSTRIE: 24, Theme.CHANCEN: 20, None: 16}
"""Every organisation has one theme or none."""

SECTOR_LETTERS = {
    PartnerType.STARTUP: "--KKKNNGIJSCDQRH",
    PartnerType.MEMBER_COMPANY: "GGGIIICCFHKLMNODEABO",
    PartnerType.OTHER_COMPANY: "NNNRSJMTUV",
    PartnerType.UNIVERSITY: "QQQN",
    PartnerType.CITY_PARTNER: "PPO",
    PartnerType.ASSOCIATION: "TTSRQ",
    PartnerType.BANK: "L",
    PartnerType.INVESTOR: "LM",
    PartnerType.INTERNAL: "T",
}
"""Sections of WZ 2025 by partner type, frequent ones more often; `-` is no trade yet."""

ROOM_TITLES = (
    "Teamrunde", "Wochenplanung", "Kundentermin", "Vorstellungsgespräche", "Gründungsberatung", "Förderberatung",
    "Redaktionssitzung", "Projektauftakt", "Workshop Geschäftsmodell", "Vorstandssitzung", "Videokonferenz",
    "Sprechstunde Nachfolge", "Jour fixe", "Angebotsrunde", "Rückblick",
)  # fmt: skip


@dataclass(frozen=True)
class Occasion:
    """A kind of event: title, whether everybody may come, seating, theme, and when it is held."""

    title: str
    is_public: bool
    layout: Layout
    theme: Theme | None
    daytime: bool = False


EVENTS = (
    Occasion("Gründungsabend", True, Layout.ROWS, Theme.CHANCEN),
    Occasion("Pitch-Abend der Stadtideen", True, Layout.ROWS, Theme.CHANCEN),
    Occasion("Händlerstammtisch", False, Layout.BANQUET, Theme.HANDEL),
    Occasion("Werkstattgespräch Wasserstoff", True, Layout.ROWS, Theme.CHANCEN),
    Occasion("Infoabend Geothermie", True, Layout.ROWS, Theme.CHANCEN),
    Occasion("Feierabend-Lesung", True, Layout.ROWS, None),
    Occasion("Vernissage im Stadtlabor", True, Layout.STANDING, Theme.HANDEL),
    Occasion("Netzwerkabend Gastronomie", False, Layout.STANDING, Theme.HANDEL),
    Occasion("Reparaturcafé", True, Layout.BANQUET, None),
    Occasion("Klimaabend für Betriebe", True, Layout.PARLIAMENT, Theme.INDUSTRIE),
    Occasion("Digitalwerkstatt Handel", True, Layout.PARLIAMENT, Theme.HANDEL),
    Occasion("Bürgerdialog Innenstadt", True, Layout.ROWS, Theme.HANDEL),
    Occasion("Mitgliederversammlung", False, Layout.ROWS, None),
    Occasion("Hausmusik am Abend", True, Layout.ROWS, None),
    Occasion("Spieleabend der Nachbarschaft", True, Layout.BANQUET, None),
    Occasion("Workshop Kreislaufwirtschaft", True, Layout.U_SHAPE, Theme.INDUSTRIE, daytime=True),
    Occasion("Seminar Buchhaltung für Startups", True, Layout.PARLIAMENT, Theme.CHANCEN, daytime=True),
    Occasion("Fachkräftefrühstück", False, Layout.BANQUET, Theme.INDUSTRIE, daytime=True),
    Occasion("Strategietag", False, Layout.U_SHAPE, None, daytime=True),
    Occasion("Ausbildungsmesse im Kleinen", True, Layout.STANDING, Theme.INDUSTRIE, daytime=True),
    Occasion("Seminar Nachfolge", True, Layout.PARLIAMENT, Theme.INDUSTRIE, daytime=True),
    Occasion("Stadtplanungswerkstatt", False, Layout.U_SHAPE, Theme.HANDEL, daytime=True),
    Occasion("Flohmarkt der Ideen", True, Layout.STANDING, Theme.HANDEL, daytime=True),
)

CONCEPTS = (
    "Keramik aus der Nachbarschaft", "Fahrradküche", "Unverpackt auf Probe", "Second-Hand-Kindermode", "Kaffeerösterei",
    "Lastenrad-Verleih", "Repair-Laden", "Brettspielladen", "Regionale Feinkost", "Siebdruckwerkstatt", "Pflanzentausch",
    "Upcycling-Möbel", "Seifenmanufaktur", "Schallplattenladen", "Schmuckatelier", "Bücher und Brot",
    "3D-Druck-Service", "Stoffe und Garne", "Energieberatung mit Werkstatt", "Honig vom Dach", "Comic-Ecke",
    "Solarladen", "Nudelmanufaktur", "Leihladen der Dinge",
)  # fmt: skip

CANCEL_REASONS = ("date_changed", "illness", "illness: Zug fällt aus", "not_needed", "other_space", "", "")
"""As history keeps them: the machine word, then own words."""
HOUSE_REASONS = ("damage: Wasserschaden", "damage: Stromausfall im Haus", "damage: Heizung defekt", "own_use")
REJECT_REASONS = (
    "Fläche ist an diesem Tag vergeben.",
    "Das Konzept passt nicht auf diese Fläche.",
    "Zu viele Personen.",
)

EQUIPMENT_SETS: tuple[dict[str, int], ...] = (
    {},
    {"projector": 1, "screen": 1},
    {"projector": 1, "screen": 1, "microphone": 2},
    {"flipchart": 2, "pinboard": 4},
    {"partition": 4},
)

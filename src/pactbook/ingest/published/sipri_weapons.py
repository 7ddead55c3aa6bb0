"""SIPRI's descriptions of weapons: our category for each, and its abbreviations spelled out."""

import re

OTHER = "other"
# A description that stands here in no category is `other`, and the import says so.
DESCRIPTIONS = {
    "air defence": (
        "AA gun", "AA gun system", "AA gun/SAM system", "ABM missile", "ABM system", "ABM/SAM system",
        "anti-aircraft gun", "mobile SAM system", "naval SAM system", "portable SAM", "SAM", "SAM system", "SAM/ABM",
        "self-propelled AA gun", "self-propelled AD system",
    ),
    "aircraft": (
        "AEW aircraft", "AEW&C aircraft", "AEW/AGS aircraft", "AGS aircraft", "airship", "ASW aircraft",
        "bomber aircraft", "FGA aircraft", "FGA/EW aircraft", "fighter aircraft", "ground attack aircraft",
        "heavy transport aircraft", "light aircraft", "light aircraft/UAV", "light transport aircraft",
        "light/trainer aircraft", "maritime patrol aircraft", "reconnaissance aircraft",
        "reconnaissance/SIGINT aircraft", "SIGINT aircraft", "tanker/transport aircraft", "target tow aircraft",
        "trainer aircraft", "trainer/combat aircraft", "trainer/light aircraft", "transport ac/helicopter",
        "transport aircraft", "transport/trainer aircraft",
    ),
    "armour": (
        "AEV", "AEV/ARV", "AFSV", "ALV", "AMV", "APC", "APC/APV", "APC/CP", "APC/IFV", "APV", "armoured bridgelayer",
        "armoured car", "ARV", "IFV", "IFV/AFSV", "light tank", "reconnaissance AV", "self-propelled gun chassis",
        "tank", "tank chassis", "tank destroyer", "training tank",
    ),
    "artillery": (
        "coastal defence gun", "coastal defence system", "mortar", "mortar turret", "self-propelled gun",
        "self-propelled MRL", "self-propelled mortar", "SPG turret", "SSM launcher", "SSM TEL", "towed gun",
        "towed MRL",
    ),
    "helicopter": (
        "AEW helicopter", "anti-ship helicopter", "ASW helicopter", "combat helicopter", "helicopter",
        "light helicopter", "SIGINT helicopter", "transport helicopter",
    ),
    "missiles": (
        "anti-radar missile", "anti-radar missile/ASM", "anti-ship missile", "anti-ship missile/ASM",
        "anti-ship missile/ASM/SAM", "anti-ship missile/SSM", "anti-ship torpedo", "anti-ship/anti-radar missile",
        "anti-ship/ASW torpedo", "anti-ship/land-attack missile", "anti-tank missile", "anti-tank missile/ASM", "ASM",
        "ASW missile", "ASW torpedo", "BVRAAM", "BVRAAM/SAM", "guided bomb", "guided glide bomb", "guided rocket",
        "guided rocket/ASM", "guided rocket/SSM", "guided shell", "land-attack missile", "naval mine/torpedo", "SLBM",
        "SRAAM", "SSM", "SSM/anti-ship missile", "SSM/ASM",
    ),
    OTHER: (
        "air refuel system", "AIP engine", "aircraft engine", "anti-tank AV turret", "APC turret", "gas turbine",
        "helicopter turret", "IFV turret", "IFV/APC turret", "nuclear reactor", "recce satellite",
        "self-propelled AA gun turret", "ship engine", "surveillance satellite", "tank turret", "turbofan", "turbojet",
        "turboprop", "vehicle engine",
    ),
    "sensors": (
        "AEW radar", "AGS radar", "AGS/MP aircraft radar", "AGS/SIGINT system", "air search radar",
        "air search system", "air/ground surv radar", "air/sea search radar", "aircraft EO system",
        "aircraft EO/radar system", "aircraft recce system", "artillery locating radar", "ASW sonar",
        "combat aircraft radar", "combat heli radar", "EO search/fire control", "EO system", "fire control radar",
        "ground surv radar", "ground/sea search radar", "height-finding radar", "MP aircraft radar",
        "multi-function radar", "multi-role radar", "naval EO system", "SAM system radar", "sea search radar",
        "SIGINT system", "sonar", "submarine sonar",
    ),
    "ships": (
        "AALS", "aircraft carrier", "ASW mortar", "ASW MRL", "ASW rocket launcher", "cargo craft", "cargo ship",
        "corvette", "corvette/minesweeper", "cruiser", "destroyer", "FAC", "frigate", "frigate/landing ship",
        "gunboat", "icebreaker", "icebreaker/OPV", "landing craft", "landing ship", "landing/patrol craft",
        "MCM ship", "midget submarine", "minehunter", "minelayer", "minesweeper", "naval gun", "naval MRL",
        "nuclear submarine", "OPV", "OPV/support ship", "OPV/training ship", "OPV/transport ship", "OPV/tug",
        "patrol craft", "patrol craft/transport craft", "replenishment ship", "replenishment tanker", "salvage ship",
        "SIGINT ship", "SSB", "submarine", "support craft", "support ship", "support/landing ship", "survey ship",
        "tanker", "training ship", "transport craft", "transport ship", "tug",
    ),
    "uav": ("armed UAV", "loitering munition", "maritime patrol UAV", "UAV"),
}  # fmt: skip
CATEGORIES = {text.casefold(): category for category, texts in DESCRIPTIONS.items() for text in texts}
SPELLED = {
    "AA": "anti-aircraft", "ABM": "anti-ballistic-missile", "ac": "aircraft", "AD": "air-defence",
    "AEV": "armoured engineer vehicle", "AEW": "airborne early-warning", "AEW&C": "airborne early-warning and control",
    "APC": "armoured personnel carrier", "ARV": "armoured recovery vehicle", "ASM": "air-to-surface missile",
    "ASW": "anti-submarine", "AV": "armoured vehicle", "BVRAAM": "long-range air-to-air missile",
    "EO": "electro-optical", "EW": "electronic-warfare", "FAC": "fast attack craft",
    "FGA": "fighter and ground-attack", "heli": "helicopter", "IFV": "infantry fighting vehicle",
    "MCM": "mine countermeasures", "MP": "maritime-patrol", "MRL": "multiple rocket launcher",
    "OPV": "offshore patrol vessel", "recce": "reconnaissance", "SIGINT": "signals-intelligence",
    "SPG": "self-propelled gun", "SRAAM": "short-range air-to-air missile", "SSM": "surface-to-surface missile",
    "surv": "surveillance",
}  # fmt: skip


def category(description: str) -> str | None:
    """Our category of a weapon, or None if the description is not in the table.

    Args:
        description: SIPRI's, in any case.
    """
    return CATEGORIES.get(description.casefold())


def spelled(description: str) -> str:
    """A description with its abbreviations spelled out; SAM, UAV and those that we are not sure of stay."""
    return re.sub(r"[A-Za-z&]+", lambda word: SPELLED.get(word[0], word[0]), description)

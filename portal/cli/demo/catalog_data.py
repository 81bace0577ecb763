"""What the demo's buyers buy: categories, items with their units, and specs with revisions."""

from dataclasses import dataclass, field

CATEGORIES = {
    "nordwerk": {
        "housings": ("42141200-1", "Castings and housings"),
        "shafts": ("42141100-0", "Shafts and gears"),
        "bearings": ("44440000-6", "Bearings and seals"),
        "packaging": ("44617100-9", "Packaging"),
    },
    "helvetia": {
        "devices": ("33190000-8", "Parts of medical devices"),
        "sterile": ("44617100-9", "Sterile packaging"),
    },
}


@dataclass(frozen=True)
class ItemData:
    """``units`` are (unit, factor, use), where use is "orders", "prices" or ""."""

    number: str
    erp: str
    name: str
    category: str
    unit: str = "H87"
    units: tuple[tuple[str, str, str], ...] = ()
    about: str = ""


@dataclass(frozen=True)
class SpecData:
    """``revisions`` are (label, text, change note); all but a last one marked as draft are released."""

    number: str
    title: str
    item: str
    shape: str
    revisions: tuple[tuple[str, str, str], ...]
    draft: bool = False
    extras: tuple[str, ...] = field(default=())


ITEMS = {
    "nordwerk": (
        ItemData("HSG-0701", "100701", "Gear housing, series 7, machined", "housings",
                 about="Ready for assembly: machined on all faces, washed, corrosion protected."),
        ItemData("HSG-0702", "100702", "Housing cover, series 7", "housings"),
        ItemData("CST-0710", "100710", "Raw casting, gear housing, EN-GJS-400-15", "housings", "KGM",
                 (("H87", "12.3", "orders"),), "Bought by the piece, paid by weight."),
        ItemData("CST-0711", "100711", "Raw casting, motor flange, EN-GJL-250", "housings", "KGM",
                 (("H87", "4.85", "orders"),)),
        ItemData("SFT-0310", "100310", "Drive shaft 40 × 420, 42CrMo4+QT", "shafts"),
        ItemData("SFT-0311", "100311", "Hollow shaft 55 × 180, C45E", "shafts"),
        ItemData("GER-0120", "100120", "Helical gear, module 2.5, 43 teeth", "shafts"),
        ItemData("PIN-0040", "100040", "Dowel pin ISO 8734, 8 × 30", "shafts", units=(("XBX", "500", "orders"),)),
        ItemData("BRG-6208", "106208", "Deep groove ball bearing 6208-2RS", "bearings",
                 units=(("XBX", "10", "orders"),)),
        ItemData("BRG-32010", "132010", "Tapered roller bearing 32010 X", "bearings"),
        ItemData("SEA-0507", "100507", "Shaft seal 50 × 72 × 8, FKM", "bearings", units=(("XPK", "25", "orders"),)),
        ItemData("GSK-0701", "100771", "Housing gasket, fibre, 1 mm", "bearings", units=(("XPK", "50", "orders"),)),
        ItemData("CTN-0020", "100020", "Shipping carton 400 × 300 × 300, double wall", "packaging",
                 units=(("XPX", "480", "orders"),)),
        ItemData("BAG-0060", "100060", "Corrosion-inhibiting bag 600 × 800", "packaging",
                 units=(("XRO", "250", "orders"),)),
    ),
    "helvetia": (
        ItemData("HM-2100", "2100", "Pump housing, POM-C", "devices"),
        ItemData("HM-2140", "2140", "Bracket, titanium grade 5", "devices"),
        ItemData("HM-9010", "9010", "Carton for sterile goods, 300 × 200 × 150", "sterile",
                 units=(("XPX", "960", "orders"),)),
    ),
}  # fmt: skip

SPECS = {
    "nordwerk": (
        SpecData(
            "SP-0701", "Gear housing, series 7", "HSG-0701", "housing",
            (
                ("A", "Material EN-GJS-400-15 per EN 1563.\nBearing seats H7, roughness Ra 1.6.", ""),
                ("B", "Material EN-GJS-400-15 per EN 1563.\nBearing seats H7, roughness Ra 1.6.\n"
                      "Centre distance 160 ±0.02.\nPainted RAL 5010 outside, 80 µm, bearing seats free of paint.\n"
                      "Cleanliness: no particle above 600 µm.",
                 "Centre distance and cleanliness added after the noise complaints of the first series."),
                ("C", "Material EN-GJS-400-15 per EN 1563.\nBearing seats H7, roughness Ra 1.2.\n"
                      "Centre distance 160 ±0.015.\nPainted RAL 5010 outside, 80 µm, bearing seats free of paint.",
                 "Finer seats for the quiet version."),
            ),
            draft=True, extras=("colour", "tolerances"),
        ),
        SpecData("SP-0702", "Housing cover, series 7", "HSG-0702", "ring",
                 (("A", "Material EN-AC-46000.\nFlatness of the sealing face 0.05 mm.", ""),)),
        SpecData("SP-0710", "Raw casting, gear housing", "CST-0710", "housing",
                 (("A", "EN-GJS-400-15 per EN 1563; tolerances ISO 8062-3 DCTG 10.\n"
                        "Certificate 3.1 per EN 10204 with each melt.", ""),)),
        SpecData("SP-0310", "Drive shaft 40 × 420", "SFT-0310", "shaft",
                 (("1", "42CrMo4+QT per EN ISO 683-2, 900 to 1,100 N/mm².\nRunout 0.02 between centres.", ""),
                  ("2", "42CrMo4+QT per EN ISO 683-2, 900 to 1,100 N/mm².\nRunout 0.02 between centres.\n"
                        "Seal track plunge-ground without lead, Rz 1 to 4.",
                   "Seal track without lead: the seals leaked."))),
        SpecData("SP-0311", "Hollow shaft 55 × 180", "SFT-0311", "shaft",
                 (("1", "C45E per EN ISO 683-1, normalised.\nBore 30 H8 with keyway DIN 6885.", ""),)),
        SpecData("SP-0120", "Helical gear, module 2.5", "GER-0120", "ring",
                 (("A", "16MnCr5, case-hardened 58 to 62 HRC, depth 0.6 to 0.8 mm.\n"
                        "Quality 6 per ISO 1328-1, ground.", ""),)),
        SpecData("SP-0771", "Housing gasket", "GSK-0701", "ring",
                 (("A", "Aramid fibre with NBR, 1.0 ±0.1 mm, free of asbestos.\nOil up to 120 °C.", ""),)),
        SpecData("SP-0020", "Shipping carton 400 × 300 × 300", "CTN-0020", "carton",
                 (("A", "FEFCO 0201, double wall BC, edge crush at least 8 kN/m.\n"
                        "Printed in one colour with the stacking limit.", ""),)),
    ),
    "helvetia": (
        SpecData("HMS-21", "Pump housing", "HM-2100", "housing",
                 (("01", "POM-C, natural, medical grade; certificate of the melt.\nBurrs none at 10×.", ""),)),
    ),
}  # fmt: skip

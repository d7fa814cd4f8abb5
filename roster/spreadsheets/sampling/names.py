"""Invented names in honest variety: everyday first names of many places, family names made up, so nobody is meant."""

from __future__ import annotations

import unicodedata

FIRST_NAMES = (
    "Anna", "Bernd", "Oksana", "Yusuf", "Leila", "Mehmet", "Greta", "Farid", "Katrin", "Olena", "Samir", "Elif",
    "Heinrich", "Nasrin", "Jonas", "Mariam", "Taras", "Ursula", "Emre", "Hannelore", "Dariusz", "Amina", "Wiebke",
    "Bahram", "Luisa", "Ihor", "Renate", "Omar", "Zeynep", "Friedrich", "Shirin", "Malte", "Halyna", "Rania",
    "Dieter", "Selin", "Antje", "Kamal", "Svitlana", "Gisela", "Navid", "Paula", "Ibrahim", "Heike", "Andrij",
    "Fatou", "Klaus", "Parisa", "Marlene", "Burak", "Ingrid", "Nadia", "Ole", "Tesfaye", "Brigitte", "Larysa",
    "Hamza", "Frauke", "Reza", "Lotte", "Agnieszka", "Werner", "Dilara", "Habib", "Sabine", "Petro", "Yasmin",
    "Carsten", "Soraya", "Moritz", "Senait", "Gudrun", "Adil", "Tilda", "Bohdan", "Rukiye", "Erika", "Jamal",
    "Wanda", "Kian", "Margarethe", "Aylin", "Henning", "Iryna", "Salma", "Peter", "Mina", "Thore", "Ludmila",
    "Faruk", "Elke", "Ramin", "Imke", "Abeba", "Rolf", "Zahra",
)  # fmt: skip

FAMILY_NAMES = (
    "Apfelhain", "Morgenwind", "Sonjaschenko", "Al-Yasmini", "Golestanpur", "Yildizbahce", "Brombeer", "Wiesengrund",
    "Kalynkowa", "Nachtigaller", "Bahçelioğlu", "Mondstein", "Anarestani", "Lindenquell", "Haselborn", "Zwetschgenau",
    "Sunjaschnyj", "El-Nardschis", "Kirschbacher", "Silberbach", "Wolkenstein", "Tulpanzade", "Ährenfeld",
    "Windmüllerei",
    "Pomeranz", "Dilekpinar", "Quittenbaum", "Sternenko", "Al-Warda", "Federspiel", "Löwenzahn", "Barwinenko",
    "Mühlengrün", "Sabzevarian", "Rosenapfel", "Gündoğmaz", "Heidekraut", "Jasnowska", "Bergamotte", "Tintenfass",
    "Abendstern", "Malynowyj", "El-Zaitun", "Kornblum", "Regenbogner", "Çiçekdağlı", "Moosbeere", "Nilufari",
    "Schneeglock", "Wacholderer", "Wolotschka", "Al-Qamari", "Birkenhain", "Narendschi", "Sanddorn", "Tessfalem",
    "Ufermann-Weide", "Selamawitsch", "Distelfink", "Papierboot",
)  # fmt: skip

_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def spelled(name: str) -> str:
    """A name in the letters of addresses: lower-case ASCII and hyphens."""
    letters = unicodedata.normalize("NFKD", name.translate(_SPELLED)).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(c if c.isalnum() else " " for c in letters).split())

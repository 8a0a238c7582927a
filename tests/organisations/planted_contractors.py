"""Contractors as a register of England has them, with duplicates planted among them, by a seed.

The abbreviations, misspellings and moves are those of lists that people keep; none is taken from
the rules that are to find them. Beside the duplicates stand those that only look like ones:
branches of a chain, partners of one name under one roof, a surgery and the pharmacy next door.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from areateam.organisations.duplicate_rules import Subject


def _words(text: str) -> list[str]:
    return text.split()


_HEADS = _words(
    "Ash Oak Elm Birch Alder Hazel Thorn Holly Wood Mill Stone Brook Marsh Moor Clay Sand Red "
    "White Black Long Broad High Nether Over Kings Queens Bishops Church Castle Bridge Lang "
    "Hart Swan Fox Crow Raven Ember Winter Somer East West Nor Sut Mid Whit Wink Hather Ecc "
    "Bel Rip"
)
_TAILS = _words(
    "ford ton ley wick field grove brook bury ham well stead worth dale mere combe hurst "
    "bourne over sley thorpe by gate ridge shaw den cote stoke low"
)
_SURNAMES = _words(
    "Smith Jones Taylor Brown Patel Williams Wilson Davies Evans Thomas Khan Roberts Walker "
    "Wright Robinson Thompson White Hughes Edwards Hall Green Singh Shah Martin Wood Clarke "
    "Jackson Ali Harris Clark Scott Turner Hill Moore Cooper Ward Morris King Watson Baker "
    "Harrison Morgan Begum Hussain Allen James Young Rahman Okafor Whitworth Hallam Osei "
    "Marsh Adeyemi Kaur Lam Chowdhury Bhatt Mistry Desai Gupta Rao Iyer Nair Menon Sharma "
    "Verma Mehta Joshi Kapoor Fitzgerald Oconnor Murphy Kelly Byrne Ryan Doyle Walsh Burke "
    "Lynch Quinn Daly Nolan Keane Ackroyd Barraclough Cartwright Dewhirst Entwistle "
    "Fairclough Greenhalgh Hebblethwaite Illingworth Jagger Kershaw Lumb Micklethwaite Naylor "
    "Ogden Pickersgill Ramsbottom Sutcliffe"
)
_FIRST = [
    "Alan",
    "Beth",
    "Carl",
    "Dipak",
    "Emma",
    "Faisal",
    "Grace",
    "Hugh",
    "Imran",
    "Joan",
    "Kiran",
    "Leo",
    "Maya",
    "Nina",
    "Omar",
]
_SAINTS = _words("Mary John Peter Luke James Anne Chad George Hilda Oswald Cuthbert Wilfrid")
_LANDS = ("Park", "Riverside", "Manor", "Station", "Priory", "Abbey", "Victoria", "Market Place")
_CHAINS = (
    "Boots",
    "Boots The Chemists",
    "Lloydspharmacy",
    "Rowlands Pharmacy",
    "The Co-operative Pharmacy",
    "Superdrug Pharmacy",
    "Tesco In-Store Pharmacy",
    "Specsavers Opticians",
    "Vision Express",
    "IDH Dental",
)
_AREAS = _words(
    "AL B BA BB BD BH BL BN BR BS CA CB CH CM CO CR CT CV CW DA DE DH DL DN DT DY E EN EX FY "
    "GL GU HA HD HG HP HR HU HX IG IP KT L LA LE LN LS LU M ME MK N NE NG NN NR NW OL OX PE "
    "PL PO PR RG RH RM S SE SG SK SL SM SN SO SP SR SS ST SW TA TF TN TQ TR TS TW UB W WA WD "
    "WF WN WR WS"
)
_SHORT = {
    "Surgery": ("Surg", "Surg.", "Surgy"),
    "Medical": ("Med", "Med.", "Medl"),
    "Centre": ("Ctr", "Cent", "Centr", "Cntr"),
    "Practice": ("Prac", "Pract.", "Prct"),
    "Health": ("Hlth", "Hth", "H"),
    "Pharmacy": ("Phcy", "Pharm", "Phmcy", "Chemist"),
    "Chemists": ("Chem", "Chemist", "Pharmacy"),
    "Dental": ("Dent", "Dntl"),
    "Opticians": ("Opt", "Optns", "Optician"),
    "Partners": ("Ptnrs", "Ptrs", "Partner"),
    "House": ("Hse",),
    "St": ("Saint", "St."),
    "Station": ("Stn", "Sta"),
    "Group": ("Grp", "Gp"),
    "Limited": ("Ltd", "Ltd."),
    "&": ("and", "+", ""),
    "Market": ("Mkt",),
}


@dataclass
class Planted:
    """The subjects, and for each planted pair of ids how it was made."""

    subjects: list[Subject]
    pairs: dict[tuple[int, int], str] = field(default_factory=dict)

    def figures(self, found: set[tuple[int, int]]) -> tuple[float, float]:
        """Recall and precision of the pairs found, as parts of one."""
        hits = len(found & set(self.pairs))
        return hits / len(self.pairs), hits / max(1, len(found))


def planted_register(count: int, duplicates: int, seed: int = 2012) -> Planted:
    """`count` subjects of which `duplicates` are doubles of others; the same for the same seed."""
    made = _Maker(random.Random(seed))
    while len(made.subjects) < count - duplicates:
        made.place()
    del made.subjects[count - duplicates :]
    planted = Planted(made.subjects)
    # Without a place, a telephone and a name of one's own nobody could tell a double from another.
    placed = [subject for subject in made.subjects if subject.postcodes]
    for original in made.random.sample(placed, duplicates):
        double, how = made.double_of(original, len(made.subjects) + 1)
        made.subjects.append(double)
        planted.pairs[original.id, double.id] = how
    return planted


class _Maker:
    def __init__(self, dice: random.Random) -> None:
        self.random = dice
        self.subjects: list[Subject] = []

    def pick(self, many: tuple[str, ...] | list[str]) -> str:
        return self.random.choice(many)

    # ---- who is there

    def place(self) -> None:
        """One postcode with who works there: one, or several under one roof."""
        outward = f"{self.pick(_AREAS)}{self.random.randint(1, 24)}"
        postcode = self.postcode(outward)
        roll = self.random.random()
        if roll < 0.05:
            self.neighbours(postcode)
        elif roll < 0.09:
            self.partners(postcode)
        elif roll < 0.11:
            self.branches(outward)
        elif roll < 0.20:
            for name in self.names(self.random.randint(2, 4)):
                self.add(name, postcode)
        else:
            self.add(self.name(), postcode)

    def neighbours(self, postcode: str) -> None:
        """A surgery, a pharmacy and a dentist who call themselves after one place."""
        ground = self.ground()
        for trade in self.random.sample(["Surgery", "Pharmacy", "Dental Practice", "Opticians"], 2):
            self.add(f"{ground} {trade}", postcode)

    def partners(self, postcode: str) -> None:
        """Two of one family under one roof, on one telephone."""
        surname, phone = self.pick(_SURNAMES), self.phone()
        one, other = self.random.sample("ABDFGHJKLMNRST", 2)
        for initial in (one, other):
            self.add(f"Dr {initial} {surname}", postcode, phone)

    def branches(self, outward: str) -> None:
        """A small firm with branches in one town."""
        name = f"{self.pick(_SURNAMES)} {self.pick(['Pharmacy', 'Opticians', 'Chemists'])}"
        streets = ["High Street", "Church Road", "Mill Lane", "Station Road"]
        self.random.shuffle(streets)
        for number, street in enumerate(streets[: self.random.randint(2, 4)]):
            self.add(f"{name}, {street}" if number else name, self.postcode(outward))

    def add(self, name: str, postcode: str, phone: str = "") -> None:
        phones = (phone or self.phone(),) if phone or self.random.random() < 0.8 else ()
        postcodes = (postcode,) if self.random.random() < 0.96 else ()
        self.subjects.append(Subject(len(self.subjects) + 1, name, postcodes, phones))

    def names(self, count: int) -> list[str]:
        """So many under one roof: no chain has two shops in one, nobody a neighbour's name."""
        found: dict[str, str] = {}
        while len(found) < count:
            name = self.name()
            found.setdefault(name.removeprefix("The ").split()[0], name)
        return list(found.values())

    def name(self) -> str:
        roll = self.random.random()
        if roll < 0.16:
            return self.pick(_CHAINS)
        if roll < 0.30:
            return f"Dr {self.pick(list('ABCDEGHJKLMNPRST'))} {self.pick(_SURNAMES)} & Partners"
        if roll < 0.38:
            return f"{self.pick(['Mr', 'Mrs', 'Dr'])} {self.pick(_FIRST)} {self.pick(_SURNAMES)}"
        if roll < 0.50:
            trade = self.pick(["Pharmacy", "Chemists Limited", "Opticians", "Dental Care"])
            return f"{self.pick(_SURNAMES)} {trade}"
        trade = self.pick(
            [
                "Surgery",
                "Medical Centre",
                "Health Centre",
                "Medical Practice",
                "House Surgery",
                "Dental Practice",
                "Dental Surgery",
                "Pharmacy",
                "Opticians",
                "Group Practice",
            ]
        )
        article = "The " if self.random.random() < 0.2 else ""
        return f"{article}{self.ground()} {trade}"

    def ground(self) -> str:
        roll = self.random.random()
        if roll < 0.12:
            return f"St {self.pick(_SAINTS)}'s"
        if roll < 0.25:
            return self.pick(list(_LANDS))
        if roll < 0.45:
            road = self.pick(["Road", "Lane", "Street"])
            return f"{self.pick(_HEADS)}{self.pick(_TAILS)} {road}"
        return f"{self.pick(_HEADS)}{self.pick(_TAILS)}"

    def postcode(self, outward: str) -> str:
        letters = "ABDEFGHJLNPQRSTUWXYZ"
        inward = f"{self.random.randint(0, 9)}{self.pick(list(letters))}{self.pick(list(letters))}"
        return f"{outward} {inward}"

    def phone(self) -> str:
        return f"01{self.random.randint(100, 999)} {self.random.randint(100000, 999999)}"

    # ---- the same once more

    def double_of(self, original: Subject, number: int) -> tuple[Subject, str]:
        """The subject once more as another list has it, and how it differs.

        A practice that moves stays in its district as a rule, and keeps its number.
        """
        how = self.random.choice(["misspelt", "moved", "abbreviated", "misspelt and abbreviated"])
        name, postcodes, phones = original.name, original.postcodes, original.phones
        if "misspelt" in how:
            name = self.misspell(name)
        if "abbreviated" in how:
            name = self.abbreviate(name)
        if how == "moved" and postcodes:
            postcodes = (self.postcode(self.moved_to(postcodes[0])),)
            if name in _CHAINS:
                # A chain's shop with neither its place nor its number is one nobody could know.
                return Subject(number, name, postcodes, phones or (self.phone(),)), how
            if self.random.random() < 0.25:
                phones = (self.phone(),)
        if phones and phones == original.phones:
            phones = self.rewrite(phones[0])
        return Subject(number, name, postcodes, phones), how

    def moved_to(self, postcode: str) -> str:
        outward = postcode.split(maxsplit=1)[0]
        if self.random.random() < 0.8:
            return outward
        letters = outward.rstrip("0123456789")
        return f"{letters}{self.random.randint(1, 24)}"

    def rewrite(self, phone: str) -> tuple[str, ...]:
        roll = self.random.random()
        if roll < 0.25:
            return ()
        if roll < 0.5:
            return (phone.replace(" ", ""),)
        return (f"+44 (0){phone[1:]}",) if roll < 0.75 else (f"({phone[:5]}) {phone[6:]}",)

    def misspell(self, name: str) -> str:
        """One or two slips of the hand within the longer words."""
        words = name.split()
        long = [place for place, word in enumerate(words) if len(word) > 3]
        for place in self.random.sample(long, min(len(long), self.random.randint(1, 2))):
            words[place] = self.slip(words[place])
        return " ".join(words)

    def slip(self, word: str) -> str:
        at = self.random.randint(1, len(word) - 2)
        return self.random.choice(
            [
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + self.pick(list("aeiourstln")) + word[at + 1 :],
            ]
        )

    def abbreviate(self, name: str) -> str:
        """Short forms, another order, capitals, and a form of company more or less."""
        words = [
            self.pick(list(_SHORT[word])) if word in _SHORT and self.random.random() < 0.8 else word
            for word in name.split()
        ]
        if words[0] == "The" and self.random.random() < 0.7:
            words = words[1:]
        if len(words) > 1 and self.random.random() < 0.15:
            words = [f"{words[-1]},", *words[:-1]]
        if self.random.random() < 0.15:
            words.append(self.pick(["Ltd", "Limited"]))
        text = " ".join(word for word in words if word)
        return text.upper() if self.random.random() < 0.4 else text

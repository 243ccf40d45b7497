"""Kazakhstan as a content package: what `alatau.core.content` asks of a state."""

from __future__ import annotations

from pathlib import Path

from alatau.core.parameters import ParameterBook, load_parameters
from alatau.core.text import Text
from qazaqstan.bank import BANK_LINK
from qazaqstan.bodies import MONEY_BODIES
from qazaqstan.calendar import CALENDAR
from qazaqstan.card import FAMILY_CARD
from qazaqstan.consents import CONSENT_TEXTS
from qazaqstan.family import FAMILY_RULES, KINSHIP, RELATIONS
from qazaqstan.identity import ACCOUNT_NUMBERS, ORGANISATION_NUMBERS, PERSON_NUMBERS
from qazaqstan.languages import LANGUAGES
from qazaqstan.mark_kinds import GOODS, MARK_KINDS
from qazaqstan.money import ROUNDINGS, TENGE
from qazaqstan.names import NAME_FORMS
from qazaqstan.phones import PHONE_NUMBERS
from qazaqstan.places import PLACE_CODES
from qazaqstan.purposes import PURPOSES
from qazaqstan.reference.tables import BOUNDARIES
from qazaqstan.representation import REPRESENTATION_KINDS
from qazaqstan.retention import RETENTION_CLASSES
from qazaqstan.rights import OFFICES, STAFF_RIGHTS
from qazaqstan.roles import ROLES
from qazaqstan.sample import SAMPLE_CITY
from qazaqstan.sample_payouts import SAMPLE_PAYOUTS
from qazaqstan.sample_wallets import SAMPLE_WALLETS
from qazaqstan.wallets import CURRENCIES, MONEY_TIERS, PAYMENT_QR, TRADES


class Qazaqstan:
    """The state's own numbers, languages, time and law; the first city is Alatau."""

    code = "KZ"
    name = Text(kk="Қазақстан Республикасы", ru="Республика Казахстан", en="Kazakhstan", ar="جمهورية كازاخستان")
    city_name = Text(kk="Алатау", ru="Алатау", en="Alatau", ar="ألاتاو")
    languages = LANGUAGES
    time_zone = "Asia/Almaty"
    currency = TENGE
    currencies = CURRENCIES
    money_tiers = MONEY_TIERS
    payment_qr = PAYMENT_QR
    trades = TRADES
    sample_wallets = SAMPLE_WALLETS
    sample_payouts = SAMPLE_PAYOUTS
    bank_link = BANK_LINK
    money_bodies = MONEY_BODIES
    mark_kinds = MARK_KINDS
    goods = GOODS
    roundings = ROUNDINGS
    calendar = CALENDAR
    #: The points of the family card stand apart: they are a table of one order, and all unverified.
    parameters = ParameterBook(
        load_parameters(Path(__file__).parent / "parameters.csv").by_name
        | load_parameters(Path(__file__).parent / "scoring.csv").by_name  # type: ignore[operator]  # both are dicts
    )

    person_numbers = PERSON_NUMBERS
    organisation_numbers = ORGANISATION_NUMBERS
    place_codes = PLACE_CODES
    account_numbers = ACCOUNT_NUMBERS
    phone_numbers = PHONE_NUMBERS
    name_forms = NAME_FORMS
    name_weights = Path(__file__).parent / "name_weights.json"

    roles = ROLES
    purposes = PURPOSES

    message_templates = Path(__file__).parent / "messages"
    letter_templates = Path(__file__).parent / "letters"
    task_types = Path(__file__).parent / "desk"
    registers = Path(__file__).parent / "registers"
    services = Path(__file__).parent / "services"
    representation_kinds = REPRESENTATION_KINDS
    consent_texts = CONSENT_TEXTS
    staff_rights = STAFF_RIGHTS
    offices = OFFICES
    kinship = KINSHIP
    relations = RELATIONS
    family_rules = FAMILY_RULES
    family_card = FAMILY_CARD
    retention_classes = RETENTION_CLASSES
    boundaries = BOUNDARIES
    sample_city = SAMPLE_CITY
    law = "qazaqstan.law"
    synthetic_nation = "qazaqstan.synthetic.nation"


CONTENT = Qazaqstan()

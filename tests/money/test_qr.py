"""Payment codes: what is written is read back, and whatever breaks the standard is refused with a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alatau.core.errors import AlatauError
from alatau.core.money import Amount
from alatau.money.qr.errors import QrContentError, QrDamagedError, QrNotOursError
from alatau.money.qr.parts import read_parts, seal, write_parts
from alatau.money.qr.read import read_code
from alatau.money.qr.values import MerchantCode, QrProfile, Tip
from alatau.money.qr.write import draw_code, write_code
from qazaqstan.money import TENGE

PROFILE = QrProfile(
    scheme="kz.alatau.tenge", template="26", account="01", currency_number="398", country="KZ", currency=TENGE
)
BAKERY = MerchantCode(account="4f2a", name="Sary-Arka Nan", city="Alatau", category="5462")
#: The sample of the EMVCo specification, appendix; its checksum was computed by others.
EMVCO_SAMPLE = (
    "00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN5914BEST TRANSPORT"
    "6007BEIJING64200002ZH0104最佳运输0202北京540523.7253031565502016233030412340603***0708A60086670902ME9132001"
    "6A0112233449988770708123456786304A13A"
)

letters = st.text(alphabet="ABCabc 0123", min_size=1, max_size=20).map(str.strip).filter(bool)
codes = st.builds(
    MerchantCode,
    account=st.text(alphabet="0123456789abcdef", min_size=1, max_size=36),
    name=letters,
    city=letters.map(lambda text: text[:15].strip()),
    category=st.from_regex(r"\A[0-9]{4}\Z"),
    amount=st.none() | st.integers(1, 10**11).map(lambda units: Amount(units, TENGE)),
    is_dynamic=st.booleans(),
    bill=st.just("") | letters,
    store=st.just("") | letters,
    reference=st.just("") | letters,
)


def remake(text: str, **parts: str) -> str:
    """Return the code with some parts replaced (`t54="0"`), and a good checksum."""
    found = read_parts(text[:-8])
    return seal(write_parts(found | {tag.removeprefix("t"): value for tag, value in parts.items()}))


@given(codes)
def test_code_reads_back_as_it_was_written(code: MerchantCode) -> None:
    assert read_code(write_code(code, PROFILE), PROFILE) == code


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(AlatauError) as refusal:
        read_code(text, PROFILE)

    assert refusal.value.sentence()


@given(codes, st.data())
def test_one_changed_sign_is_noticed(code: MerchantCode, data: st.DataObject) -> None:
    text = write_code(code, PROFILE)
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from("0123456789ABCXYZ").filter(lambda sign: sign != text[at]))

    with pytest.raises(QrDamagedError):
        read_code(text[:at] + other + text[at + 1 :], PROFILE)


def test_kazakh_name_travels_in_latin_letters_and_in_its_own() -> None:
    code = replace(BAKERY, name="Сары-Арқа нан", city="Алатау", language="kk")

    text = write_code(code, PROFILE)

    assert read_parts(text[:-8])["59"] == "Sary-Arqa nan"
    assert read_code(text, PROFILE).name == "Сары-Арқа нан"


def test_checksum_agrees_with_a_code_made_by_others() -> None:
    with pytest.raises(QrNotOursError):
        read_code(EMVCO_SAMPLE, PROFILE)


@pytest.mark.parametrize("amount", ["0", "0.00", "12,50", "1.234", "-5", "1e3", "٣", ".5", "99999999999999"])
def test_amount_that_is_no_price_is_refused(amount: str) -> None:
    with pytest.raises(QrContentError):
        read_code(remake(write_code(BAKERY, PROFILE), t54=amount), PROFILE)


def test_checksum_in_small_letters_is_refused() -> None:
    text = write_code(replace(BAKERY, reference="AB12"), PROFILE)

    with pytest.raises(QrDamagedError):
        read_code(text[:-4] + text[-4:].lower() if text[-4:].lower() != text[-4:] else text[:-4] + "abcd", PROFILE)


def test_checksum_before_the_end_is_refused() -> None:
    text = write_code(BAKERY, PROFILE)

    with pytest.raises(QrDamagedError):
        read_code(text + "8004abcd", PROFILE)


def test_tag_that_stands_twice_is_refused() -> None:
    body = write_code(BAKERY, PROFILE)[:-8]

    with pytest.raises(QrContentError):
        read_code(seal(body + "54045.00" + "54049.00"), PROFILE)


def test_length_in_bytes_is_refused() -> None:
    wrong = "64" + f"{len('0002kk0110Сары нан'.encode()):02d}" + "0002kk0108Сары нан"

    with pytest.raises(QrDamagedError):
        read_code(seal(write_code(BAKERY, PROFILE)[:-8] + wrong), PROFILE)


def test_cyrillic_in_the_latin_name_is_refused() -> None:
    with pytest.raises(QrContentError):
        read_code(remake(write_code(BAKERY, PROFILE), t59="Сары-Арқа"), PROFILE)


@pytest.mark.parametrize("part", [{"t53": "840"}, {"t58": "KG"}])
def test_other_currency_or_country_is_another_scheme(part: dict[str, str]) -> None:
    with pytest.raises(QrNotOursError):
        read_code(remake(write_code(BAKERY, PROFILE), **part), PROFILE)


@pytest.mark.parametrize(
    "tip",
    [
        {"tip": Tip.ASK},
        {"tip": Tip.FIXED, "tip_amount": Amount(15_000, TENGE)},
        {"tip": Tip.PERCENT, "tip_bp": 1050},
    ],
    ids=["asked", "fixed", "percent"],
)
def test_tip_is_read_as_it_was_asked(tip: dict[str, object]) -> None:
    code = replace(BAKERY, **tip)  # type: ignore[arg-type]  # fields of the value, by name

    assert read_code(write_code(code, PROFILE), PROFILE) == code


def test_name_longer_than_the_code_holds_is_cut() -> None:
    text = write_code(replace(BAKERY, name="A" * 60), PROFILE)

    assert read_code(text, PROFILE).name == "A" * 25


def test_code_is_drawn_as_a_picture() -> None:
    assert draw_code(write_code(BAKERY, PROFILE)).startswith(b"<svg")

"""Encryption in chunks: what comes out is what went in, or it is told that it isn't."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suzhou_assess.services.package_cipher import (
    DecryptingFile,
    EncryptingStream,
    Header,
    HeaderError,
    Lock,
    TamperedError,
    WrongPasswordError,
    new_header,
    read_header,
)

TAG = 16
SMALL = Header(n=2, r=1, p=1, salt=bytes(16), prefix=bytes(7), chunk=8)
"""Quick to make a key of, with chunks that a test can count."""
LOCK = Lock(SMALL, "correct horse")


def encrypted(pieces: list[bytes], lock: Lock = LOCK) -> bytes:
    out = io.BytesIO()
    stream = EncryptingStream(out, lock)
    for piece in pieces:
        stream.write(piece)
    stream.finish()
    return out.getvalue()


def decrypted(packed: bytes, lock: Lock = LOCK) -> bytes:
    return DecryptingFile(io.BytesIO(packed), 0, len(packed), lock).read()


@given(st.lists(st.binary(max_size=20), max_size=6))
def test_that_what_was_encrypted_comes_back_however_it_was_written(pieces: list[bytes]) -> None:
    assert decrypted(encrypted(pieces)) == b"".join(pieces)


@given(st.binary(max_size=60), st.integers(0, 70), st.integers(0, 30))
def test_that_it_can_be_read_from_anywhere(plain: bytes, start: int, length: int) -> None:
    packed = encrypted([plain])
    file = io.BufferedReader(DecryptingFile(io.BytesIO(b"head" + packed), 4, len(packed), LOCK), 8)
    file.seek(start)
    assert file.read(length) == plain[start : start + length]
    assert file.seek(0, io.SEEK_END) == len(plain)


@settings(max_examples=300)
@given(st.binary(max_size=40), st.data())
def test_that_any_flipped_bit_is_noticed(plain: bytes, data: st.DataObject) -> None:
    packed = bytearray(encrypted([plain]))
    at = data.draw(st.integers(0, len(packed) - 1))
    packed[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(TamperedError):
        decrypted(bytes(packed))


@given(st.binary(min_size=1, max_size=40), st.data())
def test_that_any_cut_is_noticed(plain: bytes, data: st.DataObject) -> None:
    packed = encrypted([plain])
    cut = data.draw(st.integers(0, len(packed) - 1))
    with pytest.raises(TamperedError):
        decrypted(packed[:cut])


def test_that_chunks_cannot_be_moved_left_out_or_repeated() -> None:
    packed = encrypted([bytes(range(24))])
    chunks = [packed[i : i + 8 + TAG] for i in range(0, len(packed), 8 + TAG)]
    one, two, three = chunks
    for mixed in ([two, one, three], [one, three], [one, one, two, three], [one, two]):
        with pytest.raises(TamperedError):
            decrypted(b"".join(mixed))


def test_that_another_password_is_told_before_anything_is_decrypted() -> None:
    other = Lock(SMALL, "correct mouse")
    with pytest.raises(WrongPasswordError):
        other.verify(LOCK.check)
    LOCK.verify(LOCK.check)


def test_that_full_width_letters_are_the_same_password() -> None:
    Lock(SMALL, "ｃｏｒｒｅｃｔ　ｈｏｒｓｅ").verify(LOCK.check)
    Lock(replace(SMALL, salt=b"1" * 16), "密码一二三四五六").verify(
        Lock(replace(SMALL, salt=b"1" * 16), "密码一二三四五六").check
    )


@pytest.mark.parametrize("field", ["n", "r", "p", "salt", "prefix", "chunk"])
def test_that_a_changed_header_fits_no_password(field: str) -> None:
    changed = {"n": 4, "r": 2, "p": 2, "salt": b"1" * 16, "prefix": b"1" * 7, "chunk": 9}[field]
    other = Lock(replace(SMALL, **{field: changed}), "correct horse")
    with pytest.raises(WrongPasswordError):
        other.verify(LOCK.check)


def test_that_every_package_has_a_key_of_its_own() -> None:
    assert new_header().salt != new_header().salt
    one, other = new_header(), new_header()
    assert read_header(one.to_json()) == one != other


@pytest.mark.parametrize(
    "changed",
    [
        {"cipher": "ROT13"},
        {"kdf": None},
        {"kdf": {"name": "md5"}},
        {"chunk": 0},
        {"chunk": 2**28},
        {"chunk": True},
        {"nonce_prefix": "AA"},
        {"nonce_prefix": "§"},
        {"nonce_prefix": 7},
    ],
    ids=str,
)
def test_that_a_header_of_another_kind_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(HeaderError):
        read_header({**new_header().to_json(), **changed})


@pytest.mark.parametrize(
    "changed",
    [{"n": 2**24}, {"n": 3}, {"n": 1}, {"r": 2**20}, {"p": 1000}, {"salt": ""}],
    ids=str,
)
def test_that_a_header_cannot_ask_for_more_memory_than_is_sensible(
    changed: dict[str, object],
) -> None:
    raw = new_header().to_json()
    raw["kdf"] |= changed
    with pytest.raises(HeaderError):
        read_header(raw)


def test_that_bytes_of_stdin_that_are_no_text_make_a_key_too() -> None:
    typed = b"secret\xff\xfe".decode(errors="surrogateescape")
    Lock(SMALL, typed).verify(Lock(SMALL, typed).check)
    with pytest.raises(WrongPasswordError):
        LOCK.verify(Lock(SMALL, typed).check)

"""Why the system refuses a file, in words that are not English only."""

from __future__ import annotations

import errno
import json
import os

import pytest

from suzhou_assess.resources import files
from suzhou_assess.words.system_reasons import reason_of


@pytest.mark.parametrize("name", sorted(json.loads(files.read_bytes("words/system.json"))))
def test_that_a_common_reason_is_said_in_chinese(name: str) -> None:
    number = getattr(errno, name.upper(), None)
    if number is None:
        pytest.skip("this system doesn't know it")
    said = reason_of(OSError(number, os.strerror(number)))
    assert not said.zh.isascii()
    assert said.en.isascii()


def test_that_a_rare_reason_keeps_the_words_of_the_system() -> None:
    assert reason_of(OSError(errno.EDOM, "odd")).zh == "odd"
    assert reason_of(ValueError("embedded null byte")).zh == "embedded null byte"

"""Damaged, altered and hostile packages: each is told what is wrong with it, nothing is written."""

from __future__ import annotations

import io
import json
import re
import stat
import zipfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from laptops import Laptop, finished

from suzhou_assess.resources import files
from suzhou_assess.services import packages
from suzhou_assess.services.assessment_reading import Desk
from suzhou_assess.services.package_format import MANIFEST
from suzhou_assess.services.package_seal import PLACEHOLDER, SealedStream
from suzhou_assess.services.packages import PackageError
from suzhou_assess.words.catalog import Words

PASSWORD = "correct horse"
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory, profile: Any) -> Iterator[tuple[Laptop, str]]:
    one = Laptop(tmp_path_factory.mktemp("a"), "a")
    yield one, one.visit(profile(1))
    one.close()


@pytest.fixture(scope="module")
def plain(laptop: tuple[Laptop, str]) -> bytes:
    return laptop[0].write(laptop[1]).read_bytes()


@pytest.fixture(scope="module")
def encrypted(laptop: tuple[Laptop, str]) -> bytes:
    return laptop[0].write(laptop[1], password=PASSWORD).read_bytes()


@pytest.fixture(scope="module")
def desk(pack: Any, places: Any) -> Desk:
    from suzhou_assess.packs.shelf import PackShelf

    return Desk(PackShelf(), places)


@pytest.fixture
def fault(tmp_path: Path, desk: Desk) -> Callable[..., PackageError]:
    """What opening these bytes raises."""

    def opened(content: bytes, password: str | None = None) -> PackageError:
        path = tmp_path / "包.szpkg"
        path.write_bytes(content)
        with pytest.raises(PackageError) as caught:
            finished(packages.open_package(path, password, desk)).close()
        for lang in ("zh", "en"):
            assert "{" not in caught.value.say(Words(lang))  # type: ignore[arg-type]
        return caught.value

    return opened


def files_of(content: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def sealed(entries: list[tuple[zipfile.ZipInfo | str, bytes]]) -> bytes:
    """A package as our program would seal it, whatever is in it."""
    out = io.BytesIO()
    stream: Any = SealedStream(out)
    with zipfile.ZipFile(stream, "w") as zipped:
        zipped.comment = PLACEHOLDER
        for name, content in entries:
            zipped.writestr(name, content)
    stream.finish()
    return out.getvalue()


def listed(files: Files) -> Files:
    """With a manifest that fits."""
    manifest = json.loads(files[MANIFEST])
    manifest["files"] = {
        name: {"sha256": sha256(content).hexdigest(), "size": len(content)}
        for name, content in files.items()
        if name != MANIFEST
    }
    return {**files, MANIFEST: json.dumps(manifest).encode()}


def changed(content: bytes, part: str, change: Callable[[Any], Any]) -> bytes:
    """The package with a JSON file of its assessment changed, and everything else made to fit."""
    files = files_of(content)
    name = next(name for name in files if name.endswith(f"/{part}.json"))
    raw = json.loads(files[name])
    files[name] = json.dumps(change(raw)).encode()
    return sealed([*listed(files).items()])


def put(*path: str | int, value: Any) -> Callable[[Any], Any]:
    def change(raw: Any) -> Any:
        inner = raw
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value
        return raw

    return change


# damage


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.parametrize("kind", ["plain", "encrypted"])
def test_that_any_flipped_bit_is_noticed(
    fault: Callable[..., PackageError], request: pytest.FixtureRequest, kind: str, data: Any
) -> None:
    content = bytearray(request.getfixturevalue(kind))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= 1 << data.draw(st.integers(0, 7))
    assert fault(bytes(content), PASSWORD).code in (
        "package_damaged",
        "package_damaged_part",
        "package_cut_off",
        "package_newer",
    )


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.parametrize("kind", ["plain", "encrypted"])
def test_that_any_cut_is_noticed(
    fault: Callable[..., PackageError], request: pytest.FixtureRequest, kind: str, data: Any
) -> None:
    content: bytes = request.getfixturevalue(kind)
    cut = data.draw(st.integers(4, len(content) - 1))
    assert fault(content[:cut], PASSWORD).code == "package_cut_off"


def test_that_the_damaged_file_is_named(fault: Callable[..., PackageError], plain: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(plain)) as zipped:
        entry = next(e for e in zipped.infolist() if e.filename.startswith("evidence/"))
    content = bytearray(plain)
    content[entry.header_offset + 30 + len(entry.filename) + 40] ^= 1
    found = fault(bytes(content))
    assert (found.code, found.params["part"]) == ("package_damaged_part", entry.filename)


def test_that_a_package_that_was_appended_to_is_refused(
    fault: Callable[..., PackageError], plain: bytes
) -> None:
    assert fault(plain + b"\r\n").code == "package_cut_off"


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"\x89PNG\r\n\x1a\n" * 100, b"SQLite format 3\0"],
    ids=["empty", "text", "picture", "database"],
)
def test_that_something_else_is_no_package(
    fault: Callable[..., PackageError], content: bytes
) -> None:
    assert fault(content).code == "package_not_ours"


def test_that_another_zip_is_no_package(fault: Callable[..., PackageError]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        zipped.writestr("answers.xlsx", b"PK")
    assert fault(out.getvalue()).code == "package_not_ours"
    assert fault(sealed([("other.json", b"{}")])).code == "package_not_ours"
    assert fault(sealed([(MANIFEST, b'{"format": "x"}')])).code == "package_not_ours"


def test_that_a_package_that_is_not_there_or_no_file_is_told(tmp_path: Path, desk: Desk) -> None:
    for path, code in (
        (tmp_path / "no.szpkg", "package_missing"),
        (tmp_path, "package_unreadable"),
    ):
        with pytest.raises(PackageError) as caught:
            finished(packages.open_package(path, None, desk))
        assert caught.value.code == code


# passwords


def test_that_an_encrypted_package_asks_for_its_password(
    fault: Callable[..., PackageError], encrypted: bytes
) -> None:
    assert fault(encrypted).code == "password_wanted"
    assert fault(encrypted, "wrong horse").code == "password_wrong"


def test_that_an_encrypted_package_tells_nothing_of_whom_it_is_about(
    encrypted: bytes, laptop: tuple[Laptop, str], profile: Any
) -> None:
    files = files_of(encrypted)
    assert files.keys() == {MANIFEST, "content.enc"}
    assert json.loads(files[MANIFEST]).keys() == {"format", "program", "encryption"}
    for secret in (profile(1)["uscc"], profile(1)["name"], laptop[1], "Q01", "red.png"):
        assert str(secret).encode() not in encrypted


def test_that_altering_what_is_encrypted_is_noticed_though_it_was_sealed_again(
    fault: Callable[..., PackageError], encrypted: bytes
) -> None:
    files = files_of(encrypted)
    content = bytearray(files["content.enc"])
    content[100] ^= 1
    for altered in (bytes(content), bytes(content[:-1]), b""):
        again = sealed([(MANIFEST, files[MANIFEST]), ("content.enc", altered)])
        assert fault(again, PASSWORD).code == "package_altered"


def test_that_an_unknown_cipher_is_told(
    fault: Callable[..., PackageError], encrypted: bytes
) -> None:
    files = files_of(encrypted)
    manifest = json.loads(files[MANIFEST])
    manifest["encryption"]["cipher"] = "ROT13"
    again = sealed([(MANIFEST, json.dumps(manifest).encode()), *list(files.items())[1:]])
    assert fault(again, PASSWORD).code == "package_cipher_unknown"


# what means harm


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.json",
        "/etc/passwd",
        "C:\\evil.json",
        "assessments\\evil.json",
        "evidence/../../evil",
        "evil.exe",
        "evidence/evil",
        "assessments/x/answers.json",
    ],
)
def test_that_a_name_that_does_not_belong_there_is_refused(
    fault: Callable[..., PackageError], plain: bytes, name: str
) -> None:
    files = {**files_of(plain), name: b"{}"}
    found = fault(sealed([*listed(files).items()]))
    assert (found.code, found.params["name"]) == ("package_unsafe", name)


def test_that_a_link_is_refused(fault: Callable[..., PackageError], plain: bytes) -> None:
    files = listed(files_of(plain))
    link = zipfile.ZipInfo(next(name for name in files if name.startswith("evidence/")))
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    entries: list[Any] = [(n, c) for n, c in files.items() if n != link.filename]
    assert fault(sealed([*entries, (link, files[link.filename])])).code == "package_unsafe"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_that_a_name_twice_is_refused(fault: Callable[..., PackageError], plain: bytes) -> None:
    files = listed(files_of(plain))
    assert fault(sealed([*files.items(), (MANIFEST, b"{}")])).code == "package_twice"


def test_that_a_bomb_is_refused(fault: Callable[..., PackageError], plain: bytes) -> None:
    files = files_of(plain)
    name = next(name for name in files if name.endswith("/plan.json"))
    files[name] = b" " * (17 * 1024 * 1024)
    bomb = zipfile.ZipInfo(name)
    bomb.compress_type = zipfile.ZIP_DEFLATED
    entries: list[Any] = [(n, c) for n, c in listed(files).items() if n != name]
    content = sealed([*entries, (bomb, files[name])])
    assert len(content) < 100_000
    assert fault(content).code == "package_too_large"


def test_that_packed_evidence_is_refused_for_it_could_be_a_bomb(
    fault: Callable[..., PackageError], plain: bytes
) -> None:
    files = listed(files_of(plain))
    name = next(name for name in files if name.startswith("evidence/"))
    packed = zipfile.ZipInfo(name)
    packed.compress_type = zipfile.ZIP_DEFLATED
    entries: list[Any] = [(n, c) for n, c in files.items() if n != name]
    assert fault(sealed([*entries, (packed, files[name])])).code == "package_unsafe"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA], ids=["bzip2", "lzma"])
def test_that_a_manifest_packed_in_another_way_is_refused(
    fault: Callable[..., PackageError], plain: bytes, method: int
) -> None:
    files = listed(files_of(plain))
    manifest = zipfile.ZipInfo(MANIFEST)
    manifest.compress_type = method
    entries = [(name, data) for name, data in files.items() if name != MANIFEST]
    assert fault(sealed([(manifest, files[MANIFEST]), *entries])).code == "package_unsafe"


def test_that_a_list_that_points_to_before_the_file_is_damage(
    fault: Callable[..., PackageError], plain: bytes
) -> None:
    content = bytearray(plain)
    start_of_list = content.rindex(b"PK\x05\x06") + 16
    content[start_of_list + 1] ^= 0x80
    assert fault(bytes(content)).code == "package_damaged"


@pytest.mark.parametrize(
    "value",
    [b'"\\ud800"', b'"\xed\xa0\x80"', b"NaN", b"-Infinity"],
    ids=["escaped half", "raw half", "no number", "infinity"],
)
def test_that_what_only_python_takes_for_json_is_damage(
    fault: Callable[..., PackageError], plain: bytes, value: bytes
) -> None:
    files = files_of(plain)
    name = next(name for name in files if name.endswith("plan.json"))
    files[name] = b'{"note": ' + value + b"}"
    assert fault(sealed([*listed(files).items()])).params["part"] == name
    files = listed(files_of(plain))
    files[MANIFEST] = files[MANIFEST].replace(b"{", b'{"more": ' + value + b", ", 1)
    assert fault(sealed([*files.items()])).params["part"] == MANIFEST


def test_that_a_manifest_that_states_other_sizes_is_refused(
    fault: Callable[..., PackageError], plain: bytes
) -> None:
    files = files_of(plain)
    manifest = json.loads(files[MANIFEST])
    name = next(iter(manifest["files"]))
    for told in ({"size": 1}, {"sha256": "0" * 64}, {"size": -1}, {"size": True}, {"sha256": 7}):
        wrong = json.loads(files[MANIFEST])
        wrong["files"][name] |= told
        content = sealed([*{**files, MANIFEST: json.dumps(wrong).encode()}.items()])
        assert fault(content).code in ("package_damaged_part", "package_unsafe")


def test_that_a_file_that_no_assessment_has_is_refused(
    fault: Callable[..., PackageError], plain: bytes
) -> None:
    content = b"\x89PNG\r\n\x1a\nmore"
    files = {**files_of(plain), f"evidence/{sha256(content).hexdigest()}": content}
    assert fault(sealed([*listed(files).items()])).code == "package_unsafe"


# what it says


def test_that_a_newer_version_is_told(fault: Callable[..., PackageError], plain: bytes) -> None:
    files = files_of(plain)
    manifest = json.loads(files[MANIFEST])
    manifest["format"] = "suzhou-assess/package/2"
    newer = sealed([*{**files, MANIFEST: json.dumps(manifest).encode()}.items()])
    assert fault(newer).code == "package_newer"
    assert fault(plain[:-100] + newer[-100:].replace(b"package/1", b"package/9")).code == (
        "package_newer"
    )


@pytest.mark.parametrize(
    ("field", "value"), [("pack", "miit-2099"), ("edition", "2099")], ids=["pack", "edition"]
)
def test_that_an_unknown_index_is_told_with_whose_it_is(
    fault: Callable[..., PackageError], plain: bytes, profile: Any, field: str, value: str
) -> None:
    found = fault(changed(plain, "answers", put(field, value=value)))
    assert found.code == "package_pack_unknown"
    assert found.params["enterprise"] == profile(1)["name"]


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("answers", put("answers", "Q01", value=["Z"])),
        ("answers", put("answers", "Q01", value=["D"])),
        ("answers", put("enterprise", "uscc", value="1")),
        ("answers", put("assessment", "id", value="00000000-0000-4000-8000-000000000000")),
        ("answers", put("assessment", "date", value="")),
        ("answers", lambda _: []),
        ("head", put("status", value="approved")),
        ("head", put("claim", value={"based_on": None, "claim": {}})),
        ("head", put("claim", value=7)),
        ("versions", lambda _: []),
        ("versions", lambda _: [7]),
        ("versions", put(0, "digest", value="0" * 64)),
        ("versions", put(0, "parents", value=[7])),
        ("versions", put(0, "state", "content", "answers", value=[])),
        ("versions", put(0, "state", "head", "status", value="approved")),
        ("evidence", lambda _: {}),
        ("evidence", lambda _: {"x": {}}),
        ("plan", put("plan", value={"target": 3})),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_that_content_that_cannot_be_is_refused(
    fault: Callable[..., PackageError], plain: bytes, part: str, change: Callable[[Any], Any]
) -> None:
    assert fault(changed(plain, part, change)).code == "package_odd"


def with_evidence(content: bytes, name: str, file: bytes, **marks: object) -> bytes:
    """The package with another file in place of its photo, told of in every place."""
    from suzhou_assess.services.package_versions import version_of

    files = files_of(content)
    old = next(name for name in files if name.startswith("evidence/"))
    files = {n: c for n, c in files.items() if n != old}
    digest = sha256(file).hexdigest()
    files[f"evidence/{digest}"] = file
    part = next(name for name in files if name.endswith("/evidence.json"))
    records = json.loads(files[part])
    for record in records.values():
        record |= {"sha256": digest, "size": len(file), "file_name": name, **marks}
    files[part] = json.dumps(records).encode()
    versions = next(name for name in files if name.endswith("/versions.json"))
    state = json.loads(files[versions])[-1]["state"] | {"evidence": records}
    files[versions] = json.dumps([version_of(state).to_json()]).encode()
    return sealed([*listed(files).items()])


def test_that_evidence_that_is_not_what_it_is_called_is_refused(
    fault: Callable[..., PackageError], plain: bytes
) -> None:
    found = fault(with_evidence(plain, "现场.png", b"MZ\x90\0 a program"))
    assert (found.code, found.params["name"]) == ("package_file_kind", "现场.png")


def test_that_evidence_whose_name_leads_elsewhere_is_refused(
    fault: Callable[..., PackageError], plain: bytes
) -> None:
    picture = b"\x89PNG\r\n\x1a\nmore"
    assert fault(with_evidence(plain, "../../evil.png", picture)).code == "package_odd"
    assert fault(with_evidence(plain, "evil.exe", picture)).code == "package_odd"


@pytest.mark.parametrize(
    "marks",
    [
        {"width": 10**12},
        {"height": 2**200},
        {"sha256": int("1" * 64)},
        {"added_at": "0001-01-01T00:00:00+14:00"},
        {"added_at": "9999-12-31T23:59:59-12:00"},
    ],
    ids=["width", "height", "sha256", "first day", "last day"],
)
def test_that_evidence_that_no_database_can_hold_is_refused(
    fault: Callable[..., PackageError], plain: bytes, marks: dict[str, object]
) -> None:
    picture = next(data for name, data in files_of(plain).items() if name.startswith("evidence/"))
    assert fault(with_evidence(plain, "red.png", picture, **marks)).code == "package_odd"


def test_that_evidence_that_is_told_of_and_not_there_is_named(
    fault: Callable[..., PackageError], plain: bytes
) -> None:
    files = {n: c for n, c in files_of(plain).items() if not n.startswith("evidence/")}
    found = fault(sealed([*listed(files).items()]))
    assert (found.code, found.params["name"]) == ("package_file_missing", "red.png")


def test_that_a_sound_package_made_over_is_opened(plain: bytes, tmp_path: Path, desk: Desk) -> None:
    path = tmp_path / "x.szpkg"
    path.write_bytes(sealed([*listed(files_of(plain)).items()]))
    with finished(packages.open_package(path, None, desk)) as package:
        assert len(package.assessments) == 1


def test_that_every_trouble_has_words_and_all_words_a_trouble() -> None:
    """Codes are made in the services only, some of them by way of a helper."""
    folder = Path(packages.__file__).parent
    said = "".join(path.read_text("utf-8") for path in folder.glob("package_*.py"))
    area = json.loads(files.read_bytes("words/package_trouble.json"))
    codes = {key.rpartition("_")[0] for key in area}
    assert area.keys() == {f"{code}_{part}" for code in codes for part in ("what", "remedy")}
    made = set(re.findall(r'(?:PackageError|_file_fault)\(\s*"(\w+)"', said))
    assert made <= codes
    assert all(f'"{code}"' in said for code in codes)

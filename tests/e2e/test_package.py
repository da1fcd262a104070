"""The npm package as who installs it has it: packed, unpacked, compiled against, and imported."""

import json
import shutil
import tarfile
from pathlib import Path

import pytest

from tests.support.node import COMMANDS, NPM, node
from tests.support.worker import ROOT

CLIENT = ROOT / "clients" / "js"
CONSUMERS = CLIENT / "tests" / "consumers"
TYPESCRIPT = ROOT / "node_modules" / "typescript" / "bin" / "tsc"
OPTIONS = {
    "target": "es2022",
    "lib": ["es2022", "dom"],
    "module": "nodenext",
    "jsx": "react-jsx",
    "strict": True,
    "noEmit": True,
    "types": [],
}
ON_A_SERVER = """
import { Refusal, SeatMap } from "seatapp";
import { SeatPicker } from "seatapp/seat-picker";
import { HallMap as own, SeatPicker as same } from "seatapp/react";
import { HallMap } from "seatapp/map";
import { call } from "seatapp/http";
import "seatapp/browser";
const refused = await call("GET", "http://127.0.0.1:9/").catch((error) => error instanceof Refusal);
console.log(JSON.stringify([typeof SeatMap, SeatPicker === same, HallMap === own, refused]));
"""


@pytest.fixture(scope="module")
def tarball(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as `npm pack` makes it in its folder."""
    folder = tmp_path_factory.mktemp("packed")
    node(NPM, "pack", "--loglevel=error", "--pack-destination", folder, cwd=CLIENT)
    (packed,) = folder.glob("seatapp-*.tgz")
    return packed


@pytest.fixture
def project(tarball: Path, tmp_path: Path) -> Path:
    """A project that has installed the package, and nothing else."""
    with tarfile.open(tarball) as packed:
        packed.extractall(tmp_path / "node_modules", filter="data")
    (tmp_path / "node_modules" / "package").rename(tmp_path / "node_modules" / "seatapp")
    (tmp_path / "package.json").write_text('{ "type": "module" }')
    return tmp_path


def install(project: Path, *names: str) -> None:
    """Let the project have these packages too, as they are here."""
    for name in names:
        link = project / "node_modules" / name
        link.parent.mkdir(exist_ok=True)
        link.symlink_to(ROOT / "node_modules" / name)


def compile_consumers(project: Path, *names: str, **options: bool) -> None:
    config = {"compilerOptions": {**OPTIONS, **options}}
    (project / "tsconfig.json").write_text(json.dumps(config))
    for name in names:
        shutil.copy(CONSUMERS / name, project)
    node(TYPESCRIPT, "--project", project, cwd=project)


def test_the_linters_of_packages_find_nothing(tarball: Path) -> None:
    node(COMMANDS / "attw", tarball, cwd=CLIENT)
    node(COMMANDS / "publint", "--strict", tarball, cwd=CLIENT)


def test_a_page_without_a_framework_needs_no_framework_s_types(project: Path) -> None:
    compile_consumers(project, "plain.ts", skipLibCheck=False)


def test_react_preact_vue_and_svelte_know_the_element(project: Path) -> None:
    install(project, "react", "@types/react", "csstype", "preact", "vue", "@vue", "svelte")
    compile_consumers(project, "react.tsx", "preact.tsx", "templates.ts", skipLibCheck=True)


def test_a_server_may_import_what_it_renders_no_page_with(project: Path) -> None:
    (project / "server.js").write_text(ON_A_SERVER)
    assert json.loads(node("server.js", cwd=project)) == ["function", True, True, True]

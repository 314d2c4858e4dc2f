"""Where settings come from: the process environment, read once, before every other settings file."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parents[2]

env = environ.Env()

# Everything that the portal writes (database, index, files, collected static files) lies below one
# folder, so that a backup, a container volume or a second portal on the same machine is one path.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()

# The demo users' password; a random one is made and shown where this is empty.
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="")

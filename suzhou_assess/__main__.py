"""``python -m suzhou_assess``: the same as the command ``suzhou-assess``."""

import sys

from suzhou_assess.cli.main import main

sys.exit(main())

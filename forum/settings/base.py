"""What every installation shares. Not used by itself: see dev.py, production.py and test.py."""

from forum.settings.apps import *
from forum.settings.database import *
from forum.settings.environment import *
from forum.settings.files import *
from forum.settings.languages import *
from forum.settings.logs import *
from forum.settings.mail import *
from forum.settings.search import *
from forum.settings.security import *

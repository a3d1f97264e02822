from screening.applications import Application as Application
from screening.errors import ScreeningError as ScreeningError
from screening.notebook import check as check
from screening.notebook import evaluate as evaluate
from screening.notebook import rank as rank
from screening.notebook import standard as standard

__version__: str

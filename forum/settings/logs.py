"""One line an event, to standard error: a service manager or container keeps it."""

from forum.settings.environment import env

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {
        "forum": {"level": env.str("LOG_LEVEL", default="INFO")},
        "django_tasks": {"level": "WARNING"},  # else two lines for every page that is indexed
    },
}

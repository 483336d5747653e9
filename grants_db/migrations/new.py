"""`python -m grants_db.migrations.new "add applications"`: write the migration from the newest tables to the models.

Works on an empty SQLite database in memory; the result is read and corrected by a person before it is committed.
"""

import sys

from alembic import command
from sqlalchemy import create_engine

from grants_db.migrations.run import configuration


def main(message: str) -> None:
    """Bring an empty database to the newest revision and let Alembic compare it with the models."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        command.revision(config, message=message, autogenerate=True)


if __name__ == "__main__":
    main(sys.argv[1])

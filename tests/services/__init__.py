"""Real services for the tests, started from what set-up installs: nothing need run on the machine.

`postgres_server` and `redis_server` are context managers for a test that wants a server of its own: to kill
it, or to have it write through to the disk. `tests.services.fixtures` shares one of each among all tests of a
session. `tests.services.nu.check_html` runs the Nu HTML checker.
"""

from tests.services.postgres import PostgresServer, postgres_server
from tests.services.redis import RedisServer, redis_server

__all__ = ["PostgresServer", "RedisServer", "postgres_server", "redis_server"]

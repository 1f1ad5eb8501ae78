from tests.services.fixtures import postgres, redis

__all__ = ["postgres", "redis"]

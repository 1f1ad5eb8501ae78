"""The application: a table of contents."""

from __future__ import annotations

from apiflask import APIFlask
from flask_compress import Compress
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from community import api, models, navigation, styleguide
from community.accounts import security as accounts_security
from community.accounts import views as accounts_views
from community.claiming import views as claiming_views
from community.config import PROJECT_ROOT, Settings
from community.core import limits, presence, realtime
from community.core.db import db, migrate
from community.core.jobs import Jobs
from community.core.web import assets, csrf, doors, errors, headers, locale
from community.directory import views as directory_views
from community.directory.saved_searches import views as saved_searches_views
from community.directory.shortlists import views as shortlists_views
from community.discussions import sockets as discussions_sockets
from community.discussions import views as discussions_views
from community.discussions.endorsing import views as endorsing_views
from community.messaging import sockets as messaging_sockets
from community.messaging import views as messaging_views
from community.profiles import views as profiles_views
from community.profiles.bringing import views as bringing_views
from community.profiles.bringing.people import views as people_views
from community.profiles.taking import views as taking_views
from community.relations import views as relations_views
from community.schedule import schedule
from community.stories import views as stories_views
from community.topics import views as topics_views
from community.verification import views as verification_views
from community.wiring import wire

FEATURES = (
    accounts_views,
    stories_views,
    discussions_views,
    endorsing_views,
    messaging_views,
    profiles_views,
    relations_views,
    bringing_views,
    people_views,
    taking_views,
    directory_views,
    topics_views,
    verification_views,
    claiming_views,
    shortlists_views,
    saved_searches_views,
)
"""Modules with a `blueprint` of pages."""

SOCKETS = (discussions_sockets, messaging_sockets)
"""Modules that declare Socket.IO events."""


def create_app(settings: Settings | None = None) -> APIFlask:
    """The application with everything in it; serving, jobs and migrations are started by `community/cli.py`."""
    settings = settings or Settings()
    settings.prepare_instance()
    app = APIFlask(
        __name__,
        title=settings.site_name,
        version="1.0",
        json_errors=False,
        enable_openapi=False,
        template_folder=str(PROJECT_ROOT / "templates"),
        static_folder=None,  # type: ignore[arg-type]  # core.web.assets serves what is static
        instance_path=str(settings.instance_dir),
    )
    app.config.update(settings.flask_config())
    app.extensions["settings"] = settings
    app.extensions["wiring"] = wire()
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.globals["site_name"] = settings.site_name

    doors.init_app(app)
    models.check()
    db.init_app(app)
    migrate.init_app(app)
    limits.init_app(app, settings)
    presence.init_app(app, settings)
    errors.init_app(app)
    headers.init_app(app, settings)
    Compress(app)
    csrf.init_app(app, settings)
    assets.init_app(app, PROJECT_ROOT / "static")
    locale.init_app(app, settings)
    accounts_security.init_app(app, settings)
    for feature in FEATURES:
        app.register_blueprint(feature.blueprint)
    api.init_app(app)
    navigation.init_app(app)
    styleguide.init_app(app, settings)
    schedule(Jobs(app, settings))
    realtime.init_app(app, settings)
    if settings.trusted_proxies:  # outermost: the gate of the sockets must see the reader's own address
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, *(settings.trusted_proxies,) * 4
        )
    return app

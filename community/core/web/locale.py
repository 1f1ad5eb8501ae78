"""In which language and time zone a page is shown, and how dates are written in it."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlsplit

from babel import Locale
from flask import Blueprint, Flask, redirect, request, session
from flask_babel import Babel, format_date, format_time, get_locale
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from community.config import Settings
from community.core.actor import anyone
from community.core.errors import NotFound
from community.core.identity import current_actor
from community.core.web.doors import open_to

OFFERED = ("en", "fr", "ar")
"""Languages whose catalogue is complete; `./dev lint` fails when one of them is not."""

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
_CHOSEN = "locale"

blueprint = Blueprint("core", __name__)


def init_app(app: Flask, settings: Settings) -> None:
    def locale() -> str:
        actor = current_actor()
        for wish in (request.args.get("lang"), session.get(_CHOSEN), actor.locale) if request else ():
            if wish in OFFERED:
                return str(wish)
        accepted = request.accept_languages.best_match(OFFERED) if request else None
        return accepted or settings.default_locale

    Babel(app, locale_selector=locale, timezone_selector=lambda: current_actor().time_zone or "UTC")
    app.register_blueprint(blueprint)
    app.jinja_env.filters.update(datetime_html=datetime_html, date_html=date_html, time_html=time_html)
    app.context_processor(_of_this_page)


@blueprint.post("/language")
@open_to(anyone, limit="60/minute")
def set_language() -> Response:
    """Keep the chosen language for this browser and go back to where the reader was."""
    wish = request.form.get("language", "")
    if wish not in OFFERED:
        raise NotFound()
    session[_CHOSEN] = wish
    return redirect(local_path(request.form.get("next", "")))


def local_path(wish: str, default: str = "/") -> str:
    """`wish` when it is a path on this site, else `default`: nobody is sent elsewhere by a link."""
    parts = urlsplit(wish)
    on_this_site = wish.startswith("/") and not wish.startswith(("//", "/\\")) and not parts.netloc
    return wish if on_this_site and wish.isprintable() else default


def language_name(tag: str) -> str:
    """A BCP-47 tag in the reader's language: "fr" -> "French"; the tag itself when CLDR has no name."""
    try:
        language = Locale.parse(tag, sep="-")
    except (ValueError, LookupError):
        return tag
    return language.get_display_name(get_locale()) or tag


def country_name(code: str) -> str:
    """An ISO 3166 code in the reader's language."""
    return str((get_locale() or Locale("en")).territories.get(code, code))


def _time(moment: datetime, shown: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(moment.isoformat(timespec="minutes"), shown)


def datetime_html(moment: datetime) -> Markup:
    written = _(", ").join((format_date(moment, "d MMMM y"), format_time(moment, "HH:mm")))
    return _time(moment, written)


def date_html(day: date) -> Markup:
    """A day, or the day of a moment in the reader's time zone."""
    if isinstance(day, datetime):
        return _time(day, format_date(day, "d MMMM y"))
    written = format_date(day, "d MMMM y", rebase=False)
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), written)


def time_html(moment: datetime) -> Markup:
    return _time(moment, format_time(moment, "HH:mm"))


def _of_this_page() -> dict[str, object]:
    locale = str(get_locale() or "en").replace("_", "-")
    return {
        "locale": locale,
        "text_direction": "rtl" if locale.partition("-")[0] in RIGHT_TO_LEFT else "ltr",
        "locales": [(tag, Locale.parse(tag, sep="-").get_display_name(tag)) for tag in OFFERED],
        "current_path": request.full_path.rstrip("?") if request else "/",
    }

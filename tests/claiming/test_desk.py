"""Who can show neither address nor iD asks the desk; an editor decides by name, with a reason, never for themselves."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.claiming.models import Claim
from community.core.mail import Mail
from tests.browser import Browser, words
from tests.cast import Cast
from tests.claiming.conftest import WANJIRUS, is_here, link_in_mail

NewBrowser = Callable[..., Browser]
WHY = "The staff page of my faculty names me, with this photo."


def claim_of(session: Session) -> int:
    session.rollback()
    found = session.scalars(select(Claim.id).order_by(Claim.id.desc())).first()
    session.rollback()
    assert found
    return found


def test_an_editor_decides_by_name(
    cast: Cast,
    browser: NewBrowser,
    session: Session,
    old_site: Callable[[], str],
    follow: Callable[[], None],
) -> None:
    handle = old_site()
    amina, desk = browser(cast.amina), browser(cast.lindiwe)
    found = amina.page("/claim?name=ndiaye  AWA")
    assert "Nobody of this name" in words(found)
    assert f"/claim/people/{handle}" in amina.get("/claim?name=awa ndiaye").text
    assert amina.post(f"/claim/people/{handle}", {"note": WHY}).location == "/claim"
    assert "waits for the desk" in words(amina.page("/claim"))
    claim = claim_of(session)
    waiting = words(desk.page("/desk/claims"))
    assert "Awa Ndiaye 2 stories 1 reply Asked by Amina Kariuki" in waiting
    assert WHY in waiting
    refused = desk.post(f"/desk/claims/{claim}/granted", {"answer": "ok"})
    assert (refused.status_code, ">ok</textarea>" in refused.text) == (422, True)
    assert is_here(session, handle)
    reason = "Seen on the page of her faculty."
    assert desk.post(f"/desk/claims/{claim}/granted", {"answer": reason}).location == "/desk/claims"
    assert not is_here(session, handle)
    follow()
    follow()  # once
    [mail] = session.scalars(select(Mail)).all()
    assert mail.recipient == cast.amina.email
    assert reason in mail.body
    log = words(desk.page("/desk/claims"))
    assert "Awa Ndiaye Asked by Amina Kariuki" in log
    assert "by asking the desk · granted · Lindiwe Mahlangu" in log
    assert desk.post(f"/desk/claims/{claim}/declined", {"answer": reason}).status_code == 404


def test_what_is_declined_stays_nobodys(
    cast: Cast,
    browser: NewBrowser,
    session: Session,
    wanjiru: Callable[..., str],
    follow: Callable[[], None],
) -> None:
    handle = wanjiru()
    amina, desk = browser(cast.amina), browser(cast.lindiwe)
    amina.post(f"/claim/people/{handle}", {"note": WHY})
    desk.post(f"/desk/claims/{claim_of(session)}/declined", {"answer": "That page shows somebody else."})
    follow()
    assert is_here(session, handle)
    told = words(amina.page("/claim"))
    assert "declined · Lindiwe Mahlangu" in told
    assert "That page shows somebody else." in told
    session.rollback()
    assert "That page shows somebody else." in session.scalars(select(Mail)).one().body
    assert amina.post(f"/claim/people/{handle}", {"note": WHY}).status_code == 302  # they may ask again


def test_only_what_somebody_sees_can_be_asked_for(
    cast: Cast, browser: NewBrowser, session: Session, wanjiru: Callable[..., str]
) -> None:
    hidden = wanjiru("journalists")
    amina = browser(cast.amina)
    assert cast.awa
    for handle in (hidden, "awa-ndiaye", "amina-kariuki", "nobody"):
        assert amina.get(f"/claim/people/{handle}").status_code == 404
        assert amina.post(f"/claim/people/{handle}", {"note": WHY}).status_code == 404
        assert amina.json("POST", "/api/v1/claims", {"handle": handle, "note": WHY}).status_code == 404
    assert "Nobody of this name" in words(amina.page("/claim?name=Wanjiru Mwangi"))
    assert browser().get("/claim").location.startswith("/sign-in")
    assert browser().json("POST", "/api/v1/claims", {"handle": hidden, "note": WHY}).status_code in {400, 401}


def test_words_are_needed_and_one_question_is_enough(
    cast: Cast, browser: NewBrowser, session: Session, wanjiru: Callable[..., str]
) -> None:
    handle = wanjiru()
    amina = browser(cast.amina)
    short = amina.post(f"/claim/people/{handle}", {"note": "It’s me"})
    assert (short.status_code, "It’s me</textarea>" in short.text) == (422, True)
    asked = amina.json("POST", "/api/v1/claims", {"handle": handle, "note": WHY})
    assert (asked.status_code, asked.json["outcome"], asked.json["way"]) == (201, None, "desk")
    assert amina.post(f"/claim/people/{handle}", {"note": WHY}).status_code == 409
    assert browser(cast.omar).post(f"/claim/people/{handle}", {"note": WHY}).status_code == 302


def test_the_desk_is_the_editors_and_nobody_decides_for_themselves(
    cast: Cast, browser: NewBrowser, session: Session, wanjiru: Callable[..., str]
) -> None:
    handle = wanjiru()
    amina, lindiwe, rafael = browser(cast.amina), browser(cast.lindiwe), browser(cast.rafael)
    lindiwe.post(f"/claim/people/{handle}", {"note": WHY})
    claim = claim_of(session)
    grant = f"/desk/claims/{claim}/granted"
    for other in (browser(), amina):
        assert other.get("/desk/claims").status_code in {302, 403}
        assert other.post(grant, {"answer": WHY}).status_code in {400, 401, 403}
        assert other.json("GET", "/api/v1/desk/claims").status_code in {401, 403}
        body = {"outcome": "granted", "answer": WHY}
        assert other.json("POST", f"/api/v1/desk/claims/{claim}", body).status_code in {400, 401, 403}
    assert lindiwe.post(grant, {"answer": WHY}).status_code == 403
    assert is_here(session, handle)
    told = rafael.json("GET", "/api/v1/desk/claims").json["waiting"]
    assert [(one["member"], one["note"]) for one in told] == [("lindiwe-mahlangu", WHY)]
    answer = rafael.json("POST", f"/api/v1/desk/claims/{claim}", {"outcome": "granted", "answer": WHY})
    assert (answer.status_code, answer.json["decided_by"]) == (200, "rafael-teixeira")
    assert not is_here(session, handle)


def test_what_became_somebodys_meanwhile_can_only_be_declined(
    cast: Cast, browser: NewBrowser, session: Session, wanjiru: Callable[..., str]
) -> None:
    handle = wanjiru()
    amina, omar, desk = browser(cast.amina), browser(cast.omar), browser(cast.lindiwe)
    omar.post(f"/claim/people/{handle}", {"note": WHY})
    claim = claim_of(session)
    amina.post("/claim/address", {"address": WANJIRUS})
    amina.post(link_in_mail(session, WANJIRUS))
    assert "Belongs to somebody meanwhile" in words(desk.page("/desk/claims"))
    refused = desk.post(f"/desk/claims/{claim}/granted", {"answer": WHY})
    assert (refused.status_code, WHY in refused.text) == (409, True)
    assert desk.post(f"/desk/claims/{claim}/declined", {"answer": WHY}).status_code == 302

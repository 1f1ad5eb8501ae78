"""Importing: everything that was public comes in with its people and threads, once, or nothing does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from community.accounts.models import Member
from community.core.db import db
from community.core.events import take_recorded
from community.core.unit_of_work import unit_of_work
from community.discussions.importing import keep_replies
from community.discussions.models import Reply, ReplyState
from community.profiles.bringing.people.keys import Keys
from community.stories.models import Status, Story, StoryKind, Thread
from community.stories.wordpress import command
from community.stories.wordpress.loader import import_export
from community.stories.wordpress.reader import read_export
from community.stories.wordpress.report import Changed, ImportReport, Left
from tests.browser import Browser
from tests.cast import Cast
from tests.stories.wordpress.files import FOOT, comment, item, label, write_export
from tests.stories.wordpress.test_read import REAL, independently, texts

Bring = Callable[..., ImportReport]


def import_file(path: Path) -> ImportReport:
    export = read_export(path)
    with unit_of_work() as session:
        return import_export(session, export, keep_replies=keep_replies, keys=Keys("secret"))


@pytest.fixture
def bring(app: object, tmp_path: Path) -> Bring:
    """`bring(item(…), item(…))` imports an export of these items."""
    return lambda *items: import_file(write_export(tmp_path / "export.xml", *items))


def everything() -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables."""
    with db.engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(table.select())), key=repr)
            for table in db.metadata.sorted_tables
        }


def story(session: Session, wp_id: int) -> Story:
    return session.scalars(select(Story).where(Story.import_id == str(wp_id))).one()


def test_the_theme_unit_test_is_here_whole(app: object, session: Session, shared_data: Path) -> None:
    path = shared_data / "wxr" / "themeunittestdata.wordpress.xml"
    import_file(path)

    def said(element: object, name: str) -> str:
        return texts(element, name)[0]  # type: ignore[arg-type]

    items = [one for one in independently(path).iter("item") if said(one, "post_type") in {"post", "page"}]
    public = [one for one in items if said(one, "post_type") == "post" and said(one, "status") == "publish"]
    protected = {said(one, "post_id") for one in public if said(one, "post_password")}
    found = {row.import_id: row for row in session.scalars(select(Story))}
    assert len(public) == 56
    for one in public:
        here = found[said(one, "post_id")]
        assert here.status == (Status.PRIVATE if here.import_id in protected else Status.PUBLISHED)
        written = datetime.strptime(said(one, "post_date_gmt"), "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
        assert here.published_at == written
        assert [author.member.import_id for author in here.byline] == [said(one, "creator")]

    count = 0
    for one in items:
        here = found[said(one, "post_id")]
        replies = session.scalars(select(Reply).where(Reply.story_id == here.id)).all()
        number = {reply.id: reply.import_id for reply in replies}
        wanted = {
            said(c, "comment_id"): (
                said(c, "comment_parent").replace("0", "") and said(c, "comment_parent"),
                said(c, "comment_approved"),
            )
            for c in one
            if c.tag.endswith("}comment")
        }
        assert wanted == {
            reply.import_id: (
                number.get(reply.parent_id, ""),
                "1" if reply.state == ReplyState.VISIBLE else "0",
            )
            for reply in replies
        }
        assert sorted(reply.sequence for reply in replies) == list(range(1, len(replies) + 1))
        count += len(wanted)
    assert count == 33  # all that the file has, those on pages and from other sites included


def test_all_six_files_share_one_database(app: object, shared_data: Path) -> None:
    """Two of them claim the same address and the same numbers for other posts."""
    reports = [import_file(shared_data / "wxr" / name) for name in REAL]
    posts = [
        one.find("title").text  # type: ignore[union-attr]
        for name in REAL
        for one in independently(shared_data / "wxr" / name).iter("item")
        if texts(one, "post_type")[0] in {"post", "page"}
    ]
    assert db.session.scalar(select(func.count()).select_from(Story)) == len(posts)
    assert sum(sum(report.new[status] for status in Status) for report in reports) == len(posts)

    before = everything()
    again = [import_file(shared_data / "wxr" / name) for name in REAL]
    assert everything() == before
    assert all(report.changed_nothing for report in again)


def test_a_post_becomes_a_story(bring: Bring, session: Session) -> None:
    bring(
        item(
            3,
            label("category", "debt", "Debt &amp; trade"),
            label("post_tag", "zambia", "Zambia"),
            "<excerpt:encoded>&lt;p&gt;In short.&lt;/p&gt;</excerpt:encoded>",
            title="Lusaka &amp; its <em>lenders</em>",
            content="One\n\n<script>x()</script>two",
            post_name="%e8%b5%9e%e6%af%94%e4%ba%9a",
            comment_status="closed",
        )
    )
    here = story(session, 3)
    assert (here.kind, here.status, here.slug) == (StoryKind.ARTICLE, Status.PUBLISHED, "赞比亚")
    assert (here.title, here.standfirst, here.language) == ("Lusaka & its lenders", "In short.", "en-GB")
    assert here.body_html == "<p>One</p>\n<p>two</p>"
    assert [(one.scheme, one.label) for one in here.labels] == [
        ("category", "Debt &amp; trade"),
        ("tag", "Zambia"),
    ]
    assert here.updated_at == here.published_at == datetime(2020, 3, 2, 8, 30, tzinfo=UTC)
    assert not session.get_one(Thread, here.id).is_open


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"status": "publish"}, Status.PUBLISHED),
        ({"status": "publish", "post_date_gmt": "2999-01-01 00:00:00"}, Status.SCHEDULED),
        ({"status": "publish", "post_password": "sesame"}, Status.PRIVATE),
        ({"status": "future", "post_date_gmt": "2999-01-01 00:00:00"}, Status.SCHEDULED),
        ({"status": "pending"}, Status.IN_REVIEW),
        ({"status": "draft", "post_date_gmt": "0000-00-00 00:00:00", "post_name": ""}, Status.DRAFT),
        ({"status": "private"}, Status.PRIVATE),
    ],
)
def test_statuses_are_kept(bring: Bring, session: Session, fields: dict[str, str], status: Status) -> None:
    bring(item(1, **fields))
    here = story(session, 1)
    assert (here.status, here.slug) == (status, "story-1")
    assert (here.published_at is None) == (status in {Status.DRAFT, Status.IN_REVIEW})


def test_a_page_is_for_the_desk_and_keeps_its_replies(bring: Bring, session: Session) -> None:
    report = bring(item(1, comment(1), comment(2, parent=1, comment_type="pingback"), post_type="page"))
    assert report.changed[Changed.PAGE] == 1
    assert story(session, 1).status == Status.PRIVATE
    assert [reply.sequence for reply in session.scalars(select(Reply))] == [1, 2]


def test_what_is_left_out_is_told_with_its_reason(bring: Bring, session: Session) -> None:
    report = bring(
        item(1, comment(1, comment_approved="spam"), comment(2, comment_type="note"), is_sticky="1"),
        item(1),
        item(2, comment(3), post_type="revision"),
        item(3, post_type="attachment", status="inherit"),
        item(4, post_type="nav_menu_item"),
        item(5, post_type="customcpt"),
        item(6, status="trash"),
        item(7, status="auto-draft"),
    )
    assert +report.left == Counter(
        {
            Left.SPAM: 1, Left.OTHER_COMMENTS: 1, Left.TWICE: 1, Left.COMMENTS_WITHOUT_STORY: 1,
            Left.FILES: 1, Left.MENUS: 1, Left.OTHER_KINDS: 1, Left.TRASH: 1, Left.UNFINISHED: 2,
        }
    )  # fmt: skip
    assert +report.changed == Counter({Changed.STICKY: 1})
    assert session.scalars(select(Story.import_id)).all() == ["1"]
    assert session.scalars(select(Reply)).all() == []


def test_comments_become_the_thread(bring: Bring, session: Session) -> None:
    bring(
        item(
            1,
            comment(10, comment_content="First\n<b onclick=x>bold</b>"),
            comment(13, parent=12, comment_user_id="7"),
            comment(11, parent=10, comment_approved="0"),
            comment(12, parent=9),
            comment(9, parent=10, comment_approved="spam"),
            comment(14, parent=15, comment_author=""),
            comment(15, parent=14),
        )
    )
    here = story(session, 1)
    replies = session.scalars(select(Reply).order_by(Reply.sequence)).all()
    number = {reply.id: reply.import_id for reply in replies}
    assert [(r.import_id, number.get(r.parent_id), r.state) for r in replies] == [
        ("10", None, "visible"),
        ("11", "10", "held"),
        ("12", "10", "visible"),
        ("13", "12", "visible"),
        ("14", None, "visible"),
        ("15", None, "visible"),
    ]
    assert replies[0].body_html == "<p>First<br><b>bold</b></p>"
    assert [reply.author_name for reply in replies] == ["Omar", "Omar", "Omar", "", "Anonymous", "Omar"]
    assert replies[3].author_id == here.byline[0].member_id
    thread = session.get_one(Thread, here.id)
    assert (thread.last_sequence, thread.reply_count) == (6, 5)
    assert thread.last_reply_at == replies[5].created_at


def test_authors_become_unclaimed_members_who_show_no_address(bring: Bring, session: Session) -> None:
    bring(
        item(1, creator="hermione@granger.example"),
        item(2, label("author", "cap-awa", "Awa"), label("author", "guest-li", "Li Wei")),
    )
    members = {member.import_id: member for member in session.scalars(select(Member))}
    assert {key: (member.handle, member.display_name) for key, member in members.items()} == {
        "awa": ("awa", "Awa Ndiaye"),
        "hermione@granger.example": ("hermione", "hermione"),
        "guest:guest-li": ("li-wei", "Li Wei"),
    }
    assert not any(member.email or member.is_claimed or member.active for member in members.values())
    assert [a.member.handle for a in story(session, 2).byline] == ["awa", "li-wei"]


def test_who_is_here_already_is_never_written_over(bring: Bring, session: Session, cast: Cast) -> None:
    """Awa has proved the address that the export gives her; Jose only has the name of a login."""
    before = session.get_one(Member, cast.awa.id)
    told = (before.handle, before.display_name, before.email, before.import_id)
    report = bring(item(1), item(2, creator=cast.jose.handle))
    assert [author.member_id for author in story(session, 1).byline] == [cast.awa.id]
    [other] = story(session, 2).byline
    assert other.member_id != cast.jose.id
    assert other.member.handle == f"{cast.jose.handle}-2"
    session.expire_all()
    assert (before.handle, before.display_name, before.email, before.import_id) == told
    assert (report.new["member"], report.known["member"]) == (1, 1)


def test_an_address_that_nobody_proved_gives_no_byline(bring: Bring, session: Session, cast: Cast) -> None:
    namesake = cast.awa.id
    with unit_of_work() as writing:
        writing.get_one(Member, namesake).confirmed_at = None
    bring(item(1))
    assert [author.member_id for author in story(session, 1).byline] != [namesake]


def test_a_later_export_brings_what_is_new_and_keeps_what_was_changed_here(
    bring: Bring, session: Session
) -> None:
    bring(item(1, comment(1), comment(2, parent=1)))
    with unit_of_work() as writing:
        story(writing, 1).title = "A better title"
        writing.scalars(select(Reply).where(Reply.import_id == "1")).one().state = ReplyState.REMOVED
    report = bring(
        item(1, comment(1), comment(2, parent=1), comment(3, parent=2), title="Once more"), item(2)
    )
    session.expire_all()
    assert story(session, 1).title == "A better title"
    replies = session.scalars(select(Reply).order_by(Reply.sequence)).all()
    assert [(r.sequence, r.import_id, r.state) for r in replies] == [
        (1, "1", "removed"), (2, "2", "visible"), (3, "3", "visible"),
    ]  # fmt: skip
    assert replies[2].parent_id == replies[1].id
    assert (report.new["reply"], report.known["reply"], report.new[Status.PUBLISHED]) == (1, 2, 1)


def test_an_address_that_is_taken(bring: Bring, session: Session) -> None:
    report = bring(item(1, post_name="same"), item(2, post_name="same"), item(3, post_name="a/../b?c#d"))
    assert sorted(session.scalars(select(Story.slug))) == ["a-..-b-c-d", "same", "same-2"]
    assert report.changed[Changed.MOVED] == 2


def test_it_is_told_what_is_published_and_nothing_else(app: object, tmp_path: Path) -> None:
    export = read_export(write_export(tmp_path / "e.xml", item(1, comment(1)), item(2, status="draft")))
    for published in (1, 0):
        with unit_of_work() as session:
            import_export(session, export, keep_replies=keep_replies, keys=Keys("secret"))
            told = [fact.name for fact in take_recorded(session)]
        assert told == ["MemberJoined", "StoryPublished"] * published


def test_nothing_stays_of_an_import_that_fails(app: object, tmp_path: Path) -> None:
    before = everything()
    export = read_export(write_export(tmp_path / "e.xml", item(1, comment(1)), item(2)))

    def stumble(done: int, total: int) -> None:
        if done == total:
            raise RuntimeError("the power is cut")

    with pytest.raises(RuntimeError, match="power"), unit_of_work() as session:
        import_export(session, export, keep_replies=keep_replies, keys=Keys("secret"), progress=stumble)
    assert everything() == before


def test_the_command_tells_what_it_did(
    app: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_export(
        tmp_path / "e.xml", item(1, comment(1)), item(2, post_type="attachment", status="inherit")
    )
    assert command.run(path, keep_replies=keep_replies) == 0
    told = capsys.readouterr()
    assert told.err.splitlines()[-1] == "2 of 2"
    assert told.out.startswith("1 story of The Old Site came in.\n")
    assert re.search(r"^replies +1 +0$", told.out, re.MULTILINE)
    assert "1  pictures and files  Files are not copied" in told.out
    assert command.run(path, keep_replies=keep_replies) == 0
    assert capsys.readouterr().out.startswith("Everything in this export of The Old Site was here already")


def test_the_command_refuses_what_is_no_export(
    app: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = everything()
    path = write_export(tmp_path / "e.xml", item(1), foot=FOOT[:-9])
    assert command.run(path, keep_replies=keep_replies) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert (
        told.err
        == "The file breaks off in line 11, so it is not the whole export. Download it again. Nothing was imported.\n"
    )
    assert everything() == before


def test_readers_find_the_story_at_its_old_name_with_its_thread(
    bring: Bring, cast: Cast, browser: Callable[..., Browser]
) -> None:
    editor = browser(cast.lindiwe)
    bring(
        item(
            1,
            comment(1),
            comment(2, parent=1),
            comment(3, comment_approved="0"),
            title="Lusaka & its lenders",
        ),
        item(2, post_password="sesame"),
    )
    page = browser().page("/stories/story-1").text_content()
    assert "Lusaka & its lenders" in page
    assert "Awa Ndiaye" in page
    assert "Comment 2." in page
    assert "Comment 3." not in page
    browser().page("/stories/story-2", status=404)
    editor.page("/stories/story-2")

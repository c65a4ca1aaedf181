"""``portal publish``: a built site put where visitors find it."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

import click

from portal.cli import options
from portal.cli.check import Gettext
from portal.cli.doctor import as_text, visit_of
from portal.doctor.after import arrived, has_wrong_number
from portal.doctor.examine import Visit, examine
from portal.errors import N_, Message
from portal.i18n import translations
from portal.publish.plan import Allowed, Plan
from portal.publish.run import publication, return_to, target_of
from portal.publish.target import Target


@click.command()
@click.argument("target", metavar="TARGET")
@options.root
@click.option(
    "--site",
    type=click.Path(file_okay=False, path_type=Path),
    help="The built site.  [default: ROOT/build/site]",
)
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--versions", is_flag=True, help="List the versions that --rollback can bring back.")
@click.option(
    "--rollback",
    metavar="VERSION",
    is_flag=False,
    flag_value="",
    help="Bring back an earlier version: the start of its name, or nothing for the newest of --versions.",
)
@click.option("--deletions", type=int, help="Allow that many files to disappear (more than a fifth).")
@click.option(
    "--over", type=click.DateTime(["%Y-%m-%d"]), help="Allow an older site in the place of that of this day."
)
@click.option("--in-place", is_flag=True, help="A folder that is served as it is: no releases, no link.")
@click.option("--endpoint", metavar="URL", help="Address of an S3 storage.  [default: AWS_ENDPOINT_URL]")
@click.option(
    "--check",
    metavar="URL",
    is_flag=False,
    flag_value="",
    help="Then examine the site at URL (default: its own address), as portal doctor does; "
    "a wrong emergency number brings the version before back.",
)
@click.option("--local", is_flag=True, help="With --check: a server of this machine or of the local network.")
@options.lang
def publish(
    target: str,
    root: Path,
    site: Path | None,
    dry_run: bool,
    versions: bool,
    rollback: str | None,
    deletions: int | None,
    over: datetime | None,
    in_place: bool,
    endpoint: str | None,
    check: str | None,
    local: bool,
    lang: str,
) -> None:
    """Publish the built site to TARGET; visitors see the old one or the new one.

    \b
    TARGET is one of
      /srv/www/soins             a folder: serve /srv/www/soins/current
      user@host:path             the same on another machine, by rsync and ssh (RSYNC_RSH)
      git+ADDRESS#BRANCH         a branch, for GitHub Pages or GitLab Pages
      s3://bucket/prefix         S3 storage (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION)
    """
    os.umask(0o022)  # what is published is served by another account
    gettext = translations(lang).gettext
    where = target_of(target, root / "build" / "published", endpoint=endpoint, in_place=in_place)
    if versions:
        click.echo("".join(f"{release.name}  {release.as_of}\n" for release in where.releases()), nl=False)
        return
    if rollback is None:
        allowed = Allowed(deletions, over.date() if over else None)
        plan = publication(site or root / "build" / "site", where, allowed)
    else:
        plan = return_to(where, rollback)
    if not dry_run and not plan.nothing:
        where.publish(plan)
    click.echo(_told(plan, target, gettext, dry=dry_run))
    if check is not None and not dry_run and not plan.nothing:
        visit = visit_of(check or plan.after.base_url, root, options.today(root), local=local)
        sys.exit(_checked(visit, plan, where, gettext))


def _checked(visit: Visit, plan: Plan, where: Target, gettext: Gettext) -> int:
    """Examine what visitors get, and undo what could harm them; the status of the command."""
    if not arrived(visit, plan.after):
        click.echo(gettext(N_("Visitors do not get this version yet: run portal doctor later.")), err=True)
        return 1
    found = examine(visit, plan.after)
    click.echo(as_text(found, gettext))
    if has_wrong_number(found) and plan.before:
        where.publish(return_to(where, ""))
        click.echo(gettext(N_("An emergency number is wrong: the version before is back.")), err=True)
    return int(any(f.severity == "error" for f in found))


def _told(plan: Plan, target: str, gettext: Gettext, *, dry: bool) -> str:
    """What publishing did, or (dry) would do, file by file."""
    counts: dict[str, object] = {"target": target, "day": plan.after.as_of}
    counts |= {"added": len(plan.added), "changed": len(plan.changed), "removed": len(plan.removed)}
    if dry:
        said = N_("%(added)s files to add, %(changed)s to change, %(removed)s to delete; nothing was done")
        return "\n".join([*plan.lines(), Message(said, counts).render(gettext)])
    said = N_(
        "published to %(target)s, as of %(day)s: "
        "%(added)s files added, %(changed)s changed, %(removed)s deleted"
    )
    if plan.nothing:
        said = N_("Nothing changed: visitors already see this site.")
    return Message(said, counts).render(gettext)

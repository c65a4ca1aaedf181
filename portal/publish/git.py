"""A branch of a Git repository, as GitHub Pages and GitLab Pages serve it: one commit per publication.

Commits are made in a repository of their own, by ``git fast-import``: no working tree is touched. Files of
the branch that no publication wrote (CNAME, .gitlab-ci.yml) stay. The address is ``git+ADDRESS#BRANCH``.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import weakref
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

from portal.commands import ATTEMPTS, CommandError, patiently, run
from portal.errors import N_, Message, PortalError
from portal.freeze.manifest import MANIFEST, Manifest
from portal.publish.plan import RESTORABLE, Plan, Release, copy_of, published_manifest

BRANCH = "gh-pages"
AHEAD, THERE = "refs/heads/new", "refs/heads/published"
# What may be in a branch before its first publication.
HOSTS_OWN = {"CNAME", ".nojekyll", ".gitlab-ci.yml", ".gitignore", "README.md", "LICENSE"}
_HOPELESS = re.compile(
    r"authentication failed|permission denied|not found|does not (?:appear|exist)|access denied|403|401", re.I
)
_REJECTED = re.compile(r"\[(?:remote )?rejected\]|non-fast-forward|fetch first|stale info|cannot lock ref")
_ENV = {"GIT_TERMINAL_PROMPT": "0"}  # a password that is missing is an error, not a question
# A host that sends less than this many bytes a second, for so many seconds, is given up (git-config(1)).
_SLOW = ("-c", "http.lowSpeedLimit=100", "-c", "http.lowSpeedTime=60")


class GitBranch:
    """The branch."""

    def __init__(self, address: str) -> None:
        """Raises PortalError when the address cannot be one."""
        self.url, _, branch = address.partition("#")
        self.branch = branch or BRANCH
        if not self.url or self.url.startswith("-") or not re.fullmatch(r"[\w][\w./-]*", self.branch):
            raise PortalError(
                Message(N_("“%(target)s” is no Git branch"), {"target": address}),
                Message(N_("write git+ADDRESS#BRANCH")),
            )
        self._repository = Path(mkdtemp(prefix="portal-git-"))
        weakref.finalize(self, shutil.rmtree, self._repository, ignore_errors=True)
        self._git("init", "--quiet", "--bare", ".")

    def current(self) -> Manifest | None:
        """What the head of the branch holds."""
        if not self._fetch(1):
            return None
        names = self._tree(THERE)
        if MANIFEST in names:
            return published_manifest(self._git("cat-file", "blob", f"{THERE}:{MANIFEST}"))
        if strange := sorted(names.keys() - HOSTS_OWN):
            raise PortalError(
                Message(
                    N_("the branch %(branch)s holds files that no publication wrote, %(path)s first"),
                    {"branch": self.branch, "path": strange[0]},
                ),
                Message(N_("choose another branch: git+ADDRESS#BRANCH")),
            )
        return None

    def releases(self) -> list[Release]:
        """The commits before the head, newest first, without those that hold the same site."""
        if not self._fetch(RESTORABLE + 1):
            return []
        found, head = [], None
        for commit in self._git("rev-list", "--first-parent", THERE).decode().split():
            try:
                manifest = published_manifest(self._git("cat-file", "blob", f"{commit}:{MANIFEST}"))
            except CommandError:
                continue  # a commit of someone else
            head = head or manifest
            if manifest.files != head.files:
                found.append(Release(commit[:12], manifest.as_of))
        return found[:RESTORABLE]

    def fetch(self, release: Release) -> Path:
        """The files of a commit."""
        folder = self._repository / "restored"
        folder.mkdir(exist_ok=True)
        self._git("--work-tree", str(folder), "checkout", "--force", release.name, "--", ".")
        return folder

    def publish(self, plan: Plan) -> None:
        """Push one commit; when someone pushed meanwhile, on top of theirs if the site is still the same."""
        for attempt in range(1, ATTEMPTS + 1):
            self._commit(plan)
            try:
                self._git("push", "--quiet", self.url, f"{AHEAD}:refs/heads/{self.branch}")
                return
            except CommandError as failed:
                rejected = _REJECTED.search(failed.said)
                if attempt == ATTEMPTS or (_HOPELESS.search(failed.said) and not rejected):
                    raise
            patiently(attempt)
            there = self.current()
            if (there.files if there else None) != (plan.before.files if plan.before else None):
                raise PortalError(
                    Message(N_("someone else published on %(branch)s meanwhile"), {"branch": self.branch}),
                    Message(N_("look at what is there, then publish again")),
                )

    def _commit(self, plan: Plan) -> None:
        self._git("fast-import", "--quiet", "--force", "--date-format=now", data=b"".join(self._stream(plan)))

    def _stream(self, plan: Plan) -> Iterator[bytes]:
        """The commit, as git-fast-import(1) reads it: only files that differ from the head."""
        there = self._tree(THERE) if self._has(THERE) else {}
        said = f"{plan.after.territory}, {plan.after.as_of.isoformat()}\n".encode()
        yield f"commit {AHEAD}\ncommitter {self._author()} now\ndata {len(said)}\n".encode() + said
        if there:
            yield f"from {THERE}^0\n".encode()
        before = plan.before.everything if plan.before else {}
        for path in sorted(before.keys() - plan.after.everything.keys()):
            if path in there:
                yield f"D {path}\n".encode()
        for path in [*plan.after.files, MANIFEST, ".nojekyll"]:
            content = b"" if path == ".nojekyll" else copy_of(plan, path)
            blob = hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
            if there.get(path) != blob:
                yield f"M 100644 inline {path}\ndata {len(content)}\n".encode() + content + b"\n"
        yield b"\n"

    def _author(self) -> str:
        """Who publishes: as Git knows the person, or the portal itself where nobody is named (CI)."""
        try:
            return self._git("var", "GIT_COMMITTER_IDENT").decode().rpartition(">")[0] + ">"
        except CommandError:
            return "portal publish <portal@localhost>"

    def _fetch(self, depth: int) -> bool:
        """Get the head of the branch; False when there is no such branch."""
        wanted = f"+refs/heads/{self.branch}:{THERE}"
        for attempt in range(1, ATTEMPTS + 1):
            try:
                if not self._git("ls-remote", "--heads", self.url, f"refs/heads/{self.branch}"):
                    return False
                self._git("fetch", "--quiet", f"--depth={depth}", self.url, wanted)
                return True
            except CommandError as failed:
                if attempt == ATTEMPTS or _HOPELESS.search(failed.said):
                    raise
            patiently(attempt)
        raise AssertionError  # the last attempt returns or raises

    def _has(self, ref: str) -> bool:
        return bool(self._git("for-each-ref", ref))

    def _tree(self, ref: str) -> dict[str, str]:
        """Each file of a commit and its blob."""
        rows = self._git("ls-tree", "-r", "-z", ref).decode("utf-8", "surrogateescape").split("\0")
        return {path: facts.split()[2] for row in rows if row for facts, _, path in [row.partition("\t")]}

    def _git(self, *arguments: str, data: bytes | None = None) -> bytes:
        command = ["git", *_SLOW, "--git-dir", str(self._repository), *arguments]
        return run(command, data=data, env=_ENV, cwd=self._repository)

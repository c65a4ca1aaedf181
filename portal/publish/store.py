"""Storage that puts one file after another: S3 and what speaks like it, or a folder served as it is.

New files come first, pages after them, deletions last: whatever the moment, a page finds what it needs. A
visitor sees each page old or new. The one module that imports obstore.

Versions that can be brought back are kept on this machine: a bucket that is served has no private corner.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import obstore
from obstore.exceptions import (
    AlreadyExistsError,
    BaseError,
    NotFoundError,
    NotSupportedError,
    PermissionDeniedError,
    UnauthenticatedError,
)
from obstore.store import LocalStore, S3Store

from portal.commands import ATTEMPTS, patiently
from portal.errors import N_, Message, PortalError
from portal.freeze.manifest import MANIFEST, Manifest
from portal.freeze.swap import sync
from portal.publish.archive import Archive
from portal.publish.plan import Plan, Release, copy_of, ordered, published_manifest
from portal.web.host_headers import cache_control, content_type

if TYPE_CHECKING:
    from obstore import Attributes
    from obstore.store import RetryConfig, S3Config

LOCK = ".portal-publishing"
LOCK_LIFE = timedelta(minutes=10)  # that of another machine, killed while it published, counts no longer
TIMEOUT = timedelta(seconds=60)  # of one request
TOGETHER = 8  # requests at a time
_RETRY: RetryConfig = {
    "max_retries": 5,
    "backoff": {"init_backoff": timedelta(seconds=0.5), "max_backoff": timedelta(seconds=15), "base": 2},
    "retry_timeout": timedelta(minutes=3),
}  # obstore draws each wait at random between bounds that grow
_MD5 = re.compile(r'"?([0-9a-f]{32})"?')
_HOPELESS = (NotFoundError, PermissionDeniedError, UnauthenticatedError)
_STATUS = re.compile(r"status code: ([0-9]{3} [A-Za-z ]+)")
T = TypeVar("T")


class Storage:
    """Files put in place one by one."""

    def __init__(self, store: S3Store | LocalStore, archive: Archive) -> None:
        self._store = store
        self._archive = archive

    def current(self) -> Manifest | None:
        """What the storage says that it holds."""
        with _told():
            try:
                found = _read(lambda: bytes(obstore.get(self._store, MANIFEST).bytes()))
            except (NotFoundError, FileNotFoundError):
                return None
        return published_manifest(found)

    def releases(self) -> list[Release]:
        """The versions that this machine published there and kept."""
        return self._archive.releases(self.current())

    def fetch(self, release: Release) -> Path:
        """Where this machine keeps a version."""
        return self._archive.folder(release)

    def publish(self, plan: Plan) -> None:
        """Put what changed, then delete what is no more."""
        with _told(), self._alone():
            there = self._listed()
            known = plan.before.everything if plan.before else {}
            for paths in ordered(plan):
                self._each(lambda path: self._put(plan, path, there.get(path), known), paths)
            gone = [path for path in known if path in there and path not in plan.after.everything]
            self._each(lambda path: obstore.delete(self._store, path), gone)
            if isinstance(self._store, LocalStore):
                sync(Path(str(self._store.prefix)))
        self._archive.keep(plan)

    def _put(self, plan: Plan, path: str, e_tag: str | None, known: dict[str, str]) -> None:
        """Put a file unless it is there as it must be."""
        if path not in plan.after.files and path != MANIFEST:
            return  # an asset kept for older pages: it is there
        data = copy_of(plan, path)
        if path != MANIFEST and self._is_there(data, e_tag, known.get(path) == plan.after.files[path]):
            return
        attributes: Attributes = {
            "Content-Type": content_type(path),
            "Cache-Control": cache_control(path),
        }
        served = isinstance(self._store, S3Store)
        obstore.put(self._store, path, data, attributes=attributes if served else None, use_multipart=False)

    @staticmethod
    def _is_there(data: bytes, e_tag: str | None, said: bool) -> bool:
        """True when the storage holds these bytes: by its MD5 if it gives one, else as its manifest says."""
        if e_tag is None:
            return False
        md5 = _MD5.fullmatch(e_tag)
        return hashlib.md5(data, usedforsecurity=False).hexdigest() == md5[1] if md5 else said

    def _listed(self) -> dict[str, str]:
        """Every file that is there, and its entity tag."""
        batches = _read(lambda: list(obstore.list(self._store)))
        return {o["path"]: o["e_tag"] or "-" for batch in batches for o in batch}

    @staticmethod
    def _each(act: Callable[[str], object], paths: Iterable[str]) -> None:
        """Act on each path, several at a time; the first error stops the rest."""
        with ThreadPoolExecutor(TOGETHER) as pool:
            try:
                for _ in pool.map(act, paths):
                    pass
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One publication at a time, where the storage can say that a file was there already."""
        with self._archive.alone() as name:
            try:
                self._take(name)
            except NotSupportedError:
                yield
                return
            try:
                yield
            finally:
                obstore.delete(self._store, LOCK)

    def _take(self, name: bytes) -> None:
        """Leave a lock at the target, in the place of one that was left by this machine or long ago.

        Raises:
            PortalError: Another machine publishes there.
        """
        now = datetime.now(UTC)
        try:
            self._lock(name)
        except AlreadyExistsError:
            found = obstore.get(self._store, LOCK)
            since, of_ours = found.meta["last_modified"], bytes(found.bytes()) == name
            if not of_ours and now - since < LOCK_LIFE:
                until = (since + LOCK_LIFE).astimezone().strftime("%H:%M")
                raise PortalError(
                    Message(N_("another machine is publishing at this target")),
                    Message(
                        N_("wait until it ends; if it was killed, publish again after %(time)s"),
                        {"time": until},
                    ),
                ) from None
            obstore.delete(self._store, LOCK)
            self._lock(name)

    def _lock(self, name: bytes) -> None:
        obstore.put(self._store, LOCK, name, mode="create", use_multipart=False)


def _read(ask: Callable[[], T]) -> T:
    """An answer; asked again when it stops half way, which obstore does not do by itself."""
    for attempt in range(1, ATTEMPTS):
        try:
            return ask()
        except (*_HOPELESS, FileNotFoundError):
            raise
        except BaseError:
            patiently(attempt)
    return ask()


@contextmanager
def _told() -> Iterator[None]:
    """What the storage refuses becomes one sentence.

    Raises:
        PortalError: In place of any error of the storage.
    """
    again = Message(N_("publish again: what was sent is not sent twice"))
    try:
        yield
    except (PermissionDeniedError, UnauthenticatedError) as error:
        raise PortalError(
            Message(N_("the storage refuses these keys: %(why)s"), {"why": _why(error)}),
            Message(N_("check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, and the clock of this machine")),
        ) from None
    except (BaseError, OSError) as error:
        raise PortalError(Message(N_("the storage failed: %(why)s"), {"why": _why(error)}), again) from None


def _why(error: Exception) -> str:
    """What the server answered, or the first line of the error."""
    if status := _STATUS.search(str(error)):
        return status[1]
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]


def bucket(address: str, archive: Archive, endpoint: str | None) -> Storage:
    """The target ``s3://bucket/prefix``; keys and region come from the usual AWS_… variables.

    Args:
        address: Bucket and prefix.
        archive: Where versions are kept.
        endpoint: The address of a storage that is not Amazon's; None: AWS_ENDPOINT_URL, or Amazon's.
    """
    name, _, prefix = address.partition("/")
    if not name:
        raise PortalError(Message(N_("a bucket has a name: s3://bucket/prefix")))
    endpoint = endpoint or os.environ.get("AWS_ENDPOINT_URL")
    local = bool(endpoint and re.match(r"http://(?:127\.0\.0\.1|localhost)[:/]", endpoint + "/"))
    elsewhere: S3Config = {"endpoint": endpoint} if endpoint else {}
    with _told():
        store = S3Store(
            name,
            prefix=prefix.strip("/") or None,
            retry_config=_RETRY,
            client_options={"allow_http": local, "timeout": TIMEOUT},
            config=elsewhere,
        )
    return Storage(store, archive)


def plain_folder(folder: Path, archive: Archive) -> Storage:
    """A folder that is served as it is: what a host gives when no link can be served."""
    with _told():
        return Storage(LocalStore(folder.resolve(), mkdir=True), archive)

"""Servers as operators run them, on loopback, for the time of a test."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

PATIENCE = 120  # seconds: what is not there by then, on the busiest machine, never will be


def program(name: str, package: str) -> str:
    """The path of a program; the test fails with its install line when there is none."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    return found or pytest.fail(f"{name} is missing: sudo apt-get install {package}")


def free_port() -> int:
    """A port of loopback that nobody uses, below those that systems lend to connections (from 32768 on).

    Drawn at random: another process that looks for one at the same time finds another one.
    """
    while True:
        port = secrets.choice(range(20_000, 32_000))
        with socket.socket() as one, suppress(OSError):
            one.bind(("127.0.0.1", port))
            return port


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    pytest.fail("the server did not start")


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    """A server in the foreground, stopped at the end."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, process)
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


NGINX = """daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
  access_log off;
  types {{ text/html html; text/css css; text/javascript js; }}
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{
    listen 127.0.0.1:{port};
    root {root};
    {include}
  }}
}}
"""


@contextmanager
def nginx(folder: Path, root: Path, headers: Path | None = None) -> Iterator[str]:
    """A folder served by nginx, with a file of headers; the address of its root.

    Args:
        folder: Where nginx keeps its files.
        root: What it serves.
        headers: The file that its server block includes.
    """
    port = free_port()
    folder.mkdir()
    include = f"include {headers};" if headers else ""
    text = NGINX.format(folder=folder, port=port, root=root, include=include)
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    if os.geteuid() == 0:  # its workers would be nobody, who may not enter folders of tests
        (folder / "nginx.conf").write_text(f"user root;\n{text}", encoding="utf-8")
    with running([program("nginx", "nginx-light"), "-c", str(folder / "nginx.conf")], port):
        yield f"http://127.0.0.1:{port}/"


APACHE = """ServerRoot {folder}
Listen 127.0.0.1:{port}
ServerName 127.0.0.1
PidFile {folder}/pid
ErrorLog {folder}/error.log
Mutex posixsem
{modules}
TypesConfig {folder}/mime.types
DocumentRoot {root}
<Directory {root}>
Require all granted
AllowOverride {override}
</Directory>
DirectoryIndex index.html
{include}
"""
MODULES = ("mpm_event", "authz_core", "dir", "mime", "headers")


@contextmanager
def apache(folder: Path, root: Path, headers: Path | None = None) -> Iterator[str]:
    """The same by Apache; without a file of headers, it reads the .htaccess of the folder."""
    port = free_port()
    folder.mkdir()
    modules = "\n".join(f"LoadModule {m}_module /usr/lib/apache2/modules/mod_{m}.so" for m in MODULES)
    include, override = (f"Include {headers}", "None") if headers else ("", "FileInfo")
    with TemporaryDirectory() as public:
        if os.geteuid() == 0:  # its workers are then nobody, who may not enter folders of tests
            include += "\nUser nobody\nGroup nogroup"
            root = shutil.copytree(root, Path(public) / "www")
            Path(public).chmod(0o755)
        (folder / "mime.types").write_text("text/html html\ntext/css css\ntext/javascript js\n")
        told = {"folder": folder, "port": port, "root": root, "modules": modules, "include": include}
        (folder / "httpd.conf").write_text(APACHE.format(**told, override=override), encoding="utf-8")
        command = [program("apache2", "apache2-bin"), "-D", "FOREGROUND", "-f", str(folder / "httpd.conf")]
        with running(command, port):
            yield f"http://127.0.0.1:{port}/"


CADDY = """{{
\tadmin off
\tauto_https off
}}
http://127.0.0.1:{port} {{
\troot * {root}
\tfile_server
\timport {headers}
}}
"""


@contextmanager
def caddy(folder: Path, root: Path, headers: Path) -> Iterator[str]:
    """The same by Caddy."""
    port = free_port()
    folder.mkdir()
    told = CADDY.format(port=port, root=root, headers=headers)
    (folder / "Caddyfile").write_text(told, encoding="utf-8")
    command = [program("caddy", "caddy"), "run", "--config", str(folder / "Caddyfile")]
    with running([*command, "--adapter", "caddyfile"], port):
        yield f"http://127.0.0.1:{port}/"


SSHD = """Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
PidFile none
AuthorizedKeysFile {folder}/key.pub
StrictModes no
UsePAM no
PasswordAuthentication no
"""


@contextmanager
def sshd(folder: Path) -> Iterator[str]:
    """An ssh server that lets this user in; the command by which rsync calls it."""
    port = free_port()
    folder.mkdir()
    for name in ("host", "key"):
        keygen = [
            program("ssh-keygen", "openssh-client"),
            "-q",
            "-t",
            "ed25519",
            "-N",
            "",
            "-f",
            folder / name,
        ]
        subprocess.run(keygen, check=True)
    (folder / "config").write_text(SSHD.format(port=port, folder=folder))
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where a server started by root confines itself
    options = "-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o BatchMode=yes"
    with running([program("sshd", "openssh-server"), "-D", "-f", str(folder / "config")], port):
        ssh = f"ssh -F none -p {port} -i {folder / 'key'} {options} -o ControlPath={folder}/m"
        command = [*ssh.split(), "-o", "ControlMaster=yes", "-N", "127.0.0.1"]
        master = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # one connection for all calls
        try:
            yield ssh
        finally:
            master.terminate()
            master.wait(PATIENCE)


def self_signed(folder: Path) -> ssl.SSLContext:
    """A certificate that no browser trusts."""
    key = [
        "-keyout",
        folder / "key",
        "-out",
        folder / "cert",
        "-subj",
        "/CN=x",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
    ]
    make = [
        program("openssl", "openssl"),
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        *key,
    ]
    subprocess.run(make, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert", folder / "key")
    return context

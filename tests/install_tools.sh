#!/bin/sh
# What the tests run besides Python: each is found on the machine, or installed (Debian, Ubuntu), or named.
set -u
missing=""

installed() { # installed PACKAGE COMMAND…: one of the commands is on the machine, or the package gets installed
  package=$1
  shift
  for name in "$@"; do
    command -v "$name" >/dev/null 2>&1 && return 0
    [ -x "/usr/sbin/$name" ] && return 0
  done
  echo "No $1: installing $package for the tests."
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    [ -n "${updated:-}" ] || { apt-get update -qq && updated=yes; }
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null && return 0
  fi
  missing="$missing $package"
  return 1
}

chromium() { # the one PORTAL_CHROMIUM names, one of the machine, or Playwright's
  [ -n "${PORTAL_CHROMIUM:-}" ] && return 0
  for folder in "${PLAYWRIGHT_BROWSERS_PATH:-$HOME/.cache/ms-playwright}"/chromium-*; do
    [ -d "$folder" ] && return 0
  done
  installed chromium chromium chromium-browser google-chrome-stable google-chrome && return 0
  .venv/bin/playwright install chromium && missing=$(echo "$missing" | sed 's/ chromium//')
}

chromium
installed git git
installed nginx-light nginx
installed apache2-bin apache2
installed caddy caddy
installed rsync rsync
installed openssh-server sshd
if [ -n "$missing" ]; then
  echo "Install by hand what the tests need: sudo apt-get install$missing" >&2
  exit 1
fi

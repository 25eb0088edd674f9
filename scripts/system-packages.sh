#!/bin/sh
# Installs the Debian packages named as arguments that are not there yet; asks nothing.
set -eu

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "setup: this is no Debian; please see to it that these are there: $*" >&2
    exit 0
fi

missing=""
for package in "$@"; do
    status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
    as_root="env"
elif command -v sudo >/dev/null 2>&1; then
    as_root="sudo env"
else
    echo "setup: these system packages are missing, and there is neither root nor sudo to install them:$missing" >&2
    echo "setup: ask whoever may: apt-get install$missing" >&2
    exit 1
fi

echo "setup: system packages:$missing"
# Word splitting is wanted: $as_root is a command with its argument, $missing a list.
# shellcheck disable=SC2086
$as_root DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 update -qq
# shellcheck disable=SC2086
$as_root DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends $missing >/dev/null

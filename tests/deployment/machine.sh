#!/usr/bin/env bash
# A machine of a cluster, for tests: machine.sh NAME FOLDER COMMAND…, as root.
#
# A command in namespaces of its own, which sees nothing of other processes, can write to its FOLDER
# alone, and has this under the same path as every other machine, /srv. So a path on a disk that one
# machine hands to another leads to nothing there. When this process is killed, all of it is gone at
# once, as when a machine loses its power.
set -euo pipefail
if [ "${INSIDE:-}" != yes ]; then
    INSIDE=yes exec unshare --mount --pid --ipc --uts --fork --kill-child=KILL "$0" "$@"
fi
name="$1" folder="$2"
shift 2
hostname "$name"
mount --make-rprivate /
mkdir -p "$folder/tmp"
mount --bind "$folder" /srv
findmnt -rno TARGET -t notmpfs,noproc,nosysfs,nodevtmpfs,nodevpts,nocgroup,nocgroup2 | while read -r place; do
    case "$place" in /srv) ;; *) mount -o remount,bind,ro "$place" ;; esac
done
for place in /dev/shm /run; do
    mount -t tmpfs tmpfs "$place"
done
mount -t proc proc /proc
if touch "${BASH_SOURCE[0]}" 2>/dev/null; then
    echo "the machine can write outside of its folder" >&2
    exit 1
fi
unset INSIDE
exec "$@"

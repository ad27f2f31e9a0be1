#!/bin/sh
# Enters a lab root and execs a command there. Run it inside private namespaces:
#   unshare -m -n -u -p --fork -- enter-root.sh ROOT RUNDIR NAME COMMAND [ARG...]
# The root is pivoted, not chrooted: CRIU refuses a chroot ("No parent found for mountpoint").
# RUNDIR (socket, data root, exec root) appears at the same path inside, so both sides name files alike.
# Engines of one kind share ROOT: what one writes outside RUNDIR (/etc/docker, say) goes to an overlay of its own,
# and the cached root stays as it was provisioned.
set -eu
root=$1 run=$2 name=$3
shift 3

mount --make-rprivate /
new=$run/root
mkdir -p "$run/root-upper" "$run/root-work" "$new"
mount -t overlay overlay -o "lowerdir=$root,upperdir=$run/root-upper,workdir=$run/root-work" "$new"
mkdir -p "$new/oldroot"
mount -t proc proc "$new/proc"
mount --rbind /sys "$new/sys"
mount --rbind /dev "$new/dev"
mount -t tmpfs -o mode=755 tmpfs "$new/run"
mount -t tmpfs -o mode=1777 tmpfs "$new/tmp"
mkdir -p "$new$run"
mount --bind "$run" "$new$run"
cd "$new"
pivot_root . oldroot
cd /
# From here on only the root's own static busybox is certain to be there.
/bin/busybox umount -l /oldroot
/bin/busybox rmdir /oldroot
/bin/busybox ip link set lo up
/bin/busybox hostname "$name"
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TMPDIR=/tmp
exec "$@"

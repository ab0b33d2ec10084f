#!/bin/busybox sh
# shellcheck shell=dash disable=SC2013
# The initrd of the virtual AP: loads what the kernel lacks, mounts the slot that the boot loader has
# named, starts its init. Whatever fails ends this process, so the kernel panics and panic= reboots.
export PATH=/bin
busybox mount -t proc proc /proc
busybox mount -t sysfs sys /sys
busybox mount -t devtmpfs dev /dev
for module in /modules/*.ko; do
    parameters=
    case $module in
        *-i6300esb.ko) parameters=heartbeat=60 ;;
    esac
    # shellcheck disable=SC2086 # none is no argument
    busybox insmod "$module" $parameters || echo "initrd: ${module##*/} cannot be loaded"
done
label=
for word in $(busybox cat /proc/cmdline); do
    case $word in
        root=PARTLABEL=*) label=${word#root=PARTLABEL=} ;;
    esac
done
tries_left=50
device=
while [ -z "$device" ] && [ "$tries_left" -gt 0 ]; do
    for uevent in /sys/class/block/*/uevent; do
        if busybox grep -qx "PARTNAME=$label" "$uevent"; then
            device=${uevent%/uevent}
            device=/dev/${device##*/}
        fi
    done
    tries_left=$((tries_left - 1))
    [ -n "$device" ] || busybox usleep 100000
done
[ -n "$device" ] || echo "initrd: no partition has the label $label"
busybox mount -t squashfs -o ro "$device" /root 2>/dev/null || busybox mount -t ext4 -o ro "$device" /root || exit 1
busybox umount /proc /sys
# From here on only who feeds the watchdog stays up: systemd, every half of RuntimeWatchdogSec.
echo >/dev/watchdog
exec busybox switch_root /root /usr/lib/systemd/systemd

#!/bin/sh
# Started some time after each boot by the service manager. An image on trial whose agent does not
# come up can neither be confirmed nor given up by it: this reboots, and the boot loader counts.
# With `emergency` it is started by a system that has given up booting, agent or not.
# On trial is what the boot loader has told the kernel: apfw.entry=, boards/README.md.
set -eu

read -r command_line <"${APFW_PROC_DIR:-/proc}/cmdline"
entry=
set -f
# shellcheck disable=SC2086 # words
for word in $command_line; do
    case $word in
        apfw.entry=*) entry=${word#*=} ;;
    esac
done
case $entry in
    [0-9] | trial) ;;
    *) exit 0 ;;
esac
if [ "${1-}" = emergency ]; then
    echo 'trial-deadline: the image is on trial and its boot has failed: reboot'
    exec systemctl --no-block reboot
fi
# An agent that was stopped by hand is inactive, one that runs has a deadline of its own.
state=$(systemctl show --property=ActiveState --value apfw.service)
case $state in
    failed | activating | deactivating) ;;
    *) exit 0 ;;
esac
echo "trial-deadline: the image is on trial and its agent is not up ($state): reboot"
exec systemctl --no-block reboot

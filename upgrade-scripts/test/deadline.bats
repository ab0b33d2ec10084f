#!/usr/bin/env bats
# trial-deadline.sh with a service manager that says what it is told to and writes down a reboot.

setup() {
    mkdir -p "$BATS_TEST_TMPDIR/bin" "$BATS_TEST_TMPDIR/proc"
    reboots="$BATS_TEST_TMPDIR/reboots"
    cat >"$BATS_TEST_TMPDIR/bin/systemctl" <<FAKE
#!/bin/sh
case \$1 in
    show) echo "\$STATE" ;;
    *) echo "\$*" >>"$reboots" ;;
esac
FAKE
    chmod +x "$BATS_TEST_TMPDIR/bin/systemctl"
}

deadline() { # entry, state of the agent's service, argument
    rm -f "$reboots"
    echo "root=/dev/sda3 * apfw.slot=part2 apfw.env=saved $1" >"$BATS_TEST_TMPDIR/proc/cmdline"
    local shell=(dash)
    [ "${SHELL_UNDER_TEST:-dash}" != busybox ] || shell=(busybox sh)
    env PATH="$BATS_TEST_TMPDIR/bin:/usr/bin:/bin" STATE="$2" APFW_PROC_DIR="$BATS_TEST_TMPDIR/proc" \
        "${shell[@]}" "$BATS_TEST_DIRNAME/../trial-deadline.sh" ${3:+"$3"}
}

@test "an image on trial whose agent is not up is rebooted" {
    for entry in apfw.entry=0 apfw.entry=2 apfw.entry=trial 'apfw.entry=G apfw.entry=1'; do
        for state in failed activating deactivating; do
            deadline "$entry" "$state"
            [ "$(cat "$reboots")" = '--no-block reboot' ]
        done
    done
}

@test "an agent that runs, or was stopped by hand, keeps its AP up" {
    for state in active reloading inactive ''; do
        deadline apfw.entry=1 "$state"
        [ ! -e "$reboots" ]
    done
}

@test "an image that is good, or of which nothing is known, stays up without an agent" {
    for entry in apfw.entry=G apfw.entry=good apfw.entry= apfw.entry=none apfw.entry=12 ''; do
        deadline "$entry" failed
        [ ! -e "$reboots" ]
    done
}

@test "a boot that ends in the emergency shell is rebooted on trial, and only then" {
    deadline apfw.entry=2 inactive emergency
    [ "$(cat "$reboots")" = '--no-block reboot' ]
    deadline apfw.entry=G inactive emergency
    [ ! -e "$reboots" ]
}

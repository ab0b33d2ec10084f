# What the tests of the boards have in common. SHELL_UNDER_TEST as in upgrade.bats.

board_setup() { # board
    scripts=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
    board=$1
    ap="$BATS_TEST_TMPDIR/café AP"
    mkdir -p "$ap/wo rk" "$ap/proc"
    echo 'root=/dev/sda3 apfw.slot=part2 apfw.env=saved' >"$ap/proc/cmdline"
    tools=/usr/sbin:/usr/bin:/sbin:/bin
    shell=$(command -v dash)
    if [ "${SHELL_UNDER_TEST:-dash}" = busybox ]; then
        tools="$BATS_TEST_TMPDIR/applets"
        mkdir "$tools"
        busybox=$(command -v busybox)
        for applet in $("$busybox" --list); do
            ln -s "$busybox" "$tools/$applet"
        done
        for tool in fw_printenv fw_setenv; do
            ! command -v "$tool" >/dev/null || ln -sf "$(command -v "$tool")" "$tools/$tool"
        done
        shell="$tools/ash"
    fi
    fake=
    environment="$ap/one.env"
    copy="$ap/two.env"
}

boot() { # verb, variables
    local verb=$1
    shift
    run setsid -w env -i PATH="${fake:+$fake:}$tools" APFW_BOARD="$board" APFW_WORK_DIR="$ap/wo rk" \
        APFW_PROC_DIR="$ap/proc" APFW_BOOT_ENVIRONMENT="$environment" APFW_BOOT_COPY="$copy" "$@" \
        "$shell" "$scripts/upgrade.sh" "$verb"
}

boot_set() { # first, part1, part2
    boot BOOT_SET APFW_BOOT_FIRST="$1" APFW_BOOT_PART1="$2" APFW_BOOT_PART2="$3"
}

must_set() {
    boot_set "$@"
    [ "$status" -eq 0 ] || {
        echo "BOOT_SET $*: exit $status: $output"
        return 1
    }
}

must_be() { # first, part1, part2
    boot BOOT_STATUS
    [ "$status" -eq 0 ] || {
        echo "BOOT_STATUS: exit $status: $output"
        return 1
    }
    [ "$(state_of "$output")" = "$*" ] || {
        echo "not $*: $output"
        return 1
    }
}

state_of() { # output of BOOT_STATUS: prints first, part1, part2
    printf '%s\n' "$1" | sed -n 's/^boot \(first\|part1\|part2\)=//p' | tr '\n' ' ' | sed 's/ $//'
}

must_fail() { # exit code; after boot or boot_set
    [ "$status" -eq "$1" ] || {
        echo "exit $status, not $1: $output"
        return 1
    }
}

# Kills BOOT_SET before each of its commands, and runs it again. The environment is the old one or
# the new one after the kill, the new one after the second run. Needs a function `restore`, which
# puts the old environment in place.
kill_at_each_command() { # old and new environment, each first, part1, part2
    local old=$1 new=$2 cut="$BATS_TEST_TMPDIR/cut" at=0 name
    mkdir "$cut"
    for name in cat chmod cmp cp dd dirname fw_printenv fw_setenv grep head mkdir mv rm sed sync tail tr wc; do
        cp "$scripts/test/fakebin/cut-group/tool" "$cut/$name"
    done
    local olds=0 news=0
    while :; do
        at=$((at + 1))
        [ "$at" -lt 200 ]
        restore
        echo "$at" >"$cut/at"
        rm -rf "$cut"/ticket.*
        fake=$cut
        # shellcheck disable=SC2086 # three words
        boot_set $new
        fake=
        [ "$status" -ne 0 ] || break
        boot BOOT_STATUS
        [ "$status" -eq 0 ]
        case $(state_of "$output") in
            "$old") olds=$((olds + 1)) ;;
            "$new") news=$((news + 1)) ;;
            *)
                echo "killed at command $at: $output"
                return 1
                ;;
        esac
        # shellcheck disable=SC2086
        must_set $new
        # shellcheck disable=SC2086
        must_be $new
    done
    echo "# killed at $((at - 1)) commands: $olds old, $news new" >&3
    [ "$olds" -gt 0 ] && [ "$news" -gt 0 ]
}

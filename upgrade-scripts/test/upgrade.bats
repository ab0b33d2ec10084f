#!/usr/bin/env bats
# upgrade.sh under the shell and the tools of a board. SHELL_UNDER_TEST is `dash` or `busybox`; with
# busybox every tool is a busybox applet. CONTRACT.md clause by clause is held by the agent's
# UpgradeScriptContractTest; here stands what depends on shell and tools.

setup() {
    scripts=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
    ap="$BATS_TEST_TMPDIR/café AP"
    mkdir -p "$ap/st ate" "$ap/wo rk" "$ap/con fig/ra dios"
    echo name=lobby >"$ap/con fig/ap name.conf"
    echo channel=36 >"$ap/con fig/ra dios/0"
    chmod 600 "$ap/con fig/ra dios/0"
    echo >"$ap/con fig/señal"
    ln -s /nowhere/UTC "$ap/con fig/zone"
    head -c 262144 /dev/zero >"$ap/part1"
    head -c 262144 /dev/zero >"$ap/part2"

    tools=/usr/sbin:/usr/bin:/sbin:/bin
    shell=$(command -v dash)
    if [ "${SHELL_UNDER_TEST:-dash}" = busybox ]; then
        tools="$BATS_TEST_TMPDIR/applets"
        mkdir "$tools"
        busybox=$(command -v busybox)
        for applet in $("$busybox" --list); do
            ln -s "$busybox" "$tools/$applet"
        done
        shell="$tools/ash"
    fi
    active=part2
    inactive=part1
    fake=
    user=
    home=
    board='file'
    required=262144
    payload=200000
}

teardown() {
    [ -z "$home" ] || rm -rf "$home"
}

# All where another user may look, with a state that is the other user's.
two_users() {
    [ "$(id -u)" = 0 ] || skip 'root alone can be two users'
    home=$(mktemp -d)
    chmod 755 "$home"
    cp -R "$scripts" "$home/scripts"
    mv "$ap" "$home/ap"
    if [ "${SHELL_UNDER_TEST:-dash}" = busybox ]; then
        mv "$tools" "$home/tools"
        tools=$home/tools
        shell=$tools/ash
    fi
    scripts=$home/scripts
    ap=$home/ap
    chmod -R a+rX "$home"
    chown -R 65534:65534 "$ap/st ate" "$ap/wo rk" "$ap/part1" "$ap/part2"
}

upgrade() {
    # shellcheck disable=SC2086 # words, or none
    run ${user:+setpriv --reuid=$user --regid=$user --clear-groups} env -i PATH="${fake:+$scripts/test/fakebin/$fake:}$tools" \
        APFW_BOARD="$board" APFW_ACTIVE="$active" APFW_INACTIVE="$inactive" \
        APFW_ACTIVE_DEVICE="$ap/$active" APFW_TARGET_DEVICE="$ap/$inactive" \
        APFW_STATE_DIR="$ap/st ate" APFW_WORK_DIR="$ap/wo rk" APFW_CONFIG_DIR="$ap/con fig" \
        APFW_IMAGE_NAME=ap1g8 APFW_VERSION=17.9.4.27 \
        APFW_REQUIRED_BYTES="$required" APFW_PAYLOAD_BYTES="$payload" \
        "$shell" "$scripts/upgrade.sh" "$@"
}

must() { # verbs
    local verb
    for verb in "$@"; do
        upgrade "$verb"
        [ "$status" -eq 0 ] || {
            echo "$verb: exit $status: $output"
            return 1
        }
    done
}

must_refuse() { # verb, exit code
    upgrade "$1"
    [ "$status" -eq "$2" ] || {
        echo "$1: exit $status, not $2: $output"
        return 1
    }
}

reboot_into() { # active, inactive
    active=$1
    inactive=$2
}

@test "a whole upgrade, and one back" {
    must NO_UPGRADE PRECHECK
    [[ $output == *'upgrade.sh: part1 space: OK available 256, required 256'* ]]
    must PREDOWNLOAD
    diff -r --no-dereference "$ap/con fig" "$ap/st ate/upgrade/config/part1/files"
    [ "$(stat -c %a "$ap/st ate/upgrade/config/part1/files/ra dios/0")" = 600 ]
    must ACTIVATE
    reboot_into part1 part2
    must COMMIT PRECHECK PREDOWNLOAD ACTIVATE
    reboot_into part2 part1
    must COMMIT NO_UPGRADE
    grep -qx slot=part2 "$ap/st ate/upgrade/current-config"
    [ -z "$(ls -A "$ap/wo rk")" ]
}

@test "both tool sets write the same listing" {
    must PRECHECK PREDOWNLOAD
    (cd "$ap/con fig" && LC_ALL=C sha256sum 'ap name.conf' 'ra dios/0') | cut -c 1-64 |
        while read -r sum; do
            grep -q "^$sum  ./" "$ap/st ate/upgrade/config/part1/listing"
        done
    grep -qx -- '-rw------- ./ra dios/0' "$ap/st ate/upgrade/config/part1/listing"
    grep -qx -- 'lrwxrwxrwx ./zone -> /nowhere/UTC' "$ap/st ate/upgrade/config/part1/listing"
}

@test "what root has begun, the user of the agent ends" {
    two_users
    must PRECHECK PREDOWNLOAD ACTIVATE
    reboot_into part1 part2
    user=65534
    must COMMIT PRECHECK PREDOWNLOAD ACTIVATE
    [ -z "$(find "$ap/st ate" ! -uid 65534)" ]
    reboot_into part2 part1
    user=
    must COMMIT
    user=65534
    must PRECHECK ABORT
}

@test "a configuration of root's is carried over, and one that only root may read refused at once" {
    two_users
    chmod 2755 "$ap/con fig/ra dios"
    chmod 4755 "$ap/con fig/ap name.conf"
    user=65534
    must PRECHECK PREDOWNLOAD ACTIVATE ROLLBACK
    chmod 600 "$ap/con fig/ra dios/0"
    must_refuse PRECHECK 78
}

@test "abort, rollback and their repetition" {
    must PRECHECK ABORT ABORT PRECHECK PREDOWNLOAD ABORT PRECHECK PREDOWNLOAD ACTIVATE ROLLBACK
    must ROLLBACK NO_UPGRADE
    [ ! -e "$ap/st ate/upgrade/config/part1" ]
}

@test "refusals" {
    must_refuse UPGRADE 64
    must_refuse PREDOWNLOAD 76
    required=262145
    must_refuse PRECHECK 71
    required=0x10
    must_refuse PRECHECK 64
    required=262144
    inactive=part2
    must_refuse PRECHECK 67
    inactive=part3
    must_refuse PRECHECK 66
    inactive=part1
    must PRECHECK
    must_refuse NO_UPGRADE 75
    touch "$ap/con fig/two
lines"
    must_refuse PREDOWNLOAD 78
    rm "$ap/con fig/two
lines"
    mkfifo "$ap/con fig/fifo"
    must_refuse PREDOWNLOAD 78
}

@test "a configuration that changed after it was carried over is not activated" {
    must PRECHECK PREDOWNLOAD
    echo channel=40 >"$ap/st ate/upgrade/config/part1/files/ra dios/0"
    must_refuse ACTIVATE 65
}

@test "a slot that ends before the payload" {
    must PRECHECK
    head -c 199999 /dev/zero >"$ap/part1"
    must_refuse PREDOWNLOAD 74
}

@test "a real ext file system, sound and damaged" {
    command -v mke2fs >/dev/null && command -v e2fsck >/dev/null || skip "no e2fsprogs"
    mke2fs -q -F -t ext2 "$ap/part1" 256
    must PRECHECK PREDOWNLOAD
    if [ "${SHELL_UNDER_TEST:-dash}" = busybox ]; then
        [[ $output == *'file system: ext, not checked: no e2fsck here'* ]]
        return 0
    fi
    [[ $output == *'upgrade.sh: part1 file system: ext, clean'* ]]
    # The inode table is gone, the superblock says that all is well.
    dd if=/dev/zero of="$ap/part1" bs=1024 seek=3 count=20 conv=notrunc 2>/dev/null
    must_refuse PREDOWNLOAD 77
}

@test "slots in directories" {
    board=directory
    must_refuse PRECHECK 66
    [[ $output == *'part1 is not a directory: is its file system mounted?'* ]]
    rm "$ap/part1" "$ap/part2"
    mkdir "$ap/part1" "$ap/part2"
    must PRECHECK
    must_refuse PREDOWNLOAD 74
    head -c 200000 /dev/zero >"$ap/part1/image"
    must PREDOWNLOAD ACTIVATE
    reboot_into part1 part2
    must COMMIT PRECHECK ABORT
    required=999999999999999
    must_refuse PRECHECK 71
}

@test "tools that lie" {
    while read -r verb fake code; do
        rm -rf "$ap/st ate/upgrade"
        reboot_into part2 part1
        wanted=$fake
        fake=
        case $verb in
            PRECHECK) ;;
            PREDOWNLOAD) must PRECHECK ;;
            ACTIVATE) must PRECHECK PREDOWNLOAD ;;
            *) must PRECHECK PREDOWNLOAD ACTIVATE ;;
        esac
        [ "$verb" != COMMIT ] || reboot_into part1 part2
        fake=$wanted
        must_refuse "$verb" "$code"
    done <<END
PRECHECK mv-nothing 80
PRECHECK mv-fails 73
PRECHECK sync-fails 74
PRECHECK df-little 72
PREDOWNLOAD cp-skips-tree 81
PREDOWNLOAD cp-full 73
PREDOWNLOAD mv-nothing 81
PREDOWNLOAD head-nothing 81
PREDOWNLOAD dd-io-error 74
ACTIVATE mv-nothing 83
ACTIVATE sync-fails 74
ABORT rm-nothing 82
COMMIT mv-nothing 85
COMMIT rm-nothing 85
ROLLBACK rm-nothing 86
END
}

#!/bin/sh
# upgrade.sh VERB: the board's part of an upgrade. CONTRACT.md says what each verb promises.
# For dash and busybox ash, with coreutils or busybox tools.
set -eu
umask 077
LC_ALL=C
export LC_ALL

log_bytes_max=65536
state=
tmp=
config_kib_max=4096
config_entries_max=1000
state_slack_kib=128 # marker, pointers, listing and before-upgrade.log

say() {
    printf 'upgrade.sh: %s\n' "$*"
}

die() { # exit code, text
    code=$1
    shift
    printf 'upgrade.sh: %s\n' "$*" >&2
    exit "$code"
}

on_exit() {
    status=$?
    trap - EXIT
    [ -z "$tmp" ] || rm -rf -- "$tmp" || :
    [ -z "$state" ] || hand_over "$APFW_STATE_DIR" "$state" 2>/dev/null || :
    case $status in
        0 | 6[4-9] | 7[0-9] | 8[0-9]) exit "$status" ;;
        *) die 70 "stopped with status $status where none was expected" ;;
    esac
}
trap on_exit EXIT

# Root's commands do an agent's work where none runs; the agent must be able to go on with it.
hand_over() ( # directory whose owner gets, what
    [ "$(id -u)" = 0 ] || exit 0
    what=$2
    # shellcheck disable=SC2012 # numbers, and the name comes last
    owner=$(ls -ldn -- "$1" | tr -s ' ' | cut -d ' ' -f 3,4 | tr ' ' :)
    # A second name may be another's doing, of a file that is to stay root's.
    [ "${owner%:*}" = 0 ] ||
        find "$what" -xdev -user 0 \( -type d -o -links 1 \) -exec chown -h "$owner" {} +
)

# --- environment ---

need() { # names of variables
    for name in "$@"; do
        eval "value=\${$name-}"
        case $value in
            '') die 64 "$name is not set; $verb needs it" ;;
            *[[:cntrl:]]*) die 64 "$name has control characters" ;;
        esac
    done
}

need_number() { # name of a variable
    need "$1"
    eval "value=\$$1"
    case $value in
        *[!0-9]* | 0* | ???????????????????*) die 64 "$1=$value is not a number of bytes" ;;
    esac
}

need_slot() { # name of a variable
    need "$1"
    eval "value=\$$1"
    case $value in
        *[!a-z0-9]*) die 64 "$1=$value is not the name of a slot" ;;
    esac
}

# --- small files that survive a power cut whole: old or new, nothing between ---

put() { # file, lines
    file=$1
    shift
    printf '%s\n' "$@" >"$file.new" || die 73 "cannot write $file.new"
    replace "$file"
}

replace() { # file: FILE.new becomes FILE
    sync "$1.new" || die 74 "cannot bring $1.new to the disk"
    mv -f -- "$1.new" "$1" || die 73 "cannot put $1 in place"
    sync "${1%/*}" || die 74 "cannot bring ${1%/*} to the disk"
}

get() { # file, key: prints the value, or nothing
    [ -f "$1" ] || return 0
    while IFS='=' read -r key value; do
        if [ "$key" = "$2" ]; then
            printf '%s\n' "$value"
            return 0
        fi
    done <"$1"
}

mark() { # stage
    put "$marker" "stage=$1" "target=$APFW_INACTIVE" "version=${APFW_VERSION-}" \
        "since=$(date -u +%Y-%m-%dT%H:%M:%SZ)"
}

# --- cleaning up, only below the two directories that are ours ---

clean_tmp() {
    say 'Cleanup tmp files ...'
    for leftover in "$APFW_WORK_DIR"/apfw-upgrade.*; do
        [ "$leftover" = "$tmp" ] || rm -rf -- "$leftover" || :
    done
    rm -rf -- "$state"/*.new "$state"/config/*.new || :
}

is_clean() {
    [ ! -e "$marker" ] || return 1
    for leftover in "$state"/*.new "$state"/config/*.new "$APFW_WORK_DIR"/apfw-upgrade.*; do
        [ "$leftover" = "$tmp" ] || [ ! -e "$leftover" ] || return 1
    done
}

# Takes back what the upgrade in progress has made. The marker goes last: a power cut before
# leaves enough to start again from.
take_back() {
    clean_tmp
    rm -f -- "$next" || :
    case $(get "$marker" stage) in
        PREDOWNLOAD | ACTIVATE)
            # Before that stage the area belongs to the image that the slot still holds.
            [ "$(get "$marker" target)" != "$APFW_INACTIVE" ] || drop_area
            ;;
    esac
    sync "$state" || die 74 "cannot bring $state to the disk"
    if [ -e "$marker" ]; then
        rm -f -- "$marker" || :
        sync "$state" || die 74 "cannot bring $state to the disk"
        [ -e "$marker" ] || say 'upgrade_in_progress cleaned'
    fi
}

drop_area() {
    [ "$(get "$current" slot)" != "$APFW_INACTIVE" ] || rm -f -- "$current" || :
    rm -rf -- "$area" || :
}

# --- the target slot ---

check_target() {
    board_check_kind "$APFW_TARGET_DEVICE"
    [ "$APFW_ACTIVE" != "$APFW_INACTIVE" ] || die 67 "$APFW_INACTIVE is the active slot"
    # shellcheck disable=SC3013 # -ef: dash and busybox ash have it
    if [ -n "${APFW_ACTIVE_DEVICE-}" ] && [ "$APFW_TARGET_DEVICE" -ef "$APFW_ACTIVE_DEVICE" ]; then
        die 67 "$APFW_TARGET_DEVICE is the device of the active slot, $APFW_ACTIVE"
    fi
    path=$(readlink -f -- "$APFW_TARGET_DEVICE")
    refuse_if_used "$path"
    board_aliases "$path" >"$tmp/aliases"
    while IFS= read -r alias; do
        refuse_if_used "$alias"
    done <"$tmp/aliases"
}

refuse_if_used() { # device
    # The kernel writes a space as \040.
    wanted=$(printf '%s\n' "$1" | sed 's/\\/\\134/g; s/ /\\040/g')
    for table in mounts swaps; do
        # A kernel without swapping has no such table.
        [ "$table" = mounts ] || [ -e "$proc/$table" ] || continue
        [ -r "$proc/$table" ] || die 69 "cannot read $proc/$table: is $1 in use?"
        while read -r device where _; do
            [ "$device" != "$wanted" ] || die 68 "$1 is in use: $table says $device $where"
        done <"$proc/$table"
    done
}

kib() { # bytes
    echo $((($1 + 1023) / 1024))
}

report_space() { # name, available bytes, required bytes, exit code
    if [ "$2" -ge "$3" ]; then
        say "$1 space: OK available $(kib "$2"), required $(kib "$3")"
    else
        say "$1 space: FAIL available $(kib "$2"), required $(kib "$3")"
        die "$4" "$1 has room for $2 bytes, $3 are needed"
    fi
}

free_kib() { # directory
    df -kP -- "$1" >"$tmp/df" || die 74 "cannot tell the free space of $1"
    {
        read -r _ && read -r _ _ _ free _
    } <"$tmp/df" || free=
    case $free in
        '' | *[!0-9]*) die 74 "cannot tell the free space of $1: df says '$free'" ;;
    esac
    echo "$free"
}

# --- the configuration that goes with a slot ---

check_config() {
    [ -n "${APFW_CONFIG_DIR-}" ] || return 0
    [ -d "$APFW_CONFIG_DIR" ] || die 78 "APFW_CONFIG_DIR=$APFW_CONFIG_DIR is not a directory"
    case $(cd "$state" && pwd -P)/ in
        "$(cd "$APFW_CONFIG_DIR" && pwd -P)"/*)
            die 78 "$APFW_CONFIG_DIR contains $state, where it would be copied to"
            ;;
    esac
    find "$APFW_CONFIG_DIR" >"$tmp/entries" || die 78 "cannot read all of $APFW_CONFIG_DIR"
    entries=$(wc -l <"$tmp/entries")
    [ "$entries" -le "$config_entries_max" ] ||
        die 78 "$APFW_CONFIG_DIR has $entries entries, at most $config_entries_max are carried over"
    odd=$(find "$APFW_CONFIG_DIR" ! -type f ! -type d ! -type l | head -n 1)
    [ -z "$odd" ] || die 78 "$odd is no file, directory or link: it cannot be carried over"
    odd=$(find "$APFW_CONFIG_DIR" -name '*[[:cntrl:]]*' -o -name '*\\*' | head -n 1)
    [ -z "$odd" ] || die 78 "the name $odd cannot be carried over"
    config_kib=$(du -sk -- "$APFW_CONFIG_DIR" | cut -f 1)
    [ "$config_kib" -le "$config_kib_max" ] ||
        die 78 "$APFW_CONFIG_DIR has $config_kib KiB, at most $config_kib_max are carried over"
}

# Checksums of the files; type, mode and name of everything, and where links lead. An agent that is
# not root can keep neither the owners nor the modes' special bits.
list_tree() (
    # directory
    cd "$1" || exit 1
    find . -type f -exec sha256sum {} + || exit 1
    find . ! -name . -exec ls -ldn {} + >"$tmp/ls" || exit 1
    sed 's/^\(.\{10\}\)[^ ]* *[0-9]* *[0-9]* *[0-9]* *[0-9]* *[A-Z][a-z]* *[0-9]* *[0-9:]* /\1 /
        s/^\(...\)s/\1x/; s/^\(...\)S/\1-/; s/^\(.\{6\}\)s/\1x/; s/^\(.\{6\}\)S/\1-/
        s/^\(.\{9\}\)t/\1x/; s/^\(.\{9\}\)T/\1-/' "$tmp/ls"
)

listing_of() { # directory, file to write
    list_tree "$1" >"$tmp/unsorted" && sort "$tmp/unsorted" >"$2"
}

list_source() {
    : >"$tmp/source"
    [ -z "${APFW_CONFIG_DIR-}" ] || listing_of "$APFW_CONFIG_DIR" "$tmp/source" ||
        die 78 "cannot read all of $APFW_CONFIG_DIR"
}

carry() {
    rm -rf -- "$area.new" || :
    mkdir -p -- "$area.new/files" || die 73 "cannot make $area.new"
    if [ -n "${APFW_CONFIG_DIR-}" ]; then
        cp -pPR -- "$APFW_CONFIG_DIR/." "$area.new/files/" || die 73 "cannot copy to $area.new"
    fi
    cp -- "$tmp/source" "$area.new/listing" || die 73 "cannot write $area.new/listing"
    say 'Sync configuration to disk...'
    find "$area.new" ! -type l -exec sync {} + || die 74 "cannot bring $area.new to the disk"
    drop_area
    mv -- "$area.new" "$area" || die 73 "cannot put $area in place"
    sync "$state/config" "$state" || die 74 "cannot bring $state/config to the disk"
}

was_carried() {
    cmp -s "$tmp/source" "$area/listing" && area_is_intact
}

area_is_intact() {
    [ -f "$area/listing" ] && [ -d "$area/files" ] || return 1
    listing_of "$area/files" "$tmp/now" && cmp -s "$tmp/now" "$area/listing"
}

pointer_hash() {
    sha256sum <"$area/listing" | cut -d ' ' -f 1
}

# --- before-upgrade.log ---

write_log() {
    say 'Creating before-upgrade.log'
    {
        echo "before-upgrade.log $(date -u +%Y-%m-%dT%H:%M:%SZ)"
        echo "active $APFW_ACTIVE, to be written $APFW_INACTIVE on $APFW_TARGET_DEVICE"
        echo "image $APFW_IMAGE_NAME version $APFW_VERSION, $APFW_PAYLOAD_BYTES bytes"
        for command in 'uname -a' 'uptime' 'df -kP' "cat $proc/meminfo" "cat $proc/mounts"; do
            echo "--- $command"
            $command 2>&1 || :
        done
    } | head -c "$log_bytes_max" >"$log.new" || die 73 "cannot write $log.new"
    replace "$log"
}

# --- verbs ---

refuse_on_trial() {
    if [ "$(get "$next" slot)" = "$APFW_ACTIVE" ]; then
        die 76 "$APFW_ACTIVE is on trial: COMMIT or ROLLBACK comes first"
    fi
}

do_PRECHECK() {
    need APFW_TARGET_DEVICE
    need_number APFW_REQUIRED_BYTES
    refuse_on_trial
    take_back
    check_counting
    check_target
    available=$(board_target_bytes "$APFW_TARGET_DEVICE")
    report_space "$APFW_INACTIVE" "$available" "$APFW_REQUIRED_BYTES" 71
    config_kib=0
    check_config
    list_source
    available=$(free_kib "$state")
    report_space state "$((available * 1024))" "$(((config_kib + state_slack_kib) * 1024))" 72
    is_clean || die 80 'leftovers of an earlier upgrade could not be removed'
    mark PRECHECK
    { [ "$(get "$marker" stage)" = PRECHECK ] && [ "$(get "$marker" target)" = "$APFW_INACTIVE" ]; } ||
        die 80 "$marker does not say what was written"
}

do_PREDOWNLOAD() {
    need APFW_TARGET_DEVICE APFW_IMAGE_NAME APFW_VERSION
    need_number APFW_PAYLOAD_BYTES
    refuse_on_trial
    case $(get "$marker" stage) in
        PRECHECK | PREDOWNLOAD) ;;
        *) die 76 'PRECHECK comes before PREDOWNLOAD' ;;
    esac
    [ "$(get "$marker" target)" = "$APFW_INACTIVE" ] ||
        die 76 "the upgrade in progress is to $(get "$marker" target), not to $APFW_INACTIVE"
    write_log
    say "Start doing upgrade arg1=$verb arg2= arg3= ..."
    say "Using image $APFW_IMAGE_NAME on $APFW_BOARD ..."
    check_target
    check_config
    say "***** part to upgrade is $APFW_INACTIVE *******"
    mark PREDOWNLOAD
    list_source
    carry
    board_check_payload "$APFW_TARGET_DEVICE" "$APFW_PAYLOAD_BYTES"
    was_carried || die 81 "$area is not what $APFW_CONFIG_DIR holds"
    [ "$(get "$marker" stage)" = PREDOWNLOAD ] || die 81 "$marker does not say what was written"
    { [ -s "$log" ] && [ "$(wc -c <"$log")" -le "$log_bytes_max" ]; } ||
        die 81 "$log was not written as it should be"
    say "configuration carried over to $APFW_INACTIVE, $(grep -c . "$area/listing" || :) lines in its listing"
    say 'Finished upgrade task.'
}

do_ACTIVATE() {
    need APFW_VERSION
    refuse_on_trial
    [ "$APFW_ACTIVE" != "$APFW_INACTIVE" ] || die 67 "$APFW_INACTIVE is the active slot"
    case $(get "$marker" stage) in
        PREDOWNLOAD | ACTIVATE)
            [ "$(get "$marker" target)/$(get "$marker" version)" = "$APFW_INACTIVE/$APFW_VERSION" ] ||
                die 76 "the upgrade in progress is to $(get "$marker" target)," \
                    "version $(get "$marker" version), not to $APFW_INACTIVE, version $APFW_VERSION"
            say "Verifying configuration carried over to $APFW_INACTIVE"
            area_is_intact || die 65 "$area does not match its listing"
            ;;
    esac
    check_config
    list_source
    if ! was_carried; then
        # An image that waited in its slot, or was there before: the configuration has gone on.
        say "carrying over the configuration of today to $APFW_INACTIVE"
        mark PREDOWNLOAD
        carry
        was_carried || die 83 "$area is not what $APFW_CONFIG_DIR holds"
    fi
    mark ACTIVATE
    put "$next" "slot=$APFW_INACTIVE" "version=$APFW_VERSION" "listing=$(pointer_hash)"
    [ "$(get "$marker" stage)" = ACTIVATE ] || die 83 "$marker does not say what was written"
    [ "$(get "$next" slot)/$(get "$next" listing)" = "$APFW_INACTIVE/$(pointer_hash)" ] ||
        die 83 "$next does not say what was written"
    say "activate $APFW_INACTIVE, next configuration set to $APFW_INACTIVE"
}

do_ABORT() {
    refuse_on_trial
    take_back
    { [ ! -e "$next" ] && is_clean; } || die 82 'what the upgrade has made could not be removed'
}

do_NO_UPGRADE() {
    if [ -e "$marker" ]; then
        die 75 "an upgrade to $(get "$marker" target) is in progress since $(get "$marker" since)," \
            "stage $(get "$marker" stage)"
    fi
    say 'no upgrade in progress'
}

do_COMMIT() {
    if [ -e "$next" ]; then
        [ "$(get "$next" slot)" = "$APFW_ACTIVE" ] ||
            die 76 "the next configuration is that of $(get "$next" slot), but $APFW_ACTIVE runs"
        mv -f -- "$next" "$current" || die 73 "cannot put $current in place"
        sync "$state" || die 74 "cannot bring $state to the disk"
        { [ ! -e "$next" ] && [ "$(get "$current" slot)" = "$APFW_ACTIVE" ]; } ||
            die 85 "$current does not name $APFW_ACTIVE"
        say "commit $APFW_ACTIVE, current configuration set to $APFW_ACTIVE"
    elif [ -e "$marker" ] && [ "$(get "$marker" target)" != "$APFW_ACTIVE" ]; then
        die 76 "an upgrade to $(get "$marker" target) is in progress, but $APFW_ACTIVE runs"
    fi
    take_back
    is_clean || die 85 'what the upgrade has made could not be removed'
}

do_ROLLBACK() {
    undone=$(get "$next" slot)
    take_back
    { [ ! -e "$next" ] && is_clean; } || die 86 'what the upgrade has made could not be removed'
    [ -z "$undone" ] || say "rollback, next configuration no longer set to $undone"
}

# --- main ---

verb=${1-}
say "Script called with args:[$*]"
case $verb in
    PRECHECK | PREDOWNLOAD | ABORT | ACTIVATE | NO_UPGRADE | COMMIT | ROLLBACK) ;;
    BOOT_STATUS | BOOT_SET | HEALTH) ;;
    *) die 64 "'$verb' is not a verb: see CONTRACT.md" ;;
esac
[ $# -eq 1 ] || die 64 "$verb takes no arguments, $(($# - 1)) were given"

APFW_BOARD=${APFW_BOARD-file}
case $APFW_BOARD in
    '' | *[!a-z0-9-]*) die 64 "APFW_BOARD=$APFW_BOARD is not the name of a board" ;;
esac
here=$(dirname "$0")
board=$here/boards/$APFW_BOARD.sh
[ -r "$board" ] || die 69 "no board $APFW_BOARD: $board cannot be read"
proc=${APFW_PROC_DIR-/proc}
sys=${APFW_SYS_DIR-/sys}

# shellcheck source=upgrade-scripts/boot.sh
. "$here/boot.sh"
# shellcheck source=upgrade-scripts/boards/file.sh
. "$board"

# Reading changes nothing, not even the work area: others may read while an upgrade runs.
if [ "$verb" = BOOT_STATUS ]; then
    do_BOOT_STATUS
    exit 0
fi

need APFW_WORK_DIR
[ -d "$APFW_WORK_DIR" ] || die 73 "$APFW_WORK_DIR is not a directory"
tmp=$APFW_WORK_DIR/apfw-upgrade.$$
case $verb in
    BOOT_SET | HEALTH)
        mkdir -- "$tmp" || die 73 "cannot make $tmp"
        "do_$verb"
        exit 0
        ;;
esac

need_slot APFW_ACTIVE
need_slot APFW_INACTIVE
need APFW_STATE_DIR
[ -d "$APFW_STATE_DIR" ] || die 73 "$APFW_STATE_DIR is not a directory"
state=$APFW_STATE_DIR/upgrade
marker=$state/upgrade_in_progress
next=$state/next-config
current=$state/current-config
log=$state/before-upgrade.log
area=$state/config/$APFW_INACTIVE
mkdir -p -- "$state/config" || die 73 "cannot make $state/config"
mkdir -- "$tmp" || die 73 "cannot make $tmp"

echo "do $verb, $APFW_ACTIVE is active part"
"do_$verb"

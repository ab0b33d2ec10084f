# shellcheck shell=sh disable=SC2154
# Board `uboot`: U-Boot with boot.cmd from this directory, its environment by libubootenv.
# README.md here says which variables it keeps. APFW_BOOT_ENVIRONMENT is the fw_env.config, of two
# copies: libubootenv writes the one that does not count, whole and with a checksum, and syncs it.

# shellcheck source=upgrade-scripts/boards/disk.sh
. "${board%/*}/disk.sh"

need_fw_env_config() {
    need APFW_BOOT_ENVIRONMENT
    [ -r "$APFW_BOOT_ENVIRONMENT" ] || die 87 "$APFW_BOOT_ENVIRONMENT cannot be read"
    for tool in fw_printenv fw_setenv; do
        command -v "$tool" >/dev/null || die 69 "no $tool here: install libubootenv's tools"
    done
    copies=$(grep -c '^[[:space:]]*[^#[:space:]]' "$APFW_BOOT_ENVIRONMENT" || :)
    [ "$copies" -eq 2 ] ||
        die 87 "$APFW_BOOT_ENVIRONMENT names $copies copies of the environment, not 2:" \
            'a power cut during a write would leave none'
}

uboot_value() { # name: from what fw_printenv has printed
    printf '%s\n' "$variables" | while IFS='=' read -r key value; do
        [ "$key" != "$1" ] || printf '%s\n' "$value"
    done
}

is_limit() {
    case $1 in
        [0-9] | 10) ;;
        *) return 1 ;;
    esac
}

# Where U-Boot counts by itself, it goes on while the slot to fall back to is started again and again.
is_count() {
    case $1 in
        '' | *[!0-9]* | 0?* | ??????????*) return 1 ;;
    esac
}

uboot_entry() { # value of apfw_part1 or apfw_part2
    case $1 in
        good) echo good ;;
        bad) echo 0 ;;
        trial)
            count=$(uboot_value bootcount)
            limit=$(uboot_value bootlimit)
            { is_count "$count" && is_limit "$limit"; } ||
                die 87 "bootcount=$count, bootlimit=$limit: not a count and a number from 0 to 10"
            if [ "$(uboot_value upgrade_available)" != 1 ] || [ "$count" -ge "$limit" ]; then
                echo 0
            else
                echo $((limit - count))
            fi
            ;;
        *) die 87 "a slot is '$1' in the U-Boot environment, not good, bad or trial" ;;
    esac
}

board_boot_read() {
    need_fw_env_config
    # Without a default of its own: what the tool makes up when both copies are damaged is nothing
    # that U-Boot would read.
    variables=$(fw_printenv -c "$APFW_BOOT_ENVIRONMENT" -f /dev/null 2>/dev/null) ||
        die 87 "fw_printenv cannot read the environment that $APFW_BOOT_ENVIRONMENT names"
    first=$(uboot_value apfw_first)
    [ -n "$first" ] || die 87 "the environment that $APFW_BOOT_ENVIRONMENT names is damaged in both" \
        'copies, or has no apfw_first'
    part1=$(uboot_entry "$(uboot_value apfw_part1)") || exit "$?"
    part2=$(uboot_entry "$(uboot_value apfw_part2)") || exit "$?"
    printf '%s\n' "first=$first" "part1=$part1" "part2=$part2"
}

board_boot_write() { # first, part1, part2
    need_fw_env_config
    available=0
    limit=0
    for entry in "$2" "$3"; do
        if is_trial "$entry"; then
            available=1
            limit=$entry
        fi
    done
    # One call, so that one write changes all of it.
    printf '%s\n' "apfw_first=$1" "apfw_part1=$(uboot_word "$2")" "apfw_part2=$(uboot_word "$3")" \
        "upgrade_available=$available" 'bootcount=0' "bootlimit=$limit" >"$tmp/env" ||
        die 73 "cannot write $tmp/env"
    fw_setenv -c "$APFW_BOOT_ENVIRONMENT" -f /dev/null -s "$tmp/env" 2>"$tmp/fw" ||
        die 74 "fw_setenv cannot write the environment: $(tail -n 1 "$tmp/fw")"
}

uboot_word() { # good, or a number of tries
    case $1 in
        good) echo good ;;
        0) echo bad ;;
        *) echo trial ;;
    esac
}

board_boot_check() {
    command_line_says_saved "U-Boot's"
}

# shellcheck shell=sh disable=SC2154
# The verbs about booting: BOOT_STATUS, BOOT_SET, HEALTH. Sourced by upgrade.sh.

need_slot_name() { # name of a variable
    need "$1"
    eval "value=\$$1"
    is_slot_name "$value" || die 64 "$1=$value is neither part1 nor part2"
}

need_boot_entry() { # name of a variable
    need "$1"
    eval "value=\$$1"
    is_boot_entry "$value" || die 64 "$1=$value is neither 'good' nor a number of tries, 0 to 9"
}

is_slot_name() {
    case $1 in
        part1 | part2) ;;
        *) return 1 ;;
    esac
}

is_boot_entry() {
    case $1 in
        good | [0-9]) ;;
        *) return 1 ;;
    esac
}

# Whether it may be booted without being confirmed.
is_trial() {
    case $1 in
        [1-9]) ;;
        *) return 1 ;;
    esac
}

has_function() {
    command -v "$1" >/dev/null
}

need_boot_control() {
    has_function board_boot_read || die 69 "board $APFW_BOARD has no boot control of its own"
}

# Says what went wrong unless the boot loader of this boot has shown that it can count tries down:
# a boot loader that cannot would try a bad image for ever.
check_counting() {
    ! has_function board_boot_check || board_boot_check
}

boot_value() { # key: from what board_boot_read has printed
    printf '%s\n' "$environment" | while IFS='=' read -r key value; do
        [ "$key" != "$1" ] || printf '%s\n' "$value"
    done
}

# Reads the environment into $environment; `first=…`, `part1=…`, `part2=…`, perhaps `note=…`.
read_boot() {
    environment=$(board_boot_read) || exit "$?"
    { is_slot_name "$(boot_value first)" && is_boot_entry "$(boot_value part1)" &&
        is_boot_entry "$(boot_value part2)"; } ||
        die 87 "the boot environment cannot be understood: $(printf '%s' "$environment" | tr '\n' ' ')"
}

do_BOOT_STATUS() {
    need_boot_control
    read_boot
    printf '%s\n' "$environment" | sed 's/^/boot /'
}

do_BOOT_SET() {
    need_boot_control
    need_slot_name APFW_BOOT_FIRST
    need_boot_entry APFW_BOOT_PART1
    need_boot_entry APFW_BOOT_PART2
    if is_trial "$APFW_BOOT_PART1" && is_trial "$APFW_BOOT_PART2"; then
        die 64 'both slots on trial: one of them is the way back'
    fi
    if is_trial "$APFW_BOOT_PART1" || is_trial "$APFW_BOOT_PART2"; then
        check_counting
    fi
    board_boot_write "$APFW_BOOT_FIRST" "$APFW_BOOT_PART1" "$APFW_BOOT_PART2"
    read_boot
    [ "$(boot_value first) $(boot_value part1) $(boot_value part2)" = \
        "$APFW_BOOT_FIRST $APFW_BOOT_PART1 $APFW_BOOT_PART2" ] ||
        die 88 "the boot environment reads $(printf '%s' "$environment" | tr '\n' ' ')after it was written"
    say "boot $APFW_BOOT_FIRST first, part1 $APFW_BOOT_PART1, part2 $APFW_BOOT_PART2"
}

do_HEALTH() {
    if has_function board_health; then
        board_health
    fi
    checks=0
    if [ -n "${APFW_HEALTH_DIR-}" ]; then
        [ -d "$APFW_HEALTH_DIR" ] || die 78 "APFW_HEALTH_DIR=$APFW_HEALTH_DIR is not a directory"
        for check in "$APFW_HEALTH_DIR"/*; do
            { [ -f "$check" ] && [ -x "$check" ]; } || continue
            checks=$((checks + 1))
            status=0
            "$check" >"$tmp/check" 2>&1 || status=$?
            case $status in
                0) continue ;;
                75) code=75 ;;
                *) code=89 ;;
            esac
            die "$code" "${check##*/} says $status: $(tail -n 1 "$tmp/check")"
        done
    fi
    say "healthy, $checks checks"
}

# What grub.cfg and boot.cmd tell the kernel of the environment: saved, unsaved or lost.
command_line_says_saved() { # whose boot configuration, for messages
    [ -r "$proc/cmdline" ] || die 79 "$proc/cmdline cannot be read: could the boot loader count?"
    for word in $(tr -s ' \n\t' '\n' <"$proc/cmdline" | grep '^apfw\.env=' || :); do
        [ "$word" != apfw.env=saved ] || return 0
        die 79 "the boot loader could not save its counter at this boot ($word): an image that does" \
            'not start would be tried for ever. See to the boot environment and reboot'
    done
    die 79 "no apfw.env= on the kernel command line: $1 configuration is not the one from boards/"
}

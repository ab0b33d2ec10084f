# shellcheck shell=sh disable=SC2154
# Board `grub`: GRUB 2 with grub.cfg from this directory. README.md here says how it is kept.
#
# Two environment blocks of 1024 bytes, each a file of its own, written in place. A copy is whole
# when apfw_begin and apfw_end say the same; each write gives both a number that neither copy has
# had, so that whatever part of a write is missing shows. All that lies between has a fixed width.

# shellcheck source=upgrade-scripts/boards/disk.sh
. "${board%/*}/disk.sh"

need_copies() {
    need APFW_BOOT_ENVIRONMENT APFW_BOOT_COPY
    # shellcheck disable=SC3013 # -ef: dash and busybox ash have it
    if [ "$APFW_BOOT_ENVIRONMENT" = "$APFW_BOOT_COPY" ] ||
        [ "$APFW_BOOT_ENVIRONMENT" -ef "$APFW_BOOT_COPY" ]; then
        die 64 "APFW_BOOT_COPY=$APFW_BOOT_COPY is the environment itself: a second file is needed"
    fi
}

# Reads a copy into apfw_begin … apfw_end; fails unless it is whole. By GRUB's rules, so that both
# choose the same copy: the last of several lines counts, what is not asked for is passed over.
read_copy() { # file
    apfw_begin=
    apfw_first=
    apfw_part1=
    apfw_part2=
    apfw_end=
    [ -f "$1" ] && [ -r "$1" ] || return 1
    {
        IFS= read -r line && [ "$line" = '# GRUB Environment Block' ] || return 1
        while IFS= read -r line || [ -n "$line" ]; do
            case $line in
                apfw_begin=*) apfw_begin=${line#*=} ;;
                apfw_first=*) apfw_first=${line#*=} ;;
                apfw_part1=*) apfw_part1=${line#*=} ;;
                apfw_part2=*) apfw_part2=${line#*=} ;;
                apfw_end=*) apfw_end=${line#*=} ;;
            esac
        done
    } <"$1" 2>/dev/null || return 1
    case $apfw_begin in
        '' | "$apfw_end") [ -n "$apfw_begin" ] ;;
        *) false ;;
    esac && is_slot_name "$apfw_first" && is_grub_entry "$apfw_part1" && is_grub_entry "$apfw_part2"
}

is_grub_entry() {
    case $1 in
        [0-9G]) ;;
        *) return 1 ;;
    esac
}

# The copy that GRUB uses: the first, unless it is not whole.
read_used() {
    used=$APFW_BOOT_ENVIRONMENT
    read_copy "$used" && return 0
    used=$APFW_BOOT_COPY
    read_copy "$used" && return 0
    used=
    return 1
}

to_entry() { # of a copy
    case $1 in
        G) echo good ;;
        *) echo "$1" ;;
    esac
}

from_entry() {
    case $1 in
        good) echo G ;;
        *) echo "$1" ;;
    esac
}

# GRUB reads what we may not: another copy than ours would count.
must_be_readable() { # file
    [ ! -e "$1" ] || [ -r "$1" ] || die 87 "$1 may not be read by user $(id -u): it is to be the agent's"
}

board_boot_read() {
    need_copies
    must_be_readable "$APFW_BOOT_ENVIRONMENT"
    read_used || {
        must_be_readable "$APFW_BOOT_COPY"
        die 87 "neither $APFW_BOOT_ENVIRONMENT nor $APFW_BOOT_COPY is a whole boot environment:" \
            "apfw slots init makes one"
    }
    printf '%s\n' "first=$apfw_first" "part1=$(to_entry "$apfw_part1")" "part2=$(to_entry "$apfw_part2")"
    for copy in "$APFW_BOOT_ENVIRONMENT" "$APFW_BOOT_COPY"; do
        read_copy "$copy" || echo "note=$copy is missing or damaged; $used is used"
    done
}

# The highest number that either copy, torn or whole, has had at either end.
highest_number() {
    highest=0
    for copy in "$APFW_BOOT_ENVIRONMENT" "$APFW_BOOT_COPY"; do
        read_copy "$copy" || :
        for number in "$apfw_begin" "$apfw_end"; do
            # Shells read a leading zero as octal.
            number=${number#"${number%%[!0]*}"}
            case $number in
                '' | *[!0-9]* | ?????????*) ;;
                *) [ "$number" -le "$highest" ] || highest=$number ;;
            esac
        done
    done
}

write_copy() { # file; the content stands in $tmp/env
    say "writing $1"
    if [ -e "$1" ]; then
        [ -f "$1" ] || die 66 "$1 is not a file"
        # In place: GRUB writes where it finds the blocks, and a file that is truncated first is
        # empty when the power goes.
        dd if="$tmp/env" of="$1" bs=1024 count=1 conv=notrunc,fsync 2>"$tmp/dd" ||
            die 74 "$1 cannot be written: $(head -n 1 "$tmp/dd")"
    else
        cp -- "$tmp/env" "$1.new" || die 73 "cannot write $1.new"
        hand_over "${1%/*}" "$1.new" || die 73 "$1.new cannot be given to the owner of ${1%/*}"
        replace "$1"
    fi
    cmp -s "$tmp/env" "$1" || die 88 "$1 does not read back as it was written"
}

board_boot_write() { # first, part1, part2
    need_copies
    read_used || :
    highest_number
    # Eight digits: a write each second for three years.
    number=$(printf '%08d' $(((highest + 1) % 100000000)))
    body=$(printf '%s\n' '# GRUB Environment Block' "apfw_begin=$number" "apfw_first=$1" \
        "apfw_part1=$(from_entry "$2")" "apfw_part2=$(from_entry "$3")" "apfw_end=$number")
    {
        printf '%s\n' "$body"
        printf "%$((1024 - ${#body} - 1))s" '' | tr ' ' '#'
    } >"$tmp/env" || die 73 "cannot write $tmp/env"
    [ "$(wc -c <"$tmp/env")" -eq 1024 ] || die 73 "$tmp/env is not 1024 bytes long"
    # The copy in use comes last: it is the old environment until the other is the new one.
    if [ "$used" = "$APFW_BOOT_COPY" ]; then
        write_copy "$APFW_BOOT_ENVIRONMENT"
        write_copy "$APFW_BOOT_COPY"
    else
        write_copy "$APFW_BOOT_COPY"
        write_copy "$APFW_BOOT_ENVIRONMENT"
    fi
}

board_boot_check() {
    command_line_says_saved "GRUB's"
}

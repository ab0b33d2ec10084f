# shellcheck shell=sh disable=SC2154
# Board `file`, the embedded default: a slot is a file. Sourced by upgrade.sh.

# The target is of the kind that this board writes.
board_check_kind() { # device
    [ -e "$1" ] || die 66 "$1 does not exist"
    [ -f "$1" ] || die 66 "$1 is not a file; board $APFW_BOARD keeps its slots in files"
    [ -w "$1" ] || die 66 "$1 cannot be written"
}

# Room for an image.
board_target_bytes() { # device
    file_target_bytes "$1"
}

# A sparse file promises more than its file system may have.
file_target_bytes() { # file
    # shellcheck disable=SC2012 # one file, and stat is not POSIX
    size=$(ls -lnL -- "$1" | sed 's/^[^ ]* *[0-9]* *[0-9]* *[0-9]* *\([0-9]*\) .*/\1/')
    allocated=$(du -kL -- "$1" | cut -f 1)
    free=$(free_kib "$(dirname "$1")")
    backed=$(((allocated + free) * 1024))
    if [ "$size" -lt "$backed" ]; then
        echo "$size"
    else
        echo "$backed"
    fi
}

board_aliases() { # canonical path
    file_aliases "$1"
}

# Other names under which the kernel may use the file.
file_aliases() { # canonical path
    for backing in "$sys"/block/loop*/loop/backing_file; do
        [ -r "$backing" ] || continue
        IFS= read -r line <"$backing" || continue
        if [ "$line" = "$1" ]; then
            loop=${backing%/loop/backing_file}
            echo "/dev/${loop##*/}"
        fi
    done
}

board_check_payload() { # device, bytes
    file_check_payload "$1" "$2"
}

# The payload is there to its last byte (the agent reads all of it back after this, and compares),
# and its file system, where it has one that we know, is sound.
file_check_payload() { # file, bytes
    dd if="$1" of="$tmp/last" bs=1 skip=$(($2 - 1)) count=1 2>"$tmp/dd" ||
        die 74 "$1 cannot be read: $(head -n 1 "$tmp/dd")"
    # dd takes the end of the file for a success.
    [ -s "$tmp/last" ] || die 74 "$1 ends before $2 bytes"
    case $(magic "$1" 0 4)/$(magic "$1" 1080 2) in
        68737173/*) check_with squashfs unsquashfs -s "$1" ;;
        */53ef) check_with ext e2fsck -f -n "$1" ;;
        *) say "$APFW_INACTIVE file system: not one that can be checked here" ;;
    esac
}

magic() { # device, offset, count
    od -A n -t x1 -j "$2" -N "$3" "$1" | tr -d ' \n'
}

check_with() { # file system, command
    if ! command -v "$2" >/dev/null; then
        say "$APFW_INACTIVE file system: $1, not checked: no $2 here"
        return 0
    fi
    filesystem=$1
    shift
    "$@" >"$tmp/check" 2>&1 || die 77 "$APFW_INACTIVE file system: $filesystem, damaged:" \
        "$1 says $(tail -n 1 "$tmp/check")"
    say "$APFW_INACTIVE file system: $filesystem, clean"
}

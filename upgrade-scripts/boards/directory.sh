# shellcheck shell=sh disable=SC2154
# Board `directory`: a slot is a directory of a mounted file system and its image the file `image`
# there (`slots.medium: directory`); while the agent writes it, `image.new`.

# shellcheck source=upgrade-scripts/boards/file.sh
. "${board%/*}/file.sh"

board_check_kind() { # directory
    [ -d "$1" ] || die 66 "$1 is not a directory: is its file system mounted?"
    [ -w "$1" ] || die 66 "$1 cannot be written"
}

# The old image gives way to the new one.
board_target_bytes() { # directory
    room=$(free_kib "$1")
    for name in image image.new; do
        if [ -f "$1/$name" ]; then
            allocated=$(du -kL -- "$1/$name" | cut -f 1)
            room=$((room + allocated))
        fi
    done
    echo $((room * 1024))
}

board_aliases() { # canonical path
    file_aliases "$1/image"
}

board_check_payload() { # directory, bytes
    file_check_payload "$1/image" "$2"
}

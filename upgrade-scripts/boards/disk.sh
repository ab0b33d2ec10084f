# shellcheck shell=sh disable=SC2154
# Board `disk`: a slot is a block device, or a file. Boards with a boot loader build on it.

# shellcheck source=upgrade-scripts/boards/file.sh
. "${board%/*}/file.sh"

board_check_kind() { # device
    [ -e "$1" ] || die 66 "$1 does not exist"
    [ -f "$1" ] || [ -b "$1" ] || die 66 "$1 is neither a block device nor a file"
    [ -w "$1" ] || die 66 "$1 cannot be written"
    if [ -b "$1" ]; then
        name=$(readlink -f -- "$1")
        name=${name##*/}
        for holder in "$sys/class/block/$name/holders"/*; do
            [ ! -e "$holder" ] || die 68 "$1 is in use: ${holder##*/} is built on it"
        done
        read -r read_only <"$sys/class/block/$name/ro" || read_only=0
        [ "$read_only" = 0 ] || die 66 "$1 is read-only"
    fi
}

board_target_bytes() { # device
    if [ -b "$1" ]; then
        name=$(readlink -f -- "$1")
        read -r sectors <"$sys/class/block/${name##*/}/size" || die 66 "the size of $1 cannot be told"
        echo $((sectors * 512))
    else
        file_target_bytes "$1"
    fi
}

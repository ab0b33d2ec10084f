#!/usr/bin/env bats
# Board `grub` with GRUB's own code: grub-editenv reads what the script writes, and grub-emu runs
# grub.cfg on disks of ext2. Kernels are stand-ins: the emulator cannot start one.

load boards.bash

setup() {
    board_setup grub
    disks="$BATS_TEST_TMPDIR/disks"
    mkdir -p "$disks/boot" "$disks/slot"
    echo kernel >"$disks/slot/vmlinuz"
    kernels=12
}

# The disks as files; the environments are those of the script.
make_disks() {
    cp "$environment" "$disks/boot/one.env" 2>/dev/null || rm -f "$disks/boot/one.env"
    cp "$copy" "$disks/boot/two.env" 2>/dev/null || rm -f "$disks/boot/two.env"
    rm -f "$disks"/*.img
    mke2fs -q -F -t ext2 -d "$disks/boot" "$disks/hd0.img" 256
    for slot in 1 2; do
        case $kernels in
            *$slot*) mke2fs -q -F -t ext2 -d "$disks/slot" "$disks/hd$slot.img" 256 ;;
            *) head -c 262144 /dev/zero >"$disks/hd$slot.img" ;;
        esac
    done
    for disk in 0 1 2; do
        echo "(hd$disk) $disks/hd$disk.img"
    done >"$disks/device.map"
    {
        echo 'function linux { if [ -f "$1" ]; then echo "<BOOT $2 $3 $4 $5 $6>"; halt; else false; fi; }'
        echo "set apfw_env1=(${env_device:-hd0})${env_path:-}/one.env"
        echo "set apfw_env2=(${env_device:-hd0})${env_path:-}/two.env"
        echo 'set apfw_dev1=hd1'
        echo 'set apfw_dev2=hd2'
        echo 'set apfw_root1=root=one'
        echo 'set apfw_root2=root=two'
        echo 'set apfw_kernel=/vmlinuz'
        echo 'set apfw_args=panic=10'
        cat "$scripts/boards/grub.cfg"
        echo 'echo "<NOTHING>"'
        echo 'halt'
    } >"$disks/grub.cfg"
}

# What GRUB starts from the disks: `part1 saved`, or NOTHING. The script sees its environment after.
grub() {
    make_disks
    local said
    said=$(timeout 60 grub-emu -m "$disks/device.map" -d "$disks" -r host </dev/null 2>&1) || :
    started=$(printf '%s\n' "$said" | sed -n 's/.*<\([^>]*\)>.*/\1/p' | tail -n 1)
    entry=${started##*apfw.entry=}
    case $started in
        BOOT*) started=$(echo "$started" | sed 's/.*apfw.slot=\([^ ]*\) apfw.env=\([^ ]*\).*/\1 \2/') ;;
    esac
    for name in one two; do
        debugfs -R "cat $name.env" "$disks/hd0.img" >"$disks/$name" 2>/dev/null || :
    done
    [ ! -e "$environment" ] || cp "$disks/one" "$environment"
    [ ! -e "$copy" ] || cp "$disks/two" "$copy"
}

# The agent's rule, in other words than grub.cfg's.
decide() { # first, part1, part2: sets decided, and the environment after
    local first=$1 one=$2 two=$3 slot entry
    for slot in "$first" "$([ "$first" = part1 ] && echo part2 || echo part1)"; do
        [ "$slot" = part1 ] && entry=$one || entry=$two
        decided=$slot
        case $entry in
            good) break 1 ;;
            0) continue ;;
        esac
        entry=$((entry - 1))
        [ "$slot" = part1 ] && one=$entry || two=$entry
        break
    done
    after="$first $one $two"
}

@test "grub-editenv reads what is written" {
    must_set part2 0 good
    [ "$(wc -c <"$environment")" -eq 1024 ]
    cmp "$environment" "$copy"
    [ "$(grub-editenv "$environment" list | tr '\n' ' ')" = \
        'apfw_begin=00000001 apfw_first=part2 apfw_part1=0 apfw_part2=G apfw_end=00000001 ' ]
    must_set part1 3 good
    grub-editenv "$copy" list | grep -qx apfw_part1=3
    must_be part1 3 good
}

@test "the script reads what grub-editenv writes" {
    must_set part1 3 good
    grub-editenv "$environment" set apfw_part1=2
    must_be part1 2 good
    grub-editenv "$environment" set saved_entry=0
    must_be part1 2 good
    must_set part1 good good
}

@test "GRUB starts what the agent would, and counts" {
    local first one two told n=0
    for first in part1 part2; do
        for one in good 0 1 3; do
            for two in good 0 1 9; do
                [ "$one" = good ] || [ "$one" = 0 ] || [ "$two" = good ] || [ "$two" = 0 ] || continue
                rm -f "$environment" "$copy"
                must_set "$first" "$one" "$two"
                decide "$first" "$one" "$two"
                grub
                [ "$started" = "$decided saved" ] || {
                    echo "$first $one $two: started $started, not $decided"
                    return 1
                }
                # shellcheck disable=SC2086 # three words
                must_be $after
                # The kernel is told what the environment says of it now.
                told=${after##* }
                [ "$decided" = part2 ] || told=$(echo "$after" | cut -d' ' -f2)
                case "$one $two" in
                    '0 0') told=none ;;
                esac
                [ "$entry" = "${told/good/G}" ] || {
                    echo "$first $one $two: the kernel is told apfw.entry=$entry"
                    return 1
                }
                cmp "$environment" "$copy"
                n=$((n + 1))
            done
        done
    done
    [ "$n" -eq 24 ]
}

@test "the tries end, the old slot is back" {
    must_set part1 2 good
    for wanted in part1 part1 part2 part2; do
        grub
        [ "$started" = "$wanted saved" ]
    done
    must_be part1 0 good
}

@test "a slot whose kernel does not load is given up in the same boot" {
    must_set part1 3 good
    kernels=2
    grub
    [ "$started" = 'part2 saved' ]
    must_be part1 0 good
    # A confirmed one is not forgotten: what ails it may pass.
    must_set part1 good good
    grub
    [ "$started" = 'part2 saved' ]
    must_be part1 good good
    kernels=
    grub
    [ "$started" = NOTHING ]
}

@test "the last resort" {
    must_set part1 0 0
    grub
    [ "$started" = 'part2 saved' ]
    kernels=1
    grub
    [ "$started" = 'part1 saved' ]
}

@test "one environment is enough, without any something starts" {
    must_set part2 good 2
    head -c 1024 /dev/zero >"$environment"
    must_be part2 good 2
    [[ $output == *'boot note='*'one.env is missing or damaged;'*'two.env is used'* ]]
    grub
    [ "$started" = 'part2 saved' ]
    must_be part2 good 1
    must_set part2 good 1
    cmp "$environment" "$copy"
    rm "$copy"
    must_be part2 good 1
    grub
    [ "$started" = 'part2 saved' ]
    rm "$environment"
    boot BOOT_STATUS
    must_fail 87
    grub
    [ "$started" = 'part1 lost' ]
    kernels=2
    grub
    [ "$started" = 'part2 lost' ]
}

@test "GRUB says when it could not save" {
    must_set part1 3 good
    env_device=host env_path="$disks/boot"
    grub
    [ "$started" = 'part1 unsaved' ]
}

@test "no upgrade where the boot loader cannot count" {
    must_set part2 good good
    for word in apfw.env=unsaved apfw.env=lost quiet; do
        echo "apfw.slot=part2 $word" >"$ap/proc/cmdline"
        boot_set part1 3 good
        must_fail 79
        must_be part2 good good
        # Taking back is always allowed.
        must_set part2 0 good
        must_set part2 good good
    done
}

# Replays the writes of one BOOT_SET, in the order in which it made them, each cut after every byte.
# GRUB and the script must choose the same environment: the old one or the new one.
torn_writes() { # old environment, new environment; the old one stands in the files
    local keep=$BATS_TEST_TMPDIR at file last sum state points=0
    cp "$environment" "$keep/o1"
    cp "$copy" "$keep/o2"
    # shellcheck disable=SC2086 # three words
    must_set $2
    printf '%s\n' "$output" | sed -n 's/^upgrade.sh: writing //p' >"$keep/order"
    [ "$(wc -l <"$keep/order")" -eq 2 ]
    cp "$environment" "$keep/new"
    cp "$keep/o1" "$environment"
    cp "$keep/o2" "$copy"
    while IFS= read -r file; do
        cp "$file" "$keep/old"
        last=
        for at in $(seq 0 1024); do
            { head -c "$at" "$keep/new" && tail -c +$((at + 1)) "$keep/old"; } >"$file"
            points=$((points + 1))
            # Most prefixes are the same bytes as the one before.
            sum=$(cksum <"$file")
            [ "$sum" != "$last" ] || continue
            last=$sum
            grub-editenv "$file" list >/dev/null
            boot BOOT_STATUS
            [ "$status" -eq 0 ]
            state=$(state_of "$output")
            [ "$state" = "$1" ] || [ "$state" = "$2" ] || {
                echo "cut after $at bytes of ${file##*/}: $output"
                return 1
            }
            cp "$environment" "$keep/e1"
            cp "$copy" "$keep/e2"
            grub
            # shellcheck disable=SC2086
            decide $state
            [ "$started" = "$decided saved" ] || {
                echo "cut after $at bytes of ${file##*/}: GRUB starts $started, not $decided"
                return 1
            }
            cp "$keep/e1" "$environment"
            cp "$keep/e2" "$copy"
            # What comes after a cut may be something else, and may be cut as well: its number must
            # not stand in either copy.
            must_set part2 good 0
            ! grep -qxF -f <(cat "$keep/e1" "$keep/e2" | grep -a '^apfw_[be].*=') "$environment"
            cmp "$environment" "$copy"
            cp "$keep/e1" "$environment"
            cp "$keep/e2" "$copy"
        done
        cp "$keep/new" "$file"
    done <"$keep/order"
    [ "$points" -eq 2050 ]
}

@test "a write torn at any byte leaves the old environment or the new" {
    # The number rolls over from 99 to 100 in the middle of it.
    must_set part2 0 good
    sed -i 's/=00000001/=00000099/' "$environment" "$copy"
    torn_writes 'part2 0 good' 'part1 3 good'
}

@test "the same while only the second copy is whole" {
    must_set part2 0 good
    sed -i 's/^apfw_end=.*/apfw_end=00000000/' "$environment"
    torn_writes 'part2 0 good' 'part1 3 good'
}

@test "killed at each command and run again" {
    restore() {
        cp "$BATS_TEST_TMPDIR/o1" "$environment"
        cp "$BATS_TEST_TMPDIR/o2" "$copy"
    }
    must_set part2 0 good
    cp "$environment" "$BATS_TEST_TMPDIR/o1"
    cp "$copy" "$BATS_TEST_TMPDIR/o2"
    kill_at_each_command 'part2 0 good' 'part1 3 good'
}

@test "killed at each command while only the second copy is whole" {
    must_set part2 0 good
    cp "$copy" "$BATS_TEST_TMPDIR/o2"
    restore() {
        cp "$BATS_TEST_TMPDIR/o2" "$copy"
        sed 's/apfw_end=00000001/apfw_end=00000000/' "$copy" >"$environment"
    }
    restore
    kill_at_each_command 'part2 0 good' 'part1 3 good'
}

@test "tools that lie, and files that are not there" {
    must_set part2 good good
    fake="$scripts/test/fakebin/dd-io-error"
    boot_set part2 0 good
    must_fail 74
    fake="$scripts/test/fakebin/dd-nothing"
    boot_set part2 0 good
    must_fail 88
    fake=
    must_be part2 good good
    environment=$copy
    boot BOOT_STATUS
    must_fail 64
}

@test "what BOOT_SET refuses" {
    must_set part2 good good
    for wrong in 'part3 good good' 'part1 10 good' 'part1 good' 'part1 2 2' 'part1 bad good'; do
        # shellcheck disable=SC2086
        boot_set $wrong
        must_fail 64
    done
    must_be part2 good good
    board="file"
    boot BOOT_STATUS
    must_fail 69
}

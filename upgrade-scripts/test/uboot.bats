#!/usr/bin/env bats
# Board `uboot`: the script with libubootenv on two files; boot.cmd by a shell whose saveenv is
# libubootenv's, for all states, and by U-Boot itself in QEMU for some. The emulated flash takes no
# saveenv, so that U-Boot shows there what it does when it cannot save.

load boards.bash

setup() {
    board_setup uboot
    environment="$ap/fw_env.config"
    # The tools split the configuration at blanks.
    flash="$BATS_TEST_TMPDIR/flash"
    mkdir "$flash"
    printf '%s 0x0 0x2000\n' "$flash/one" "$flash/two" >"$environment"
    erase one two
    kernels='part1 part2'
}

erase() { # copies
    local name
    for name in "$@"; do
        head -c 8192 /dev/zero | tr '\0' '\377' >"$flash/$name"
    done
}

variable() {
    fw_printenv -c "$environment" -n "$1"
}

# The commands of U-Boot that boot.cmd uses.
uboot_commands() {
    cat <<'END'
setenv() { name=$1; shift; export "$name=$*"; }
setexpr() { export "$1=$(($2 + $4))"; }
run() { eval "command_line=\$$1"; eval "$command_line"; }
saveenv() {
    [ -z "${flash_broken-}" ] || return 1
    printf '%s\n' "bootcount=$bootcount" "bootlimit=$bootlimit" "upgrade_available=$upgrade_available" \
        "apfw_part1=$apfw_part1" "apfw_part2=$apfw_part2" >"$saved"
    fw_setenv -c "$config" -f /dev/null -s "$saved"
}
END
}

# What boot.cmd starts: `part1 saved`, or NOTHING; the environment is what it has left.
uboot() { # variables
    local script="$BATS_TEST_TMPDIR/boot.sh" name value said
    {
        uboot_commands
        fw_printenv -c "$environment" -f /dev/null 2>/dev/null | while IFS='=' read -r name value; do
            printf "%s='%s'\n" "$name" "$value"
        done
        for name in part1 part2; do
            case $kernels in
                *$name*) echo "apfw_load_$name=true" ;;
                *) echo "apfw_load_$name=false" ;;
            esac
        done
        # shellcheck disable=SC2016 # for the script
        echo 'apfw_go='"'"'echo "<BOOT $bootargs>"; exit 0'"'"
        cat "$scripts/boards/boot.cmd"
        echo 'echo "<NOTHING>"'
    } >"$script"
    said=$(env -i PATH="$PATH" config="$environment" saved="$BATS_TEST_TMPDIR/saved" "$@" dash "$script")
    started=$(printf '%s\n' "$said" | sed -n 's/^<\(.*\)>$/\1/p')
    case $started in
        BOOT*) started=$(echo "$started" | sed 's/.*apfw.slot=\([^ ]*\) apfw.env=\([^ ]*\).*/\1 \2/') ;;
    esac
}

# The same by U-Boot in QEMU: sets started and counted.
real_uboot() {
    local qemu="$BATS_TEST_TMPDIR/qemu" name said
    mkdir -p "$qemu"
    truncate -s 64M "$qemu/flash"
    echo "$qemu/flash 0x0 0x40000" >"$qemu/fw_env.config"
    {
        fw_printenv -c "$environment" -f /dev/null
        for name in part1 part2; do
            case $kernels in
                *$name*) echo "apfw_load_$name=true" ;;
                *) echo "apfw_load_$name=false" ;;
            esac
        done
        # shellcheck disable=SC2016 # for U-Boot
        echo 'apfw_go=echo "<BOOT ${bootargs} count=${bootcount}>"; poweroff'
        echo 'bootcmd=source 0x42000000; echo "<NOTHING>"; poweroff'
        echo 'bootdelay=0'
    } >"$qemu/variables"
    rm -f "$qemu/flash"
    truncate -s 64M "$qemu/flash"
    fw_setenv -c "$qemu/fw_env.config" -f /dev/null -s "$qemu/variables" 2>/dev/null
    mkimage -A arm64 -T script -d "$scripts/boards/boot.cmd" "$qemu/boot.scr" >/dev/null
    said=$(timeout 300 qemu-system-aarch64 -M virt -cpu cortex-a57 -nographic -net none \
        -bios /usr/lib/u-boot/qemu_arm64/u-boot.bin \
        -drive "if=pflash,index=1,format=raw,file=$qemu/flash" \
        -device "loader,file=$qemu/boot.scr,addr=0x42000000,force-raw=on" </dev/null 2>&1 | tr -d '\r')
    started=$(printf '%s\n' "$said" | sed -n 's/^<\(.*\)>$/\1/p')
    counted=${started##*count=}
    case $started in
        BOOT*) started=$(echo "$started" | sed 's/.*apfw.slot=\([^ ]*\) .*/\1/') ;;
    esac
}

# The agent's rule, in other words than boot.cmd's.
decide() { # first, part1, part2: sets decided, and the environment after
    local first=$1 one=$2 two=$3 slot entry
    for slot in "$first" "$([ "$first" = part1 ] && echo part2 || echo part1)"; do
        [ "$slot" = part1 ] && entry=$one || entry=$two
        decided=$slot
        case $entry in
            good) break ;;
            0) continue ;;
        esac
        entry=$((entry - 1))
        [ "$slot" = part1 ] && one=$entry || two=$entry
        break
    done
    after="$first $one $two"
}

@test "U-Boot's own words" {
    must_set part1 3 good
    must_be part1 3 good
    [ "$(variable apfw_part1)/$(variable upgrade_available)/$(variable bootcount)/$(variable bootlimit)" = \
        trial/1/0/3 ]
    must_set part1 good good
    [ "$(variable apfw_part1)/$(variable upgrade_available)" = good/0 ]
    # U-Boot has counted twice.
    must_set part1 3 good
    fw_setenv -c "$environment" bootcount 2
    must_be part1 1 good
    fw_setenv -c "$environment" bootcount 4
    must_be part1 0 good
    # What is not ours stays.
    fw_setenv -c "$environment" ethaddr 02:00:5e:10:00:01
    must_set part2 0 good
    [ "$(variable ethaddr)" = 02:00:5e:10:00:01 ]
}

@test "the script starts what the agent would, and counts" {
    local first one two n=0
    for first in part1 part2; do
        for one in good 0 1 3; do
            for two in good 0 1 9; do
                [ "$one" = good ] || [ "$one" = 0 ] || [ "$two" = good ] || [ "$two" = 0 ] || continue
                must_set "$first" "$one" "$two"
                decide "$first" "$one" "$two"
                uboot
                [ "$started" = "$decided saved" ] || {
                    echo "$first $one $two: started $started, not $decided"
                    return 1
                }
                # shellcheck disable=SC2086 # three words
                must_be $after
                n=$((n + 1))
            done
        done
    done
    [ "$n" -eq 24 ]
}

@test "the tries end, the old slot is back" {
    must_set part1 2 good
    for wanted in part1 part1 part2 part2; do
        uboot
        [ "$started" = "$wanted saved" ]
    done
    must_be part1 0 good
}

@test "where U-Boot counts by itself, the script does not" {
    must_set part1 2 good
    for count in 1 2; do
        # CONFIG_BOOTCOUNT_ENV, before bootcmd.
        fw_setenv -c "$environment" bootcount "$count"
        uboot apfw_counts=uboot
        [ "$started" = 'part1 saved' ]
        must_be part1 $((2 - count)) good
    done
    fw_setenv -c "$environment" bootcount 3
    uboot apfw_counts=uboot
    [ "$started" = 'part2 saved' ]
    # It counts the boots of part2, too, until an agent settles it.
    fw_setenv -c "$environment" bootcount 300
    uboot apfw_counts=uboot
    [ "$started" = 'part2 saved' ]
    must_be part1 0 good
}

@test "a slot whose kernel does not load is given up in the same boot" {
    must_set part1 3 good
    kernels=part2
    uboot
    [ "$started" = 'part2 saved' ]
    must_be part1 0 good
    kernels=
    uboot
    [ "$started" = NOTHING ]
}

@test "the last resort, and an environment that is lost" {
    must_set part1 0 0
    uboot
    [ "$started" = 'part2 saved' ]
    kernels=part1
    uboot
    [ "$started" = 'part1 saved' ]
    erase one
    must_be part1 0 0
    erase one two
    boot BOOT_STATUS
    must_fail 87
    uboot
    [ "$started" = 'part1 lost' ]
    kernels=part2
    uboot
    [ "$started" = 'part2 lost' ]
    must_set part2 good good
    must_be part2 good good
}

@test "a flash that cannot be written is said" {
    must_set part1 3 good
    uboot flash_broken=1
    [ "$started" = 'part1 unsaved' ]
    echo apfw.env=unsaved >"$ap/proc/cmdline"
    boot_set part2 3 good
    must_fail 79
}

@test "U-Boot itself" {
    while read -r first one two loads wanted count; do
        must_set "$first" "$one" "$two"
        kernels=${loads//+/ }
        real_uboot
        [ "$started $counted" = "$wanted $count" ] || {
            echo "$first $one $two: started $started with $counted counted, not $wanted with $count"
            return 1
        }
    done <<'END'
part1 3 good part1+part2 part1 1
part2 good 2 part1+part2 part2 1
part2 good good part1+part2 part2 0
part1 0 good part1+part2 part2 0
part1 3 good part2 part2 1
part1 0 0 part1 part1 0
END
}

@test "a write torn at any byte leaves the old environment or the new" {
    local old='part2 0 good' new='part1 3 good' name at written='' points=0 keep=$BATS_TEST_TMPDIR
    must_set part2 good good
    # shellcheck disable=SC2086 # three words
    must_set $old
    cp "$flash/one" "$keep/o1"
    cp "$flash/two" "$keep/o2"
    # shellcheck disable=SC2086
    must_set $new
    for name in one two; do
        cmp -s "$flash/$name" "$keep/o${name/one/1}" || cmp -s "$flash/$name" "$keep/o${name/two/2}" ||
            written="$written$name"
    done
    # One call of fw_setenv writes one copy, the one that did not count.
    [ "$written" = one ] || [ "$written" = two ]
    cp "$flash/$written" "$keep/new"
    [ "$written" = one ] && cp "$keep/o1" "$keep/old" || cp "$keep/o2" "$keep/old"
    for at in $(seq 0 160) 512 1024 4096 8191 8192; do
        { head -c "$at" "$keep/new" && tail -c +$((at + 1)) "$keep/old"; } >"$flash/$written"
        boot BOOT_STATUS
        [ "$status" -eq 0 ]
        case $(state_of "$output") in
            "$old" | "$new") points=$((points + 1)) ;;
            *)
                echo "cut after $at bytes: $output"
                return 1
                ;;
        esac
    done
    [ "$points" -eq 166 ]
}

@test "killed at each command and run again" {
    restore() {
        cp "$BATS_TEST_TMPDIR/o1" "$flash/one"
        cp "$BATS_TEST_TMPDIR/o2" "$flash/two"
    }
    must_set part2 good good
    must_set part2 0 good
    cp "$flash/one" "$BATS_TEST_TMPDIR/o1"
    cp "$flash/two" "$BATS_TEST_TMPDIR/o2"
    kill_at_each_command 'part2 0 good' 'part1 3 good'
}

@test "tools that lie, and configurations that cannot be" {
    must_set part2 good good
    fake="$scripts/test/fakebin/fw-setenv-fails"
    boot_set part2 0 good
    must_fail 74
    [[ $output == *'Error storing the env'* ]]
    fake="$scripts/test/fakebin/fw-setenv-nothing"
    boot_set part2 0 good
    must_fail 88
    fake=
    must_be part2 good good
    fw_setenv -c "$environment" bootcount many
    must_be part2 good good
    fw_setenv -c "$environment" apfw_part1 trial
    boot BOOT_STATUS
    must_fail 87
    fw_setenv -c "$environment" apfw_part1 perhaps
    boot BOOT_STATUS
    must_fail 87
    # One copy is none when the power goes.
    printf '%s 0x0 0x2000\n' "$flash/one" >"$environment"
    boot_set part2 0 good
    must_fail 87
    rm "$environment"
    boot BOOT_STATUS
    must_fail 87
}

# A/B boot for U-Boot; README.md here says how it is used:
#   mkimage -A arm64 -T script -d boot.cmd boot.scr
# The board's default environment sets
#   apfw_load_part1 apfw_load_part2  commands that load kernel, device tree and initrd of a slot
#   apfw_root_part1 apfw_root_part2  what the kernel is told of it, root=PARTLABEL=part1
#   apfw_args                        the rest of the kernel command line: panic=10, console=…
#   apfw_go                          the command that starts what was loaded, booti …
#   apfw_counts                      uboot where CONFIG_BOOTCOUNT_ENV has counted already, else empty
#   altbootcmd                       run bootcmd: this script sees for itself that the tries are used
# It comes back only when no slot's kernel could be loaded.

test -n "${bootcount}" || setenv bootcount 0
test -n "${bootlimit}" || setenv bootlimit 0
setenv apfw_env saved
setenv apfw_started ""

if test "${apfw_first}" = part1; then
    setenv apfw_order part1 part2
    setenv apfw_back part2 part1
elif test "${apfw_first}" = part2; then
    setenv apfw_order part2 part1
    setenv apfw_back part1 part2
else
    # Nothing is known, so nothing is counted: whatever starts is better than a brick.
    setenv apfw_env lost
    setenv apfw_order ""
    setenv apfw_back part1 part2
fi

# Saved at each boot, changed or not: the kernel is told whether it could be.
for apfw_slot in ${apfw_order}; do
    if test ${apfw_slot} = part1; then
        setenv apfw_state ${apfw_part1}
    else
        setenv apfw_state ${apfw_part2}
    fi
    setenv apfw_may ""
    if test "${apfw_state}" = good; then
        setenv apfw_may yes
    elif test "${apfw_state}" = trial && test "${upgrade_available}" = 1; then
        if test "${apfw_counts}" = uboot; then
            if test ${bootcount} -le ${bootlimit}; then
                setenv apfw_may yes
            fi
        elif test ${bootcount} -lt ${bootlimit}; then
            setenv apfw_may yes
            setexpr bootcount ${bootcount} + 1
        fi
    fi
    if test -n "${apfw_may}"; then
        setenv apfw_env saved
        saveenv || setenv apfw_env unsaved
        if test ${apfw_slot} = part1; then
            setenv bootargs "${apfw_root_part1} ${apfw_args} apfw.slot=part1 apfw.env=${apfw_env} apfw.entry=${apfw_state}"
            run apfw_load_part1 && run apfw_go
        else
            setenv bootargs "${apfw_root_part2} ${apfw_args} apfw.slot=part2 apfw.env=${apfw_env} apfw.entry=${apfw_state}"
            run apfw_load_part2 && run apfw_go
        fi
        echo "apfw: ${apfw_slot} cannot be started"
        if test "${apfw_state}" = trial; then
            # Not even a kernel: no further try in any later boot.
            setenv upgrade_available 0
            setenv apfw_${apfw_slot} bad
        fi
    fi
done

test "${apfw_env}" = lost || saveenv || setenv apfw_env unsaved
for apfw_slot in ${apfw_back}; do
    if test ${apfw_slot} = part1; then
        setenv bootargs "${apfw_root_part1} ${apfw_args} apfw.slot=part1 apfw.env=${apfw_env} apfw.entry=none"
        run apfw_load_part1 && run apfw_go
    else
        setenv bootargs "${apfw_root_part2} ${apfw_args} apfw.slot=part2 apfw.env=${apfw_env} apfw.entry=none"
        run apfw_load_part2 && run apfw_go
    fi
    echo "apfw: ${apfw_slot} cannot be started"
done

#!/usr/bin/env bats
# The launchers of a source checkout, on machines that lack something.

setup() {
    top=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
    # A machine with next to nothing, and a checkout that has never been built.
    tools="$BATS_TEST_TMPDIR/tools"
    mkdir "$tools"
    for tool in sh dirname readlink sed head find mkdir mv; do
        ln -s "$(command -v "$tool")" "$tools/$tool"
    done
    checkout="$BATS_TEST_TMPDIR/a check out"
    mkdir -p "$checkout/agent" "$checkout/test-fixtures"
    cp -R "$top/agent/bin" "$checkout/agent/bin"
    cp -R "$top/test-fixtures/bin" "$checkout/test-fixtures/bin"
    cp "$top/pom.xml" "$checkout/pom.xml"
}

fake_jdk() { # version
    jdk="$BATS_TEST_TMPDIR/jdk$1"
    mkdir -p "$jdk/bin"
    echo "JAVA_VERSION=\"$1\"" >"$jdk/release"
    printf '#!/bin/sh\nfor word in "$@"; do echo "[$word]"; done\n' >"$jdk/bin/java"
    cp "$jdk/bin/java" "$jdk/bin/javac"
    chmod +x "$jdk/bin/java" "$jdk/bin/javac"
}

@test "no Java and no Maven: one line that says what to install" {
    for launcher in agent/bin/apfw agent/bin/apfw-image test-fixtures/bin/drill; do
        run env -i PATH="$tools" "$checkout/$launcher"
        [ "$status" -eq 69 ]
        [ "${#lines[@]}" -eq 1 ]
        [ "$output" = "${launcher##*/}: needs a JDK 17 or newer: apt install openjdk-17-jdk-headless maven" ]
    done
}

@test "no Maven" {
    fake_jdk 17.0.1
    run env -i PATH="$tools" JAVA_HOME="$jdk" "$checkout/agent/bin/apfw"
    [ "$status" -eq 69 ]
    [ "$output" = "apfw: needs Maven to build: apt install maven" ]
}

@test "a Java that is too old, and a JAVA_HOME that is none" {
    fake_jdk 1.8.0_402
    run env -i PATH="$tools" JAVA_HOME="$jdk" "$checkout/agent/bin/apfw"
    [ "$status" -eq 78 ]
    [[ $output == *"is Java 1.8.0_402; needs a JDK 17 or newer"* ]]
    run env -i PATH="$tools" JAVA_HOME=/nowhere "$checkout/agent/bin/apfw"
    [ "$status" -eq 78 ]
    [ "${#lines[@]}" -eq 1 ]
}

@test "options, arguments and class path, through links and from anywhere" {
    fake_jdk 25
    ln -s "a check out/agent/bin/apfw" "$BATS_TEST_TMPDIR/one"
    ln -s one "$BATS_TEST_TMPDIR/two"
    cd /
    run env -i PATH="$tools" JAVA_HOME="$jdk" APFW_BUILD=never "$BATS_TEST_TMPDIR/two" status "a b"
    [ "$status" -eq 0 ]
    [[ $output == "[-Xms8m]"* ]]
    [[ $output == *"[--enable-native-access=ALL-UNNAMED]"* ]]
    [[ $output == *"[$checkout/agent/target/apfw-agent-"*".jar:$checkout/agent/target/lib/*]"* ]]
    [[ $output == *$'[io.apfw.agent.Main]\n[status]\n[a b]' ]]
    run env -i PATH="$tools" JAVA_HOME="$jdk" APFW_BUILD=never APFW_JAVA_OPTS=-Xmx9m "$BATS_TEST_TMPDIR/two"
    [[ $output == "[-Xmx9m]"* ]]
}

@test "it builds once, and again only when a source is newer" {
    fake_jdk 17.0.1
    cat >"$tools/mvn" <<'END'
#!/bin/sh
echo built >>builds
version=$(sed -n 's:.*<version>\(.*\)</version>.*:\1:p' pom.xml | head -n 1)
for pair in statemachine:apfw-statemachine storage:apfw-storage agent/fetch:apfw-fetch \
    agent/link:apfw-link agent:apfw-agent \
    test-fixtures/pki:apfw-pki-fixture test-fixtures/drills:apfw-drills; do
    mkdir -p "${pair%%:*}/target/lib"
    : >"${pair%%:*}/target/${pair#*:}-$version.jar"
done
END
    chmod +x "$tools/mvn"
    for module in statemachine storage agent/fetch agent/link agent test-fixtures/pki test-fixtures/drills; do
        mkdir -p "$checkout/$module/src/main"
        touch -d '1 hour ago' "$checkout/$module/src/main" "$checkout/$module/pom.xml"
    done
    touch -d '1 hour ago' "$checkout/pom.xml"
    ln -s "$(command -v flock)" "$tools/flock"
    for i in 1 2 3; do
        env -i PATH="$tools" JAVA_HOME="$jdk" "$checkout/agent/bin/apfw" >/dev/null &
    done
    wait
    [ "$(wc -l <"$checkout/builds")" -eq 1 ]
    touch -d '1 hour' "$checkout/storage/src/main"
    run env -i PATH="$tools" JAVA_HOME="$jdk" "$checkout/agent/bin/apfw"
    [ "$(wc -l <"$checkout/builds")" -eq 2 ]
}

# shellcheck shell=sh disable=SC2154
# Sourced by the launchers: finds Java, builds what is out of date, starts a main class.
# For source checkouts; an installed agent is started by its package.
# The launcher sets: tool (its name), top (root of the checkout).

minimum_java=17

complain() { # exit code, text
    echo "$tool: $2" >&2
    exit "$1"
}

# java, java_major: JAVA_HOME wins over PATH.
find_java() {
    jdk="a JDK $minimum_java or newer: apt install openjdk-$minimum_java-jdk-headless"
    if [ -n "${JAVA_HOME-}" ]; then
        java=$JAVA_HOME/bin/java
        [ -x "$java" ] || complain 78 "JAVA_HOME=$JAVA_HOME has no bin/java; it must name $jdk"
    else
        java=$(command -v java) || {
            command -v mvn >/dev/null 2>&1 || jdk="$jdk maven"
            complain 69 "needs $jdk"
        }
    fi
    # A file beside bin/ tells the version without the cost of starting a JVM.
    release=$(dirname "$(dirname "$(readlink -f "$java")")")/release
    if [ -r "$release" ]; then
        version=$(sed -n 's/^JAVA_VERSION="\(.*\)"$/\1/p' "$release")
    else
        version=$("$java" -version 2>&1 | sed -n 's/^.* version "\([^"]*\)".*/\1/p')
    fi
    java_major=${version#1.}
    java_major=${java_major%%[!0-9]*}
    [ "${java_major:-0}" -ge "$minimum_java" ] ||
        complain 78 "$java is Java ${version:-of an unknown version}; needs $jdk"
}

# True when a module's sources are newer than what was last built from them.
out_of_date() { # module, artifact
    module=$1
    jar=$top/$1/target/$2-$project_version.jar
    [ -f "$jar" ] || return 0
    set -- "$top/pom.xml" "$top/$module/pom.xml"
    [ ! -d "$top/$module/src/main" ] || set -- "$@" "$top/$module/src/main"
    # Maven leaves a jar as it is when nothing in it changed: the stamp is the time of the build.
    if [ -f "$stamp" ]; then
        newer=$(find "$@" -newer "$jar" -newer "$stamp")
    else
        newer=$(find "$@" -newer "$jar")
    fi
    [ -n "$newer" ]
}

anything_out_of_date() {
    for pair in statemachine:apfw-statemachine storage:apfw-storage agent/fetch:apfw-fetch agent/link:apfw-link \
        agent:apfw-agent test-fixtures/pki:apfw-pki-fixture test-fixtures/drills:apfw-drills; do
        ! out_of_date "${pair%%:*}" "${pair#*:}" || return 0
    done
    ! [ -d "$top/agent/target/lib" ] || ! [ -d "$top/test-fixtures/drills/target/lib" ]
}

# Holds the lock while it builds: whoever comes second finds everything up to date.
build() {
    anything_out_of_date || return 0
    if ! command -v mvn >/dev/null 2>&1; then
        complain 69 "needs Maven to build: apt install maven"
    fi
    if [ -n "${JAVA_HOME-}" ]; then
        javac=$JAVA_HOME/bin/javac
    else
        javac=$(dirname "$(readlink -f "$java")")/javac
    fi
    [ -x "$javac" ] || complain 69 "needs a JDK to build, $java is only a runtime: needs $jdk"
    if [ -d "$top/agent/target/lib" ]; then
        echo "$tool: sources have changed: building, half a minute or so ..." >&2
    else
        echo "$tool: building for the first time: a minute, or a few while Maven downloads ..." >&2
    fi
    : >"$stamp.new"
    (cd "$top" && mvn -q -Dstyle.color=never -Dmaven.test.skip=true package) >&2 ||
        complain 70 "the build failed, Maven's own words are above"
    mv -f "$stamp.new" "$stamp"
}

# Sets java and java_major, and brings the jars up to date.
prepare() {
    # The first <version> in the root pom is the project's own.
    project_version=$(sed -n 's:.*<version>\(.*\)</version>.*:\1:p' "$top/pom.xml" | head -n 1)
    stamp=$top/target/launcher.built
    find_java
    [ "${APFW_BUILD-}" != never ] || return 0
    mkdir -p "$top/target"
    if command -v flock >/dev/null 2>&1; then
        exec 9>"$top/target/launcher.lock"
        flock 9
        build
        exec 9>&-
    else
        build
    fi
    # What this process starts must not rebuild the jars that it runs from.
    APFW_BUILD=never
    export APFW_BUILD
}

# exec java: module, artifact, main class, JVM options as one word list, arguments of the program.
launch() {
    module=$top/$1
    class_path="$module/target/$2-$project_version.jar:$module/target/lib/*"
    main=$3
    options=$4
    shift 4
    # Netty and Bouncy Castle on newer JDKs: the warnings say nothing that an operator can act on.
    if [ "$java_major" -ge 24 ]; then
        options="$options --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
    fi
    if [ -t 1 ]; then
        options="$options -Dapfw.terminal=true"
    fi
    # shellcheck disable=SC2086 # a list of options
    exec "$java" $options -cp "$class_path" "$main" "$@"
}

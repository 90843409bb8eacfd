# Finds a JDK 25 and exports JAVA_HOME. Sourced by ./muster and ./mvnw.
# Looks at JAVA_HOME, at the java on the PATH, and where JDKs are usually installed.

is_jdk_25() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] && grep -q '^JAVA_VERSION="25[".]' "$1/release"
}

find_jdk_25() {
  if [ -n "${JAVA_HOME:-}" ] && is_jdk_25 "$JAVA_HOME"; then
    return 0
  fi
  on_path=$(command -v javac 2>/dev/null || true)
  if [ -n "$on_path" ]; then
    on_path=$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")
    on_path=$(dirname "$(dirname "$on_path")")
  fi
  for candidate in "$on_path" \
    /usr/lib/jvm/* /usr/java/* /opt/*jdk* /opt/java/* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk@25; do
    if [ -n "$candidate" ] && is_jdk_25 "$candidate"; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  done
  cat >&2 <<'TEXT'
Muster needs a JDK 25 and found none.
Install one, for example Eclipse Temurin 25:
  Debian, Ubuntu   apt-get install temurin-25-jdk     (after adding Adoptium's repository, see https://adoptium.net)
  macOS            brew install --cask temurin@25
  SDKMAN           sdk install java 25-tem
or set JAVA_HOME to the directory of an installed JDK 25, and try again.
TEXT
  return 1
}

#!/bin/sh
# Builds the programs of other languages whose toolchain is on this machine into a
# directory, one executable for each, and says of each other one what is missing and how
# to install it.
#
#	build.sh DIRECTORY [LANGUAGE...]
#
# Without a language it is all of them. It fails when a program cannot be built though
# its toolchain is there.

set -eu
here=$(cd "$(dirname "$0")" && pwd)
all='rust ocaml java cpp'

say() { echo "languages: $*" >&2; }

[ $# -gt 0 ] || { say 'name the directory to build into'; exit 2; }
mkdir -p "$1"
out=$(cd "$1" && pwd)
shift
for language; do
	case " $all " in
	*" $language "*) ;;
	*) say "language \"$language\": must be one of $all"; exit 2 ;;
	esac
done
[ $# -gt 0 ] || set -- $all

# What is in the way of a language, as a sentence; nothing if it can be built.
has() { command -v "$1" >/dev/null 2>&1; }
older() { [ "$1" != "$2" ] && [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

missing_rust() {
	has cargo || { echo 'there is no cargo'; return; }
	version=$(cargo --version | cut -d ' ' -f 2)
	least=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$here/rust/Cargo.toml")
	if older "$version" "$least"; then echo "cargo is $version, and tokio needs $least"; fi
}
missing_ocaml() { has ocamlopt || echo 'there is no ocamlopt'; }
missing_java() {
	has javac || { echo 'there is no javac'; return; }
	has mvn || echo 'there is no mvn'
}
missing_cpp() {
	has g++ || { echo 'there is no g++'; return; }
	for header in atomic_queue/atomic_queue.h boost/lockfree/spsc_queue.hpp oneapi/tbb/concurrent_queue.h; do
		echo "#include <$header>" | g++ -std=c++17 -E -x c++ - >/dev/null 2>&1 || { echo "there is no header $header"; return; }
	done
}

# How each is built. What the tools say comes out if they fail.
build_rust() {
	cargo build --quiet --release --locked --manifest-path "$here/rust/Cargo.toml"
	cp "$here/rust/target/release/rows" "$out/rust"
}
build_ocaml() { make -s -C "$here/ocaml" OUT="$out/ocaml"; }
build_cpp() { make -s -C "$here/cpp" OUT="$out/cpp"; }
build_java() {
	# It resets the colours of whatever it prints to, at each plugin.
	mvn -q -B -f "$here/java/pom.xml" package -DskipTests >"$out/java.log" 2>&1 || { cat "$out/java.log"; return 1; }
	cp "$here/java/target/rows.jar" "$out/java.jar"
	printf '#!/bin/sh\nexec java -jar "$0.jar" "$@"\n' >"$out/java"
	chmod +x "$out/java"
}

for language; do
	rm -f "$out/$language"
	missing=$("missing_$language")
	if [ -n "$missing" ]; then
		say "no rows of $language: $missing; bench/languages/install.sh $language installs it on Debian and Ubuntu"
		continue
	fi
	say "building the rows of $language"
	"build_$language" >&2 || { say "the rows of $language could not be built; ROWS=... leaves languages out"; exit 1; }
done

#!/bin/sh
# Installs what the programs of other languages are built with, from the packages of
# Debian or Ubuntu. Run it as root.
#
#	install.sh [LANGUAGE...]
#
# Without a language it is all of them. What is there already stays as it is.

set -eu
all='rust ocaml java cpp'
[ $# -gt 0 ] || set -- $all

for language; do
	case " $all " in
	*" $language "*) ;;
	*)
		echo "install.sh: language \"$language\": must be one of $all" >&2
		exit 2
		;;
	esac
done

has() { command -v "$1" >/dev/null 2>&1; }
has apt-get || {
	echo 'install.sh: there is no apt-get: this is neither Debian nor Ubuntu' >&2
	exit 1
}
apt-get -q update

# Debian 12 has a new Rust beside its old one, under another name.
rust_packages() {
	if apt-cache show cargo-web >/dev/null 2>&1; then echo cargo-web rustc-web; else echo cargo rustc; fi
}

packages=
for language; do
	case $language in
	rust) has cargo || packages="$packages $(rust_packages)" ;;
	ocaml) has ocamlopt || packages="$packages ocaml-nox" ;;
	java)
		has javac || packages="$packages default-jdk-headless"
		has mvn || packages="$packages maven"
		;;
	cpp) packages="$packages g++ libatomic-queue-dev libboost-dev libtbb-dev" ;;
	esac
done
[ -z "$packages" ] || DEBIAN_FRONTEND=noninteractive apt-get -qy install --no-install-recommends make $packages

#!/bin/sh
# ROCm as far as a machine goes, with or without an AMD GPU: Debian testing's own whisper.cpp with its ROCm and Vulkan
# backends, and our own HIP backend built with Debian's hipcc, each driven through the whole ladder.
#
#   sudo test/rocm/run.sh FOLDER [TARGETS]
#
# FOLDER gets a Debian testing root of about 8 GB (made once, kept). TARGETS, such as gfx1101 or "gfx1030;gfx1201",
# are what our own backend is compiled for; each takes about 20 minutes on one slow core. Without TARGETS only
# Debian's server is driven. Needs debootstrap (whose `sid` script knows every later suite), and node_modules here.
set -eu

root=${1:?a folder for the Debian root}
targets=${2:-}
here=$(cd "$(dirname "$0")/../.." && pwd)
cd "$here"
export DEBIAN_FRONTEND=noninteractive

if [ ! -x "$root/usr/bin/apt-get" ]; then
  debootstrap --variant=minbase --include=ca-certificates testing "$root" http://deb.debian.org/debian \
    /usr/share/debootstrap/scripts/sid
fi
mkdir -p "$root/proc"
[ -e "$root/proc/self" ] || mount -t proc proc "$root/proc"
inside() { chroot "$root" env -C /sotto "$@"; }
mkdir -p "$root/sotto"
inside apt-get -qq -o APT::Install-Recommends=0 -y install nodejs whisper.cpp libggml0-backend-hip \
  libggml0-backend-vulkan mesa-vulkan-drivers
[ -z "$targets" ] || inside apt-get -qq -o APT::Install-Recommends=0 -y install hipcc libhipblas-dev librocblas-dev \
  cmake ninja-build g++ binutils npm

for part in media native/*.* test/fixtures package.json; do
  mkdir -p "$root/sotto/$(dirname "$part")"
  cp -r "$part" "$root/sotto/$(dirname "$part")/"
done
if [ -n "$targets" ]; then
  inside node native/build.mjs --only hip --targets "$targets" --cpu-variants x64,haswell,zen4 --jobs 1
fi
mkdir -p "$root/sotto/test/rocm"
"$here/node_modules/.bin/esbuild" "$here/test/rocm/drive.ts" --bundle --platform=node --format=esm \
  --log-level=warning --outfile="$root/sotto/test/rocm/drive.mjs" \
  --banner:js="import{createRequire as r}from'node:module';const require=r(import.meta.url);"
inside node test/rocm/drive.mjs /usr/bin/whisper-server /sotto/native/bin/linux-x64/whisper-server

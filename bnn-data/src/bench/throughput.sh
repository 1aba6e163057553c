#!/usr/bin/env bash
# Java and torchvision in turn, one thread each: throughput.sh FOLDER_OF_JPEG_FILES [SITTINGS]
# Needs bnn-data compiled, a JDK 25 as JAVA, and a python3 with torchvision as PYTHON.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=${1:?usage: throughput.sh FOLDER [SITTINGS]}
for sitting in $(seq "${2:-3}"); do
  for what in decode imagenet cifar; do
    "${JAVA:-java}" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC \
      -cp "$here/../../target/classes:${CLASSPATH:-}" "$here/Throughput.java" "$folder" 24 "$what"
    "${PYTHON:-python3}" "$here/torchvision_throughput.py" "$folder" 3 "$what"
  done
  "${JAVA:-java}" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC \
    -cp "$here/../../target/classes:${CLASSPATH:-}" "$here/Throughput.java" "$folder" 24 reduced
done

#!/usr/bin/env bash
# Spark's GPU discovery (spark.{worker,executor,driver}.resource.gpu.discoveryScript): prints the GPUs of this machine
# as {"name": "gpu", "addresses": ["0", "1"]}, numbered as CUDA numbers them under CUDA_DEVICE_ORDER=PCI_BUS_ID.
set -euo pipefail

fail() {
  echo "gpu-discovery: $1" >&2
  exit 1
}

command -v nvidia-smi >/dev/null ||
  fail "no 'nvidia-smi' on the PATH: the NVIDIA driver is missing, or the container does not pass a GPU on"
indices=$(nvidia-smi --query-gpu=index --format=csv,noheader 2>&1) || fail "nvidia-smi failed: $indices"
mapfile -t gpus < <(grep -xE ' *[0-9]+ *' <<<"$indices" | tr -d ' ')
[[ ${#gpus[@]} -gt 0 ]] || fail "nvidia-smi lists no GPU: $indices"
# CUDA counts the GPUs that it is allowed to see, from 0; nvidia-smi counts all.
if [[ -n ${CUDA_VISIBLE_DEVICES:-} ]]; then
  IFS=, read -ra visible <<<"$CUDA_VISIBLE_DEVICES"
  gpus=("${!visible[@]}")
fi
addresses=$(printf '"%s", ' "${gpus[@]}")
echo "{\"name\": \"gpu\", \"addresses\": [${addresses%, }]}"

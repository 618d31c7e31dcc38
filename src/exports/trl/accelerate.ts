/** @file How the processes of a run are laid out: files for `accelerate launch --config_file`. */

const COMMON = `compute_environment: LOCAL_MACHINE
debug: false
machine_rank: 0
main_training_function: main
num_machines: 1
rdzv_backend: static
same_network: true
use_cpu: false
`

/** train.py has the last word on it. */
const PRECISION = 'mixed_precision: bf16\n'

export const accelerateFiles = (): Record<string, string> => ({
  'accelerate/single-gpu.yaml': `${COMMON}${PRECISION}distributed_type: 'NO'
num_processes: 1
`,
  'accelerate/multi-gpu.yaml': `${COMMON}${PRECISION}distributed_type: MULTI_GPU
gpu_ids: all
# One process per GPU: set it to the GPUs of the machine.
num_processes: 2
`,
  'accelerate/zero3.yaml': `${COMMON}${PRECISION}distributed_type: DEEPSPEED
deepspeed_config:
  deepspeed_multinode_launcher: standard
  offload_optimizer_device: none
  offload_param_device: none
  zero3_init_flag: true
  zero3_save_16bit_model: true
  zero_stage: 3
# One process per GPU: set it to the GPUs of the machine.
num_processes: 2
`,
})

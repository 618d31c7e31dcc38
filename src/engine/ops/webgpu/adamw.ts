/**
 * @file AdamW on WebGPU in three dispatches, whatever the model: squares of the gradient by workgroup, their sum, and
 * the update in place, which a norm that is not finite holds back.
 */
import type * as tf from '@tensorflow/tfjs-core'
import { type AdamWUpdate, type AdamWVectors, CLIP_EPSILON, FINITE_LIMIT } from '../adamw-update'
import { kernelFor } from './kernel'
import { output, runKernel } from './run-kernel'

const THREADS = 64
/** Threads that share the sum of squares, each of which leaves one number for the next kernel to add. */
const PARTS = 8192
/** Threads of that kernel's one workgroup. */
const ADDERS = 128

/** Vectors whose length is a multiple of four: pooled parameters are padded. */
export function adamwOnWebgpu(vectors: AdamWVectors, gradient: tf.Tensor1D, update: AdamWUpdate) {
  const { learningRate, beta1, beta2, epsilon, weightDecay, maxGradNorm, step } = update
  const places = gradient.size / 4
  if (!Number.isInteger(places)) throw new Error(`a pool of ${gradient.size} numbers is not padded`)
  const partial = output<tf.Tensor1D>([PARTS])
  const gradNorm = output<tf.Scalar>([])
  runKernel(squaresKernel(), [gradient], [partial], [places], [PARTS / THREADS])
  runKernel(normKernel(), [partial], [gradNorm, vectors.alive], [], [1])
  runKernel(
    updateKernel(),
    [gradient, gradNorm, vectors.alive],
    [vectors.weights, vectors.firstMoment, vectors.secondMoment],
    [
      places,
      beta1,
      beta2,
      epsilon,
      maxGradNorm,
      1 - learningRate * weightDecay,
      learningRate / (1 - beta1 ** step),
      1 / Math.sqrt(1 - beta2 ** step),
    ],
    [Math.min(Math.ceil(places / THREADS), ACROSS), Math.ceil(places / THREADS / ACROSS)],
  )
  partial.dispose()
  return { vectors, gradNorm }
}

const ACROSS = 32_768

const squaresKernel = () =>
  kernelFor('adamw-squares', () => ({
    reads: ['gradient: array<vec4f>'],
    writes: ['partial: array<f32>'],
    params: ['places: u32'],
    code: `
@compute @workgroup_size(${THREADS}) fn main(@builtin(global_invocation_id) id: vec3u) {
  var sum = vec4f();
  for (var i = id.x; i < params.places; i += ${PARTS}u) { sum += gradient[i] * gradient[i]; }
  partial[id.x] = dot(sum, vec4f(1.0));
}`,
  }))

const normKernel = () =>
  kernelFor('adamw-norm', () => ({
    reads: ['partial: array<f32>'],
    writes: ['gradNorm: array<f32>', 'alive: array<f32>'],
    params: [],
    code: `
var<workgroup> sums: array<f32, ${ADDERS}>;
@compute @workgroup_size(${ADDERS}) fn main(@builtin(local_invocation_index) local: u32) {
  var sum = 0.0;
  for (var i = local; i < ${PARTS}u; i += ${ADDERS}u) { sum += partial[i]; }
  sums[local] = sum;
  for (var half = ${ADDERS / 2}u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (local < half) { sums[local] += sums[local + half]; }
  }
  if (local == 0u) {
    let norm = sqrt(sums[0]);
    gradNorm[0] = norm;
    // Neither NaN nor infinity has an exponent below the largest; comparisons with them may be optimised away.
    if ((bitcast<u32>(norm) & 0x7f800000u) == 0x7f800000u || norm >= ${FINITE_LIMIT}) { alive[0] = 0.0; }
  }
}`,
  }))

const updateKernel = () =>
  kernelFor('adamw-update', () => ({
    reads: ['gradient: array<vec4f>', 'gradNorm: array<f32>', 'alive: array<f32>'],
    writes: ['weights: array<vec4f>', 'firstMoment: array<vec4f>', 'secondMoment: array<vec4f>'],
    params: [
      'places: u32',
      ...['beta1', 'beta2', 'epsilon', 'most', 'keep', 'rate', 'spread'].map((name) => `${name}: f32`),
    ],
    volatile: true,
    code: `
@compute @workgroup_size(${THREADS}) fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x + id.y * ${THREADS * ACROSS}u;
  if (i >= params.places || alive[0] == 0.0) { return; }
  let scale = select(1.0, min(1.0, params.most / (gradNorm[0] + ${CLIP_EPSILON})), params.most > 0.0);
  let g = gradient[i] * scale;
  let m = params.beta1 * firstMoment[i] + (1.0 - params.beta1) * g;
  let v = params.beta2 * secondMoment[i] + (1.0 - params.beta2) * g * g;
  firstMoment[i] = m;
  secondMoment[i] = v;
  weights[i] = params.keep * weights[i] - params.rate * m / (sqrt(v) * params.spread + params.epsilon);
}`,
  }))

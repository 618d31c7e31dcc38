/** @file 다른 곳에서 영어로 오는 것(워커, 기록된 실행, 수치의 표)을 코드와 이름에 따라 한국어로. */
import type { DeviceCause } from '../../protocol/device'
import type { Dictionary } from '../words'
import { errors, notices } from './errors'
import { metricInKorean } from './metrics'

/** A sentence that the page itself made ends so; what comes from elsewhere is English, whatever names are in it. */
const isKorean = (sentence: string): boolean => /(니다|니까|시오)[.)]?$/.test(sentence)

const GET_HARDWARE =
  '브라우저 설정에서 하드웨어 가속을 켜고, 그래픽 드라이버를 업데이트하고, chrome://gpu에서 WebGPU 항목을 확인하십시오.'
const CHOOSE_AUTO = 'GPU를 쓰려면 자동 백엔드를 고르십시오.'

export const deviceCauses: Record<DeviceCause, { reason: string; remedy: string }> = {
  offered: { reason: '브라우저가 WebGPU로 GPU를 제공합니다.', remedy: '' },
  'webgpu-asked': { reason: 'WebGPU를 쓰도록 설정했습니다.', remedy: GET_HARDWARE },
  'wasm-asked': { reason: 'WebAssembly를 쓰도록 설정했습니다.', remedy: CHOOSE_AUTO },
  'cpu-asked': { reason: 'cpu 백엔드를 쓰도록 설정했습니다.', remedy: CHOOSE_AUTO },
  'software-only': {
    reason: '여기서 WebGPU는 그래픽 프로세서 없이 WebAssembly보다 느린 소프트웨어 어댑터만 제공합니다.',
    remedy: GET_HARDWARE,
  },
  insecure: {
    reason: '이 페이지는 보안 컨텍스트가 아니며, 브라우저는 보안 컨텍스트에서만 WebGPU(navigator.gpu)를 제공합니다.',
    remedy: 'https나 localhost로 페이지를 여십시오.',
  },
  'no-webgpu': {
    reason: '이 브라우저에는 WebGPU(navigator.gpu)가 없습니다.',
    remedy: 'GPU가 있는 컴퓨터에서 최신 Chrome, Edge, Safari, Firefox를 쓰십시오.',
  },
  'no-adapter': { reason: 'WebGPU는 있지만 이 컴퓨터에 쓸 수 있는 어댑터가 없습니다.', remedy: GET_HARDWARE },
}

const sets: Record<string, { name: string; description: string }> = {
  polite: {
    name: '공손한 대답',
    description: '이웃이 무언가를 부탁합니다. 길이가 같은 무례한 대답보다 공손한 대답을 선호합니다.',
  },
  happy: {
    name: '행복한 결말',
    description: '어린이에 대한 이야기입니다. 슬프거나 밋밋한 결말보다 행복한 결말을 선호합니다.',
  },
  detailed: {
    name: '자세한 답',
    description: '동물에 대한 답입니다. 군말보다 참인 사실과 조언을 선호하며, 더 나은 답은 대개 더 깁니다.',
  },
  helpful: {
    name: '도움이 되는 답',
    description: '안내문에 대한 질문입니다. 쉬운 출처(답 또는 거절)와 어려운 출처(한 가지 사실만 다름)가 있습니다.',
  },
}

/** Names of recordings are made of these parts, with commas between. */
const PARTS: Record<string, string> = {
  'DPO on polite replies': '공손한 대답에 DPO',
  'Polite replies': '공손한 대답',
  'Length correlation: three objectives': '길이 상관: 세 목적 함수',
  'sDPO (stepwise DPO) against DPO': 'sDPO(단계별 DPO)와 DPO 비교',
  'SimPO without length normalisation': '길이 정규화 없는 SimPO',
  'the same order': '같은 순서',
  'fixed reference': '고정된 참조 모델',
  'random chunks': '무작위 분할',
  'easy source first': '쉬운 출처부터',
  'no noise': '노이즈 없음',
  '30% swapped': '30% 뒤바뀜',
  'robust DPO': '강건 DPO',
  'Lesson: why the chosen log-prob falls': '레슨: 선택의 로그 확률이 내려가는 까닭',
  'Lesson: what β does': '레슨: β가 하는 일',
  'Lesson: what γ buys and costs': '레슨: γ가 주는 것과 치르게 하는 것',
  'Lesson: wrong labels, and remedies': '레슨: 잘못된 레이블과 처방',
  'Lesson: reward against likelihood': '레슨: 보상과 가능도',
}

/** Parts with a number. */
const NUMBERED: readonly [RegExp, string][] = [
  [/^seed (\d+)$/, '시드 $1'],
  [/^learning rate (.+)$/, '학습률 $1'],
  [/^SFT weight (.+)$/, 'SFT 가중치 $1'],
  [/^label smoothing (.+)$/, '레이블 스무딩 $1'],
  [/^smoothing (.+)$/, '스무딩 $1'],
]

/** Part by part; what is not known stays as it is. */
const recording = (name: string): string =>
  PARTS[name] ??
  name
    .split(', ')
    .map((part) => PARTS[part] ?? NUMBERED.reduce((said, [english, korean]) => said.replace(english, korean), part))
    .join(', ')

const CHANGES: Record<string, (value: string | number) => string> = {
  'tuning.recompute': () => '역전파에서 블록을 다시 계산하기',
  'training.gradientAccumulation': (parts) => `기울기를 ${parts}조각으로 누적하기`,
  'tuning.method': () => '모든 가중치 대신 LoRA 어댑터 학습하기',
  'tuning.baseWeights': () => '고정된 가중치를 16비트로 담기',
  'data.maxLength': (tokens) => `쌍을 토큰 ${tokens}개로 자르기`,
}

export const told: Dictionary['told'] = {
  metric: {
    label: (key) => metricInKorean(key).label,
    unit: (key) => metricInKorean(key).unit,
    meaning: (key) => metricInKorean(key).meaning,
  },
  error: {
    what: ({ code, message }) => (isKorean(message) ? message : errors[code].what),
    remedy: ({ code, message, remedy }) => (isKorean(message) ? remedy : errors[code].remedy),
    original: ({ message, remedy }) => (isKorean(message) ? '' : `${message} ${remedy}`.trim()),
  },
  notice: {
    what: ({ code }) => notices[code],
    original: ({ message }) => message,
  },
  device: {
    name: ({ name }) =>
      name
        .replace(/^Processor \(/, '프로세서(')
        .replace('plain JavaScript', '순수 JavaScript')
        .replace('no SIMD', 'SIMD 없음')
        .replace(/(\d+) threads/, '스레드 $1개')
        .replace('one thread', '스레드 1개')
        .replace('unnamed GPU', '이름 없는 GPU'),
    reason: ({ cause, reason, software }) => {
      if (!cause) return reason
      const text = deviceCauses[cause].reason
      return software ? `${text} 이 어댑터는 소프트웨어라서 매우 느립니다.` : text
    },
    remedy: ({ cause, remedy }) => (cause && remedy ? deviceCauses[cause].remedy : remedy),
  },
  brokeOff: (message) => `${errors['run/non-finite'].what} ${errors['run/non-finite'].remedy} (${message})`,
  memoryRemedy: ({ changes, remedy }) =>
    changes && changes.length > 0
      ? `들어가게 하려면: ${changes.map(({ path, value }) => CHANGES[path]?.(value) ?? `${path} ${value}`).join(', ')}.`
      : (remedy ?? ''),
  set: {
    name: ({ id, name }) => sets[id]?.name ?? name,
    description: ({ id, description }) => sets[id]?.description ?? description,
  },
  recording: { name: recording, group: recording },
}

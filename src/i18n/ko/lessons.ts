/** @file 레슨의 틀에 쓰는 말. 본문은 옆의 폴더에 있다. */
import type { Dictionary } from '../words'
import { beta } from './lessons/beta'
import { chosenFalls } from './lessons/chosen-falls'
import { gamma } from './lessons/gamma'
import { labelNoise } from './lessons/label-noise'
import { lengthNormalisation } from './lessons/length-normalisation'
import { overOptimisation } from './lessons/over-optimisation'
import { reference } from './lessons/reference'
import { rewardLikelihood } from './lessons/reward-likelihood'

export const lessons: Dictionary['lessons'] = {
  menu: '레슨',
  menuHelp: '기록된 실행과 함께 보는 짧은 안내',
  opening: '레슨을 여는 중',
  column: '왼쪽 열',
  tabs: { lesson: '레슨', settings: '설정' },
  close: '레슨 닫기',
  place: (at, all) => `레슨 ${at} / ${all}`,
  steps: '순서',
  step: (at, all) => `순서 ${at} / ${all}`,
  nextStep: '다음 순서',
  previousStep: '이전 순서',
  previous: (title) => `이전: ${title}`,
  next: (title) => `다음: ${title}`,

  shown: '보는 중',
  behind: '뒤에',
  framed: (title) => `테두리: ${title}`,
  elsewhere: (title, tab) => `볼 곳: ${tab} 탭의 ${title}`,
  underWay: '실행이 진행 중이라 그대로 둡니다. 이 순서의 기록된 실행은 그것이 끝나면 볼 수 있습니다.',
  pushedAside: '그래프가 다른 실행을 보여 주고 있습니다.',
  show: '이 순서의 기록된 실행 보기',

  rest: '측정한 것과 그 밖의 것',

  measured: '여기서 측정한 것',
  measuredCaption: (seeds) => `각 실행의 끝: 중앙값, 그 아래는 범위(${seeds}).`,
  range: (low, high) => `${low}…${high}`,
  beyond: '논문 밖에서 해 본 것',
  seeds: { one: '시드 1개', more: (n) => `시드 ${n}개` },
  notMeasured: '측정하지 않음',
  loading: '측정한 값을 가져오는 중',

  agreement: '논문과 얼마나 일치하는가',
  agrees: (paper) => `일치합니다. 기대한 결과가 여기서 모두 나타납니다. 논문: ${paper}.`,
  partly: (paper, shown, all) =>
    `일부 일치합니다. 기대한 결과 ${all}개 가운데 ${shown}개가 나타납니다. 논문: ${paper}.`,
  'not-shown': (paper) => `나타나지 않습니다. 기대한 결과 가운데 시드의 편차를 넘는 것이 없습니다. 논문: ${paper}.`,
  unmeasured: (paper) => `기대한 결과를 여기서 아직 측정하지 않았습니다. 논문: ${paper}.`,
  outcomes: { shows: '나타남', unclear: '불분명', not: '나타나지 않음', unmeasured: '측정 안 함' },
  outcomeHelp: {
    shows: '중앙값에서, 그리고 양 끝의 모든 시드에서 성립합니다.',
    unclear: '양 끝의 중앙값은 그렇게 말하지만, 시드가 겹치거나 중간값이 순서를 깨뜨립니다.',
    not: '중앙값이 그렇게 말하지 않습니다.',
    unmeasured: '이를 위한 실행이 없습니다.',
  },
  grounds: (figure, values) => `${figure}의 중앙값: ${values}`,
  atStep: (arm, step) => `${arm}, ${step}스텝`,

  think: '생각해 볼 것',
  answer: '한 가지 답',

  live: '직접 해 보기',
  liveHelp: (name) => `다음 실행의 설정을 입력란에 넣고 그 쌍을 불러와 여기서 학습합니다: ‘${name}’.`,
  liveFields: '또는 무언가를 바꾸고 ‘시작’을 누르십시오:',
  livePhone: '학습하려면 컴퓨터가 필요합니다. 이 기기에서는 기록된 실행을 볼 수 있습니다.',
  liveUnderWay: '실행이 진행 중입니다. 먼저 중지하거나 초기화하십시오.',
  liveModel: (name) => `불러온 모델로 학습합니다: ${name}. 기록된 실행은 small-world 모델의 것입니다.`,

  plots: {
    against: (figure, setting) => `${setting}에 따른 ${figure}`,
    path: '√KL에 따른 승률',
    pathX: '√KL',
    pathMeaning: '점 하나가 평가 하나이며 시드의 중앙값입니다: 기본 모델과의 KL(토큰당 nats)의 제곱근에 따른 승률.',
    sweepMeaning: (figure) => `각 실행이 끝날 때의 ${figure}: 선은 중앙값을 잇고, 점은 시드 하나씩입니다.`,
    sweepBehind: (group) => `네모가 있는 파선은 다음의 중앙값입니다: ‘${group}’.`,
    median: '중앙값',
    medianOf: (group) => `중앙값, ${group}`,
    short: { gentle: 'lr 5e-5', fast: 'lr 2e-4' },
    seed: (n) => `시드 ${n}`,
    settings: { beta: 'β', gamma: 'γ/β' },
    ends: { 'beta-0.1': 'β 0.1', 'beta-0.3': 'β 0.3', 'beta-1': 'β 1', 'falls-dpo': 'lr 1e-3' },
  },

  figures: {
    winRate: ['승률', '판정기가 튜닝된 모델의 샘플을 기본 모델의 샘플보다 낫다고 본 비율. 무승부는 절반으로 칩니다.'],
    judge: ['판정', '샘플의 판정 점수 평균, 0에서 1.'],
    kl: ['KL', '선택된 응답의 토큰에서 잰 기본 모델과의 거리, 단위는 토큰당 nats.'],
    accuracy: ['정확도', '검증용 쌍 가운데 선택의 보상이 더 큰 비율.'],
    margin: ['마진', '검증용 쌍에서 선택의 보상에서 거절의 보상을 뺀 값.'],
    chosenChange: ['선택', '기본 모델 대비 선택된 응답의 로그 확률 변화(nats): 0보다 아래면 확률이 낮아졌습니다.'],
    rejectedChange: ['거절', '기본 모델 대비 거절된 응답의 로그 확률 변화(nats).'],
    gap: ['격차', '기본 모델 대비 선택과 거절이 벌어진 정도(nats).'],
    chosenPerToken: ['선택/토큰', '선택된 응답의 토큰당 로그 확률(nats): 0에 가까울수록 확률이 높습니다.'],
    lengthBias: ['ρ − 기본', '선택과 거절 각각에서 토큰당 로그 확률과 길이의 순위 상관, 기본 모델의 값을 뺀 것.'],
    marginByGap: ['ρ 마진', '마진과, 선택이 얼마나 더 긴지 사이의 순위 상관.'],
    sampleLength: ['길이', '샘플의 평균 길이(토큰).'],
    disagreement: ['불일치', '보상과 가능도가 순서를 다르게 매긴 검증용 쌍의 비율.'],
  },

  groups: {
    gentle: '학습률 5e-5, 계획대로',
    fast: '학습률 2e-4, 5e-5의 결과를 본 뒤에 추가',
  },

  arms: {
    'beta-0.1': 'DPO, β 0.1',
    'beta-0.3': 'DPO, β 0.3',
    'beta-1': 'DPO, β 1',
    'beta-3': 'DPO, β 3',
    'beta-10': 'DPO, β 10',
    'falls-dpo': 'DPO, β 0.1, lr 1e-3',
    'falls-sft': 'β 0.1, lr 1e-3, SFT 0.5',
    'falls-beta': 'DPO, β 5, lr 1e-3',
    'noise-none': 'DPO, 노이즈 없음',
    'noise-dpo': 'DPO, 30% 뒤바뀜',
    'noise-smoothed': '스무딩 0.3, 30% 뒤바뀜',
    'noise-robust': '강건, 30% 뒤바뀜',
    'gamma-0': 'SimPO, γ/β 0',
    'gamma-0.3': 'SimPO, γ/β 0.3',
    'gamma-0.8': 'SimPO, γ/β 0.8',
    'gamma-1.6': 'SimPO, γ/β 1.6',
    'gamma-3.2': 'SimPO, γ/β 3.2',
    'gamma-fast-0': 'SimPO, γ/β 0, lr 2e-4',
    'gamma-fast-0.3': 'SimPO, γ/β 0.3, lr 2e-4',
    'gamma-fast-0.8': 'SimPO, γ/β 0.8, lr 2e-4',
    'gamma-fast-1.6': 'SimPO, γ/β 1.6, lr 2e-4',
    'gamma-fast-3.2': 'SimPO, γ/β 3.2, lr 2e-4',
    'length-dpo': 'DPO, 긴 답',
    'length-simpo': 'SimPO, 긴 답',
    'length-no-length-normalisation': 'SimPO, 나누지 않음',
    'stages-dpo': 'DPO, 섞음',
    'stages-sdpo': 'sDPO, 쉬운 것부터',
    'stages-same-order-fixed-reference': '쉬운 것부터, 고정된 참조 모델',
    'stages-sdpo-random-chunks': 'sDPO, 무작위 분할',
  },

  texts: {
    'chosen-falls': chosenFalls,
    beta,
    'length-normalisation': lengthNormalisation,
    gamma,
    'reward-likelihood': rewardLikelihood,
    reference,
    'label-noise': labelNoise,
    'over-optimisation': overOptimisation,
  },
}

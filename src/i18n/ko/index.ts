/**
 * @file Every word of the page in Korean. Terms and manner: docs/korean-terms.md.
 *
 * In short: sentences in 합니다체, labels as nouns; chosen 선택, rejected 거절, policy 정책 모델, base 기본 모델, reference 참조 모델,
 * completion 응답, held out 검증용, margin 마진, log-prob 로그 확률, step 스텝, stage 단계, run 실행, judge 판정기.
 */

import type { Dictionary } from '../words'
import { charts } from './charts'
import { data } from './data'
import { fields } from './fields'
import { help } from './help'
import { hub } from './hub'
import { inside } from './inside'
import { labelling } from './labelling'
import { lessons } from './lessons'
import { library } from './library'
import { adapter, memory, model, tuning } from './model'
import { problems } from './problems'
import { notes, readings } from './readings'
import { sharing } from './sharing'
import { sweeps } from './sweeps'
import { takeAway } from './take-away'
import { told } from './told'

export const ko: Dictionary = {
  title: 'Preference Playground',
  fields,
  charts,
  data,
  library,
  sweeps,
  inside,
  labelling,
  lessons,
  sharing,
  takeAway,
  readings,
  notes,
  told,
  problems,

  count: {
    pairs: (n) => `쌍 ${n.toLocaleString('ko')}개`,
    rows: (n) => `행 ${n.toLocaleString('ko')}개`,
    steps: (n) => `${n.toLocaleString('ko')}스텝`,
    files: (n) => `파일 ${n.toLocaleString('ko')}개`,
    tokens: (n) => `토큰 ${n.toLocaleString('ko')}개`,
  },

  views: {
    label: '보기',
    plots: '그래프',
    inside: '내부',
    sweep: '스윕',
    labelling: '레이블링',
    runs: '실행 목록',
    loading: '여는 중',
  },

  header: {
    theme: { light: '밝은 테마', dark: '어두운 테마', auto: '시스템 테마' },
    themeNext: (next) => `누르면 전환: ${next}`,
    help: '도움말과 단축키',
    settings: '설정',
  },

  runs: {
    label: '기록된 실행',
    choose: '선택',
    help: '미리 기록해 둔 실행을 바로 보여 주고, 그 설정을 입력란에 넣습니다. 그다음 ‘시작’을 누르면 여기서 직접 학습합니다.',
    helpOnly: '미리 기록해 둔 실행을 바로 보여 줍니다. ‘다시 보기’를 누르면 스텝별로 재생합니다.',
    underWay: '실행이 진행 중입니다. 기록된 실행을 보려면 초기화하거나 끝날 때까지 기다리십시오.',
    missing: (name) => `기록된 실행을 불러오지 못했습니다: ‘${name}’.`,
    missingRemedy: '다른 실행을 선택하거나 페이지를 새로 고치십시오.',
  },

  toolbar: {
    label: '실행',
    play: '시작',
    pause: '일시정지',
    again: '다시 시작',
    replay: '다시 보기',
    step: '한 스텝',
    stop: '중지',
    reset: '초기화',
    restart: '새 설정으로 다시 시작',
    stepOf: '스텝',
    stageOf: '단계',
    warmup: 'SFT 워밍업',
    left: '남은 시간',
    speed: '토큰/초',
    progress: '실행 진행률',
    none: '–',
    queued: (what) => `준비되면 자동으로 시작합니다: ${what}`,
  },

  obstacle: {
    wait: {
      device: 'GPU를 찾는 중',
      model: '모델을 불러오는 중',
      data: '데이터를 읽는 중',
      fit: '쌍의 길이를 재는 중',
    },
    fix: {
      device: '엔진을 시작하지 못함',
      model: '먼저 모델을 선택하십시오',
      data: '먼저 데이터를 선택하십시오',
      pairs: '쓸 수 있는 쌍 없음: 데이터 선택',
      settings: '표시된 설정을 고치십시오',
      memory: '너무 큼: 메모리 참조',
    },
  },

  state: {
    idle: '준비되었습니다. ‘시작’을 누르십시오.',
    preparing: '준비 중입니다: 참조 로그 확률과 첫 평가를 계산합니다.',
    first: '먼저 기본 모델이 답합니다.',
    running: '학습 중입니다.',
    paused: '일시정지되었습니다. 샘플과 그래프는 그대로 남아 있습니다.',
    finished: '완료되었습니다.',
    stopping: '마지막 평가를 마치고 중지합니다.',
    stopped: '중지되었습니다. 여기까지의 결과는 보존됩니다.',
    failed: '실행이 도중에 끝났습니다.',
    recorded: (name, device) => `기록된 실행: ${name}. 장치: ${device}. ‘시작’을 누르면 여기서 학습합니다.`,
    recordedOnly: (name, device) => `기록된 실행: ${name}. 장치: ${device}. 학습하려면 컴퓨터가 필요합니다.`,
    replaying: (name) => `기록된 실행을 재생합니다: ${name}.`,
  },

  hint: {
    simpo: '이제 SimPO 써 보기',
    data: '직접 만든 쌍 끌어다 놓기',
    or: '또는',
    close: '힌트 닫기',
  },

  device: {
    label: '장치',
    waiting: 'GPU를 찾는 중',
    wasm: 'CPU(wasm): GPU를 찾지 못했습니다.',
    software: (name) => `${name}(소프트웨어): 느립니다.`,
    why: '왜?',
    reason: '이 장치를 쓰는 이유',
    remedy: 'GPU를 쓰려면',
    limits: '한도',
    features: '기능',
    backend: '백엔드',
    none: '없음',
    phone: '휴대전화: 기록된 실행만 볼 수 있음.',
    phoneReason: '모델을 학습하려면 휴대전화가 웹 페이지에 내주는 것보다 많은 메모리와 전력이 필요합니다.',
    phoneRemedy: '컴퓨터에서 최신 Chrome, Edge, Firefox, Safari로 이 페이지를 여십시오.',
  },

  model,
  adapter,
  hub,
  tuning,
  memory,

  objective: {
    title: '목적 함수',
    label: '목적 함수',
    more: '더 보기',
    names: { dpo: 'DPO', sdpo: 'sDPO', simpo: 'SimPO', ipo: 'IPO', orpo: 'ORPO', sft: 'SFT' },
    full: {
      dpo: '직접 선호 최적화: 참조 모델을 기준으로 선택된 응답을 거절된 응답보다 높입니다.',
      sdpo: '단계별 DPO: DPO를 여러 단계로 나누어 하며, 각 단계는 앞 단계가 남긴 모델을 참조합니다.',
      simpo: '단순 선호 최적화: 참조 모델 없이 토큰당 평균과 목표 마진 γ를 씁니다.',
      ipo: '항등 선호 최적화: 격차를 끝없이 벌리는 대신 정해진 격차를 목표로 합니다.',
      orpo: '오즈비 선호 최적화: 참조 모델 없이 SFT와 선호 학습을 한 번에 합니다.',
      sft: '지도 미세 조정: 선택된 응답을 따라 배우며 거절된 응답은 보지 않습니다.',
    },
    formula: '목적 함수와 현재 값',
    symbols: { beta: '베타', lambda: '람다', gammaBeta: '마진', gamma: '감마' },
    betaSimpo: '높이면 작은 격차도 크게 반영되어 더 세게 학습합니다.',
    gamma: 'γ',
    gammaUp: 'γ = β · γ/β. TRL에서는 simpo_gamma라고 합니다.',
    variant: '형태',
    variants: {
      sigmoid: '시그모이드',
      robust: '뒤바뀐 레이블에 강건',
      hinge: '힌지',
      'length-normalised': '길이 정규화',
    },
    lengthNormalised: '길이로 나누기',
    lengthNormalisedHelp: '끄면 토큰에 대해 합산합니다. SimPO에서는 논문의 제거 실험에 해당하며 긴 글에 유리합니다.',
    noGamma: 'γ = 0',
    noGammaHelp: '목표 마진을 없앤 논문의 제거 실험입니다.',
    split: '분할',
    splits: {
      'easy-to-hard': '쉬운 것부터 어려운 것으로',
      'in-order': '파일 순서대로',
      random: '무작위로',
      'by-source': '출처마다 하나씩',
    },
    reference: '참조 모델',
    references: { moving: '앞 단계의 모델(sDPO)', base: '항상 기본 모델(대조군)' },
    perStage: '단계마다 따로 설정',
    stage: (t) => `${t}단계`,
    inherit: '위와 같음',
  },

  settings: {
    variants: '변형과 제거 실험',
    training: '학습',
    optimizer: '옵티마이저',
    evaluation: '평가와 샘플',
    data: '분할과 길이',
    device: '시드와 장치',
    length: '실행 길이',
    epochs: '에포크',
    steps: '스텝',
    schedule: '스케줄',
    schedules: { constant: '일정', linear: '선형', cosine: '코사인' },
    warmup: '먼저 SFT 워밍업',
    warmupHelp: '첫 선호 단계에 앞서 선택된 응답을 따라 배웁니다. SimPO의 Base 설정에 해당합니다.',
    backend: '백엔드',
    backends: { auto: '가장 좋은 것', webgpu: 'WebGPU', wasm: 'wasm(CPU)', cpu: '순수 JavaScript' },
    auto: '자동',
    reset: (label) => `기본값으로 되돌리기: ${label}`,
    slider: (label) => `${label}, 슬라이더`,
    withUnit: (sentence, unit) => `${sentence} 단위: ${unit}.`,
  },

  samples: {
    title: '샘플',
    base: '기본',
    policy: '정책',
    at: (step) => `${step}스텝`,
    fromRecording: '기록된 실행의 샘플',
    before: '이전 실행의 샘플',
    waiting: '같은 프롬프트에 기본 모델과 학습 중인 모델이 각각 답한 글이 여기에 나옵니다.',
    judge: '판정 점수, 0에서 1: 원하던 것을 이 글이 얼마나 갖추었는지 나타냅니다.',
    legend: '새 단어',
    score: (value) => `판정 ${value}`,
    cut: '길이 한도에서 잘림',
    all: (n) => `${n}개 모두 보기`,
    fewer: '줄여 보기',
    own: '직접 프롬프트 써 보기',
    ownLabel: '직접 쓴 프롬프트',
    ownHelp: '지금의 기본 모델과 정책 모델이 답합니다.',
    ask: '샘플 생성',
    asking: '쓰는 중',
    edit: '이 프롬프트를 가져와 고치기',
    same: '정책 모델이 아직 기본 모델과 같습니다.',
    none: '이 실행은 샘플을 뽑지 않았습니다.',
  },

  undo: { undo: '되돌리기', close: '닫기' },

  notices: { title: '알아 둘 점', dismiss: '닫기' },

  error: { dismiss: '이 메시지 닫기', code: '코드' },

  help,
}

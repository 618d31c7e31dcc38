/** @file 그래프의 말: 제목, 읽는 법, 할 수 있는 일. */
import type { Dictionary } from '../words'

export const charts: Dictionary['charts'] = {
  panel: '그래프',
  recorded: (name) => `기록된 실행: ${name}`,
  smoothing: '평활화',
  off: '끔',
  more: '다른 수치',
  group: '수치 묶음',
  groups: { optimizer: '옵티마이저', samples: '샘플', pairs: '쌍' },

  lines: {
    train: '학습',
    heldOut: '검증',
    sinceBase: '기본 대비',
    winRate: '승률',
    within: '집단 내',
    pooled: '전체',
    base: '기본',
    policy: '정책',
    chosen: '선택',
    rejected: '거절',
    margin: '마진',
    pairs: '쌍',
    raw: (name) => `${name}, 원값`,
    ofRun: (run, name) => `${run}: ${name}`,
  },
  targets: {
    gamma: (value) => `γ = ${value}`,
    hinge: '힌지 1',
    ipo: '목표 0.5',
    clip: '클리핑',
  },
  x: { step: '스텝', tokens: '토큰', margin: '마진' },
  sft: 'SFT',
  stage: (stage) => `${stage}단계`,

  unitNames: { nats: 'nats', 'nats/token': 'nats/토큰', reward: '보상', ρ: 'ρ' },
  units: {
    nats: '확률의 자연로그: 0은 확실함, −0.7은 둘 중 하나, −2.3은 열 중 하나입니다.',
    'nats/token': '토큰마다의 확률의 자연로그: 0은 확실함, −0.7은 둘 중 하나입니다.',
    reward: '목적 함수 고유의 척도: 로그 확률이나 두 확률의 로그 비에 β를 곱한 값입니다. 차이만 의미가 있습니다.',
    ρ: '스피어만 순위 상관: 1은 같은 순서, 0은 관계 없음, −1은 반대 순서입니다.',
  },

  margin: {
    title: '보상 마진',
    howTo: '0보다 위: 선택된 쪽을 선호합니다.',
    howToStaged: '단계마다 자기 참조 모델 기준 0에서 다시 시작합니다.',
    empty: '선택이 거절보다 얼마나 앞서는지 스텝마다 여기에 그립니다.',
  },
  logProb: {
    title: '로그 확률',
    form: '로그 확률의 형태',
    empty: '모델이 선택된 응답과 거절된 응답을 얼마나 그럴듯하게 보는지 여기에 나옵니다.',
    forms: { sum: '합', token: '토큰당', change: '기본 대비' },
    meaning: {
      sum: '응답 전체의 로그 확률, 토큰에 대한 합: 쌍의 평균.',
      token: '응답의 로그 확률을 토큰 수로 나눈 값: 쌍의 평균.',
      change: '지금의 로그 확률에서 실행 전 모델의 값을 뺀 것: 쌍의 평균.',
    },
    howTo: {
      sum: '0에 가까울수록 그럴듯하며, 학습하는 것은 격차입니다.',
      token: '길이와 상관없이 0에 가까울수록 그럴듯합니다.',
      change: '0보다 위: 기본 모델에서보다 그럴듯합니다.',
    },
  },
  length: {
    title: '길이 상관',
    meaning: (within, pooled) => `${within} 전체: ${pooled}`,
    howTo: '0 근처: 길이를 따르지 않음. 오른쪽: 지금.',
    empty: '로그 확률이 길이를 따르는지.',
    scatter: '지금의 길이와 로그 확률',
    scatterMeaning: '마지막 평가의 검증용 응답: 길이(토큰)에 대한 토큰당 로그 확률(nats).',
  },
  accuracy: {
    title: '정확도, 승률',
    meaning: (accuracy, winRate) => `${accuracy} 학습: 최근 약 100쌍의 평균. 승률: ${winRate}`,
    howTo: '50%는 우연 수준이며, 승패는 판정기가 정합니다.',
    empty: '순서를 맞힌 쌍의 비율과, 판정기가 튜닝된 모델을 더 낫다고 본 비율.',
  },

  small: {
    loss: {
      title: '손실',
      howTo:
        '내려가면 배우는 중입니다. 0.693은 시그모이드 목적 함수의 출발점입니다. 글의 좋고 나쁨은 말해 주지 않습니다.',
    },
    gradNorm: {
      title: '기울기 노름',
      howTo: '점선 위에서는 기울기가 클리핑됩니다. 튀는 값은 어려운 배치, 꾸준한 증가는 너무 높은 학습률의 표시입니다.',
    },
    learningRate: { title: '학습률', howTo: '워밍업 뒤에 감쇠하며, 단계마다 새로 시작합니다.' },
    kl: {
      title: '기본 모델과의 KL',
      howTo: '정책 모델이 얼마나 멀리 갔는지 나타냅니다. 토큰당 약 0.5 nats를 넘으면 글이 망가지기 쉽습니다.',
    },
    judge: {
      title: '판정 점수',
      unit: '0에서 1까지.',
      howTo: '목적 함수와 상관없이, 높을수록 실제로 원하던 글입니다.',
    },
    sampleLength: {
      title: '샘플 길이',
      unit: '단위는 토큰.',
      howTo: '기본 모델보다 훨씬 길어지면 길이를 이용하고 있다는 뜻입니다.',
    },
    repetition: {
      title: '반복',
      howTo: '올라가면 정책 모델이 같은 말을 되풀이하는 것으로, 과최적화의 흔한 결말입니다.',
    },
    ended: { title: '끝맺은 샘플', howTo: '내려가면 정책 모델이 끝맺는 법을 잊는 중입니다.' },
    entropy: {
      title: '엔트로피',
      unit: '단위는 토큰당 nats.',
      howTo: '내려가면 정책 모델이 더 확신하고 덜 다양해집니다.',
    },
  },
  histogram: {
    title: '지금의 마진',
    meaning: '마지막 평가에서 보상 마진별로 센 검증용 쌍.',
    howTo: '0의 왼쪽에서는 정책 모델이 거절된 쪽을 선호합니다.',
  },
  gap: {
    title: '길이 차에 따른 마진',
    meaning: '선택과 거절의 길이 차(토큰)에 대한 검증용 쌍의 보상 마진: SimPO 논문의 그림 2a.',
    howTo: '오른쪽으로 올라가면 긴 쪽이 길이로 보상을 얻고 있습니다.',
  },
  contingency: {
    title: '보상 × 가능도',
    meaning:
      '검증용 쌍: 선택된 쪽의 보상이 더 큰가, 그리고 토큰당 로그 확률이 더 큰가? SimPO에서는 정의에 따라 둘이 같습니다.',
    likelier: '가능도',
    reward: '보상',
  },

  menu: {
    label: (title) => `${title}: 메뉴`,
    enlarge: '크게 보기',
    table: '표로 보기',
    plot: '그래프로 보기',
    linear: '선형 척도',
    asinh: '로그 척도, 양쪽 부호(asinh)',
    copy: '값 복사(CSV)',
  },
  picture: {
    smoothed: (weight) => `평활화 ${weight}`,
    recent: '최근 약 100쌍의 평균',
    thin: '가는 선: 원값',
  },
  table: { label: (title) => `${title}: 표`, empty: '아직 값이 없습니다.' },
  cursor: {
    label: (title) => `${title}: 커서`,
    none: '선택된 값 없음. 화살표 키로 커서를 움직입니다',
    latest: '최신',
  },
}

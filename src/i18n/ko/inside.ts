/** @file 실행의 내부를 보는 곳의 말: 토큰, 목적 함수, 분포. */
import type { Dictionary } from '../words'

const pairs = (n: number) => `쌍 ${n}개`

export const inside: Dictionary['inside'] = {
  label: '실행의 내부',
  part: '볼 것',
  parts: { tokens: '토큰', objective: '목적 함수', spread: '분포' },
  recorded: (name) => `기록된 실행: ${name}`,
  origin: { base: '기본 모델', adapter: '불러온 어댑터' },

  time: {
    slider: '실행의 시점',
    play: '실행을 처음부터 재생',
    pause: '시점 멈추기',
    follow: '최신',
    followHelp: '실행이 진행되는 동안 최신 스텝을 따라갑니다.',
    begin: (origin) => `0스텝, ${origin}`,
    step: (step) => `${step}스텝`,
    of: (total) => `/ ${total}`,
    stage: (stage, stages) => `${stage} / ${stages}단계`,
    warmup: 'SFT 워밍업',
    none: '아직 스텝 없음',
  },

  empty: {
    noRun: '아직 들여다볼 것이 없습니다. ‘시작’을 누르거나 기록된 실행을 고르십시오.',
    wait: '첫 스텝 바로 뒤의 첫 평가와 함께 나옵니다.',
    noHeldOut: '이 실행에는 검증용 쌍이 없어 볼 것이 없습니다. 검증용 비율을 높이고 다시 시작하십시오.',
    oldTokens: '이 기록에는 토큰이 없습니다. ‘시작’을 눌러 여기서 학습하면 토큰도 함께 나옵니다.',
    oldTokensOnly: '이 기록에는 토큰이 없습니다. 위에서 다른 기록된 실행을 고르십시오.',
    oldBatches:
      '이 기록에는 배치가 없습니다. 아래에는 곡선과 검증용 쌍만 나옵니다. ‘시작’을 눌러 여기서 학습하면 쌍이 움직이는 것을 볼 수 있습니다.',
    oldBatchesOnly:
      '이 기록에는 배치가 없습니다. 아래에는 곡선과 검증용 쌍만 나옵니다. 다른 기록된 실행에는 배치가 있습니다.',
    noTokenPairs: '이 실행은 어느 쌍의 토큰도 남기지 않습니다. 설정 evaluation.tokenPairs가 0입니다.',
  },

  tokens: {
    pair: '쌍',
    previous: '이전 쌍',
    next: '다음 쌍',
    choice: (n, of, prompt) => `${n} / ${of}: ${prompt}`,
    prompt: '프롬프트',
    against: '비교 대상',
    models: {
      reference: (step, origin) => (step === 0 ? `참조 모델: ${origin}` : `참조 모델: ${step}스텝`),
      start: (step, origin) => (step === 0 ? `단계의 시작: ${origin}` : `단계의 시작: ${step}스텝`),
      origin: (origin) => `${origin}: 실행 전`,
      run: (name) => `실행: ${name}`,
    },
    short: { start: '단계의 시작', reference: '참조 모델', run: '다른 실행' },
    hint: '다른 실행과 비교하려면 실행 목록에서 표시하십시오.',
    otherPairs: (name) =>
      `${name}: 검증용 쌍이 달라 이 쌍을 비교할 수 없습니다. 데이터와 시드가 같은 실행은 검증용 쌍도 같습니다.`,
    otherTokens: (name) => `${name}: 이 글을 다른 토큰으로 나누어 비교할 수 없습니다.`,
    noTokens: (name) => `${name}: 토큰이 없어 여기서 비교할 수 없습니다.`,
    atStep: (step) => `그 실행의 ${step}스텝`,
    legend: '색: 토큰마다의 log π − log π_ref, 단위는 nats',
    less: '확률 낮아짐',
    more: '확률 높아짐',
    part: '글자의 일부',
    newline: '줄바꿈',
    completion: { chosen: '선택, 토큰별', rejected: '거절, 토큰별' },
    sides: { chosen: '선택', rejected: '거절' },
    readout: '토큰을 가리키거나 화살표 키로 옮겨 다니면 값이 나옵니다.',
    token: (text, difference, now, then) => `‘${text}’: ${difference} nats, log π ${now}, log π_ref ${then}`,
    difference: '차이',
    probability: (now, then) => `확률 ${then} → ${now}`,
    nats: 'nats',

    sums: '토큰에서 보상까지',
    columns: { gap: '선택 − 거절' },
    rows: {
      policy: 'log π, 토큰에 대한 합',
      against: (model) => `log π_ref, ${model}`,
      difference: '차이: 색칠한 토큰의 합',
      tokens: '토큰 수, |y|',
      reward: (formula) => `보상 = ${formula}`,
      gained: (formula) => `그중 얻은 것 = ${formula}`,
    },
    formula: {
      difference: '차이',
      policy: 'log π',
      length: '|y|',
    },
    noReward: '따라 배우기(SFT)에는 보상이 없고, 선택을 높이기만 합니다.',
    otherReference:
      '보상은 그 단계의 참조 모델을 기준으로 잽니다. ‘비교 대상’에서 참조 모델을 고르면 토큰이 어떻게 보상으로 더해지는지 볼 수 있습니다.',
    shares: {
      margin: (margin) => `마진 ${margin}`,
      gained: (margin) => `마진의 변화 ${margin}`,
      none: '아무것도 움직이지 않았습니다: 모든 차이가 0입니다.',
      both: (what, chosen, rejected) =>
        `${what}: 선택의 확률이 높아져서 ${chosen}, 거절의 확률이 낮아져서 ${rejected}만큼 나옵니다.`,
      rejectedOnly: (what, rejected, chosen) =>
        `${what}: 거절의 확률이 낮아져서 ${rejected}만큼 얻지만, 선택의 확률도 낮아져서 ${chosen}만큼 잃습니다.`,
      chosenOnly: (what, chosen, rejected) =>
        `${what}: 선택의 확률이 높아져서 ${chosen}만큼 얻지만, 거절의 확률도 높아져서 ${rejected}만큼 잃습니다.`,
      worse: (what, chosen, rejected) =>
        `${what}: 선택의 확률은 낮아지고(${chosen}) 거절의 확률은 높아졌습니다(${rejected}).`,
    },
    table: '모든 토큰을 표로 보기',
    head: { token: '토큰', policy: 'log π', against: 'log π_ref', difference: '차이' },
  },

  objective: {
    x: {
      margin: '쌍의 보상 마진',
      marginPerToken: '토큰당 로그 확률로 잰 쌍의 보상 마진',
      gap: '합한 로그 비의 격차, h 선택 − h 거절(nats)',
      gapPerToken: '토큰당 로그 비의 격차, h 선택 − h 거절(nats)',
      odds: '쌍의 로그 오즈비',
    },
    loss: '한 쌍의 손실',
    weight: '기울기에서의 가중치',
    heldOut: '검증용 쌍',
    batch: '배치의 쌍',
    aims: {
      gamma: (value) => `γ = ${value}`,
      hinge: (value) => `힌지의 끝 ${value}`,
      ipo: (value) => `1/(2β) = ${value}`,
      smoothed: (value) => `최저점 ${value}`,
    },
    chart: (reading) => `마진에 따른 손실과 기울기 가중치. ${reading}`,
    read: {
      none: '이 스텝의 배치를 알 수 없습니다.',
      noPairs: '아직 놓을 쌍이 없습니다.',
      sft: '따라 배우기(SFT)입니다. 마진이 없어 그릴 곡선이 없습니다. 선택을 높이며 거절은 보지 않습니다.',
      atZero: (n) => `${pairs(n)}가 모두 0에 있습니다: 정책 모델과 참조 모델이 아직 같습니다.`,
      left: (left, n, share) =>
        left === 0
          ? `${pairs(n)} 가운데 0의 왼쪽에 있는 것이 없습니다.`
          : left === n
            ? `${pairs(n)}가 모두 0의 왼쪽에 있습니다.`
            : `${pairs(n)} 가운데 ${left}개가 0의 왼쪽에 있으며 기울기 가중치의 ${share}를 받습니다.`,
      mean: (weight) => `한 쌍의 평균 가중치: ${weight}.`,
      silent: '더는 당기는 쌍이 없습니다: 이 배치의 기울기에서 선호 부분은 0입니다.',
      short: (short, share) => `목표 γ에 못 미친 것 ${short}개, 가중치의 ${share}.`,
      done: (done) => (done === 0 ? '힌지를 넘은 것이 없습니다.' : `${done}개가 힌지를 넘어 더는 당기지 않습니다.`),
      beyond: (beyond) => (beyond === 0 ? '목표를 넘은 것이 없습니다.' : `${beyond}개가 목표를 넘어 뒤로 당겨집니다.`),
    },
    orpo: 'ORPO: x는 로그 오즈비인데 배치의 마진으로는 알 수 없으므로 점은 검증용 쌍입니다. 오즈비 항만 그렸으며, SFT 항인 선택의 토큰당 −log π는 뺐습니다.',
    sftWeight: (weight) =>
      `이 실행의 손실에는 SFT 항의 ${weight}배가 더해집니다. 마진과 상관없는 항이라 뺐으며, 점은 선호 부분을 나타냅니다.`,
    table: '쌍을 표로 보기',
    head: {
      pair: '쌍',
      x: { margin: '마진', gap: '격차', odds: '로그 오즈비' },
      loss: '손실',
      weight: '가중치',
      share: '가중치의 비율',
    },
  },

  spread: {
    contingency: { title: '보상의 순서와 가능도의 순서' },
    gap: '길이 차에 따른 마진',
    margins: '마진',
    lengths: '길이에 따른 로그 확률',
    simpo: 'SimPO의 보상은 토큰당 로그 확률 자체이므로 두 순서는 정의에 따라 일치합니다.',
    noRewards: '이 목적 함수에는 보상이 없어 보여 줄 마진이 없습니다.',
    agreeAlways: '모든 쌍에서 두 순서가 일치합니다.',
    agree: (share, other) =>
      other === 0
        ? `쌍의 ${share}에서 두 순서가 일치합니다.`
        : `쌍의 ${share}에서 두 순서가 일치합니다. ${other}개에서는 거절된 글의 가능도가 더 높은데도 보상의 순서는 맞습니다.`,
    gapReading: (rho) => `마진과 길이 차의 ρ: ${rho}.`,
    lengthReading: (within, pooled, base) =>
      `토큰당 로그 확률과 길이의 ρ: 집단 내 ${within}(기본 모델 ${base}), 전체 ${pooled}.`,
    marginReading: (wrong, n) => `${pairs(n)} 가운데 ${wrong}개가 0의 왼쪽에 있어 순서가 틀렸습니다.`,
    likelihood: {
      title: '선택의 로그 확률',
      meaning: '토큰당 로그 확률(nats)별로 센 검증용 선택 응답: SimPO 논문의 그림 3c.',
      howTo: '왼쪽으로 가면 선택된 글의 확률이 낮아집니다.',
      x: '토큰당 nats',
      reading: (mean, before) => `평균 토큰당 ${mean} nats, 실행 전에는 ${before}.`,
    },
  },
}

/** @file 설정의 이름과, 값을 높이면 어떻게 되는지 한 문장. */
import type { Dictionary } from '../words'

export const fields: Dictionary['fields'] = {
  'objective.beta': { label: '베타', up: '높이면 참조 모델에 더 가깝게 머물고 덜 바뀝니다.' },
  'objective.gammaBetaRatio': { label: 'γ/β', up: '높이면 더 넓은 마진에 이를 때까지 학습합니다.' },
  'objective.lambda': { label: '람다', up: '높이면 유창함보다 선호를 더 중시합니다.' },
  'objective.labelSmoothing': {
    label: '레이블 스무딩',
    up: '높이면 레이블을 덜 믿어 마진이 작게 머뭅니다. 0.5보다 작아야 합니다.',
  },
  'objective.sftWeight': {
    label: 'SFT 가중치',
    up: '높이면 선택된 글 자체를 붙잡아 그 로그 확률이 덜 떨어집니다.',
  },
  'stages.count': { label: '단계 수', up: '늘리면 참조 모델이 정책 모델을 더 자주 따라갑니다.' },
  'tuning.rank': { label: '랭크', up: '높이면 더 많이 배울 수 있지만 메모리를 더 씁니다.' },
  'tuning.alpha': { label: '알파', up: '높이면 어댑터가 더 크게 작용합니다.' },
  'tuning.dropout': { label: '드롭아웃', up: '높이면 덜 외우지만 더 느리게 배웁니다.' },
  'optimizer.learningRate': { label: '학습률', up: '높이면 빨리 배우지만, 지나치면 모델이 망가집니다.' },
  'optimizer.warmupRatio': { label: '워밍업 비율', up: '높이면 처음에 학습률이 더 오래, 더 완만하게 오릅니다.' },
  'optimizer.weightDecay': { label: '가중치 감쇠', up: '높이면 가중치를 0 쪽으로 더 세게 당깁니다.' },
  'optimizer.maxGradNorm': {
    label: '최대 기울기 노름',
    up: '높이면 더 큰 기울기도 그대로 통과합니다. 0이면 클리핑하지 않습니다.',
  },
  'training.batchSize': {
    label: '배치 크기',
    unit: '쌍',
    up: '늘리면 곡선이 매끄러워지고 에포크당 스텝이 줄지만 메모리를 더 씁니다.',
  },
  'training.gradientAccumulation': {
    label: '기울기 누적',
    unit: '조각',
    up: '늘리면 같은 결과를 더 적은 메모리로 얻지만 조금 느려집니다.',
  },
  'training.epochs': { label: '에포크', unit: '회', up: '늘리면 더 오래 학습하며, 어느 지점을 넘으면 과적합됩니다.' },
  'training.maxSteps': { label: '스텝', unit: '스텝', up: '늘리면 더 오래 학습합니다. 각 단계가 이만큼씩 합니다.' },
  'warmup.epochs': { label: '워밍업 에포크', unit: '회', up: '늘리면 선택된 응답을 먼저 더 오래 따라 배웁니다.' },
  'warmup.learningRate': { label: '워밍업 학습률', up: '높이면 따라 배우는 동안 모델이 더 많이 바뀝니다.' },
  'data.labelNoise': {
    label: '레이블 노이즈',
    up: '높이면 더 많은 쌍을 일부러 뒤바꿔 무엇이 망가지는지 봅니다.',
  },
  'data.heldOutShare': { label: '검증용 비율', up: '높이면 검증 수치가 안정되지만 학습할 쌍이 줄어듭니다.' },
  'data.heldOutMax': { label: '검증용 최대', unit: '쌍', up: '늘리면 검증 수치가 안정되지만 평가가 느려집니다.' },
  'data.maxLength': { label: '가장 긴 쌍', unit: '토큰', up: '늘리면 글이 덜 잘리지만 메모리를 더 씁니다.' },
  'data.maxPromptLength': {
    label: '가장 긴 프롬프트',
    unit: '토큰',
    up: '늘리면 긴 프롬프트를 더 많이 남기지만 응답의 자리가 줄어듭니다.',
  },
  'evaluation.evalSteps': {
    label: '평가 간격',
    unit: '스텝',
    up: '늘리면 학습이 빨라지지만 검증 곡선이 성기게 됩니다.',
  },
  'evaluation.samplePrompts': {
    label: '샘플 프롬프트',
    unit: '개',
    up: '늘리면 승률이 안정되지만 평가가 느려집니다.',
  },
  'evaluation.tokenPairs': {
    label: '토큰별 기록',
    unit: '쌍',
    up: '늘리면 내부 보기에서 토큰 하나하나를 볼 수 있는 검증 쌍이 많아집니다.',
  },
  'generation.maxNewTokens': {
    label: '새 토큰',
    unit: '토큰',
    up: '늘리면 샘플이 잘리기 전까지 더 길어질 수 있습니다.',
  },
  'generation.temperature': {
    label: '온도',
    up: '높이면 샘플이 다양해지고 가능성이 낮은 글이 늘어납니다. 0이면 가장 그럴듯한 토큰만 고릅니다.',
  },
  'generation.topK': {
    label: '상위 k(top-k)',
    unit: '토큰',
    up: '늘리면 고를 단어가 많아집니다. 0이면 모두 남깁니다.',
  },
  'generation.topP': { label: '상위 p(top-p)', up: '높이면 가능성이 낮은 단어도 더 남깁니다. 1이면 모두 남깁니다.' },
  seed: {
    label: '시드',
    up: '다른 시드는 분할, 순서, 샘플링이 다릅니다. 같은 시드는 같은 곡선을 냅니다.',
  },
}

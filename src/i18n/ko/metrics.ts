/** @file 모든 수치의 이름, 단위, 뜻. */
import { EVAL_METRICS, type MetricInfo, type MetricKey, STEP_METRICS, type StepMetric } from '../../protocol/metrics'

const info = (label: string, unit: string, meaning: string): MetricInfo => ({ label, unit, meaning })

const REWARD = '보상'
const RATIO = '비율'
const PER_TOKEN = 'nats/토큰'

export const stepMetrics: Record<StepMetric, MetricInfo> = {
  loss: info('손실', 'nats', '쌍에 대한 목적 함수의 평균.'),
  'rewards/chosen': info('보상, 선택', REWARD, '목적 함수가 선택된 응답의 보상으로 치는 값.'),
  'rewards/rejected': info('보상, 거절', REWARD, '목적 함수가 거절된 응답의 보상으로 치는 값.'),
  'rewards/margins': info('보상 마진', REWARD, '선택의 보상에서 거절의 보상을 뺀 값, 쌍의 평균.'),
  'rewards/accuracies': info('보상 정확도', RATIO, '선택의 보상이 더 큰 쌍의 비율. 같으면 틀린 것으로 칩니다.'),
  'logps/chosen': info('로그 확률, 선택', 'nats', '선택된 응답 전체의 로그 확률, 토큰에 대한 합.'),
  'logps/rejected': info('로그 확률, 거절', 'nats', '거절된 응답 전체의 로그 확률, 토큰에 대한 합.'),
  'logps_avg/chosen': info('토큰당 로그 확률, 선택', PER_TOKEN, '선택된 응답의 로그 확률을 토큰 수로 나눈 값.'),
  'logps_avg/rejected': info('토큰당 로그 확률, 거절', PER_TOKEN, '거절된 응답의 로그 확률을 토큰 수로 나눈 값.'),
  'logps_delta/chosen': info('로그 확률 변화, 선택', 'nats', '선택된 응답의 로그 확률에서 기본 모델의 값을 뺀 것.'),
  'logps_delta/rejected': info('로그 확률 변화, 거절', 'nats', '거절된 응답의 로그 확률에서 기본 모델의 값을 뺀 것.'),
  'lengths/chosen': info('길이, 선택', '토큰', '선택된 응답의 평균 길이.'),
  'lengths/rejected': info('길이, 거절', '토큰', '거절된 응답의 평균 길이.'),
  grad_norm: info('기울기 노름', '', '클리핑하기 전 전체 기울기의 노름.'),
  learning_rate: info('학습률', '', '옵티마이저가 한 번에 움직이는 크기.'),
  epoch: info('에포크', '회', '이 단계의 쌍을 훑은 횟수.'),
  stage: info('단계', '', 'sDPO의 단계, 1부터. 0은 SFT 워밍업입니다.'),
  num_tokens: info('토큰 수', '토큰', '지금까지 처리한 토큰, 프롬프트 포함.'),
  tokens_per_second: info('속도', '토큰/초', '이 스텝의 토큰 수를 걸린 시간으로 나눈 값.'),
  step_seconds: info('스텝 시간', '초', '이 옵티마이저 스텝에 걸린 시간.'),
  gpu_bytes: info('메모리', '바이트', '백엔드가 텐서에 쓰는 메모리.'),
}

export const evalMetrics: Record<keyof typeof EVAL_METRICS, MetricInfo> = {
  'eval_length/spearman': info(
    '길이 상관',
    'ρ',
    '토큰당 로그 확률과 길이의 스피어만 상관, 선택과 거절을 합쳐 구한 값.',
  ),
  'eval_length/spearman_within': info(
    '집단 내 길이 상관',
    'ρ',
    '선택과 거절에서 따로 구한 상관의 평균: 선호 자체의 영향이 없습니다.',
  ),
  'eval_length/spearman_within_base': info(
    '기본 모델의 길이 상관',
    'ρ',
    '실행 전의 모델에서, 선택과 거절에서 따로 구한 상관의 평균.',
  ),
  'eval_length/margin_vs_gap': info('길이 차와 마진의 상관', 'ρ', '보상 마진과 길이 차의 스피어만 상관.'),
  'eval_kl/chosen': info(
    '기본 모델과의 KL',
    PER_TOKEN,
    '선택된 응답의 토큰에서 잰 기본 모델 대비 정책 모델의 KL 발산, 전체 어휘에 대한 정확한 값.',
  ),
  eval_entropy: info('엔트로피', PER_TOKEN, '응답 토큰에 대한 정책 모델 엔트로피의 평균.'),
  'eval_rewards/cumulative_margin': info('누적 마진', REWARD, '1단계 이전의 모델을 기준으로 한 보상 마진.'),
  eval_win_rate: info(
    '승률',
    RATIO,
    '판정기가 정책 모델의 샘플에 기본 모델의 샘플보다 높은 점수를 준 검증용 프롬프트의 비율. 무승부는 절반으로 칩니다.',
  ),
  'eval_judge/policy': info('판정 점수, 정책', '0–1', '정책 모델의 샘플이 받은 판정 점수의 평균.'),
  'eval_judge/base': info('판정 점수, 기본', '0–1', '기본 모델의 샘플이 받은 판정 점수의 평균.'),
  'eval_samples/length': info('샘플 길이', '토큰', '정책 모델 샘플의 평균 길이.'),
  'eval_samples/length_base': info('샘플 길이, 기본', '토큰', '기본 모델 샘플의 평균 길이.'),
  'eval_samples/eos_rate': info('끝맺은 샘플', RATIO, '정책 모델의 샘플 가운데 스스로 끝맺은 비율.'),
  'eval_samples/eos_rate_base': info('끝맺은 샘플, 기본', RATIO, '기본 모델의 샘플 가운데 스스로 끝맺은 비율.'),
  'eval_samples/repetition': info('반복', RATIO, '정책 모델의 샘플에서 반복된 4-gram의 비율.'),
  'eval_samples/repetition_base': info('반복, 기본', RATIO, '기본 모델의 샘플에서 반복된 4-gram의 비율.'),
  eval_base_nats_per_byte: info('낯섦', 'nats/바이트', '기본 모델이 선택된 응답에 얼마나 놀라는지.'),
}

/** As `metricInfo` of the protocol. */
export function metricInKorean(key: MetricKey): MetricInfo {
  if (key in EVAL_METRICS) return evalMetrics[key as keyof typeof EVAL_METRICS]
  if (key in STEP_METRICS) return stepMetrics[key as StepMetric]
  const twin = stepMetrics[key.slice('eval_'.length) as StepMetric]
  return { ...twin, label: `${twin.label}, 검증`, meaning: `${twin.meaning} 검증용 쌍에서 잰 값입니다.` }
}

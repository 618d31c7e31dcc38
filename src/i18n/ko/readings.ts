/** @file 그래프가 실행에 대해 말하는 문장. 숫자는 모두 같은 방식으로 반올림된 글로 들어온다. */
import type { Dictionary } from '../words'
import { josa } from './josa'

export const readings: Dictionary['readings'] = {
  margin: {
    before: '첫 스텝 전에는 배운 마진이 없습니다.',
    sft: 'SFT에는 보상이 없습니다. 선택된 응답을 높일 뿐 비교하지 않습니다.',
    none: (step) => `${step}스텝: 이 단계에는 아직 보상이 없습니다.`,
    plain: (margin, step, right, pairs) =>
      `${step}스텝까지 최근 ${pairs}쌍의 평균: 마진 ${margin}, 선택이 앞선 비율 ${right}.`,
    target: (margin, gamma, step, right, pairs) =>
      `${step}스텝까지 최근 ${pairs}쌍의 평균: 마진 ${margin}(목표 γ ${gamma}), 선택이 앞선 비율 ${right}.`,
    staged: (margin, step, sinceBase, right, pairs) =>
      `${step}스텝까지 최근 ${pairs}쌍의 평균: 마진 ${margin}, 선택이 앞선 비율 ${right}. 검증, 기본 모델 대비: ${sinceBase}.`,
  },
  logProb: {
    before: '기본 모델의 로그 확률입니다.',
    unknown: (step) => `${step}스텝: 기본 모델 대비 변화를 알 수 없습니다.`,
    change: (chosen, rejected, gap) => `기본 모델 대비: 선택 ${chosen}, 거절 ${rejected} nats. ${gap}`,
    still: '격차가 거의 변하지 않았습니다.',
    against: '격차가 선택에 불리하게 변합니다.',
    both: '양쪽에서 격차가 벌어집니다.',
    falls: '격차가 벌어집니다: 거절이 더 빨리 내려갑니다.',
    rises: '격차가 벌어집니다: 선택이 더 빨리 올라갑니다.',
  },
  length: {
    undefined: 'ρ를 구할 수 없습니다: 검증용 길이나 토큰당 로그 확률이 모두 같습니다.',
    alone: (rho, strength) => `선택과 거절 각각의 ρ ${rho}: ${strength}.`,
    compared: (rho, base, than) => `집단 내 ρ ${rho}, 기본 모델 ${base}: ${than}.`,
    same: '기본 모델과 비슷함',
    more: '기본 모델보다 길이의 영향이 큼',
    less: '기본 모델보다 길이의 영향이 작음',
    none: '토큰당 로그 확률이 길이를 따르지 않음',
    longer: '긴 응답일수록 토큰당 확률이 높음',
    shorter: '긴 응답일수록 토큰당 확률이 낮음',
    weakly: (what) => `${what}(약함)`,
  },
  accuracy: {
    before: '첫 스텝 전에는 정책 모델과 기본 모델이 같습니다.',
    recent: (right, pairs) => `최근 ${pairs}쌍 가운데 ${right} 맞힘`,
    heldOut: (right) => `검증 ${right}`,
    judged: (wins) => `판정기가 정책 모델을 더 낫다고 본 비율 ${wins}`,
    none: (step) => `${step}스텝: 순서를 가릴 것이 없습니다.`,
  },
}

export const notes: Dictionary['notes'] = {
  bothFall: {
    title: '선택도 내려감: 정상이지만 한도가 있음',
    text: (chosen, rejected, remedy) =>
      `마진이 커지는 동안 두 로그 확률이 모두 내려갑니다(nats): 선택 ${chosen}, 거절 ${rejected}. ` +
      '목적 함수는 격차만 요구하며, 거절된 응답을 밀어 내리는 것이 가장 쉬운 길입니다. 둘이 공유하는 부분도 함께 내려갑니다. ' +
      `샘플이 나빠지면 문제가 됩니다. 그때는 선택을 붙잡아 주는 SFT 가중치를 더하거나, ${remedy}`,
    raiseBeta: '정책 모델을 참조 모델에 더 가깝게 두도록 β를 높이십시오.',
    lowerRate: '학습률을 낮추십시오.',
  },
  wrongWay: {
    title: '거절된 쪽이 올라오는 중',
    text: '거절된 응답이 선택된 응답을 따라잡고 있습니다. 데이터에서 선택과 거절이 뒤바뀌지 않았는지, 잘못된 레이블의 비율이 얼마나 되는지, 학습률이 너무 높지 않은지 살펴보십시오.',
  },
  pastGamma: {
    title: (gamma) => `마진이 γ = ${josa(gamma, '을/를')} 넘음`,
    text: 'γ를 넘으면 한 쌍이 미는 힘은 온전한 힘의 절반보다 작아지고 점점 더 줄어듭니다. 평균적인 쌍이 이제 여기에 있으며, 앞으로 SimPO는 주로 아직 뒤처진 쌍에 작용합니다.',
  },
  overOptimised: {
    title: (best) => `승률이 최고값 ${best}에서 떨어짐`,
    text: '목적 함수는 계속 나아지는데 판정기는 그렇게 보지 않습니다: 과최적화입니다. 정책 모델이 원하던 것 대신 쌍을 구별하는 것을 배웠습니다. 더 일찍 멈추거나, 학습률을 낮추거나, β를 높이십시오.',
  },
  overfitted: {
    title: '검증용 쌍보다 학습 쌍에서 더 나음',
    text: (train, heldOut) =>
      `학습 ${train}, 검증 ${heldOut}: 일부는 배운 것이 아니라 외운 것입니다. 쌍을 늘리거나 반복을 줄이면 도움이 되며, 학습률을 낮추어도 그렇습니다.`,
  },
  saturated: {
    title: '거의 모든 학습 쌍의 순서를 맞힘',
    text: '더 진행하면 이미 얻은 마진만 넓어지고 정책 모델은 기본 모델에서 더 멀어집니다. 검증 정확도, 승률, 샘플을 지켜보십시오. 이것들이 멈추면 실행은 끝난 것입니다.',
  },
  repeats: {
    title: (share) => `샘플이 반복됨: 4-gram의 ${share}`,
    text: (base) =>
      `기본 모델에서는 ${base}입니다. 반복은 과최적화의 흔한 징후로, 망가진 글로 마진을 얻은 것입니다. 학습률을 낮추거나, 더 일찍 멈추거나, SFT 가중치를 더하십시오.`,
  },
  doesNotEnd: {
    title: (share) => `스스로 끝맺는 샘플이 ${share}뿐임`,
    text: (base) =>
      `기본 모델에서는 ${base}였습니다. 문장 끝 토큰의 확률이 낮아졌습니다. 데이터의 응답이 그 토큰으로 끝나는지, 잘리지 않았는지 확인하십시오.`,
  },
  klLarge: {
    title: (kl) => `기본 모델에서 멀어짐: 토큰당 KL ${kl} nats`,
    text: '이만큼 멀어지면 참조 모델이 붙잡는 힘이 약하고, 글이 문법이나 다양성을 잃기 쉽습니다. 샘플을 비교해 보십시오. β를 키우거나, 학습률을 낮추거나, 스텝을 줄이면 정책 모델이 더 가까이 머뭅니다.',
  },
  longer: {
    title: (share) => `샘플이 기본 모델보다 ${share} 길어짐`,
    text: '데이터에서 선택된 응답이 더 길다면, 정책 모델이 품질 대신 길이를 배우고 있을 수 있습니다. 토큰당 보상(SimPO 또는 길이 정규화 DPO)을 쓰면 그런 유인이 사라집니다.',
  },
  rhoRises: {
    title: (difference) => `ρ가 기본 모델보다 ${difference} 높음`,
    text: '토큰당 로그 확률이 이전보다 길이를 더 따릅니다. 선택과 거절 각각의 안에서 긴 응답이 올라갔으므로 선호 자체의 영향이 아닙니다. SimPO 논문에 따르면 이 현상은 길이 정규화가 없을 때 가장 강하고, DPO에서는 약하며, SimPO에서 가장 약합니다.',
  },
}

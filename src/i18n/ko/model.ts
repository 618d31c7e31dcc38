/** @file 모델 부분의 말: 모델, 어댑터, 튜닝 방법, 필요한 메모리. */
import type { Dictionary } from '../words'

const count = (n: number) => n.toLocaleString('ko')

export const model: Dictionary['model'] = {
  title: '모델',
  choose: '파일',
  folder: '폴더',
  adapter: '어댑터',
  back: '기본 제공 모델로 돌아가기',
  save: '튜닝된 모델 저장',
  saveMerged: '병합된 모델 저장',
  saveMergedHelp: '어댑터를 가중치에 더해 넣은 모델: 다른 도구에서 바로 불러올 수 있는 폴더입니다.',
  saveAdapter: '어댑터 저장',
  saveAdapterHelp: '어댑터만 PEFT 형식으로 저장합니다. 크기가 작고, 쓰려면 기본 모델이 필요합니다.',
  packing: '묶는 중',
  unsaved: '튜닝된 모델이 저장되지 않아 사라집니다.',
  anyway: { load: '그래도 불러오기', remove: '그래도 제거' },
  keep: '유지',
  files: 'Hugging Face 폴더의 config.json, tokenizer.json, .safetensors 파일.',
  folderHelp: '이 컴퓨터에 있는 Hugging Face 폴더: 모델 또는 어댑터.',
  adapterHelp: 'LoRA 어댑터: PEFT가 저장하는 adapter_config.json과 adapter_model.safetensors.',
  unnamed: '직접 불러온 모델',
  missing: (names) => `다음 파일이 없습니다: ${names}.`,
  remedy: '모델 폴더의 파일을 한 번에 모두 선택하거나 폴더를 끌어다 놓으십시오.',
  inRun: '불러온 모델로 실행이 진행 중입니다.',
  inRunRemedy: '실행을 중지하거나 초기화한 뒤 다른 모델을 불러오십시오.',
  loading: (part) => `${part} 불러오는 중`,
  loadingOne: (name) => `${name} 불러오는 중`,
  of: (loaded, total) => `${loaded} / ${total}`,
  rate: (rate) => `${rate}/초`,
  left: (time) => `${time} 남음`,
  opening: '여는 중',
  ready: (name) => `모델을 불러왔습니다: ${name}.`,
  progressState: { checking: '이미 있는 것을 확인하는 중', waiting: '이어서 받기를 기다리는 중' },
  cancel: '취소',
  parameters: (n) => `파라미터 ${n}`,
  willTake: (bytes, pairs, tokens) =>
    `학습에는 쌍 ${count(pairs)}개, 토큰 ${count(tokens)}개씩일 때 약 ${bytes}가 필요합니다.`,
  willFit: {
    fits: '메모리에 들어갑니다.',
    unsure: '메모리에 들어가지 않을 수 있습니다. 한 번에 다루는 쌍을 줄이거나 짧게 하면 덜 필요합니다.',
    'too-large': '이 장치에는 너무 큽니다. 한 번에 다루는 쌍을 줄이거나 짧게 하면 덜 필요합니다.',
  },
  layers: (n) => `레이어 ${count(n)}개`,
  context: (n) => `컨텍스트 ${count(n)}`,
  halfWeights: '16비트',
  noTokenizer: '토크나이저가 없어 토큰 ID로 된 행만 쓸 수 있습니다.',
}

export const adapter: Dictionary['adapter'] = {
  unnamed: '직접 불러온 어댑터',
  missing: (name) => `다음 파일이 없습니다: ${name}.`,
  remedy: 'adapter_config.json과 adapter_model.safetensors를 함께 선택하십시오.',
  loading: '어댑터를 불러오는 중',
  facts: (name, rank, kinds, numbers) =>
    `어댑터 ${name}: 랭크 ${rank}, 레이어 ${kinds}종에 적용, 학습 파라미터 ${numbers}개.`,
  meaning: '‘시작’을 누르면 여기서부터 이어 가며, 샘플에서 기본 모델과 비교합니다.',
  remove: '어댑터 제거',
}

export const tuning: Dictionary['tuning'] = {
  label: '학습 대상',
  methods: { full: '모든 가중치', lora: 'LoRA 어댑터' },
  meaning: {
    full: '모델의 모든 가중치를 학습합니다. 작은 모델에 알맞습니다.',
    lora: 'LoRA는 가중치를 고정하고 곁에 둔 작은 어댑터를 학습합니다. 메모리가 훨씬 적게 듭니다.',
  },
  frozen: '16비트로 담은 가중치는 고정됩니다.',
  frozenFix: '모두 학습하려면 32비트로 불러오기',
  byAdapter: '랭크, 알파, 레이어는 불러온 어댑터를 따릅니다.',
  fullWithAdapter: '불러온 어댑터를 이어서 학습합니다. 모든 가중치를 학습하려면 어댑터를 제거하십시오.',
  details: '어댑터 세부 설정',
  allLayers: '모든 선형 레이어',
  someLayers: (n, all) => `레이어 ${all}종 가운데 ${n}종`,
  layers: '적용할 레이어',
  layersHelp: '레이어가 많을수록 더 많이 배울 수 있지만 메모리를 더 씁니다.',
  layersReset: '모두',
  rsLora: 'rsLoRA',
  rsLoraHelp: 'alpha / rank 대신 alpha / √rank로 조정합니다. 높은 랭크도 낮은 랭크만큼 잘 배웁니다.',
}

export const memory: Dictionary['memory'] = {
  title: '메모리',
  gpu: 'GPU 메모리',
  cpu: '메모리',
  about: (bytes) => `약 ${bytes}`,
  none: '–',
  parts: {
    weights: '가중치',
    trained: '어댑터',
    copy: '학습되는 사본',
    gradients: '기울기',
    optimizer: '옵티마이저',
    activations: '활성값',
  },
  part: (name, bytes) => `${name} ${bytes}`,
  basis: (pairs, tokens, recompute) =>
    `한 번에 쌍 ${count(pairs)}개, 토큰 ${count(tokens)}개 이하${recompute ? ', 블록은 다시 계산' : ''}.`,
  partsHelp: '이 설정으로 실행할 때 한순간에 차지하는 최대 크기입니다.',
  verdict: {
    unsure: '들어가지 않을 수 있습니다.',
    'too-large': '이 장치에는 너무 큽니다.',
  },
  above: (limit) => `확실히 쓸 수 있는 것은 약 ${limit}입니다. 브라우저는 전체 크기를 알려 주지 않습니다.`,
  largest: (bytes) => `한 덩어리가 ${bytes}로, 이 장치가 한 번에 받는 크기를 넘습니다.`,
  noRemedy: '더 작은 모델이면 들어갑니다.',
  apply: '바꾸기',
  settings: '메모리와 정밀도',
  recompute: '다시 계산',
  recomputes: { auto: '필요할 때', on: '항상', off: '안 함' },
  recomputeHelp: '‘항상’을 고르면 블록을 저장하는 대신 기울기를 구할 때 다시 계산합니다. 메모리는 덜 쓰고 느려집니다.',
  baseWeights: '기본 가중치',
  baseWeightsAll: { auto: '가장 알맞게', f32: '32비트', '16-bit': '16비트' },
  baseWeightsOnGpu: 'GPU가 없으면 항상 32비트로 담습니다.',
  baseWeightsHelp:
    '16비트로 담으면 고정된 가중치의 메모리가 절반이 되지만 학습할 수는 없습니다. 바꾸면 다시 불러옵니다.',
}

/** @file 오류와 알림을 코드별로: 무엇이 잘못되었고 무엇을 하면 되는지. 값은 그 아래에 나오는 영어 원문에 있다. */
import type { ErrorCode } from '../../protocol/errors'
import type { NoticeEvent } from '../../protocol/train-events'

interface ErrorText {
  what: string
  remedy: string
}

export const errors: Record<ErrorCode, ErrorText> = {
  'data/empty': { what: '데이터가 비어 있습니다.', remedy: '쌍이 하나 이상 든 파일을 선택하거나 쌍을 입력하십시오.' },
  'data/not-utf8': { what: '파일이 UTF-8 글이 아닙니다.', remedy: 'UTF-8로 저장한 뒤 다시 불러오십시오.' },
  'data/broken-json': { what: 'JSON이 깨져 있습니다.', remedy: 'JSON 라이브러리로 파일을 다시 쓰십시오.' },
  'data/broken-csv': {
    what: 'CSV가 깨져 있습니다.',
    remedy: '따옴표로 감싼 칸 안의 따옴표를 두 번 쓰거나 표를 JSONL로 저장하십시오.',
  },
  'data/broken-gzip': { what: 'gzip 파일을 풀 수 없습니다.', remedy: '파일을 다시 받거나 직접 압축을 푸십시오.' },
  'data/broken-parquet': {
    what: 'Parquet 파일을 읽을 수 없습니다.',
    remedy: '파일을 다시 받거나 JSONL로 바꾸어 저장하십시오.',
  },
  'data/unknown-format': {
    what: '읽을 수 없는 형식입니다.',
    remedy: 'JSONL, JSON, CSV, Parquet 파일을 쓰십시오. 앞의 셋은 gzip으로 압축해도 됩니다.',
  },
  'data/missing-file': { what: '필요한 파일이 없습니다.', remedy: '다른 것을 선택하거나 다시 불러오십시오.' },
  'data/no-pairs': {
    what: '쓸 수 있는 선호 쌍이 없습니다.',
    remedy: '선택된 응답과 거절된 응답의 열이 필요합니다. 열을 직접 지정하거나 다른 파일을 선택하십시오.',
  },
  'data/missing-column': { what: '지정한 열이 데이터에 없습니다.', remedy: '데이터에 있는 열 가운데서 고르십시오.' },
  'data/wrong-type': { what: '값의 형식이 맞지 않습니다.', remedy: '글이나 대화가 든 열을 고르십시오.' },
  'data/empty-prompt': { what: '프롬프트가 비어 있습니다.', remedy: '프롬프트를 적어도 한 토큰 쓰십시오.' },
  'data/empty-completion': { what: '응답이 비어 있습니다.', remedy: '응답이 비지 않은 쌍을 쓰십시오.' },
  'data/equal-completions': { what: '선택된 응답과 거절된 응답이 같습니다.', remedy: '서로 다른 응답을 쓰십시오.' },
  'data/no-shared-prompt': {
    what: '선택된 응답과 거절된 응답에 공통된 앞부분이 없습니다.',
    remedy: '프롬프트의 열을 지정하십시오.',
  },
  'data/too-long': { what: '데이터가 너무 깁니다.', remedy: '파일의 일부만 쓰거나 더 짧은 글을 쓰십시오.' },
  'data/too-few-pairs': { what: '쌍이 너무 적습니다.', remedy: '쌍을 더 넣거나 검증용 비율을 낮추십시오.' },
  'data/cancelled': { what: '읽기를 취소했습니다.', remedy: '이전에 불러온 데이터는 그대로 있습니다.' },

  'model/missing-file': {
    what: '모델에 필요한 파일이 없습니다.',
    remedy: '모델 폴더의 파일을 한 번에 모두 선택하거나 폴더를 끌어다 놓으십시오.',
  },
  'model/broken-config': { what: '모델의 설정 파일을 쓸 수 없습니다.', remedy: '파일을 다시 내려받으십시오.' },
  'model/unsupported-architecture': {
    what: '지원하지 않는 모델 구조입니다.',
    remedy: 'GPT-2, Llama, Qwen2, Qwen3, Mistral 구조의 모델을 고르십시오.',
  },
  'model/unsupported-dtype': {
    what: '지원하지 않는 가중치 자료형입니다.',
    remedy: '가중치가 F32, F16, BF16인 모델을 고르십시오.',
  },
  'model/broken-weights': {
    what: '가중치 파일이 깨져 있습니다.',
    remedy: '파일을 다시 내려받으십시오. 도중에 잘렸을 수 있습니다.',
  },
  'model/missing-weight': {
    what: '가중치 파일에 필요한 텐서가 없습니다.',
    remedy: '모델의 가중치 파일을 모두 함께 선택하십시오.',
  },
  'model/no-tokenizer': {
    what: '모델에 토크나이저가 없습니다.',
    remedy: 'tokenizer.json을 폴더에 더하거나 토큰 ID로 된 행을 쓰십시오.',
  },
  'model/broken-tokenizer': { what: '토크나이저를 쓸 수 없습니다.', remedy: 'tokenizer.json을 다시 내려받으십시오.' },
  'model/no-chat-template': {
    what: '모델에 대화 템플릿이 없어 대화 형식의 쌍을 쓸 수 없습니다.',
    remedy: '대화 템플릿이 있는 모델을 쓰거나 일반 글로 된 쌍을 쓰십시오.',
  },
  'model/broken-template': {
    what: '모델의 대화 템플릿을 실행할 수 없습니다.',
    remedy: '다른 모델을 쓰거나 일반 글로 된 쌍을 쓰십시오.',
  },
  'model/frozen-weights': {
    what: '16비트로 담은 가중치는 학습할 수 없습니다.',
    remedy: 'LoRA 어댑터를 학습하거나 모델을 32비트로 불러오십시오.',
  },
  'model/context-too-short': {
    what: '모델의 컨텍스트가 너무 짧습니다.',
    remedy: '프롬프트를 줄이거나 새 토큰 수를 줄이십시오.',
  },

  'adapter/missing-file': {
    what: '어댑터에 필요한 파일이 없습니다.',
    remedy: 'adapter_config.json과 adapter_model.safetensors를 함께 선택하십시오.',
  },
  'adapter/broken': {
    what: '어댑터가 깨져 있습니다.',
    remedy: '어댑터를 다시 내려받거나 저장하십시오. 도중에 잘렸을 수 있습니다.',
  },
  'adapter/unsupported': {
    what: '지원하지 않는 종류의 어댑터입니다.',
    remedy: '선형 레이어에 적용한 일반 LoRA 어댑터를 쓰십시오.',
  },
  'adapter/wrong-base': {
    what: '이 모델의 어댑터가 아닙니다.',
    remedy: '어댑터를 만들 때 쓴 모델을 불러오십시오.',
  },
  'adapter/no-target': {
    what: '어댑터를 적용할 레이어가 없습니다.',
    remedy: '모델에 있는 레이어를 하나 이상 고르십시오.',
  },

  'hub/bad-name': { what: '저장소 이름이 아닙니다.', remedy: '‘소유자/이름’ 꼴로 쓰십시오.' },
  'hub/not-found': {
    what: '허브에 그런 저장소나 파일이 없습니다.',
    remedy: '이름과 브랜치를 확인하십시오. 비공개 저장소는 보이지 않습니다.',
  },
  'hub/gated': {
    what: '접근 승인이 필요한 저장소입니다.',
    remedy: '허브에서 파일을 직접 내려받은 뒤 폴더를 선택하십시오.',
  },
  'hub/rate-limited': { what: '허브가 요청이 너무 많다고 합니다.', remedy: '몇 분 기다린 뒤 다시 하십시오.' },
  'hub/unreachable': {
    what: '허브에 연결할 수 없습니다.',
    remedy: '인터넷 연결과 서버 주소를 확인하고 다시 하십시오.',
  },
  'hub/wrong-length': { what: '내려받은 파일의 길이가 맞지 않습니다.', remedy: '다시 불러오십시오.' },
  'hub/wrong-hash': {
    what: '내려받은 파일의 내용이 허브가 알려 준 것과 다릅니다.',
    remedy: '다시 불러오십시오. 되풀이되면 다른 서버를 쓰십시오.',
  },
  'hub/cancelled': { what: '불러오기를 취소했습니다.', remedy: '이미 받은 부분은 보관되어 이어서 받을 수 있습니다.' },

  'storage/full': {
    what: '브라우저의 저장 공간이 부족합니다.',
    remedy: '보관된 모델이나 실행을 삭제하고 다시 하십시오.',
  },
  'storage/busy': {
    what: '다른 탭이 저장 공간을 쓰고 있습니다.',
    remedy: '이 페이지의 다른 탭을 닫고 다시 하십시오.',
  },

  'device/no-webgpu': {
    what: 'WebGPU를 쓸 수 없습니다.',
    remedy: 'GPU를 쓰는 다른 페이지를 닫고 새로 고치거나 wasm 백엔드를 고르십시오.',
  },
  'device/no-backend': {
    what: '계산 백엔드를 시작하지 못했습니다.',
    remedy: '페이지를 새로 고치십시오. 브라우저가 WebAssembly를 허용하는지 확인하십시오.',
  },
  'device/lost': {
    what: 'GPU와의 연결이 끊겼습니다.',
    remedy: '페이지를 새로 고치십시오. 되풀이되면 배치 크기나 모델을 줄이십시오.',
  },
  'device/out-of-memory': {
    what: '메모리가 부족합니다.',
    remedy:
      '16비트 가중치에 어댑터(LoRA)를 학습하거나, 기울기를 더 많은 조각으로 누적하거나, 쌍을 짧게 자르거나, 더 작은 모델을 쓰십시오.',
  },

  'config/invalid': { what: '설정에 쓸 수 없는 값이 있습니다.', remedy: '아래 원문에 나온 설정을 고치십시오.' },
  'run/non-finite': {
    what: '손실이나 기울기가 유한한 수가 아니게 되어 실행을 멈췄습니다.',
    remedy: '학습률을 낮추십시오. 마지막으로 온전했던 가중치는 보존됩니다.',
  },
  'run/reference-drift': {
    what: '참조 모델이 시작할 때의 정책 모델과 다릅니다.',
    remedy: '초기화한 뒤 다시 시작하십시오.',
  },
  'run/not-ready': { what: '아직 할 수 없습니다.', remedy: '모델과 데이터를 불러온 뒤 다시 하십시오.' },

  'cli/usage': { what: '명령을 잘못 썼습니다.', remedy: '명령의 사용법을 확인하십시오.' },
  internal: {
    what: '프로그램에 오류가 있습니다.',
    remedy: '페이지를 새로 고치고, 어떻게 하다가 생겼는지 함께 알려 주십시오.',
  },
}

export const notices: Record<NoticeEvent['code'], string> = {
  'reference-drift':
    '단계가 시작될 때의 손실이 기대한 값과 다릅니다. 참조 모델이 출발할 때의 정책 모델과 같지 않다는 뜻입니다.',
  'foreign-text': '이 글은 모델에게 낯섭니다. SFT 워밍업을 켜거나 다른 모델을 쓰십시오.',
  'few-held-out': '검증용 쌍이 적어 검증 수치가 크게 흔들립니다.',
  'dropped-pairs': '쓸 수 없는 쌍이 있어 제외했습니다.',
  'straddled-boundaries': '프롬프트와 응답의 경계에 걸친 토큰이 있습니다.',
  'cut-pairs': '길이 한도를 넘는 쌍을 잘랐습니다.',
  'no-samples':
    '샘플을 뽑지 않습니다. 검증용 프롬프트가 모두 길어서 새 토큰이 들어갈 자리가 모델의 컨텍스트에 없습니다. 새 토큰 수를 줄이십시오.',
}

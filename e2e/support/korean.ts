/** @file What the page says that is not Korean, and what of it does not fit. */
import type { Page } from '@playwright/test'

/** Not the page's own words: samples, pairs, prompts, formulas, and what an error says in the original. */
const NOT_ITS_OWN = [
  ...['sample', 'label-prompt', 'my-pair', 'token-readout', 'formula'].map((id) => `[data-testid="${id}"]`),
  ...['[data-testid^="tokens-"]', '[data-testid="label-A"]', '[data-testid="label-B"]'],
  ...['[lang="en"]', 'code', 'math', 'textarea', 'table td', 'script', 'style', 'noscript'],
].join(', ')

/** Names, methods, formats, units and signs that Korean practitioners write so, too. */
const LATIN = new Set(
  [
    'Preference Playground small-world AdamW English EN',
    'DPO sDPO SimPO IPO ORPO SFT KL LoRA rsLoRA PEFT TRL Base lr Adam nats asinh log ref top-k top-p alpha rank',
    'GPU CPU WebGPU wasm WebAssembly SIMD Chrome Edge Firefox Safari JSONL JSON CSV TSV gzip Parquet UTF-8 QR README',
    'Hugging Face GPT-2 Llama Qwen2 Qwen3 Mistral ShareGPT huggingface.co main ID kB MB GB gram n/a simd threads',
    'config.json tokenizer.json safetensors adapter_config.json adapter_model.safetensors',
    'objective.beta optimizer.learningRate chrome gpu HuggingFaceTB openai-community gpt2 Qwen PNG SVG ZIP Markdown',
    'SmolLM2-135M-Instruct Qwen2.5-0.5B-Instruct Qwen3-0.6B train.py accelerate config samples.jsonl',
    'log-prob reward margin held out win rate adapter merged base reference policy simpo_gamma',
    'DPO-Positive arXiv et al Pal Razin Rafailov Meng Kim Chowdhury Mitchell Gao Robust',
  ]
    .join(' ')
    .split(' '),
)

/** Texts that can be seen, or are read aloud, with the words in them that are not Korean. */
export async function foreignTexts(page: Page, allowed: readonly string[] = []): Promise<string[]> {
  const texts = await page.evaluate((notItsOwn) => {
    const found = new Set<string>()
    const isShown = (element: Element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement
      const text = node.textContent?.trim() ?? ''
      if (!parent || text === '' || parent.closest(notItsOwn)) continue
      // Options are never drawn by the page itself, but everybody reads them.
      if (isShown(parent) || parent.closest('option, optgroup')) found.add(text)
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], optgroup[label]')) {
      if (element.closest(notItsOwn) || !(isShown(element) || element.matches('optgroup'))) continue
      for (const name of ['aria-label', 'title', 'placeholder', 'label']) {
        const text = element.getAttribute(name)?.trim()
        if (text) found.add(text)
      }
    }
    return [...found]
  }, NOT_ITS_OWN)
  const known = new Set([...LATIN, ...allowed])
  return texts.filter((text) =>
    (text.match(/(?<!\d)[A-Za-z][\w.-]*\w/g) ?? []).some(
      (word) => !known.has(word) && !word.split('-').every((part) => known.has(part)),
    ),
  )
}

/** Texts that stick out of the window, or are cut off without a way to read the rest. */
export function cutTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const cut: string[] = []
    if (document.documentElement.scrollWidth > innerWidth)
      cut.push(`the page is ${document.documentElement.scrollWidth} wide`)
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const ownText = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
      )
      if (!ownText || !element.checkVisibility() || element.closest('[title]')) continue
      const { overflowX, overflowY } = getComputedStyle(element)
      const hidden = (overflow: string) => overflow === 'hidden' || overflow === 'clip'
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element
      // What is there for screen readers alone is one pixel wide.
      if (clientWidth <= 1) continue
      if (
        (hidden(overflowX) && scrollWidth > clientWidth + 1) ||
        (hidden(overflowY) && scrollHeight > clientHeight + 4)
      ) {
        cut.push(element.textContent?.trim() ?? '')
      }
    }
    return cut
  })
}

import { expect, test } from 'vitest'
import { decodeText } from '../../src/response/decode.ts'

const utf8 = (text: string) => [...new TextEncoder().encode(text)]

test.each<{ given: readonly number[]; charset?: string; cut?: boolean; want: unknown }>([
  { given: utf8('größe 🚗'), want: { ok: true, value: 'größe 🚗' } },
  { given: utf8('a\0\x1b[1m\u202e'), want: { ok: true, value: 'a\0\x1b[1m\u202e' } },
  { given: utf8('\ufeff{}'), want: { ok: true, value: '{}' } },
  { given: utf8('\ufeff{}'), charset: 'iso-8859-1', want: { ok: true, value: '{}' } },
  { given: [0xe9], charset: 'iso-8859-1', want: { ok: true, value: 'é' } },
  { given: [0xe9], charset: 'latin1', want: { ok: true, value: 'é' } },
  { given: [0x93, 0xfa], charset: 'shift_jis', want: { ok: true, value: '日' } },
  { given: [0x7b, 0, 0x7d, 0], charset: 'utf-16le', want: { ok: true, value: '{}' } },
  { given: [0xff, 0xfe, 0x7b, 0], charset: 'utf-16', want: { ok: true, value: '{' } },
  { given: [0xfe, 0xff, 0, 0x7b], charset: 'utf-16', want: { ok: true, value: '{' } },
  { given: [0x61, 0xe9, 0x62], want: { ok: false, error: { kind: 'malformed', charset: 'utf-8' } } },
  { given: [0x61, 0xc3], want: { ok: false, error: { kind: 'malformed', charset: 'utf-8' } } },
  { given: [0x61, 0xc3], cut: true, want: { ok: true, value: 'a' } },
  { given: [0xff, 0x61], cut: true, want: { ok: false, error: { kind: 'malformed', charset: 'utf-8' } } },
  { given: [0, 0xd8], charset: 'utf-16le', want: { ok: false, error: { kind: 'malformed', charset: 'utf-16le' } } },
  { given: [0x61], charset: 'klingon', want: { ok: false, error: { kind: 'charset-unknown', charset: 'klingon' } } },
])('$given $charset', ({ given, charset, cut, want }) => {
  expect(decodeText(Uint8Array.from(given), charset, cut)).toEqual(want)
})

/** Reads the numbers of a compiled index and finds where a word lies in it, as search/codes.py wrote them (FORMAT.md, 3). */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const VALUES = new Map([...ALPHABET].map((digit, value) => [digit, value]))
const BUCKETS = [
  [/^h(?=.)/, ''],
  [/^ph/, 'f'],
  [/^c(?=[eiy])/, 's'],
  [/^[kq]/, 'c'],
  [/^y/, 'i'],
  [/^z/, 's'],
  [/^oe/, 'e'],
]

/** The numbers of a text in base 64: five bits a digit, the sixth says that another follows. */
const read = (text) => {
  const numbers = []
  let number = 0
  let shift = 0
  for (const digit of text) {
    const value = VALUES.get(digit)
    number |= (value & 31) << shift
    shift += 5
    if (value < 32) {
      numbers.push(number)
      number = shift = 0
    }
  }
  return numbers
}

/** The sums of the numbers written so far: a growing list. */
export const running = (text) => {
  let last = 0
  return read(text).map((gap) => (last += gap))
}

export const readPostings = (text) => {
  const numbers = read(text)
  const found = new Map()
  let page = 0
  for (let at = 0; at < numbers.length; ) {
    const step = numbers[at++]
    page += step >> 1
    const posting = { impact: numbers[at++], titled: false, aliased: false, places: [] }
    if (step & 1) {
      const flags = numbers[at++]
      posting.titled = Boolean(flags & 2)
      posting.aliased = Boolean(flags & 1)
      let last = 0
      for (let count = numbers[at++]; count; count--) posting.places.push((last += numbers[at++]))
    }
    found.set(page, posting)
  }
  return found
}

export const pieceOf = (key, pieces) => {
  let code = 0x811c9dc5
  for (const byte of new TextEncoder().encode(key)) code = Math.imul(code ^ byte, 0x01000193) >>> 0
  return code % pieces
}

export const bucketOf = (word) =>
  BUCKETS.reduce((changed, [pattern, instead]) => changed.replace(pattern, instead), word).codePointAt(0).toString(16)

/** The bytes of an event stream, in whatever pieces they come → the data of each event. */

export interface EventReader {
  /** Takes bytes; reports each event that they complete. */
  write(chunk: Uint8Array): void
}

/** Only `data` means something here: ids are for resuming, which is never done. @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation */
export function createEventReader(onData: (data: string) => void): EventReader {
  const decoder = new TextDecoder()
  let rest = ''
  let data: string[] = []

  function line(text: string): void {
    if (text === '') {
      if (data.length > 0) onData(data.join('\n'))
      data = []
    } else if (text === 'data' || text.startsWith('data:')) {
      data.push(text.slice(5).replace(/^ /, ''))
    }
  }

  return {
    write: (chunk) => {
      rest += decoder.decode(chunk, { stream: true })
      // a carriage return at the very end may be half of a line end
      const whole = rest.endsWith('\r') ? rest.slice(0, -1) : rest
      const lines = whole.split(/\r\n|\n|\r/)
      rest = (lines.pop() ?? '') + rest.slice(whole.length)
      for (const one of lines) line(one)
    },
  }
}

/** Events into the text of a server-sent event stream. */

/** @param {readonly { type?: string }[]} events Their `type`, if any, is the name of the event too. */
export function eventStream(events) {
  const text = events
    .map((event) => `${event.type === undefined ? '' : `event: ${event.type}\n`}data: ${JSON.stringify(event)}\n\n`)
    .join('')
  return { type: 'text/event-stream', body: text }
}

export function json(value) {
  return { type: 'application/json', body: JSON.stringify(value) }
}

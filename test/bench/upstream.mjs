/** The API that everybody calls: contracts of any number of operations, a small answer and one of a megabyte. */
import { createServer } from 'node:http'
import { contractOf } from './contract.mjs'

const SMALL = JSON.stringify({ data: [1, 2].map((id) => ({ id: `visit_${id}`, open: id === 1, amount: 1200 })) })
const ROW = { id: 'visit', note: 'Words that nobody reads, as many as it takes. '.repeat(10) }
const LARGE = JSON.stringify({ data: Array.from({ length: 2100 }, () => ROW) })

const contracts = new Map()

const server = createServer((request, response) => {
  const [, operations] = /^\/contract-(\d+)\.json$/.exec(request.url) ?? []
  const etag = `"${operations}"`
  if (operations !== undefined && request.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag }).end()
    return
  }
  const text = operations === undefined ? (request.url.includes('large') ? LARGE : SMALL) : contractText(operations)
  response.writeHead(200, {
    ...(operations === undefined ? {} : { etag }),
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send(server.address().port))
process.on('disconnect', () => process.exit())

function contractText(operations) {
  const known = contracts.get(operations)
  if (known !== undefined) return known
  const text = JSON.stringify(contractOf(Number(operations)))
  contracts.set(operations, text)
  return text
}

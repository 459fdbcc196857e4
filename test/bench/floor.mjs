/**
 * What the bridge is measured against: the MCP library, a contract's tools as they stand there, and calls as they come.
 * It checks nothing, keeps no secret and knows one shape of operation.
 */
import { Agent, get as httpGet } from 'node:http'
import { Server } from '@modelcontextprotocol/server'
import { serveStdio } from '@modelcontextprotocol/server/stdio'

const [contract, base, allowed] = process.argv.slice(2)
const agent = new Agent({ keepAlive: true })

const loading = get(contract, {}).then((text) => toolsOf(JSON.parse(text), new Set(allowed.split(','))))
loading.catch(() => {})

serveStdio(() => {
  const server = new Server({ name: 'floor', version: '0' }, { capabilities: { tools: {} } })
  server.setRequestHandler('tools/list', async () => ({ tools: (await loading).map(({ tool }) => tool) }))
  server.setRequestHandler('tools/call', async ({ params }) => {
    const { path } = (await loading).find(({ tool }) => tool.name === params.name)
    const { id, ...query } = params.arguments
    const target = `${path.replace('{id}', encodeURIComponent(id))}?${new URLSearchParams(query)}`
    const text = await get(base + target, { authorization: `Bearer ${process.env.BENCH_TOKEN}` })
    return { content: [{ type: 'text', text }] }
  })
  return server
})
process.stdin.on('end', () => process.exit(0))

function toolsOf({ paths }, names) {
  return Object.entries(paths).flatMap(([path, { get: operation }]) =>
    names.has(operation.operationId) ? [{ path, tool: toolOf(operation) }] : [],
  )
}

function toolOf({ operationId, summary, parameters }) {
  const properties = Object.fromEntries(parameters.map(({ name, schema }) => [name, schema]))
  const required = parameters.filter((one) => one.required).map(({ name }) => name)
  return { name: operationId, description: summary, inputSchema: { type: 'object', properties, required } }
}

function get(url, headers) {
  return new Promise((resolve, reject) => {
    httpGet(url, { agent, headers }, (response) => {
      const parts = []
      response.on('data', (part) => parts.push(part))
      response.on('end', () => resolve(Buffer.concat(parts).toString()))
    }).on('error', reject)
  })
}

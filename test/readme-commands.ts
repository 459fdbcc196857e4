/** Every command of the README, and the folder in which it is tried, or why it is not. */

export type Way =
  /** In the folder of the own API or of the other systems; else with the local copy in place of the hosted API. */
  | { readonly in: 'clone' | 'own' | 'fresh' | 'systems' | 'anywhere'; readonly instead?: string }
  /** Why it can't be run here. */
  | { readonly because: string }

/** Every command of the README, and how it is tried. */
export const COMMANDS: Readonly<Record<string, Way>> = {
  // the packages are installed and the program is built
  'npm install && npm start': { in: 'clone', instead: 'bridge demo' },
  'npm install && npm test': { because: 'it would run this test' },
  'npm install --global .': { because: 'it changes the machine' },
  'claude mcp add --scope user geargenius -- /absolute/path/to/node /absolute/path/to/drawbridge/bin/bridge.js start': {
    because: 'it needs Claude Code',
  },
  'npm run mcp:bridge:check': { in: 'clone' },
  'MCP_USER_TOKEN=… npm run mcp:bridge:start': { in: 'clone' },
  'MCP_PROFILE=shopos_manager_assistant MCP_ORG_TOKEN=… npm run mcp:bridge:start': { in: 'clone' },
  'bridge operations --search job': { in: 'anywhere' },
  'bridge check --profile technician_assistant': { in: 'anywhere' },
  'MCP_USER_TOKEN=… bridge call listRecentJobs --arg limit=1 --audit calls.jsonl': { in: 'anywhere' },
  'bridge audit verify calls.jsonl': { in: 'anywhere' },
  'bridge check --profiles geopera.json': { in: 'systems' },
  'GEOPERA_API_TOKEN=… bridge call billing_credits_balance --profiles geopera.json': { in: 'systems' },
  'bridge check --profiles neonpanel.json': { in: 'systems' },
  // without a browser and a keychain, and with somebody who goes where it says
  'bridge login --profiles neonpanel.json': {
    in: 'systems',
    instead: 'bridge login --profiles neonpanel.json --no-browser --insecure-storage',
  },
  'bridge whoami --profiles neonpanel.json': { in: 'systems' },
  'FLOWPOS_MCP_TOKEN=… bridge operations --profiles flowpos.json': { in: 'systems' },
  'FLOWPOS_MCP_TOKEN=… bridge check --profiles flowpos.json': { in: 'systems' },
  'FLOWPOS_FIREBASE_TOKEN=… bridge whoami --profiles flowpos-exchange.json': { in: 'systems' },
  'FLOWPOS_FIREBASE_TOKEN=… bridge check --profiles flowpos-exchange.json': { in: 'systems' },
  'OPENSHOP_MCP_TOKEN=… bridge operations --profiles openshop.json': { in: 'systems' },
  'OPENSHOP_MCP_TOKEN=… bridge check --profiles openshop.json': { in: 'systems' },
  'bridge config cursor': { in: 'anywhere' },
  'bridge config cursor --write': { in: 'anywhere' },
  'bridge config cursor --remove': { in: 'anywhere' },
  'bridge init openapi.json': { in: 'fresh' },
  // all but the API is there
  'ORDERS_TOKEN=… bridge doctor': { in: 'fresh', instead: 'ORDERS_TOKEN=fake bridge doctor; [ $? -eq 7 ]' },
  'bridge config claude-desktop --write': { in: 'fresh' },
  'bridge operations': { in: 'own' },
  'bridge check': { in: 'own' },
  'bridge tools': { in: 'own' },
  "bridge call createOrder item='Brake pads' quantity=2 --dry-run": { in: 'own' },
  'bridge lock --yes': { in: 'own' },
  'bridge diff': { in: 'own' },
  'bridge review --out review.html': { in: 'own' },
}

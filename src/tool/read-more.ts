/** The one tool that is the bridge's own: the rest of an answer that was too long to show at once. */
import type { Profile } from '../profile/model.ts'
import type { ToolDefinition, ToolSet } from './model.ts'

export const READ_MORE: ToolDefinition = {
  name: 'read_more',
  title: 'Read more of a long answer',
  description:
    'Gives the next part of an answer of another tool that was cut. The cut answer says which handle and offset to use. It reads only what was already received; nothing is sent.',
  inputSchema: {
    type: 'object',
    properties: {
      handle: { type: 'string', description: 'As the cut answer has it.' },
      offset: { type: 'integer', minimum: 0, description: 'Characters to skip; 0 unless given.' },
    },
    required: ['handle'],
    additionalProperties: false,
  },
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
}

/** Whether it is listed: only where the profile says so, since a list is otherwise exactly the allowlist; never beside a tool of this name. */
export function offersReadMore({ continuation = false }: Pick<Profile, 'continuation'>, tools: ToolSet): boolean {
  return continuation && ![...tools.keys()].some((name) => name.toLowerCase() === READ_MORE.name)
}

/** Every rule by its id, in the order in which the stages of the check run them. */
import { access } from './access.ts'
import { body } from './body.ts'
import { deprecated } from './deprecated.ts'
import { internal } from './internal.ts'
import { method } from './method.ts'
import { parameters } from './parameters.ts'
import { pathTemplate } from './path-template.ts'
import { permissions } from './permissions.ts'
import type { EntrySubject, ListedSubject, ProfileSubject, Rule, UpstreamSubject, WholeSubject } from './rule.ts'
import { securitySchemes } from './security-schemes.ts'
import { server } from './server.ts'
import { toolCollision } from './tool-collision.ts'
import { toolCount } from './tool-count.ts'
import { toolName } from './tool-name.ts'

interface Rules {
  /** Once per profile. */
  readonly profile: Readonly<Record<string, Rule<ProfileSubject>>>
  /** Once per upstream. */
  readonly upstream: Readonly<Record<string, Rule<UpstreamSubject>>>
  /** On every entry, even one that means no operation. */
  readonly entry: Readonly<Record<string, Rule<EntrySubject>>>
  /** On every entry that means one operation. */
  readonly listed: Readonly<Record<string, Rule<ListedSubject>>>
  /** On every operation that could be read whole. */
  readonly whole: Readonly<Record<string, Rule<WholeSubject>>>
}

export const RULES: Rules = {
  profile: { 'tool-count': toolCount },
  upstream: {
    'security-schemes': securitySchemes,
    server,
    'tool-collision': toolCollision,
  },
  entry: { permissions },
  listed: { access, deprecated, method, 'tool-name': toolName },
  whole: { body, internal, parameters, 'path-template': pathTemplate },
}

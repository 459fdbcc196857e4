/** What went wrong in reading a document to the problem of its kind: a profiles file, a contract or a lock. */
import { type Location, type Problem, problem } from '../problem/problem.ts'

export type DocumentSource = 'profile' | 'contract' | 'lock'

export interface DocumentProblems {
  missing(): Problem
  unreadable(detail: string): Problem
  unreachable(detail: string): Problem
  status(status: number): Problem
  /** `to` is an origin or a scheme, never a whole URL: that may hold a secret. */
  redirected(to: string): Problem
  tooLarge(limit: number): Problem
  html(): Problem
  notText(detail: string): Problem
  insecure(url: string): Problem
  userInfo(): Problem
}

/** The problems of a document at this absolute URL. */
export function documentProblems(source: DocumentSource, uri: string): DocumentProblems {
  return TELLERS[source]({ source, uri })
}

const TELLERS: Readonly<Record<DocumentSource, (at: Location) => DocumentProblems>> = {
  contract: (at) => ({
    missing: () => problem('CONTRACT_FILE_UNREADABLE', at, { detail: 'there is no such file' }),
    unreadable: (detail) => problem('CONTRACT_FILE_UNREADABLE', at, { detail }),
    unreachable: (detail) => problem('CONTRACT_UNREACHABLE', at, { detail }),
    status: (status) => problem('CONTRACT_HTTP_STATUS', at, { status }),
    redirected: (to) => problem('CONTRACT_REDIRECTED', at, { to }),
    tooLarge: (limit) => problem('CONTRACT_TOO_LARGE', at, { limit }),
    html: () => problem('CONTRACT_IS_HTML', at, {}),
    notText: (detail) => problem('CONTRACT_NOT_PARSABLE', at, { detail }),
    insecure: (url) => problem('URL_INSECURE', at, { url, key: 'contract' }),
    userInfo: () => problem('URL_USER_INFO', at, { key: 'contract' }),
  }),
  profile: (at) => {
    const unreadable = (detail: string): Problem => problem('PROFILES_FILE_UNREADABLE', at, { detail })
    return {
      missing: () => problem('PROFILES_FILE_MISSING', at, { tried: [at.uri ?? ''] }),
      unreadable,
      unreachable: unreadable,
      status: (status) => unreadable(`the server answered with status ${status}`),
      redirected: (to) => unreadable(`it is redirected to ${to}, which is not followed`),
      tooLarge: (limit) => unreadable(`it has more than ${limit} bytes`),
      html: () => unreadable('it is an HTML page'),
      notText: unreadable,
      insecure: (url) => problem('URL_INSECURE', at, { url, key: 'profiles' }),
      userInfo: () => problem('URL_USER_INFO', at, { key: 'profiles' }),
    }
  },
  lock: (at) => {
    const missing = (): Problem => problem('LOCK_MISSING', at, {})
    const malformed = (detail: string): Problem => problem('LOCK_MALFORMED', at, { detail })
    return {
      missing,
      unreadable: malformed,
      unreachable: malformed,
      status: (status) => (status === 404 ? missing() : malformed(`the server answered with status ${status}`)),
      redirected: (to) => malformed(`it is redirected to ${to}, which is not followed`),
      tooLarge: (limit) => malformed(`it has more than ${limit} bytes`),
      html: () => malformed('it is an HTML page'),
      notText: malformed,
      insecure: (url) => problem('URL_INSECURE', at, { url, key: 'profiles' }),
      userInfo: () => problem('URL_USER_INFO', at, { key: 'profiles' }),
    }
  },
}

/** The one model of a contract, whatever version it was written in. Every default of the specification is explicit. */
import type { JsonObject } from '../lib/json.ts'
import type { JsonPointer } from '../lib/pointer.ts'
import type { Checked } from '../problem/checked.ts'
import type { Problem } from '../problem/problem.ts'
import type { Method } from '../upstream/model.ts'

export type OpenApiVersion = '2.0' | '3.0' | '3.1' | '3.2'

/** JSON Schema 2020-12. References are `#/$defs/<name>` only and resolve in `Operation.definitions`. */
export type JsonSchema = boolean | JsonObject

/** A server URL, variables substituted. `url` is absolute, or undefined where nothing gives it an origin. */
export interface Server {
  readonly url: string | undefined
  readonly written: string
  readonly pointer: JsonPointer
}

export type ParameterPlace = 'path' | 'query' | 'header' | 'cookie' | 'querystring'

/** How a value becomes text. @see https://spec.openapis.org/oas/v3.2.0.html#style-values */
export type Style =
  | {
      readonly in: 'path'
      readonly style: 'simple' | 'label' | 'matrix'
      readonly explode: boolean
      readonly allowReserved: boolean
    }
  | {
      readonly in: 'query'
      readonly style: 'form' | 'spaceDelimited' | 'pipeDelimited' | 'tabDelimited' | 'deepObject'
      readonly explode: boolean
      readonly allowReserved: boolean
    }
  | { readonly in: 'header'; readonly style: 'simple'; readonly explode: boolean }
  | {
      readonly in: 'cookie'
      readonly style: 'form' | 'cookie'
      readonly explode: boolean
      readonly allowReserved: boolean
    }

/** A list of Swagger 2.0, or lists in it, that no style of 3.x writes. @see https://spec.openapis.org/oas/v2.0.html#items-object */
export interface Collection {
  readonly in: 'path' | 'query' | 'header'
  /** Whether each item of the outermost list stands under the name by itself. */
  readonly spread: boolean
  /** Between the items of each joined list, the outermost first; no two are the same. */
  readonly delimiters: readonly string[]
}

export type Serialization =
  | { readonly kind: 'style'; readonly style: Style }
  | { readonly kind: 'content'; readonly mediaType: string }
  | { readonly kind: 'collection'; readonly collection: Collection }

export interface Parameter {
  readonly name: string
  readonly in: ParameterPlace
  readonly required: boolean
  readonly deprecated: boolean
  readonly description?: string
  readonly allowEmptyValue: boolean
  readonly schema: JsonSchema
  readonly serialization: Serialization
  readonly pointer: JsonPointer
}

/** How one property of a form or multipart body is written. @see https://spec.openapis.org/oas/v3.2.0.html#encoding-object */
export interface Encoding {
  readonly contentType?: string
  /** Set where the contract gives style, explode or allowReserved: then contentType does not apply. */
  readonly style?: Extract<Style, { in: 'query' }>
  /** In place of a style. */
  readonly collection?: Collection
  readonly headers: readonly Parameter[]
}

export interface MediaType {
  readonly mediaType: string
  readonly schema: JsonSchema
  readonly encoding: ReadonlyMap<string, Encoding>
  readonly pointer: JsonPointer
}

export interface RequestBody {
  readonly required: boolean
  readonly description?: string
  /** In the contract's order. */
  readonly content: readonly MediaType[]
  readonly pointer: JsonPointer
}

export interface Response {
  /** `200`, `2XX`, `default`. */
  readonly status: string
  readonly description?: string
  readonly content: readonly MediaType[]
}

/** @see https://spec.openapis.org/oas/v3.2.0.html#security-scheme-object */
export type SecurityScheme =
  | { readonly type: 'apiKey'; readonly in: 'header' | 'query' | 'cookie'; readonly name: string }
  | { readonly type: 'http'; readonly scheme: string }
  | { readonly type: 'oauth2' }
  | { readonly type: 'openIdConnect' }
  | { readonly type: 'mutualTLS' }

export interface SchemeRequirement {
  readonly name: string
  readonly scopes: readonly string[]
  /** Undefined where the contract requires a scheme that it does not declare. */
  readonly scheme: SecurityScheme | undefined
}

/** One alternative: all of its schemes together. Empty means anonymous (`{}`). */
export type SecurityAlternative = readonly SchemeRequirement[]

/** An operation as the index has it: enough to find it and to list it. */
export interface OperationEntry {
  /** `GET /jobs/{jobId}`. */
  readonly key: string
  readonly operationId?: string
  readonly method: Method
  readonly path: string
  readonly summary?: string
  readonly deprecated: boolean
  readonly internal: boolean
  readonly tags: readonly string[]
  /** Set where the operation is a request of the Model Context Protocol, sent as the body of a POST. */
  readonly remote?: RemoteRequest
  readonly pointer: JsonPointer
}

/** What is asked of a hosted MCP server. `readOnly` is as the server declares it. */
export type RemoteRequest =
  | { readonly rpc: 'tools/call'; readonly name: string; readonly readOnly: boolean | undefined }
  | { readonly rpc: 'resources/read'; readonly uri: string; readonly mimeType: string | undefined }

/** The media types of the answers with a status: `200`, `2XX`, `default`. */
export interface Answer {
  readonly status: string
  readonly mediaTypes: readonly string[]
}

/** What a call of an operation takes: nothing in it holds the document. */
export interface Operation extends OperationEntry {
  readonly description?: string
  /** Path-level and operation-level parameters merged. Header parameters that the specification reserves are left out. */
  readonly parameters: readonly Parameter[]
  readonly requestBody?: RequestBody
  /** Servers in force, and the level that they were declared at. */
  readonly servers: readonly Server[]
  readonly serversDeclaredAt: 'root' | 'path' | 'operation'
  /** Alternatives in force; undefined where neither the operation nor the document declares any. */
  readonly security: readonly SecurityAlternative[] | undefined
  /** Scopes named by `security` and by `x-required-scope`. */
  readonly requiredScopes: readonly string[]
  /** What `#/$defs/…` in the schemas of parameters and body refers to. */
  readonly definitions: ReadonlyMap<string, JsonSchema>
  /** Empty where the contract's answers can't be read, which never stops a call. */
  readonly answers: readonly Answer[]
}

/** An operation read whole, with everything that it reaches. */
export interface WholeOperation extends Operation {
  /** Read on demand, from the document: the schemas of answers are not needed to call. */
  readonly responses: () => Checked<{
    readonly responses: readonly Response[]
    readonly definitions: ReadonlyMap<string, JsonSchema>
  }>
}

export interface Contract {
  /** Absolute URL of the document. */
  readonly uri: string
  readonly openapi: OpenApiVersion
  readonly title: string
  readonly version: string
  readonly servers: readonly Server[]
  /** Whether `security` occurs anywhere, at the root or on an operation. */
  readonly declaresSecurity: boolean
  readonly securitySchemes: ReadonlyMap<string, SecurityScheme>
  /** Every operation, in the document's order. */
  readonly operations: readonly OperationEntry[]
  /** Set for a hosted MCP server. */
  readonly hosted?: {
    /** Whether a credential was sent: the list is then what that one may do. */
    readonly credentialled: boolean
    /** By URI. */
    readonly resources: ReadonlyMap<string, Operation>
  }
  /** Why some paths could not be indexed: references that lead nowhere or outside. */
  readonly unreadable: readonly Problem[]
  /** Reads one operation whole; only what it reaches is resolved. */
  readonly read: (entry: OperationEntry) => Checked<WholeOperation>
  /** The line (from 1) of a place in one of the contract's documents. */
  readonly line: (uri: string, pointer: JsonPointer) => number | undefined
}

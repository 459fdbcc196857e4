/** What the bundler gives: files to be written, and what is in each of them. */
export declare function bundle(): Promise<{
  readonly outputFiles: readonly import('esbuild').OutputFile[]
  readonly outputs: import('esbuild').Metafile['outputs']
}>
